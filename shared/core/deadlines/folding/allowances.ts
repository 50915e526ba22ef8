import type { Fact } from '../../events/event.ts';
import type { ClauseInForce } from '../../terms/in-force.ts';
import { measureYears, startOfYear, yearOf } from '../counting/availability.ts';
import { type Outage, outagesIn } from '../counting/outages.ts';
import type { DueAllowance, Fold } from './fold.ts';
import { deadlineId, type Timed } from './occurrence.ts';
import { newStanding, type Standing, shift } from './standing.ts';

/**
 * Notes that an outage began or ended, or that a year's count came to its end: an outage that goes on then uses up the
 * next year's. `lapsed` is the deadline that the event ended, if it did. Measuring waits until somebody has to know.
 */
export function touchAllowances(fold: Fold, timed: Timed, lapsed: Standing | undefined): void {
  if (fold.terminated) return;
  for (const { key, clause, context } of fold.terms.clauses) {
    const { allowance } = clause;
    if (!allowance) continue;
    const { kind } = timed.fact;
    const yearEnded = lapsed?.rule.key === key;
    if (kind !== allowance.from && kind !== allowance.to && !yearEnded) continue;
    const reached = yearEnded ? Math.max(timed.epoch, startOfYear(Number(lapsed.subject) + 1, context)) : timed.epoch;
    const before = fold.dueAllowances.get(key)?.events ?? [];
    fold.dueAllowances.set(key, { by: timed, events: [...before, timed.fact] });
    fold.allowancesReach.set(key, Math.max(fold.allowancesReach.get(key) ?? reached, reached));
  }
}

/** Measures what has been touched. Years that no such event reaches stay as they are. */
export function measureAllowances(fold: Fold): void {
  for (const rule of fold.terms.clauses) {
    const due = fold.dueAllowances.get(rule.key);
    if (due && !fold.terminated) measure(fold, rule, due);
  }
  fold.dueAllowances.clear();
}

function measure(fold: Fold, rule: ClauseInForce, { by, events }: DueAllowance): void {
  const { clause, context, key } = rule;
  const { allowance } = clause;
  if (!allowance) return;
  const facts = fold.past.ofKinds([allowance.from, allowance.to]).map(({ fact }) => fact);
  const { outages: begun, unmatchedEnds } = outagesIn(allowance, facts, context.timezone);
  const excused = excusedBeginnings(fold, rule);
  const outages = begun.map((outage) => ({ ...outage, excused: outage.excused || excused.has(outage.begunBy) }));
  reportUnmatched(fold, rule, unmatchedEnds);
  const first = firstTouched(outages, events, by);
  const until = fold.allowancesReach.get(key) ?? by.epoch;
  const years = measureYears(allowance, outages, { from: first, until }, context);
  for (const { year, counted, exceeded } of years) {
    const subject = String(year);
    const id = deadlineId(key, subject);
    const before = fold.standings.get(id);
    if (before && before.state !== 'open') {
      // An outage that has since ended is told of as ended; what came of the year stays.
      if (before.counted.instant === counted.instant) shift(before, counted);
      continue;
    }
    const at = { rule, id, subject, order: before?.order ?? fold.standings.size };
    const opened = newStanding({ ...at, trigger: by.fact, openedAt: by.at, counted });
    opened.expiry = exceeded ? 'lapsed' : 'met';
    fold.standings.set(id, opened);
    fold.touched.add(opened);
  }
  const touched = new Set(years.map(({ year }) => deadlineId(key, String(year))));
  forgetUntouchedYears(fold, key, yearOf(first, context), touched);
}

/** The earliest moment whose count the events may have changed: the beginning of an outage that they began or ended. */
function firstTouched(outages: readonly Outage[], events: readonly Fact[], by: Timed): number {
  const ids = new Set(events.map(({ id }) => id));
  const starts = outages.filter(
    ({ begunBy, endedBy, to }) => ids.has(begunBy) || ids.has(endedBy ?? '') || to === undefined,
  );
  return starts.reduce((first, { from }) => Math.min(first, from), by.epoch);
}

/**
 * Outages that are excused, if only by the event that ends them: what is excused never counted, so a lapse that was
 * recorded while it went on does not stand.
 */
function excusedBeginnings(fold: Fold, { clause, context }: ClauseInForce): ReadonlySet<string> {
  const known = fold.excused.get(clause);
  if (known || !clause.allowance) return known ?? new Set();
  const all = fold.events.map(({ fact }) => fact);
  const { outages } = outagesIn(clause.allowance, all, context.timezone);
  const excused = new Set(outages.filter((outage) => outage.excused).map(({ begunBy }) => begunBy));
  fold.excused.set(clause, excused);
  return excused;
}

/** An end whose beginning is not known, as things stand now. */
function reportUnmatched(fold: Fold, { key, clause: { allowance } }: ClauseInForce, ends: readonly Fact[]): void {
  const missing = `${allowance?.from} before it`;
  fold.notStarted = [
    ...fold.notStarted.filter(({ report }) => report.clause !== key),
    ...ends.map((fact) => ({ report: { clause: key, event: fact.id, missing }, deadline: undefined })),
  ];
}

/** A year that an outage would have reached, had it gone on. */
function forgetUntouchedYears(fold: Fold, key: string, from: number, touched: ReadonlySet<string>): void {
  for (const [id, standing] of fold.standings) {
    const mayGo = standing.rule.key === key && standing.state === 'open' && Number(standing.subject) >= from;
    if (mayGo && !touched.has(id)) fold.standings.delete(id);
  }
}
