import type { ContractHead } from '../aws/table/items.ts';
import { CONTRACT_START } from '../core/deadlines/counting/fact-step.ts';
import type { StoredDeadline } from '../core/deadlines/progress.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { isHistory } from '../core/events/history.ts';
import { laterBy } from '../runtime/clock.ts';

/** How long a contract's history has to come in before operations is told of it: an import records it within minutes. */
const HISTORY_COMES_WITHIN_MS = 60 * 60_000;

type Onboarding = ContractHead['onboarding'];

interface Written {
  readonly events?: readonly ContractEvent[] | undefined;
  readonly deadlines?: readonly StoredDeadline[] | undefined;
}

/**
 * What the head says after a write of the letter to operations about a contract that was recorded after its clocks began.
 * It falls due with the write that shows that they had: the start of the contract, or an event from before it was recorded,
 * changes deadlines, or a deadline is open that was over by then. Once operations was told, only the latter makes another
 * letter due.
 */
export function onboardingAfter(head: ContractHead, { events = [], deadlines = [] }: Written, now: string): Onboarding {
  const { createdAt, onboarding } = head;
  if (onboarding?.tellAt !== undefined) return onboarding;
  const isOver = deadlines.some(({ state, lateKnown }) => state === 'open' && lateKnown);
  const isOfHistory = events.some(({ cause, occurredAt }) => !cause && isHistory(occurredAt, createdAt));
  const isFirst = onboarding?.toldAt === undefined && deadlines.length > 0;
  return isOver || (isFirst && (isOfHistory || startedBefore(head, deadlines)))
    ? { ...onboarding, tellAt: laterBy(now, HISTORY_COMES_WITHIN_MS) }
    : onboarding;
}

/** Whether these are the first deadlines of a contract that had started. Later ones of its start are no news. */
function startedBefore({ contract, createdAt, settleAt }: ContractHead, deadlines: readonly StoredDeadline[]): boolean {
  const { startsOn } = contract;
  if (settleAt === undefined || startsOn === undefined || !isHistory(startsOn, createdAt)) return false;
  return deadlines.some(({ trigger }) => trigger === CONTRACT_START);
}
