import type { Fact } from '../events/event.ts';
import type { ClauseInForce } from '../terms/in-force.ts';
import { measureYears, startOfYear } from './availability.ts';
import type { Fold } from './fold.ts';
import { deadlineId, type Timed } from './occurrence.ts';
import { outagesIn } from './outages.ts';
import { newStanding, type Standing } from './standing.ts';

/**
 * Measures allowances anew with every outage, and when a year's count has come to its end: an outage that goes on
 * then uses up the next year's. `lapsed` is the deadline that the event ended, if it did.
 */
export function measureAllowances(fold: Fold, timed: Timed, lapsed: Standing | undefined): void {
  if (fold.terminated) return;
  for (const rule of fold.terms.clauses) {
    const { allowance } = rule.clause;
    if (!allowance) continue;
    const { kind } = timed.fact;
    const yearEnded = lapsed?.rule.key === rule.key;
    if (kind === allowance.from || kind === allowance.to || yearEnded) measure(fold, rule, timed, lapsed);
  }
}

function measure(fold: Fold, rule: ClauseInForce, timed: Timed, lapsed: Standing | undefined): void {
  const { clause, context, key } = rule;
  const { allowance } = clause;
  if (!allowance) return;
  const facts = [...fold.past.ofKinds([allowance.from, allowance.to]), timed].map(({ fact }) => fact);
  const { outages: begun, unmatchedEnds } = outagesIn(allowance, facts, context.timezone);
  const excused = excusedBeginnings(fold, rule);
  const outages = begun.map((outage) => ({ ...outage, excused: outage.excused || excused.has(outage.begunBy) }));
  reportUnmatched(fold, rule, unmatchedEnds);
  const nextYear = lapsed?.rule.key === key ? startOfYear(Number(lapsed.subject) + 1, context) : 0;
  const years = measureYears(allowance, outages, Math.max(timed.epoch, nextYear), context);
  for (const { year, counted, exceeded } of years) {
    const subject = String(year);
    const id = deadlineId(key, subject);
    const before = fold.standings.get(id);
    if (before && before.state !== 'open') continue;
    const at = { rule, id, subject, order: before?.order ?? fold.standings.size };
    const opened = newStanding({ ...at, trigger: timed.fact, openedAt: timed.at, counted });
    opened.expiry = exceeded ? 'lapsed' : 'met';
    fold.standings.set(id, opened);
    fold.touched.add(opened);
  }
  forgetUntouchedYears(fold, key, new Set(years.map(({ year }) => deadlineId(key, String(year)))));
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
function forgetUntouchedYears(fold: Fold, key: string, touched: ReadonlySet<string>): void {
  for (const [id, standing] of fold.standings) {
    if (standing.rule.key === key && standing.state === 'open' && !touched.has(id)) fold.standings.delete(id);
  }
}
