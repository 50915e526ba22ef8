import type { HolidayTables } from '../calendar/holiday-table.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import type { CountingContext } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { dayOf, type Fact } from '../events/event.ts';
import { findPack, type TermsCatalog } from '../terms/catalog.ts';
import type { Clause } from '../terms/clause.ts';
import type { Pack } from '../terms/pack.ts';
import { measureYears } from './availability.ts';
import { type Counted, count, dayInData } from './counting.ts';
import type { Deadline } from './deadline.ts';
import { lookBackFrom } from './look-back.ts';
import { deadlineId, inOrder, matches, subjectOf } from './occurrence.ts';
import {
  end,
  endWithContract,
  finish,
  lapse,
  meet,
  newStanding,
  pause,
  recount,
  resume,
  type Standing,
} from './standing.ts';

export interface PlanInput {
  readonly contract: PinnedContract;
  /** All of the contract's events, in any order, each once. */
  readonly events: readonly Fact[];
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** A clause of the terms that states no figure to count. */
export interface NoPeriod {
  readonly clause: string;
  readonly ref: string;
  readonly title: string;
  readonly reason: string;
}

/** An event that the terms do not allow, with the earliest day on which it would be lawful. */
export interface Refusal {
  readonly clause: string;
  readonly event: string;
  readonly field: string;
  readonly value: string;
  readonly earliest: string;
  readonly text: string;
}

/** An event that would start a clause but lacks the day it counts from. */
export interface NotStarted {
  readonly clause: string;
  readonly event: string;
  readonly missing: string;
}

export interface Plan {
  readonly deadlines: readonly Deadline[];
  readonly none: readonly NoPeriod[];
  readonly refused: readonly Refusal[];
  readonly notStarted: readonly NotStarted[];
  /** Lapses that later facts undid, and whatever they brought about. */
  readonly fallen: readonly string[];
  /** The version in force after all events. */
  readonly version: string;
}

interface Timed {
  readonly fact: Fact;
  readonly at: string;
  readonly epoch: number;
}

interface Fold {
  readonly input: PlanInput;
  readonly standings: Map<string, Standing>;
  readonly past: Timed[];
  readonly contexts: Map<Pack, CountingContext>;
  readonly refused: Refusal[];
  readonly notStarted: NotStarted[];
  readonly fallen: string[];
  pack: Pack;
  terminated: boolean;
}

/**
 * The deadlines that should stand, given everything that happened. The same facts in any order give the same plan.
 * Throws `UnknownTermsError`, and the calendar's own errors where a day cannot be counted.
 */
export function plan(input: PlanInput): Plan {
  const pack = findPack(input.catalog, input.contract.terms, input.contract.version);
  const fold: Fold = {
    input,
    pack,
    standings: new Map(),
    past: [],
    contexts: new Map(),
    refused: [],
    notStarted: [],
    fallen: [],
    terminated: false,
  };
  for (const timed of inOrder(input.events, input.contract.timezone ?? pack.timezone)) apply(fold, timed);
  const standings = [...fold.standings.values()];
  return {
    deadlines: standings.map((standing) => finish(standing, input.contract)).sort(byInstant),
    none: fold.pack.clauses.flatMap(({ id, ref, title, none }) =>
      none ? [{ clause: id, ref, title, reason: none }] : [],
    ),
    refused: fold.refused,
    notStarted: fold.notStarted.filter(({ clause }) => !standings.some((standing) => standing.clause.id === clause)),
    fallen: fold.fallen,
    version: fold.pack.version,
  };
}

function apply(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (fact.cause && !applyLapse(fold, fact)) {
    fold.fallen.push(fact.id);
    return;
  }
  for (const standing of fold.standings.values()) affect(standing, timed);
  if (fact.kind === 'contract.terminated') {
    for (const standing of fold.standings.values()) endWithContract(standing, fact, timed.epoch);
  }
  for (const clause of fold.pack.clauses) start(fold, clause, timed);
  measureAllowances(fold, timed);
  if (fact.kind === 'contract.terminated') fold.terminated = true;
  if (fact.kind === 'terms-change.effective') moveToVersion(fold, fact);
  fold.past.push(timed);
}

/** A lapse stands only while the deadline it ended would still be open at that very instant. */
function applyLapse(fold: Fold, fact: Fact): boolean {
  const standing = fold.standings.get(fact.cause?.deadline ?? '');
  if (standing?.state !== 'open' || standing.counted.instant !== fact.cause?.instant) return false;
  lapse(standing, fact);
  return true;
}

/** What one event does to a deadline that already stands. */
function affect(standing: Standing, { fact, epoch }: Timed): void {
  const { clause } = standing;
  const sameSubject = subjectOf(clause, fact) === standing.subject;
  if (sameSubject && matches(clause.satisfiedBy, fact)) meet(standing, fact, epoch);
  if (sameSubject && matches(clause.endedBy, fact)) end(standing, fact);
  if (matches(clause.suspendedBy, fact)) pause(standing, fact, epoch);
  if (matches(clause.resumedBy, fact)) resume(standing, fact);
}

function start(fold: Fold, clause: Clause, timed: Timed): void {
  const { fact } = timed;
  if (!matches(clause.on, fact) || (fold.terminated && !clause.survivesTermination)) return;
  const context = contextOf(fold, fold.pack);
  const counted = countFrom(fold, clause, fact, context);
  if ('missing' in counted) {
    fold.notStarted.push({ clause: clause.id, event: fact.id, missing: counted.missing });
    return;
  }
  const subject = subjectOf(clause, fact);
  const id = deadlineId(clause.id, subject);
  const standing = fold.standings.get(id);
  if (standing && !startsAgain(standing)) {
    if (countsFromData(clause) && counted.instant !== standing.base.instant) recount(standing, fact, counted);
    return;
  }
  const opened = newStanding({ clause, pack: fold.pack, context, id, subject }, fact, timed.at, counted);
  if (clause.nature === 'figure') opened.state = 'met';
  fold.standings.set(id, opened);
  replayEarlier(fold, opened, timed);
  refuseIfMissed(fold, opened, timed);
}

/** A notice that was taken back may be given again; an invoice that was paid stays paid. */
function startsAgain({ state, clause }: Standing): boolean {
  return state === 'cancelled' && clause.about === undefined;
}

function countsFromData(clause: Clause): boolean {
  if (clause.window) return clause.window.until !== 'trigger';
  return typeof clause.period === 'object' && clause.period.from !== 'trigger';
}

function countFrom(fold: Fold, clause: Clause, fact: Fact, context: CountingContext): Counted | { missing: string } {
  if (!clause.lookBack) return count(clause, fact, context);
  const earlier = fold.past.map(({ fact: past }) => past);
  return lookBackFrom(clause.lookBack, fact, earlier, context);
}

/**
 * An event may close a deadline before the event that starts it is known to have happened: the payment of an invoice
 * that is later called overdue, a hold placed before the contract ended. Of the contract itself only the same moment counts.
 */
function replayEarlier(fold: Fold, standing: Standing, timed: Timed): void {
  const { clause } = standing;
  for (const earlier of [...fold.past, timed]) {
    const { fact, epoch } = earlier;
    const sameMatter = clause.about !== undefined || epoch === timed.epoch;
    if (sameMatter && subjectOf(clause, fact) === standing.subject) {
      if (matches(clause.satisfiedBy, fact)) meet(standing, fact, epoch);
      if (matches(clause.endedBy, fact)) end(standing, fact);
    }
    if (matches(clause.suspendedBy, fact)) pause(standing, fact, epoch);
    if (matches(clause.resumedBy, fact)) resume(standing, fact);
  }
}

function refuseIfMissed(fold: Fold, standing: Standing, { fact }: Timed): void {
  const { clause, counted, context } = standing;
  if (!clause.refuseWhenMissed || standing.state === 'met' || typeof clause.period !== 'object') return;
  const key = clause.period.from.slice('data.'.length);
  const value = dayInData(key, fact, context.timezone) ?? '';
  const announced = dayOf(fact.occurredAt, context.timezone);
  const earliest = earliestLawful(fold, clause, fact, announced, value);
  fold.refused.push({
    clause: clause.id,
    event: fact.id,
    field: `data.${key}`,
    value,
    earliest,
    text: `${clause.title} (${clause.ref}): for ${value} the latest day was ${counted.date}, and it came on ${announced}. The earliest lawful day is ${earliest}.`,
  });
}

/** The first day on which the same event, on the same day, would have been in time. */
function earliestLawful(fold: Fold, clause: Clause, fact: Fact, announced: string, from: string): string {
  if (typeof clause.period !== 'object') return from;
  const key = clause.period.from.slice('data.'.length);
  const context = contextOf(fold, fold.pack);
  let low = Date.parse(from) / DAY_MS;
  let high = low + LONGEST_NOTICE_DAYS;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const counted = count(clause, { ...fact, data: { ...fact.data, [key]: isoDay(middle) } }, context);
    if (!('missing' in counted) && counted.date >= announced) high = middle;
    else low = middle + 1;
  }
  return isoDay(low);
}

const DAY_MS = 86_400_000;
/** Four centuries of days: longer than any notice a contract asks for. */
const LONGEST_NOTICE_DAYS = 36_525;

function isoDay(epochDay: number): string {
  return new Date(epochDay * DAY_MS).toISOString().slice(0, 10);
}

/** Availability is measured anew with every outage, and when a year's count has come to its end. */
function measureAllowances(fold: Fold, timed: Timed): void {
  for (const clause of fold.pack.clauses) {
    const { allowance } = clause;
    if (!allowance || fold.terminated) continue;
    const lapsedYear = yearOfAllowance(clause, timed.fact);
    if (timed.fact.kind !== allowance.from && timed.fact.kind !== allowance.to && lapsedYear === undefined) continue;
    const context = contextOf(fold, fold.pack);
    const facts = [...fold.past.map(({ fact }) => fact), timed.fact];
    const until = lapsedYear === undefined ? timed.epoch : Math.max(timed.epoch, Date.UTC(lapsedYear + 1, 0, 3));
    const years = measureYears(allowance, facts, until, context);
    for (const { year, counted, exceeded } of years) {
      const id = deadlineId(clause.id, String(year));
      const standing = fold.standings.get(id);
      if (standing && standing.state !== 'open') continue;
      const opened = newStanding(
        { clause, pack: fold.pack, context, id, subject: String(year) },
        timed.fact,
        timed.at,
        counted,
      );
      opened.expiry = exceeded ? 'lapsed' : 'met';
      fold.standings.set(id, opened);
    }
    forgetUntouchedYears(fold, clause, new Set(years.map(({ year }) => deadlineId(clause.id, String(year)))));
  }
}

function forgetUntouchedYears(fold: Fold, clause: Clause, touched: ReadonlySet<string>): void {
  for (const [id, standing] of fold.standings) {
    if (standing.clause.id === clause.id && standing.state === 'open' && !touched.has(id)) fold.standings.delete(id);
  }
}

function yearOfAllowance(clause: Clause, fact: Fact): number | undefined {
  const [id, year] = (fact.cause?.deadline ?? '').split('~');
  return id === clause.id && year !== undefined ? Number(year) : undefined;
}

/** Later events fall under the version that took effect, once that version is at hand. */
function moveToVersion(fold: Fold, fact: Fact): void {
  const versions = fold.input.catalog.get(fold.pack.pack) ?? [];
  fold.pack = versions.find(({ version }) => version === fact.data['toVersion']) ?? fold.pack;
}

function contextOf(fold: Fold, pack: Pack): CountingContext {
  const known = fold.contexts.get(pack);
  if (known) return known;
  const { contract, holidays } = fold.input;
  const context = {
    timezone: contract.timezone ?? pack.timezone,
    holidays: holidayCalendar(contract.holidays ?? pack.holidays, holidays),
  };
  fold.contexts.set(pack, context);
  return context;
}

function byInstant(a: Deadline, b: Deadline): number {
  return Date.parse(a.instant) - Date.parse(b.instant) || (a.id < b.id ? -1 : 1);
}
