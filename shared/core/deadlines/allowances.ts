import type { Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import { measureYears, startOfYear } from './availability.ts';
import { contextOf, type Fold } from './fold.ts';
import { deadlineId, type Timed } from './occurrence.ts';
import { outagesIn } from './outages.ts';
import { newStanding, type Standing } from './standing.ts';

/**
 * Measures allowances anew with every outage, and when a year's count has come to its end: an outage that goes on
 * then uses up the next year's. `lapsed` is the deadline that the event ended, if it did.
 */
export function measureAllowances(fold: Fold, timed: Timed, lapsed: Standing | undefined): void {
  if (fold.terminated) return;
  for (const clause of fold.pack.clauses) {
    const { allowance } = clause;
    if (!allowance) continue;
    const { kind } = timed.fact;
    const yearEnded = lapsed?.clause.id === clause.id;
    if (kind === allowance.from || kind === allowance.to || yearEnded) measure(fold, clause, timed, lapsed);
  }
}

function measure(fold: Fold, clause: Clause, timed: Timed, lapsed: Standing | undefined): void {
  const { allowance } = clause;
  if (!allowance) return;
  const context = contextOf(fold);
  const facts = [...fold.past.map(({ fact }) => fact), timed.fact];
  const { outages: begun, unmatchedEnds } = outagesIn(allowance, facts, context.timezone);
  const excused = excusedBeginnings(fold, clause);
  const outages = begun.map((outage) => ({ ...outage, excused: outage.excused || excused.has(outage.begunBy) }));
  reportUnmatched(fold, clause, unmatchedEnds);
  const nextYear = lapsed?.clause.id === clause.id ? startOfYear(Number(lapsed.subject) + 1, context) : 0;
  const years = measureYears(allowance, outages, Math.max(timed.epoch, nextYear), context);
  for (const { year, counted, exceeded } of years) {
    const subject = String(year);
    const id = deadlineId(clause.id, subject);
    const before = fold.standings.get(id);
    if (before && before.state !== 'open') continue;
    const opened = newStanding({ clause, pack: fold.pack, context, id, subject }, timed.fact, timed.at, counted);
    opened.expiry = exceeded ? 'lapsed' : 'met';
    fold.standings.set(id, opened);
  }
  forgetUntouchedYears(fold, clause, new Set(years.map(({ year }) => deadlineId(clause.id, String(year)))));
}

/**
 * Outages that are excused, if only by the event that ends them: what is excused never counted, so a lapse that was
 * recorded while it went on does not stand.
 */
function excusedBeginnings(fold: Fold, clause: Clause): ReadonlySet<string> {
  const known = fold.excused.get(clause);
  if (known || !clause.allowance) return known ?? new Set();
  const all = fold.events.map(({ fact }) => fact);
  const { outages } = outagesIn(clause.allowance, all, contextOf(fold).timezone);
  const excused = new Set(outages.filter((outage) => outage.excused).map(({ begunBy }) => begunBy));
  fold.excused.set(clause, excused);
  return excused;
}

/** An end whose beginning is not known, as things stand now. */
function reportUnmatched(fold: Fold, { id, allowance }: Clause, ends: readonly Fact[]): void {
  const missing = `${allowance?.from} before it`;
  fold.notStarted = [
    ...fold.notStarted.filter(({ report }) => report.clause !== id),
    ...ends.map((fact) => ({ report: { clause: id, event: fact.id, missing }, deadline: undefined })),
  ];
}

/** A year that an outage would have reached, had it gone on. */
function forgetUntouchedYears(fold: Fold, clause: Clause, touched: ReadonlySet<string>): void {
  for (const [id, standing] of fold.standings) {
    if (standing.clause.id === clause.id && standing.state === 'open' && !touched.has(id)) fold.standings.delete(id);
  }
}
