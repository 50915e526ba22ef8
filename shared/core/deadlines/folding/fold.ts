import { type Agreement, type AgreementInput, agreementOf } from '../../agreement/agreement.ts';
import type { ClauseInForce, TermsInForce } from '../../agreement/clauses.ts';
import type { DoesNotApply } from '../../agreement/silences.ts';
import type { Day } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import type { Clause } from '../../terms/clause.ts';
import { isMeasured } from '../../terms/shapes/questions.ts';
import type { Unanchored } from '../counting/counted.ts';
import { CycleGrid } from '../counting/cycle-grid.ts';
import { CONTRACT_START } from '../counting/fact-step.ts';
import { Listeners } from './listeners.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { inOrder, ordered, type Timed } from './occurrence.ts';
import { Past } from './past.ts';

export interface PlanInput extends AgreementInput {
  /** All of the contract's events, in any order. An id that comes twice counts once. */
  readonly events: readonly Fact[];
}

/** An event that would start or close a clause but lacks what the clause needs of it, such as `data.dueOn`. */
export interface NotStarted {
  readonly clause: string;
  readonly event: string;
  /** What is lacking: a value of the event's data, `data.dueOn`; of the contract, `contract.term`; or a kind of event. */
  readonly missing: string;
  /** An event of that kind should have come before. */
  readonly before?: true;
}

/** An event that would start a clause, which does not apply to this contract. */
export interface NotApplied {
  readonly clause: string;
  readonly event: string;
  readonly reason: DoesNotApply;
}

/** Changed terms that took effect in a version no pack is at hand for: what follows is counted under the one before. */
export interface UnknownVersion {
  readonly event: string;
  /** Absent where the event does not say which version took effect. */
  readonly toVersion?: string;
}

/** An event that the terms do not allow, with the earliest day on which it would be lawful. It has no effect. */
export interface Refusal {
  readonly clause: string;
  readonly event: string;
  /** `data.effectiveOn` */
  readonly field: string;
  readonly value: Day;
  /** The last day on which the event would have been in time. */
  readonly latest: Day;
  /** The earliest day the field could have held for the event to be in time. */
  readonly earliest: Day;
  /** The day on which the event came, in the zone of the clause. */
  readonly announced: Day;
  /** The label of the clause's pack. */
  readonly terms: string;
}

/** An allowance whose years have to be measured anew. */
export interface DueAllowance {
  /** The last event that calls for it. */
  readonly by: Timed;
  /** All of them, since the years were measured last. */
  readonly events: readonly Fact[];
}

/** Allowances that have been touched and not been measured since, by clause. */
export type DueAllowances = Map<string, DueAllowance>;

/** What has come of the events so far. */
export interface Fold {
  readonly input: PlanInput;
  /** Every event, each once, in the order in which they happened. */
  readonly events: readonly Timed[];
  /** What people and providers told of and is still to be gone through, the next one last. Lapses have their place elsewhere. */
  coming: Timed[];
  readonly deadlines: Map<string, LiveDeadline>;
  readonly listeners: Listeners;
  readonly past: Past;
  /** Deadlines that an event has touched, for what follows from it to be seen to. */
  readonly touched: Set<LiveDeadline>;
  /** Ids of deadlines that stand again after they had lapsed. */
  readonly reopened: Set<string>;
  /** By clause, the occurrence of a recurring clause that was opened last. */
  readonly latest: Map<string, LiveDeadline>;
  readonly grids: Map<string, CycleGrid>;
  /** Grants of more time that is not measured yet. */
  readonly unmeasured: Set<Fact>;
  /** Deadlines with which the contract is set to end, and those that are about the cycle that comes next. */
  readonly ends: Set<LiveDeadline>;
  readonly forNextCycle: Set<LiveDeadline>;
  readonly refused: Refusal[];
  /** Each with the deadline it would have started, where that is known. */
  notStarted: { readonly report: NotStarted; readonly deadline: string | undefined }[];
  readonly notApplied: NotApplied[];
  readonly unknownVersions: UnknownVersion[];
  /** By clause, the events that began an outage which does not count. */
  readonly excused: Map<Clause, ReadonlySet<string>>;
  readonly dueAllowances: DueAllowances;
  /** By clause, how far an outage that has not ended is taken to go on. */
  readonly allowancesReach: Map<string, number>;
  /** Lapses of allowances up to here have been looked for with all that was known. */
  measuredUntil: number;
  /** With every change of terms up to the event that is being gone through. */
  agreement: Agreement;
  /** What is in force at that event. */
  terms: TermsInForce;
  /** Clauses by which a statute measures a year that goes on, where its version in force has no such clause. */
  repealed: readonly ClauseInForce[];
  terminated: boolean;
}

/** @throws UnknownTermsError for terms, a version or a statute that no pack is at hand for */
export function newFold(input: PlanInput): Fold {
  const { agreement, events } = commenced(input);
  return {
    input,
    agreement,
    terms: agreement.current,
    repealed: [],
    events,
    coming: events.filter(({ fact }) => fact.cause === undefined).reverse(),
    deadlines: new Map(),
    listeners: new Listeners(),
    past: new Past(),
    touched: new Set(),
    reopened: new Set(),
    latest: new Map(),
    grids: new Map(),
    unmeasured: new Set(),
    ends: new Set(),
    forNextCycle: new Set(),
    refused: [],
    notStarted: [],
    notApplied: [],
    unknownVersions: [],
    excused: new Map(),
    dueAllowances: new Map(),
    allowancesReach: new Map(),
    measuredUntil: Number.NEGATIVE_INFINITY,
    terminated: false,
  };
}

/** The start that the contract itself names, whether or not an event tells of it as well. */
function ownStart({ contract: { startsOn } }: PlanInput): Fact[] {
  if (startsOn === undefined) return [];
  return [{ id: CONTRACT_START, kind: 'contract.commenced', occurredAt: startsOn, data: {} }];
}

/** The agreement before any change of terms, and the events in the order that they have under it. */
function commenced(input: PlanInput): Pick<Fold, 'agreement' | 'events'> {
  const agreement = agreementOf(input);
  const events = inOrder([...input.events, ...ownStart(input)], agreement);
  const first = events.find(({ fact }) => fact.kind === 'contract.commenced' && fact.cause === undefined);
  return { agreement: first ? agreement.withCommencement(first.fact.occurredAt) : agreement, events };
}

/** Puts another version of the terms into force. Bare days still to come may begin at another instant then. */
export function moveTo(fold: Fold, agreement: Agreement, { at }: Timed): void {
  const { timezone } = fold.terms.place;
  fold.agreement = agreement;
  putIntoForce(fold, agreement.termsAt(at));
  if (fold.terms.place.timezone === timezone) return;
  fold.coming = ordered(
    fold.coming.map(({ fact }) => fact),
    agreement,
  ).reverse();
}

/** Later events fall under these terms. A year that a statute measures is measured to its end all the same. */
export function putIntoForce(fold: Fold, terms: TermsInForce): void {
  const statutes = new Set(terms.statutes.map(({ pack }) => pack));
  const kept = new Set(terms.clauses.map(({ key }) => key));
  const measuring = [...fold.deadlines.values()]
    .filter(({ state, rule }) => state === 'open' && isMeasured(rule.clause))
    .filter(({ rule: { key, pack } }) => statutes.has(pack.pack) && !kept.has(key));
  fold.repealed = [...new Map(measuring.map(({ rule }) => [rule.key, rule])).values()];
  fold.terms = terms;
}

/** The cycles that a clause speaks of, or what would have to be known for it to have any. */
export function gridOf(fold: Fold, rule: ClauseInForce): CycleGrid | Unanchored | undefined {
  const { cycle } = rule;
  if (cycle === undefined) return undefined;
  if ('missing' in cycle) return { missing: cycle.missing };
  const name = `${cycle.name} ${cycle.every.n} ${cycle.every.unit}`;
  const known = fold.grids.get(name);
  if (known) return known;
  const start = fold.agreement.startsOn;
  if (!CycleGrid.isDetermined(cycle, start)) return { missing: 'contract.startsOn' };
  const grid = new CycleGrid(cycle, start);
  fold.grids.set(name, grid);
  return grid;
}
