import {
  type Commit,
  type CommitResult,
  MOST_ACTIONS,
  MOST_DEADLINE_BYTES,
  MOST_DEADLINES,
} from '../aws/table/commit.ts';
import { type ContractHead, MOST_NOT_COUNTED, MOST_TAUGHT, storedBytes } from '../aws/table/items.ts';
import { distinct, type Reference, without } from '../aws/table/references.ts';
import { countWithin } from '../aws/table/sizes.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import type { NotCounted } from '../core/deadlines/plan.ts';
import type { StoredDeadline } from '../core/deadlines/progress.ts';
import { appendEntries } from '../core/evidence/chain.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { causeOf } from '../core/words/changes.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { onboardingAfter } from './onboarding.ts';
import { DeliveryMovedError } from './rejection.ts';

export interface Writing
  extends Pick<
    Commit,
    'events' | 'newNotices' | 'notices' | 'outcome' | 'references' | 'teaches' | 'forgets' | 'sending'
  > {
  /** What the head says from now on; as it was when absent. */
  readonly amended?: Pick<ContractHead, 'contract' | 'providerSet'>;
  readonly evidence: readonly EvidenceDraft[];
  readonly deadlines?: readonly StoredDeadline[];
  /** True if more changes remain than fit into one transaction; the sweep writes the rest if this process dies. */
  readonly unfinished?: boolean;
  /** Payments and invoices under which webhooks are yet to be woken. Settling does, if this process dies. */
  readonly taught?: readonly Reference[];
  /** Those under which they are woken by now. */
  readonly woken?: readonly Reference[];
  /** What the plan cannot count. Absent: as the head has it. */
  readonly notCounted?: readonly NotCounted[];
  /** True if nothing remains to settle: `settleAt` is removed. Otherwise the head keeps its `settleAt`. */
  readonly settled?: boolean;
  /** What the head says from now on of the letter about a late onboarding; as `onboardingAfter` has it when absent. */
  readonly onboarding?: ContractHead['onboarding'];
}

/**
 * Writes to a loaded contract in one transaction, with evidence appended to its chain. `conflict` if the head has
 * changed since it was loaded.
 * @throws DeliveryMovedError if the delivery of the outcome was written since it was read
 */
export async function write(
  { table, clock }: Pick<RecordingDependencies, 'table' | 'clock'>,
  loaded: Pick<LoadedContract, 'head'>,
  writing: Writing,
): Promise<CommitResult> {
  const written = await table.commit(commitOf({ clock }, loaded, writing));
  const hasMoved = !written.ok && written.reason === 'exists' && written.what === 'delivery';
  if (hasMoved && writing.outcome) throw new DeliveryMovedError(writing.outcome.delivery.id);
  return written;
}

/** The transaction on one contract, which may be written together with others. */
export function commitOf(
  { clock }: Pick<RecordingDependencies, 'clock'>,
  { head }: Pick<LoadedContract, 'head'>,
  writing: Writing,
): Commit {
  const now = clock.now();
  const contract = head.contract.id;
  const {
    evidence: drafts,
    unfinished = false,
    settled = false,
    amended,
    notCounted,
    taught,
    woken,
    ...rest
  } = writing;
  const { head: chain, entries } = appendEntries(head.chain, contract, now, drafts);
  const { settleAt: before, notCounted: uncountedBefore = [], notCountedSince = now, ...others } = head;
  const { onboarding: _, taught: waking = [], ...kept } = others;
  const wakes = without(distinct([...waking, ...(taught ?? [])]), woken ?? []).slice(-MOST_TAUGHT);
  const uncounted = notCounted === undefined ? uncountedBefore : notCountedOnHead(notCounted);
  const settleAt = unfinished ? now : settled ? undefined : before;
  const { onboarding = onboardingAfter(head, rest, now), ...items } = rest;
  return {
    ...items,
    now,
    expected: head.revision,
    head: {
      ...kept,
      ...amended,
      chain,
      revision: head.revision + 1,
      ...(settleAt !== undefined && { settleAt }),
      ...(uncounted.length > 0 && { notCounted: uncounted, notCountedSince }),
      ...(wakes.length > 0 && { taught: wakes }),
      ...(onboarding && { onboarding }),
    },
    evidence: entries,
  };
}

/** As many reports as a head keeps: the first ones, which are enough for a person to act on. */
export function notCountedOnHead(notCounted: readonly NotCounted[]): NotCounted[] {
  return notCounted.slice(0, MOST_NOT_COUNTED);
}

/** As many changes as one transaction takes, and whether any are left. `beside`: its other actions, if there are many. */
export function firstChanges(
  changes: readonly DeadlineChange[],
  beside = 0,
): { taken: readonly DeadlineChange[]; unfinished: boolean } {
  const most = Math.max(0, Math.min(MOST_DEADLINES, MOST_ACTIONS - beside));
  const some = changes.slice(0, most);
  const taken = some.slice(
    0,
    countWithin(some, MOST_DEADLINE_BYTES, ({ after }) => storedBytes(after)),
  );
  return { taken, unfinished: changes.length > taken.length };
}

/**
 * What the evidence keeps of changed deadlines: the dates before and after, and the event that brought it about. `by`: the
 * event that caused all of them, such as a withdrawal or an accepted proposal, which no deadline names.
 */
export function changeFacts(changes: readonly DeadlineChange[], by?: string) {
  return changes.map(({ change, before, after }) => ({
    change,
    deadline: after.id,
    clause: after.clause,
    state: after.state,
    date: after.date,
    instant: after.instant,
    ...(before && { dateBefore: before.date, stateBefore: before.state }),
    terms: after.terms,
    calendar: after.calendar,
    because: by ?? causeOf({ change, after }),
  }));
}
