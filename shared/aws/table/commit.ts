import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';
import type { ContractEvent } from '../../core/events/event.ts';
import type { EvidenceEntry } from '../../core/evidence/chain.ts';
import type { NoticeRecord } from '../../core/notices/record.ts';
import {
  type ContractHead,
  deadlineItem,
  eventItem,
  evidenceItem,
  headItem,
  noticeAttributes,
  noticeItem,
} from './items.ts';
import { fenceOf, type ItemKey, keys } from './keys.ts';
import { type Outcome, outcomeActions } from './outcomes.ts';
import { pack } from './pack.ts';
import {
  type Forgotten,
  forgottenAction,
  type Reference,
  type ReferenceChange,
  referenceActions,
  taughtAction,
} from './references.ts';
import { sendingCheck } from './sending.ts';

/** One transaction on a contract: all of it is written, or nothing. */
export interface Commit {
  readonly head: ContractHead;
  /** The head's revision that was read, or undefined for a contract that must not exist yet. */
  readonly expected: number | undefined;
  readonly now: string;
  /** Must not exist yet. */
  readonly events?: readonly ContractEvent[];
  readonly deadlines?: readonly StoredDeadline[];
  /** Without `body`: a notice of a digest, whose bytes are those of another. */
  readonly newNotices?: readonly { readonly notice: NoticeRecord; readonly body: Uint8Array | undefined }[];
  readonly notices?: readonly NoticeRecord[];
  readonly evidence: readonly EvidenceEntry[];
  /** Provider references that will lead to this contract, or no longer. Each is as it was read, or does not exist yet. */
  readonly references?: readonly ReferenceChange[];
  /** What became of the delivery that told of it. */
  readonly outcome?: Outcome;
  /** Payments and invoices that a person's events assign to this contract. */
  readonly teaches?: readonly Reference[];
  /** Those that lead to it no longer. */
  readonly forgets?: readonly Forgotten[];
  /** The revision of what may be sent by which this was decided. It must still be that one. */
  readonly sending?: number;
}

export type Refused = 'head' | 'event' | 'reference' | 'list' | 'notice' | 'delivery' | 'waiting' | 'sending';

/**
 * `conflict`: the contract was written meanwhile; load it again and repeat. `exists`: an item that must be new exists;
 * `what` and `key` name it.
 */
export type CommitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'conflict' }
  | { readonly ok: false; readonly reason: 'exists'; readonly what: Refused; readonly key: ItemKey };

/** DynamoDB takes at most this many actions in one transaction. */
export const MOST_ACTIONS = 100;

/** Most changed deadlines in one commit: the other actions are kept for its other items. */
export const MOST_DEADLINES = 80;

/** Most bytes of changed deadlines in one commit, as JSON. DynamoDB takes 4 MB in one transaction; the rest is kept likewise. */
export const MOST_DEADLINE_BYTES = 2_500_000;

interface Guarded {
  readonly what: Refused;
  readonly key: ItemKey;
  readonly action: TransactWriteItem;
}

/** Writes commits to one or several contracts: all of them, or nothing. */
export async function commitTo(
  client: DynamoDBClient,
  table: string,
  commits: readonly Commit[],
): Promise<CommitResult> {
  const guarded = commits.flatMap((commit) =>
    actionsOf(table, commit).map((action) => ({ ...action, isNew: commit.expected === undefined })),
  );
  if (guarded.length > MOST_ACTIONS) {
    const contracts = commits.map(({ head }) => head.contract.id).join(' and ');
    throw new RangeError(
      `a commit to contract ${contracts} has ${guarded.length} actions; at most ${MOST_ACTIONS} fit`,
    );
  }
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: guarded.map(({ action }) => action) }));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return refusal(error, guarded);
  }
}

/** The first failed condition decides. Without one, a collision with another transaction is a conflict. */
function refusal(
  error: TransactionCanceledException,
  guarded: readonly (Guarded & { readonly isNew: boolean })[],
): CommitResult {
  const reasons = error.CancellationReasons ?? [];
  const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  const culprit = guarded[failed];
  if (culprit) {
    const { what } = culprit;
    const moved = what === 'list' || what === 'sending' || (what === 'head' && !culprit.isNew);
    return moved
      ? { ok: false, reason: 'conflict' }
      : { ok: false, reason: 'exists', what: culprit.what, key: culprit.key };
  }
  if (reasons.some(({ Code }) => Code === 'TransactionConflict')) return { ok: false, reason: 'conflict' };
  throw error;
}

function actionsOf(table: string, commit: Commit): Guarded[] {
  const contract = commit.head.contract.id;
  const { now } = commit;
  const fresh = (what: Refused, key: ItemKey, item: ReturnType<typeof pack>): Guarded => ({
    what,
    key,
    action: { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
  });
  const put = (key: ItemKey, item: ReturnType<typeof pack>): Guarded => ({
    what: 'head',
    key,
    action: { Put: { TableName: table, Item: item } },
  });
  return [
    headAction(table, commit),
    ...(commit.sending === undefined ? [] : [sendingGuard(table, contract, commit.sending)]),
    ...(commit.events ?? []).map((event) => fresh('event', keys.event(contract, event.id), eventItem(contract, event))),
    ...(commit.references ?? []).flatMap((change) => referenceActions(table, contract, change)),
    ...(commit.outcome ? outcomeActions(table, commit.outcome) : []),
    ...(commit.teaches ?? []).map((one): Guarded => ({ what: 'waiting', ...taughtAction(table, contract, one) })),
    ...(commit.forgets ?? []).map((one): Guarded => ({ what: 'waiting', ...forgottenAction(table, contract, one) })),
    ...(commit.newNotices ?? []).map(({ notice, body }) =>
      fresh('notice', keys.notice(contract, notice.id), noticeItem(notice, body)),
    ),
    ...(commit.notices ?? []).map((notice) => updateNotice(table, notice)),
    ...(commit.deadlines ?? []).map((deadline) =>
      put(keys.deadline(contract, deadline.id), deadlineItem(contract, deadline, now)),
    ),
    ...commit.evidence.map((entry) => fresh('head', keys.evidence(contract, entry.seq), evidenceItem(entry))),
  ];
}

function sendingGuard(table: string, contract: string, revision: number): Guarded {
  const key = fenceOf(contract);
  return { what: 'sending', key, action: sendingCheck(table, key, revision) };
}

function headAction(table: string, { head, expected }: Commit): Guarded {
  const condition =
    expected === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'head.revision = :expected',
          ExpressionAttributeValues: pack({ ':expected': expected }),
        };
  return {
    what: 'head',
    key: keys.head(head.contract.id),
    action: { Put: { TableName: table, Item: headItem(head), ...condition } },
  };
}

/** Writes the record and leaves the stored body, since the bytes that are sent must be those that were hashed. */
function updateNotice(table: string, notice: NoticeRecord): Guarded {
  const key = keys.notice(notice.contract, notice.id);
  const attributes = Object.entries(noticeAttributes(notice));
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.flatMap(([name, value]) => (value === undefined ? [name] : []));
  const setting = `SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`;
  return {
    what: 'head',
    key,
    action: {
      Update: {
        TableName: table,
        Key: pack({ ...key }),
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: removed.length === 0 ? setting : `${setting} REMOVE ${removed.join(', ')}`,
        ExpressionAttributeValues: pack(Object.fromEntries(set.map(([name, value]) => [`:${name}`, value]))),
      },
    },
  };
}
