import type { LoadedContract } from '../aws/table/table.ts';
import { type Agreement, agreementOf } from '../core/agreement/agreement.ts';
import { meaninglessBy } from '../core/agreement/meaning.ts';
import { DayOutOfRangeError } from '../core/calendar/errors.ts';
import { CONTRACT_START } from '../core/deadlines/counting/fact-step.ts';
import type { NotCounted, Plan } from '../core/deadlines/plan.ts';
import { CONTRACT_AMENDED } from '../core/events/amendment.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import type { PinnedContract } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import { refusalInWords } from '../core/words/reports.ts';
import { type Words, wordsOf } from '../core/words/words.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { tooLarge, tooManyChanges, uncountableSum } from './limits.ts';
import { withoutMatter } from './name-matter.ts';
import type { Planned } from './plan-contract.ts';
import { type Rejection, rejected } from './rejection.ts';
import { notCountedOnHead } from './write.ts';

/** Why a contract cannot take an event, as far as that is known before it is planned. */
export function refusedUnplanned(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  event: ContractEvent,
): Rejection | undefined {
  return tooLarge(event) ?? cannotHaveHappened(dependencies, loaded, event) ?? unknownWithdrawal(loaded, event);
}

type PlannedWith = Pick<Planned, 'plan' | 'changes'>;

/** Why a contract cannot take an event, as the plan with it shows. */
export function refusedByPlan(
  { catalog }: Pick<RecordingDependencies, 'catalog'>,
  planned: PlannedWith,
  event: ContractEvent,
): Rejection | undefined {
  const { plan, changes } = planned;
  return (
    meaningless(plan.agreement, event) ??
    unlawful(plan, event, wordsOf(catalog)) ??
    notCountable(planned, event) ??
    uncountableSum(changes, event) ??
    tooManyChanges(changes, event)
  );
}

/** Refuses a contract with a clause that cannot be counted from the contract's own data. */
export function refusedContract(plan: Plan, { startsOn }: PinnedContract): Rejection | undefined {
  const { notCounted } = ofEvent(plan, { id: CONTRACT_START });
  if (notCounted.length === 0) return undefined;
  return rejected('not-countable', { field: 'startsOn', value: startsOn, detail: whyNotCounted(notCounted) });
}

/** Refuses an event from which something is to be counted, if nothing can be and it changes no deadline otherwise. */
function notCountable({ plan, changes }: PlannedWith, event: ContractEvent): Rejection | undefined {
  const { notCounted } = ofEvent(plan, event);
  if (notCounted.length === 0 || changes.some(({ change }) => change !== 'superseded')) return undefined;
  const byField = [...Map.groupBy(notCounted, ({ field }) => field)];
  return rejected(
    'not-countable',
    ...byField.map(([field, reports]) => ({
      field,
      value: field.startsWith('data.') ? event.data[field.slice('data.'.length)] : event.occurredAt,
      detail: whyNotCounted(reports),
    })),
  );
}

function whyNotCounted(notCounted: readonly NotCounted[]): string {
  return notCounted.map(({ clause, why }) => `${clause} cannot be counted: ${why}.`).join(' ');
}

export type Gaps = Pick<Plan, 'notStarted' | 'notCounted' | 'notApplied'>;

/** The clauses that this event did not start, or that cannot be counted since, and why; each pair once. */
export function ofEvent({ notStarted, notCounted, notApplied }: Gaps, { id }: Pick<ContractEvent, 'id'>): Gaps {
  return {
    notStarted: distinct(notStarted, id),
    notCounted: distinct(notCounted, id),
    notApplied: distinct(notApplied, id),
  };
}

/** The same of an event that is recorded, with the clauses that it may be meant for and does not change. */
export function gapsOf(plan: Plan, { events }: Pick<LoadedContract, 'events'>, event: ContractEvent): Gaps {
  const { notApplied, ...gaps } = ofEvent(plan, event);
  return { ...gaps, notApplied: [...notApplied, ...withoutMatter(plan, [...events, event], event)] };
}

/** For an answer: with every clause of the contract that cannot be counted, as its head keeps them. */
export function withAllUncounted(gaps: Gaps, { notCounted }: Pick<Plan, 'notCounted'>): Gaps {
  return { ...gaps, notCounted: notCountedOnHead(notCounted) };
}

function distinct<Gap extends { readonly event: string }>(gaps: readonly Gap[], id: string): Gap[] {
  const own = gaps.filter(({ event }) => event === id);
  return [...new Map(own.map((gap) => [canonicalJson(gap), gap])).values()];
}

/**
 * Refuses an event without `source` whose kind or values mean nothing under the terms in force at its time. A mistyped
 * kind would silently start no deadline, and a mistyped value would name the wrong party.
 */
function meaningless(agreement: Agreement, event: ContractEvent): Rejection | undefined {
  const found = event.source === undefined ? meaninglessBy(event, agreement) : undefined;
  if (found === undefined) return undefined;
  if ('key' in found) {
    const { key, value, values } = found;
    const detail = `Of ${event.kind} it is one of ${values.join(', ')}. Name one of them, or leave it out.`;
    return rejected('invalid', { field: `data.${key}`, value, detail });
  }
  const { kind, terms, declaredBy } = found;
  const detail =
    declaredBy.length === 0
      ? `Neither Clauseclock nor ${terms} knows the kind ${kind}. Check its spelling, or name it in the pack.`
      : `${terms} is in force at that time and does not know the kind ${kind}, which ${declaredBy.join(' and ')} declares. Record the change of terms first, or correct the time.`;
  return rejected('invalid', { field: 'kind', value: kind, detail });
}

function unlawful({ refused }: Plan, { id }: ContractEvent, words: Words): Rejection | undefined {
  const refusal = refused.find(({ event }) => event === id);
  if (!refusal) return undefined;
  const { field, value, moments } = refusal;
  return rejected('unlawful', { field, value: moments?.value ?? value, detail: refusalInWords(refusal, words) });
}

/**
 * Refuses a withdrawal of an event that is not recorded, of a lapse, which is superseded once the fact that prevents it is
 * recorded, and of an amendment, whose change would stay.
 */
function unknownWithdrawal({ events }: LoadedContract, { kind, data }: ContractEvent): Rejection | undefined {
  if (kind !== EVENT_WITHDRAWN) return undefined;
  const withdrawn = events.find(({ id }) => id === data.event);
  const detail = reasonToKeep(withdrawn);
  return detail === undefined ? undefined : rejected('invalid', { field: 'data.event', value: data.event, detail });
}

function reasonToKeep(withdrawn: ContractEvent | undefined): string | undefined {
  if (withdrawn === undefined) return 'Give the id of an event of this contract that was recorded by mistake.';
  if (withdrawn.cause !== undefined) {
    return 'A lapse cannot be withdrawn. Record the event that happened in time, and the lapse is superseded.';
  }
  if (withdrawn.kind !== CONTRACT_AMENDED || typeof withdrawn.data.change !== 'object') return undefined;
  return 'An amendment cannot be withdrawn. Amend the contract again.';
}

export function unknownContract(contract: string): Rejection {
  return rejected('unknown-contract', {
    field: 'contract',
    value: contract,
    detail: `There is no contract ${contract}. Create it with POST /contracts first.`,
  });
}

/** Refuses an event before the contract's start, and one that names days in an order in which they cannot be. */
function cannotHaveHappened(
  { catalog, holidays }: RecordingDependencies,
  { head: { contract } }: LoadedContract,
  event: ContractEvent,
): Rejection | undefined {
  try {
    const agreement = agreementOf({ contract, catalog, holidays });
    if (!agreement.isBeforeStart(event)) {
      const wrong = agreement.daysOutOfOrder(event);
      return wrong && rejected('invalid', { ...wrong });
    }
  } catch (error) {
    if (!(error instanceof DayOutOfRangeError)) throw error;
    return rejected('not-countable', { field: 'occurredAt', value: event.occurredAt, detail: error.message });
  }
  return rejected('invalid', {
    field: 'occurredAt',
    value: event.occurredAt,
    detail: `${event.occurredAt} is before the contract starts on ${contract.startsOn}. Correct the event, or the contract it belongs to.`,
  });
}

/**
 * True if two events with one id are the same fact: the same content apart from `recordedAt`, or both from a provider.
 */
export function sameFact(a: ContractEvent, b: ContractEvent): boolean {
  return factOf(a) === factOf(b) || (a.source !== undefined && b.source !== undefined);
}

export function factOf({ kind, occurredAt, data }: Pick<ContractEvent, 'kind' | 'occurredAt' | 'data'>): string {
  return canonicalJson({ kind, occurredAt, data });
}
