import type { AcceptedReading, Agreement } from '../agreement/agreement.ts';
import type { CountingContext, InstantText } from '../calendar/types.ts';
import type { Deadline } from './deadline.ts';
import { affectAll } from './folding/affect.ts';
import { endForgottenAllowances, measureAllowances, touchAllowances } from './folding/allowances.ts';
import { stateBillingPeriods } from './folding/billing-periods.ts';
import { noteChanged, startedBy } from './folding/changed-terms.ts';
import { changePlan } from './folding/contract-plan.ts';
import { beginCycles } from './folding/cycle-beginning.ts';
import { extendCycles } from './folding/cycle-extension.ts';
import { endWithContract } from './folding/ending.ts';
import {
  type Fold,
  moveTo,
  type NotApplied,
  type NotCounted,
  type NotStarted,
  newFold,
  type PlanInput,
  putIntoForce,
  type UnknownVersion,
} from './folding/fold.ts';
import { followAll } from './folding/follow.ts';
import { type DueLapse, PendingLapses } from './folding/lapses.ts';
import { type LiveDeadline, lapse } from './folding/live-deadline.ts';
import { TERMS_CHANGED, type Timed } from './folding/occurrence.ts';
import { hasEndedByAll, historyOf, knownLapse, knows, readingsIn } from './folding/readings.ts';
import { refusalOf } from './folding/refusal.ts';
import type { Refusal } from './folding/refused.ts';
import { countFrom, start } from './folding/start.ts';
import { noteStatedEnd, settleStatedEnds } from './folding/stated-ends.ts';
import { finishAll } from './stating/finish.ts';

export type { NotApplied, NotCounted, NotStarted, PlanInput, Refusal, UnknownVersion };

/** A clause of the terms that states no figure to count. */
export interface NoPeriod {
  readonly clause: string;
  readonly ref: string;
  readonly title: string;
  readonly reason: string;
}

/** What a deadline was counted with, as far as it is not the newest. */
export interface CountedWith extends Pick<CountingContext, 'zones' | 'rules'> {
  /** Set if its end stands by an event `deadline.kept`. */
  readonly kept?: true;
}

export interface Plan {
  readonly deadlines: readonly Deadline[];
  /** By the deadline's id. */
  readonly countedWith: ReadonlyMap<string, CountedWith>;
  /** The ends (instants, UTC) of the occurrences that were over when their deadline started again, by the deadline's id. */
  readonly formerEnds: ReadonlyMap<string, ReadonlySet<InstantText>>;
  readonly none: readonly NoPeriod[];
  readonly refused: readonly Refusal[];
  readonly notStarted: readonly NotStarted[];
  /** What the calendar cannot count; everything else stands. */
  readonly notCounted: readonly NotCounted[];
  /** Events that would start clauses which do not apply to this contract. */
  readonly notApplied: readonly NotApplied[];
  readonly unknownVersions: readonly UnknownVersion[];
  /** Recorded lapses that later facts undid. */
  readonly fallen: readonly string[];
  /** When the contract has ended; absent if it has not. */
  readonly endedAt?: InstantText;
  /** The version in force after all events. */
  readonly version: string;
  /** What applied when: with every change of terms that took effect. */
  readonly agreement: Agreement;
}

/**
 * The deadlines that follow from all events of a contract. The same facts in any order give the same plan.
 * @throws UnknownTermsError; the calendar's own errors for what no clause is counted from, such as an unknown zone
 */
export function plan(input: PlanInput): Plan {
  const { fold, lapses } = folded(input, readingsIn(input));
  const { last } = fold.past;
  const { deadlines, notCounted } = finishAll(fold);
  return {
    deadlines,
    countedWith: new Map([...fold.deadlines].map(([id, live]) => [id, countedWith(live)])),
    formerEnds: fold.formerEnds,
    none: fold.terms.clauses.flatMap(({ key, clause: { ref, title, shape } }) =>
      shape.kind === 'none' ? [{ clause: key, ref, title, reason: shape.reason }] : [],
    ),
    refused: fold.refused,
    notStarted: fold.notStarted
      .filter(({ deadline }) => deadline === undefined || !fold.deadlines.has(deadline))
      .map(({ report }) => report),
    notCounted,
    notApplied: fold.notApplied,
    unknownVersions: fold.unknownVersions,
    fallen: lapses.fallen().map(({ id }) => id),
    ...(fold.endedAt !== undefined && { endedAt: fold.endedAt }),
    version: fold.terms.pack.version,
    agreement: last ? fold.agreement.withLastEvent(last.at) : fold.agreement,
  };
}

/**
 * The fold that went through all events, or through those before a moment (milliseconds since 1970). For each accepted reading
 * the events before its acceptance are gone through by the readings before it: what was over by then stays.
 */
function folded(input: PlanInput, readings: readonly AcceptedReading[], until?: number) {
  const accepted = readings.at(-1);
  const before = readings.slice(0, -1);
  const history = accepted && historyOf(folded(input, before, Date.parse(accepted.at)).fold, before.length, accepted);
  const fold = newFold({ ...input, readings }, history, until);
  const isToCome = ({ fact, epoch }: Timed) => fact.cause !== undefined && (until === undefined || epoch < until);
  const lapses = new PendingLapses(fold.events.filter(isToCome));
  applyLapses(fold, lapses);
  for (let timed = fold.coming.pop(); timed; timed = fold.coming.pop()) {
    applyFact(fold, timed);
    applyLapses(fold, lapses);
  }
  measureAndFollow(fold);
  return { fold, lapses };
}

function countedWith({ rule: { context }, counted }: LiveDeadline): CountedWith {
  const { zones, rules } = context;
  return {
    ...(zones !== undefined && { zones }),
    ...(rules !== undefined && { rules }),
    ...(counted.keptBy !== undefined && { kept: true as const }),
  };
}

/** Applies an event from a person or a provider. An event that the terms do not allow is refused and has no effect. */
function applyFact(fold: Fold, timed: Timed): void {
  goOnTo(fold, timed);
  const refusal = refusalOf(fold, timed);
  if (refusal) fold.refused.push(refusal);
  else takeEffect(fold, timed, undefined);
}

/**
 * Puts the terms of that moment into force: a statute may have another version, or a reading been accepted. Allowances are
 * measured before that.
 */
function goOnTo(fold: Fold, { at }: Timed): void {
  const terms = fold.agreement.termsAt(at);
  const earlier = fold.history === undefined ? fold.earlier : fold.agreement.earlierTermsAt(at);
  if (terms === fold.terms && isSame(earlier, fold.earlier)) return;
  measureAndFollow(fold);
  fold.earlier = earlier;
  putIntoForce(fold, terms);
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

/** Applies every lapse up to the next event. A lapse goes before an event at the same instant. */
function applyLapses(fold: Fold, lapses: PendingLapses): void {
  for (let due = nextLapse(fold, lapses); due; due = nextLapse(fold, lapses)) {
    const { live } = due;
    const timed = knownLapse(fold, live, due.timed);
    goOnTo(fold, timed);
    lapse(live, timed.fact);
    fold.touched.add(live);
    takeEffect(fold, timed, live);
  }
}

/** The next lapse up to the next event. If it may be that of an allowance, the allowance is measured first. */
function nextLapse(fold: Fold, lapses: PendingLapses): DueLapse | undefined {
  const until = fold.coming.at(-1)?.epoch ?? Number.POSITIVE_INFINITY;
  const after = fold.measuredUntil;
  if (fold.dueAllowances.size > 0 && lapses.concern(fold.dueAllowances, after, until)) measureAndFollow(fold);
  return lapses.take(fold, until);
}

function measureAndFollow(fold: Fold): void {
  const { last } = fold.past;
  if (last === undefined || fold.dueAllowances.size === 0) return;
  fold.measuredUntil = last.epoch;
  measureAllowances(fold);
  followAll(fold, last);
}

function takeEffect(fold: Fold, timed: Timed, lapsed: LiveDeadline | undefined): void {
  const { kind } = timed.fact;
  if (kind === 'contract.terminated' || kind === TERMS_CHANGED) measureAndFollow(fold);
  fold.now = timed;
  changePlan(fold, timed);
  // Before anything is ended, so that what ends has the day that the cycles give it.
  beginCycles(fold, timed);
  affectAll(fold, timed);
  countFrom(fold, timed);
  noteStatedEnd(fold, timed);
  if (kind === 'contract.terminated') {
    for (const live of fold.deadlines.values()) {
      if (!knows(live.rule, timed)) continue;
      endWithContract(live, timed);
      fold.touched.add(live);
    }
  }
  for (const rule of startedBy(fold, timed.fact)) start(fold, rule, timed);
  touchAllowances(fold, timed, lapsed);
  extendCycles(fold, timed);
  stateBillingPeriods(fold, timed);
  if (kind === 'contract.terminated') {
    fold.endedFrom = Math.min(fold.endedFrom, timed.fromReading ?? 0);
    fold.endedAt ??= timed.at;
  }
  if (kind === TERMS_CHANGED && !hasEndedByAll(fold)) moveToVersion(fold, timed);
  settleStatedEnds(fold);
  followAll(fold, timed);
  // The next occurrence of a chain may have come about only now.
  settleStatedEnds(fold);
  followAll(fold, timed);
  fold.past.add(timed);
}

/** Puts the version that took effect into force. Without a pack for it, the plan reports it and keeps the one before. */
function moveToVersion(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  const toVersion = fact.data.toVersion === undefined ? undefined : String(fact.data.toVersion);
  const changed = toVersion === undefined ? undefined : fold.agreement.withTermsFrom(timed.at, toVersion);
  if (!changed) {
    fold.unknownVersions.push({ event: fact.id, ...(toVersion !== undefined && { toVersion }) });
    return;
  }
  noteChanged(fold, fact);
  moveTo(fold, changed, timed);
  endForgottenAllowances(fold, timed);
}
