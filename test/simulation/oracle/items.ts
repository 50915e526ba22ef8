import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemChange } from '../../../local/dynamo/embedded-table.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** What the checks read of a stored notice. */
export interface StoredNotice {
  readonly id: string;
  readonly contract: string;
  readonly deadline?: string;
  readonly run?: number;
  /** The amendment that an `address-changed` tells of. */
  readonly event?: string;
  readonly purpose: string;
  readonly step: string;
  readonly party: 'customer' | 'provider';
  readonly to: string;
  readonly sha256: string;
  readonly state: string;
  readonly attempts: number;
  readonly latest: string;
  readonly createdAt: string;
  readonly until?: string;
  /** For what it waits since a person stopped it. */
  readonly heldBy?: string;
  readonly messageIds: readonly string[];
  /** The notices that go out with it as one message, its own id among them. */
  readonly digest?: readonly string[];
}

export interface StoredEvent {
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** That of the holidays as it was recorded. */
  readonly edition?: number;
  readonly cause?: { readonly deadline: string; readonly instant: string };
}

export interface StoredEvidence {
  readonly seq: number;
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly prev: string;
  readonly hash: string;
}

/** A change of a contract's item, by what it is. */
export type Written =
  | { readonly kind: 'event'; readonly contract: string; readonly before?: StoredEvent; readonly event: StoredEvent }
  | {
      readonly kind: 'notice';
      readonly contract: string;
      readonly before?: StoredNotice;
      readonly notice: StoredNotice;
    }
  | { readonly kind: 'evidence'; readonly contract: string; readonly isNew: boolean; readonly entry: StoredEvidence }
  | { readonly kind: 'removed'; readonly contract: string; readonly key: string };

export function writtenBy({ before, after }: ItemChange): Written | undefined {
  const item = after ?? before;
  const [of, contract = ''] = item?.pk?.S?.split('#') ?? [];
  const sk = item?.sk?.S ?? '';
  if (of !== 'contract') return undefined;
  if (after === undefined) return { kind: 'removed', contract, key: sk };
  if (sk.startsWith('event#')) {
    const earlier = before && eventIn(before);
    return { kind: 'event', contract, event: eventIn(after), ...(earlier && { before: earlier }) };
  }
  if (sk.startsWith('notice#')) {
    const earlier = before && noticeIn(before);
    return { kind: 'notice', contract, notice: noticeIn(after), ...(earlier && { before: earlier }) };
  }
  if (!sk.startsWith('evidence#')) return undefined;
  return { kind: 'evidence', contract, isNew: before === undefined, entry: part(after, 'entry') as StoredEvidence };
}

function eventIn(item: Item): StoredEvent {
  const edition = item.edition?.N;
  return { ...(part(item, 'event') as StoredEvent), ...(edition !== undefined && { edition: Number(edition) }) };
}

function noticeIn(item: Item): StoredNotice {
  const heldBy = item.heldBy?.S;
  const digest = part(item, 'digest') as StoredNotice['digest'];
  return {
    ...(part(item, 'notice') as StoredNotice),
    ...(heldBy !== undefined && { heldBy }),
    ...(digest && { digest }),
  };
}

function part(item: Item, name: string): unknown {
  const value = item[name];
  return value && unmarshall({ value }).value;
}
