import type { ClauseInForce, TermsInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION } from '../../calendar/editions.ts';
import type { Fact } from '../../events/event.ts';
import type { AllowanceShape } from '../../terms/shapes/allowance.ts';
import { isMeasured } from '../../terms/shapes/questions.ts';
import { measureYears, startOfYear, type YearCount, yearOf } from '../counting/allowance.ts';
import type { Counted } from '../counting/counted.ts';
import { type Outage, outagesIn } from '../counting/outages.ts';
import type { Reckoned } from './editions.ts';
import { end } from './ending.ts';
import type { DueAllowance, Fold } from './fold.ts';
import { type LiveDeadline, newLiveDeadline, shift } from './live-deadline.ts';
import { deadlineId, type Timed } from './occurrence.ts';
import { everyReading, hasEnded } from './readings.ts';

/**
 * Marks the allowances to measure anew: an outage began or ended, or a year's count ended and an ongoing outage goes on
 * into the next year. `lapsed` is the deadline whose lapse the event records, if any. Measuring is put off until needed.
 */
export function touchAllowances(fold: Fold, timed: Timed, lapsed: LiveDeadline | undefined): void {
  for (const { rule, allowance } of allowancesOf(fold)) {
    if (hasEnded(fold, rule)) continue;
    const { key, context } = rule;
    const { kind } = timed.fact;
    const yearEnded = lapsed?.rule.key === key;
    if (kind !== allowance.from && kind !== allowance.to && !yearEnded) continue;
    const reached = yearEnded ? Math.max(timed.epoch, startOfYear(Number(lapsed.subject) + 1, context)) : timed.epoch;
    const before = fold.dueAllowances.get(key)?.events ?? [];
    fold.dueAllowances.set(key, { by: timed, events: [...before, timed.fact] });
    fold.allowancesReach.set(key, Math.max(fold.allowancesReach.get(key) ?? reached, reached));
  }
}

/** Measures the marked allowances. Years that no marking event reaches are left as they are. */
export function measureAllowances(fold: Fold): void {
  for (const measured of allowancesOf(fold)) {
    const due = fold.dueAllowances.get(measured.rule.key);
    if (due && !hasEnded(fold, measured.rule)) measure(fold, measured, due);
  }
  fold.dueAllowances.clear();
}

/** Ends the measured deadlines of clauses that the version in force does not have. */
export function endForgottenAllowances(fold: Fold, timed: Timed): void {
  const kept = new Set(allowancesOf(fold).map(({ rule }) => rule.key));
  for (const live of fold.deadlines.values()) {
    const { clause, key } = live.rule;
    if (!isMeasured(clause) || kept.has(key)) continue;
    end(live, timed);
    fold.touched.add(live);
  }
}

/** A clause that measures, and what it allows. */
interface Measured {
  readonly rule: ClauseInForce;
  readonly allowance: AllowanceShape;
}

const allowances = new WeakMap<TermsInForce, readonly Measured[]>();

/** Asked at every event. */
function allowancesOf(fold: Fold): readonly Measured[] {
  const { repealed, deadlines } = fold;
  const inForce = fold.earlier.length === 0 ? measuredIn(fold.terms) : everyReading(fold).flatMap(measuredIn);
  if (repealed.length === 0) return inForce;
  const goesOn = ({ key }: ClauseInForce) =>
    [...deadlines.values()].some(({ rule, state }) => rule.key === key && state === 'open');
  return [...inForce, ...repealed.filter(goesOn).flatMap(measuredBy)];
}

function measuredIn(terms: TermsInForce): readonly Measured[] {
  const measured = allowances.get(terms) ?? terms.clauses.flatMap(measuredBy);
  allowances.set(terms, measured);
  return measured;
}

function measuredBy(rule: ClauseInForce): Measured[] {
  const { shape } = rule.clause;
  return shape.kind === 'allowance' ? [{ rule, allowance: shape }] : [];
}

function measure(fold: Fold, measured: Measured, due: DueAllowance): void {
  const { key, context } = measured.rule;
  const { by } = due;
  const { years, first, unmatchedEnds } = countedUnder(measured, fold, due);
  reportUnmatched(fold, measured, unmatchedEnds);
  const isRepealed = fold.repealed.some((rule) => rule.key === key);
  for (const counting of years) {
    const subject = String(counting.year);
    const id = deadlineId(key, subject);
    if (fold.history?.readBy.get(id) !== measured.rule.reading) continue;
    const before = fold.deadlines.get(id);
    if (isRepealed && before === undefined) continue;
    const { rule, counted, exceeded } = underItsOwn(before, { ...counting, rule: measured.rule }, fold, due);
    if (before && before.state !== 'open') {
      // The steps show the end of an outage that has ended since; the outcome of the year stays.
      if (before.counted.instant === counted.instant) shift(before, reckonedOf(rule, by.fact, counted));
      continue;
    }
    const opened = newLiveDeadline({
      ...{ id, subject, order: before?.order ?? fold.deadlines.size, trigger: by.fact, openedAt: by.at },
      ...{ bound: { edition: FIRST_EDITION, kept: [], rules: [rule] }, reckoned: reckonedOf(rule, by.fact, counted) },
      since: Number.NEGATIVE_INFINITY,
    });
    opened.expiry = exceeded ? 'lapsed' : 'met';
    fold.deadlines.set(id, opened);
    fold.touched.add(opened);
  }
  const touched = new Set(years.map(({ year }) => deadlineId(key, String(year))));
  forgetUntouchedYears(fold, measured, yearOf(first, context), touched);
}

/** A year is measured by outages alone: no edition changes it. */
function reckonedOf(rule: ClauseInForce, fact: Fact, counted: Counted): Reckoned {
  return { basis: { rule, fact, earlier: () => [], latest: () => undefined }, counted };
}

/** A year is counted to its end under the version of the statute under which its count began. */
function underItsOwn(
  before: LiveDeadline | undefined,
  newest: YearCount & { readonly rule: ClauseInForce },
  fold: Fold,
  due: DueAllowance,
): YearCount & { readonly rule: ClauseInForce } {
  const { rule = newest.rule } = before ?? {};
  if (rule.pack.kind !== 'statute' || rule.pack.version === newest.rule.pack.version) return newest;
  const years = measuredBy(rule).flatMap((measured) => countedUnder(measured, fold, due).years);
  const own = years.find(({ year }) => year === newest.year);
  return own === undefined ? newest : { ...own, rule };
}

interface CountedYears {
  readonly years: readonly YearCount[];
  /** The earliest moment whose count may have changed, in milliseconds since 1970. */
  readonly first: number;
  readonly unmatchedEnds: readonly Fact[];
}

/** The years that the due events touch, as one version of the clause counts them. */
function countedUnder(measured: Measured, fold: Fold, { by, events }: DueAllowance): CountedYears {
  const { rule, allowance } = measured;
  const { context, key } = rule;
  const facts = fold.past.ofKinds([allowance.from, allowance.to]).map(({ fact }) => fact);
  const { outages: begun, unmatchedEnds } = outagesIn(allowance, facts, context.timezone);
  const excused = excusedBeginnings(fold, measured);
  const outages = begun.map((outage) => ({ ...outage, excused: outage.excused || excused.has(outage.begunBy) }));
  const first = firstTouched(outages, events, by);
  const until = fold.allowancesReach.get(key) ?? by.epoch;
  return { years: measureYears(allowance, outages, { from: first, until }, context), first, unmatchedEnds };
}

/** The earliest moment whose count the events may have changed: the start of the earliest outage they began or ended. */
function firstTouched(outages: readonly Outage[], events: readonly Fact[], by: Timed): number {
  const ids = new Set(events.map(({ id }) => id));
  const starts = outages.filter(
    ({ begunBy, endedBy, to }) => ids.has(begunBy) || ids.has(endedBy ?? '') || to === undefined,
  );
  return starts.reduce((first, { from }) => Math.min(first, from), by.epoch);
}

/**
 * Excused outages, including those excused only by the event that ends them. An excused outage never counted, so a lapse
 * recorded during it does not stand.
 */
function excusedBeginnings(fold: Fold, { rule: { clause, context }, allowance }: Measured): ReadonlySet<string> {
  const known = fold.excused.get(clause);
  if (known) return known;
  const all = fold.events.map(({ fact }) => fact);
  const { outages } = outagesIn(allowance, all, context.timezone);
  const excused = new Set(outages.filter((outage) => outage.excused).map(({ begunBy }) => begunBy));
  fold.excused.set(clause, excused);
  return excused;
}

/** Reports the end of an outage whose beginning is not known. */
function reportUnmatched(fold: Fold, { rule: { key }, allowance }: Measured, ends: readonly Fact[]): void {
  const missing = { missing: allowance.from, before: true as const };
  fold.notStarted = [
    ...fold.notStarted.filter(({ report }) => report.clause !== key),
    ...ends.map((fact) => ({ report: { clause: key, event: fact.id, ...missing }, deadline: undefined })),
  ];
}

/** Removes years that an outage would have reached only if it had gone on. */
function forgetUntouchedYears(
  fold: Fold,
  { rule: { key, reading } }: Measured,
  from: number,
  touched: ReadonlySet<string>,
): void {
  for (const [id, live] of fold.deadlines) {
    const isOwn = live.rule.key === key && live.rule.reading === reading;
    const mayGo = isOwn && live.state === 'open' && Number(live.subject) >= from;
    if (mayGo && !touched.has(id)) fold.deadlines.delete(id);
  }
}
