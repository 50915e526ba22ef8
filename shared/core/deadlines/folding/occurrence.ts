import { createHash } from 'node:crypto';
import type { Agreement } from '../../agreement/agreement.ts';
import type { Zone } from '../../calendar/types.ts';
import { canonicalJson } from '../../events/canonical.ts';
import { dayOf, type Fact, isBareDay } from '../../events/event.ts';
import { EVENT_WITHDRAWN, isOfTheContract } from '../../events/kinds.ts';
import { settled } from '../../events/payments.ts';
import { withLastPeriods } from '../../events/periods.ts';
import { withSharesJoined } from '../../events/shares.ts';
import { inSequence, withoutRepeats } from '../../events/tellings.ts';
import type { Clause } from '../../terms/clause.ts';

export const LONGEST_SUBJECT = 100;

/** Puts another version of the terms into force. */
export const TERMS_CHANGED = 'terms-change.effective';

/** A fact with its place in time. */
export interface Timed {
  readonly fact: Fact;
  readonly at: string;
  /** `at` in milliseconds since 1970. */
  readonly epoch: number;
  /**
   * Set for a lapse that an acceptance brought about after the fact: only this reading and those accepted after it know of it.
   * Their number is that of `ClauseInForce.reading`.
   */
  readonly fromReading?: number;
}

/**
 * The subject of an occurrence: the id of an invoice, a change. Undefined if the clause has no `about`, and if the fact
 * does not carry the id.
 */
export function subjectOf(clause: Pick<Clause, 'about'>, fact: Fact): string | undefined {
  const value = clause.about === undefined ? undefined : fact.data[clause.about];
  return value === undefined || value === '' ? undefined : String(value);
}

/** Whether a fact has the occurrence's subject, or is about the contract as a whole. */
export function concerns(clause: Pick<Clause, 'about'>, subject: string | undefined, fact: Fact): boolean {
  if (clause.about === undefined) return true;
  const named = subjectOf(clause, fact);
  return named === subject || (named === undefined && isOfTheContract(fact.kind));
}

const SAFE = /^[A-Za-z0-9_.-]*$/;

/** The id of a deadline: the same for the same clause and subject, whichever event started it. */
export function deadlineId(clause: string, subject: string | undefined): string {
  if (subject === undefined) return clause;
  const encoded = SAFE.test(subject) ? subject : subject.replaceAll(/[^A-Za-z0-9_.-]/g, encodeCodeUnit);
  if (encoded.length <= LONGEST_SUBJECT) return `${clause}~${encoded}`;
  return `${clause}~~${createHash('sha256').update(subject).digest('hex').slice(0, 40)}`;
}

/** Occurrences without an id are identified by the day they are counted from. */
export function unnamedDeadlineId(clause: string, day: string): string {
  return `${clause}~~${day}`;
}

/** Whether a fact is a provider's statement of the current state, sent whether or not anything has happened. */
export function isSnapshot({ data }: Fact): boolean {
  return data.snapshot === true;
}

/** Whether two facts may have happened in either order: at one moment, or one of them on a day without a time. */
export function mayCoincide(earlier: Timed, later: Timed, zone: Zone): boolean {
  if (earlier.epoch === later.epoch) return true;
  const { occurredAt } = earlier.fact;
  return isBareDay(occurredAt) && occurredAt === dayOf(later.fact.occurredAt, zone);
}

/** The instant by which a fact is ordered; for a lapse, the last instant of its deadline. */
export function orderingInstant(fact: Fact, agreement: Pick<Agreement, 'momentOf'>): string {
  return fact.cause?.instant ?? agreement.momentOf(fact.occurredAt);
}

/** Facts in the order in which they happened, each id once, without those that were withdrawn or only said again. */
export function inOrder(facts: readonly Fact[], agreement: Agreement): Timed[] {
  const told = withSharesJoined(standing(facts));
  return settled(withoutRepeats(withLastPeriods(ordered(told, agreement))));
}

/** The facts that stand, each id once, by time. */
export function inTimeOrder(facts: readonly Fact[], agreement: Agreement): Timed[] {
  return standing(facts)
    .map((fact) => timedBy(agreement, fact))
    .sort(byTime);
}

function standing(facts: readonly Fact[]): readonly Fact[] {
  return withoutWithdrawn(distinct(facts));
}

/** All of the facts, in the order that they have under an agreement. */
export function ordered(facts: readonly Fact[], agreement: Agreement): Timed[] {
  return inSequence(facts.map((fact) => timedBy(agreement, fact)).sort(byTime));
}

function timedBy(agreement: Agreement, fact: Fact): Timed {
  const at = orderingInstant(fact, agreement);
  return { fact, at, epoch: Date.parse(at) };
}

/**
 * Orders facts by time; ties are broken by kind and id, so the order of arrival does not matter. A change of terms goes
 * first: an event at the same moment falls under the changed terms.
 */
function byTime(a: Timed, b: Timed): number {
  return (
    a.epoch - b.epoch ||
    Number(b.fact.kind === TERMS_CHANGED) - Number(a.fact.kind === TERMS_CHANGED) ||
    compare(nameForOrder(a.fact), nameForOrder(b.fact)) ||
    compare(a.fact.id, b.fact.id)
  );
}

/** Kinds go by name, but a trial begins before it is converted or cancelled. */
function nameForOrder({ kind }: Fact): string {
  return kind === 'trial.started' ? 'trial.' : kind;
}

/**
 * The facts without those that were withdrawn. A withdrawal may itself be withdrawn. Withdrawals that withdraw each other
 * in a circle are all kept.
 */
export function withoutWithdrawn<One extends Fact>(facts: readonly One[]): readonly One[] {
  const withdrawals = facts.filter(({ kind }) => kind === EVENT_WITHDRAWN);
  if (withdrawals.length === 0) return facts;
  const stands = (id: string, seen: readonly string[]): boolean =>
    seen.includes(id) ||
    !withdrawals.some(({ id: by, data }) => data.event === id && by !== id && stands(by, [...seen, id]));
  return facts.filter(({ id, cause }) => cause !== undefined || stands(id, []));
}

/** Each id once. If facts with one id differ, the choice does not depend on their order. */
function distinct(facts: readonly Fact[]): Fact[] {
  const byId = new Map<string, Fact>();
  for (const fact of facts) {
    const known = byId.get(fact.id);
    if (!known || comparable(fact) < comparable(known)) byId.set(fact.id, fact);
  }
  return [...byId.values()];
}

function comparable({ kind, occurredAt, data, cause, edition }: Fact): string {
  return canonicalJson({ kind, occurredAt, data, cause, edition });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** `~` and four hexadecimal digits: distinct subjects keep distinct ids, and an id is safe in a path. */
function encodeCodeUnit(unit: string): string {
  return `~${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
