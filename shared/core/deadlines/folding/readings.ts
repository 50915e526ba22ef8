import { type AcceptedReading, type AgreementInput, agreementOf } from '../../agreement/agreement.ts';
import type { ClauseInForce, TermsInForce } from '../../agreement/clauses.ts';
import type { InstantText } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { TERMS_REVISED } from '../../events/kinds.ts';
import type { Fold } from './fold.ts';
import { effectiveState, hasRunOut, isOver, type LiveDeadline } from './live-deadline.ts';
import { inTimeOrder, orderingInstant, type Timed } from './occurrence.ts';
import type { Past } from './past.ts';
import type { ReadingHistory } from './reading-history.ts';

const NONE: readonly never[] = [];
/** In the place of the number of the reading accepted last, which clauses leave out. */
const LAST = Number.MAX_SAFE_INTEGER;

/** The readings that people accepted, in the order of acceptance. */
export function readingsIn(input: AgreementInput & { readonly events: readonly Fact[] }): readonly AcceptedReading[] {
  if (!input.events.some(({ kind }) => kind === TERMS_REVISED)) return NONE;
  return inTimeOrder(input.events, agreementOf(input))
    .filter(({ fact }) => fact.kind === TERMS_REVISED)
    .map(({ at, fact: { id: event, data } }) => ({
      ...{ event, at, version: String(data.version), revision: Number(data.revision) },
      statutes: data.statutes === undefined ? [] : String(data.statutes).split(' '),
    }));
}

/**
 * The history of a fold that went through the events before an acceptance, under the reading of then. A deadline stays as it
 * was read if its last instant had passed. What follows from one that is still open is read with that one.
 */
export function historyOf(fold: Fold, reading: number, { at: acceptedAt }: AcceptedReading): ReadingHistory {
  const until = Date.parse(acceptedAt);
  const isDone = (live: LiveDeadline) => (live.state !== 'open' && live.state !== 'paused') || hasRunOut(live, until);
  const readBy = new Map<string, number>();
  for (const live of fold.deadlines.values()) {
    if (live.state === 'paused' || !isOver(live, until)) continue;
    const line = withParents(live);
    if (line.every(isDone)) for (const one of line) readBy.set(one.id, one.rule.reading ?? reading);
  }
  const aside = [...fold.deadlines.values()].flatMap(({ id, needlessBy }) =>
    needlessBy ? [[id, needlessBy] as const] : [],
  );
  const standing = [...fold.deadlines.values()].filter((live) => isStanding(live, until));
  const passed = [...fold.deadlines.values()].filter((live) => isOver(live, until));
  return {
    ...{ accepted: reading + 1, before: fold.history, acceptedAt, until, readBy },
    setAside: new Map(aside),
    standing: new Set(standing.map(({ id }) => id)),
    passed: new Map(passed.map(({ id, counted }) => [id, counted.instant])),
    refused: new Map(fold.refused.map((refusal) => [refusal.event, refusal])),
  };
}

function withParents(live: LiveDeadline): LiveDeadline[] {
  return [live, ...(live.parent ? withParents(live.parent) : [])];
}

function isStanding(live: LiveDeadline, epoch: number): boolean {
  const state = effectiveState(live);
  return state === 'paused' || (state === 'open' && !hasRunOut(live, epoch));
}

/**
 * When the reading of a deadline was accepted, if only this reading brought the deadline in or has it end then. Undefined for a
 * deadline that stood by the reading before, since its day was told, and for one that an event of after the acceptance opened
 * or moved, since it would have been told by the reading before as well.
 */
export function newlyReadAt(
  { history, agreement }: Pick<Fold, 'history' | 'agreement'>,
  { id, rule, counted, openedAt, trigger }: LiveDeadline,
): InstantText | undefined {
  const own = upTo(rule.reading ?? history?.accepted, history);
  if (own === undefined || own.standing.has(id) || own.passed.get(id) === counted.instant) return undefined;
  const begunAt = [openedAt, orderingInstant(trigger, agreement)].map((at) => Date.parse(at));
  return begunAt.every((epoch) => epoch < own.until) ? own.acceptedAt : undefined;
}

/** The history up to the acceptance of a reading; undefined for the first one. */
function upTo(reading: number | undefined, history: ReadingHistory | undefined): ReadingHistory | undefined {
  return history === undefined || history.accepted === reading ? history : upTo(reading, history.before);
}

/** Whether a clause, as one of the readings has it, opens the deadline with this id. */
export function isReadBy(
  { history }: Pick<Fold, 'history'>,
  { reading }: Pick<ClauseInForce, 'reading'>,
  id: string | undefined,
  { epoch }: Pick<Timed, 'epoch'>,
): boolean {
  if (history === undefined) return true;
  return reading === (epoch < history.until && id !== undefined ? history.readBy.get(id) : undefined);
}

/**
 * The lapse of a deadline, for the readings that know of it. What a reading brings about before its acceptance undoes nothing
 * that was over by the readings before.
 */
export function knownLapse({ history }: Pick<Fold, 'history'>, { rule }: LiveDeadline, timed: Timed): Timed {
  const own = upTo(rule.reading ?? history?.accepted, history);
  return own === undefined || timed.epoch >= own.until ? timed : { ...timed, fromReading: own.accepted };
}

/**
 * Whether an event is one for a clause: its reading knows of it, and an event that is a statute's own came when that statute
 * applied. One of before means nothing to the terms beside it, since nothing of the statute would follow it.
 */
export function knows(
  { reading = LAST, besideFrom, context }: Pick<ClauseInForce, 'reading' | 'besideFrom' | 'context'>,
  { fact, fromReading = 0 }: Timed,
): boolean {
  const first = besideFrom?.get(fact.kind);
  return reading >= fromReading && (first === undefined || dayOf(fact.occurredAt, context.timezone) >= first);
}

/** The events so far that are for a clause. */
export function pastOf({ past, history }: Pick<Fold, 'past' | 'history'>, rule: ClauseInForce): Told {
  if (rule.besideFrom === undefined && (history === undefined || rule.reading === undefined)) return past;
  const known = (events: readonly Timed[]) => events.filter((timed) => knows(rule, timed));
  return {
    ofKinds: (kinds) => known(past.ofKinds(kinds)),
    about: (kinds, key, value) => known(past.about(kinds, key, value)),
  };
}

type Told = { readonly [Ask in 'ofKinds' | 'about']: (...asked: Parameters<Past[Ask]>) => readonly Timed[] };

/** Whether the contract has ended by the reading of a clause; by the one accepted last without a clause. */
export function hasEnded(
  { endedFrom }: Pick<Fold, 'endedFrom'>,
  { reading = LAST }: Pick<ClauseInForce, 'reading'> = {},
): boolean {
  return reading >= endedFrom;
}

/** Whether the contract has ended by every reading that decides something. */
export function hasEndedByAll({
  endedFrom,
  history,
  earlier,
}: Pick<Fold, 'endedFrom' | 'history' | 'earlier'>): boolean {
  return (history?.accepted ?? LAST) - earlier.length >= endedFrom;
}

/** The terms in force by every reading that decides something, the one accepted last at the end. */
export function everyReading({ earlier, terms }: Pick<Fold, 'earlier' | 'terms'>): readonly TermsInForce[] {
  return earlier.length === 0 ? [terms] : [...earlier, terms];
}

/** The clauses with a cycle, of every reading by which the contract has not ended. */
export function everyCyclicClause(fold: Pick<Fold, 'earlier' | 'terms' | 'endedFrom'>): readonly ClauseInForce[] {
  const { earlier, terms, endedFrom } = fold;
  if (earlier.length === 0) return hasEnded(fold) ? NONE : terms.cyclic;
  const all = everyReading(fold).flatMap(({ cyclic }) => cyclic);
  return endedFrom === Number.POSITIVE_INFINITY ? all : all.filter((rule) => !hasEnded(fold, rule));
}

/** A clause by its key, as each reading has it. */
export function asEachReads(fold: Pick<Fold, 'earlier' | 'terms'>, key: string): ClauseInForce[] {
  return everyReading(fold).flatMap(({ clauses }) => clauses.find((one) => one.key === key) ?? []);
}
