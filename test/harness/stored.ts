import { createHash } from 'node:crypto';
import type { Commit } from '../../shared/aws/table/commit.ts';
import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { appendEntries, type EvidenceEntry, genesis } from '../../shared/core/evidence/chain.ts';
import type { Delivery } from '../../shared/inbound/delivery.ts';
import { fresh } from './samples.ts';

const NOW = '2026-11-20T08:00:00Z';

export interface Stored {
  readonly deadlines?: readonly StoredDeadline[];
  readonly events?: readonly ContractEvent[];
  readonly evidence?: readonly Pick<EvidenceEntry, 'type' | 'facts'>[];
  /** Of each in one transaction, which takes a hundred items and four megabytes. */
  readonly atOnce?: number;
  /** Of the terms. */
  readonly version?: string;
}

/** Puts a contract into the table as it is, past the rules: for tests of what reads the table. */
export async function store(table: ContractTable, id: string, stored: Stored): Promise<void> {
  const { deadlines, events, evidence, atOnce = 30, version = '2026-01' } = stored;
  const contract = { id, terms: 'exoopus', version, customer: { email: 'a@b.example', locale: 'en' } };
  let chain = genesis(id);
  const drafts = evidence ?? [];
  const parts = Math.max(1, ...[deadlines, events, drafts].map((all) => Math.ceil((all?.length ?? 0) / atOnce)));
  for (let part = 0; part < parts; part += 1) {
    const of = <Row>(all: readonly Row[] = []) => all.slice(part * atOnce, (part + 1) * atOnce);
    const appended = appendEntries(chain, id, NOW, of(drafts));
    chain = appended.head;
    const commit: Commit = {
      head: { contract, revision: part + 1, chain, createdAt: NOW },
      expected: part === 0 ? undefined : part,
      now: NOW,
      deadlines: of(deadlines),
      events: of(events),
      evidence: appended.entries,
    };
    if (!(await table.commit(commit)).ok) throw new Error(`${id} is not stored`);
  }
}

/** A deadline that no clause gave rise to. */
export function storedDeadline(id: string, changes: Partial<StoredDeadline> = {}): StoredDeadline {
  return {
    id,
    clause: 'suspension',
    ref: '§ 1',
    title: 'Suspension',
    trigger: 'e-1',
    state: 'met',
    date: '2026-12-05',
    unadjustedDate: '2026-12-05',
    instant: '2026-12-06T00:00:00Z',
    timezone: 'UTC',
    obligor: 'customer',
    beneficiary: 'provider',
    nature: 'right',
    steps: [],
    terms: 'exoopus@2026-01',
    calendar: 'none',
    ladder: [],
    onLapse: { kind: 'deadline.lapsed', occurredAt: '2026-12-05', data: {} },
    revision: 1,
    run: 1,
    runStartedAt: NOW,
    done: [],
    ...changes,
  };
}

export function storedEvent(id: string, data: ContractEvent['data'] = {}): ContractEvent {
  return { id, kind: 'support.requested', occurredAt: NOW, recordedAt: NOW, data };
}

export type ReceivedDelivery = Omit<Delivery, 'parts'>;

/** A delivery of Stripe as it comes in, with an event id of its own. */
export function receivedDelivery(body: Uint8Array, changes: Partial<ReceivedDelivery> = {}): ReceivedDelivery {
  const eventId = fresh('evt');
  return {
    id: `stripe~default~${eventId}`,
    provider: 'stripe',
    account: 'default',
    eventId,
    type: 'invoice.paid',
    mode: 'live',
    receivedAt: '2026-11-20T08:00:00Z',
    hash: createHash('sha256').update(body).digest('hex'),
    bytes: body.byteLength,
    headers: {},
    secret: 'default',
    revision: 1,
    state: 'stored',
    attempts: 0,
    facts: [],
    replays: [],
    ...changes,
  };
}
