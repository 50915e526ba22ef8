import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { isHistory } from '../../shared/core/events/history.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { prepareOnboardingLetter } from '../../shared/sending/prepare-onboarding-letter.ts';
import { noticeFacts } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { DELIVERY_LEASE_MS } from './lease.ts';

/**
 * Prepares the letter to operations about a contract that was recorded after its clocks began, once that is due. One
 * transaction stores the letter and notes that it was told. Answers the notice to send; undefined if there is none.
 * @throws BusyContractError
 */
export function tellOnboarding(dependencies: SendNoticeDependencies, contract: string): Promise<string | undefined> {
  return untilSettled(dependencies, contract, async () => {
    const loaded = await dependencies.table.load(contract);
    const { tellAt, toldAt } = loaded?.head.onboarding ?? {};
    const now = dependencies.clock.now();
    if (!loaded || tellAt === undefined || Date.parse(tellAt) > Date.parse(now)) return undefined;
    const { over, open, granted, agreement } = listed(dependencies, loaded, toldAt);
    if (over.length + open.length === 0) {
      const { ok } = await write(dependencies, loaded, { evidence: [], onboarding: { ...(toldAt && { toldAt }) } });
      return ok ? undefined : CONFLICT;
    }
    const { catalog, correspondents } = dependencies;
    const { contract: agreed, createdAt: recordedAt } = loaded.head;
    const context = { contract: agreed, agreement, correspondents, now };
    const letter = await prepareOnboardingLetter(context, { recordedAt, tellAt, catalog, over, open, granted });
    const { ok } = await write(dependencies, loaded, {
      newNotices: [{ ...letter, notice: { ...letter.notice, until: laterBy(now, DELIVERY_LEASE_MS) } }],
      onboarding: { toldAt: now },
      evidence: [
        {
          type: 'onboarding.told',
          facts: { recordedAt, over: over.length, open: open.length, notices: [noticeFacts(letter)] },
        },
      ],
    });
    return ok ? letter.notice.id : CONFLICT;
  });
}

/**
 * What was over when the contract was recorded, and what had begun by then and is open. After the first letter only what came
 * since. `granted`: the first occurrences of clauses that had earlier cycles, such as renewals, which nobody tracks.
 */
function listed(dependencies: SendNoticeDependencies, loaded: LoadedContract, toldAt: string | undefined) {
  const { deadlines, agreement } = asOfToday(dependencies, loaded);
  const news = deadlines
    .filter((deadline) => toldAt === undefined || isSince(toldAt, deadline, loaded))
    .toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant));
  const isOpen = ({ state }: StoredDeadline) => state === 'open' || state === 'paused';
  return {
    over: news.filter(({ lateKnown }) => lateKnown),
    open: news.filter((deadline) => isOpen(deadline) && !deadline.lateKnown && hadBegun(deadline, loaded)),
    granted: news.filter(({ untrackedBefore, onLapse }) => untrackedBefore && onLapse.kind !== 'deadline.lapsed'),
    agreement,
  };
}

/** Whether an event that started or ended the deadline was recorded since. */
function isSince(toldAt: string, { trigger, closedBy }: StoredDeadline, { events }: LoadedContract): boolean {
  return events.some(
    ({ id, recordedAt }) => (id === trigger || id === closedBy) && Date.parse(recordedAt) > Date.parse(toldAt),
  );
}

/** Whether the deadline began before the contract was recorded, or follows from one that was over by then. */
function hadBegun({ trigger }: StoredDeadline, { head, events }: LoadedContract): boolean {
  const { createdAt } = head;
  const { startsOn = createdAt } = head.contract;
  const { occurredAt = startsOn, cause } = events.find(({ id }) => id === trigger) ?? {};
  return cause ? Date.parse(cause.instant) <= Date.parse(createdAt) : isHistory(occurredAt, createdAt);
}
