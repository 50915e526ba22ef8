import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { namesIn } from '../../core/agreement/statutes.ts';
import { explanationStepSchema } from '../../core/deadlines/explanation-schema.ts';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';
import { PROVIDER_FIELDS } from '../../core/events/amendment.ts';
import { pinnedContractSchema } from '../../core/events/contract.ts';
import { type ContractEvent, contractEventSchema } from '../../core/events/event.ts';
import type { EvidenceEntry } from '../../core/evidence/chain.ts';
import { waitsForPerson } from '../../core/notices/delivery.ts';
import { leadOf, type NoticeRecord, noticeRecordSchema } from '../../core/notices/record.ts';
import { dueSortKey, inboundPlace, keys, shardOf, stoppedGroup } from './keys.ts';
import { pack, type TableItem, unpack } from './pack.ts';
import { countWithin, jsonBytes } from './sizes.ts';
import { type DeadlineWithText, readWithText } from './stored-with-text.ts';

const chainSchema = z.strictObject({ seq: z.int().nonnegative(), hash: z.string() });

/** The shape in which heads are written. */
export const HEAD_SHAPE = 2;

/** The most clauses that a head names as not counted; each takes about 250 bytes. */
export const MOST_NOT_COUNTED = 100;

/** The most payments and invoices under which a head has webhooks yet to be woken: those named last. */
export const MOST_TAUGHT = 100;

/** The head of a contract. Every write to the contract requires that the head’s revision is the one that was read. */
export const contractHeadSchema = z.strictObject({
  /**
   * 2: statutes as the sender wrote them. Absent in older heads, in which a statute got the newest version of its time
   * even if the sender wrote none: their statutes are read as names without a version.
   */
  shape: z.literal(HEAD_SHAPE).optional(),
  contract: pinnedContractSchema,
  /** Fields of the customer that a payment provider set and no person since. Absent: a person set all of them. */
  providerSet: z.array(z.enum(PROVIDER_FIELDS)).optional(),
  /** Rises with every write to the contract. */
  revision: z.int().positive(),
  chain: chainSchema,
  createdAt: z.string(),
  /** Instant (UTC) from which the sweep settles the contract. Set while some changes of a write are not stored yet. */
  settleAt: z.string().optional(),
  /** Clauses whose end the calendar cannot count, as of the last planning; absent if there are none. */
  notCounted: z
    .array(z.strictObject({ clause: z.string(), event: z.string(), field: z.string(), why: z.string() }))
    .max(MOST_NOT_COUNTED)
    .optional(),
  /** Since when there are such clauses, an instant in UTC. Absent if there are none, and in heads of earlier releases. */
  notCountedSince: z.string().optional(),
  /** Payments and invoices that a person's events name, under which webhooks may still wait. Settling wakes those. */
  taught: z
    .array(z.strictObject({ provider: z.string(), reference: z.string() }))
    .max(MOST_TAUGHT)
    .optional(),
  /**
   * Set for a contract that was recorded after its clocks began. `tellAt`: instant (UTC) from which the sweep has
   * operations told what was open and what was over; `toldAt`: when it was last told.
   */
  onboarding: z.strictObject({ tellAt: z.string().exactOptional(), toldAt: z.string().exactOptional() }).optional(),
});
export type ContractHead = z.infer<typeof contractHeadSchema>;

const rung = z.looseObject({ step: z.string(), kind: z.string(), at: z.string(), to: z.array(z.string()) });
const storedDeadlineSchema = z.looseObject({
  id: z.string(),
  clause: z.string(),
  state: z.string(),
  date: z.string(),
  instant: z.string(),
  steps: z.array(explanationStepSchema),
  ladder: z.array(rung),
  revision: z.int().positive(),
  run: z.int().positive(),
  done: z.array(z.string()),
  next: z.strictObject({ step: z.string(), at: z.string() }).optional(),
});

const deadlineWithTextSchema = storedDeadlineSchema.extend({
  steps: z.array(z.looseObject({ code: z.string(), text: z.string() })),
});

/** With its sentence, or with the catalogue by which it is made. */
const evidenceSchema = z.strictObject({
  contract: z.string(),
  seq: z.int().positive(),
  at: z.string(),
  type: z.string(),
  facts: z.record(z.string(), z.unknown()),
  words: z.string().exactOptional(),
  text: z.string().exactOptional(),
  prev: z.string(),
  hash: z.string(),
});

/**
 * How long after a rung is due the sweep takes it up: a schedule fires within a minute, and the queue drains in a few.
 */
export const RUNG_GRACE_MS = 10 * 60_000;

/**
 * `shape`, `providerSet`, `notCounted`, `notCountedSince`, `taught`, `onboarding` and the contract's edition are stored beside `head`,
 * since older code refuses unknown fields within `head`.
 */
export function headItem(stored: ContractHead): TableItem {
  const { shape, providerSet, notCounted, notCountedSince, taught, onboarding, contract, ...rest } = stored;
  const { edition, ...pinned } = contract;
  const head = { ...rest, contract: pinned };
  const key = keys.head(contract.id);
  const since = notCountedSince ?? head.createdAt;
  const waits = notCounted === undefined ? {} : inboundPlace(NOT_COUNTED, key, since, contract.id);
  const beside = { shape, providerSet, notCounted, notCountedSince, taught, onboarding, edition };
  const [at] = [head.settleAt, onboarding?.tellAt].flatMap((each) => each ?? []).sort(byInstant);
  return pack({ ...key, ...beside, head, ...agenda(key, at), ...waits });
}

const byInstant = (a: string, b: string) => Date.parse(a) - Date.parse(b);

/** The group of the index `inbound` in which contracts stand that have clauses which cannot be counted. */
export const NOT_COUNTED = 'not-counted';

export function deadlineItem(contract: string, deadline: StoredDeadline, now: string): TableItem {
  const key = keys.deadline(contract, deadline.id);
  const due = { dueShard: shardOf(key), dueAt: dueSortKey(contract, deadline) };
  return pack({
    ...key,
    contract,
    deadline: bounded(deadline),
    ...due,
    ...agenda(key, deadline.next && graceAfter(deadline.next.at, now)),
  });
}

/** The most steps of an explanation, and events that met it besides, that are stored of a deadline. */
export const MOST_STORED = 500;

/** The largest explanation that is stored of a deadline, in bytes of its JSON: an item of the table has 400 KB. */
export const MOST_EXPLAINED_BYTES = 200_000;

/** Without what makes an item grow with every event of a year, such as its outages: readers get the explanation of the plan. */
function bounded({ steps, alsoMetBy, ...deadline }: StoredDeadline): StoredDeadline {
  const stored = steps.slice(0, MOST_STORED);
  return {
    ...deadline,
    steps: stored.slice(0, countWithin(stored, MOST_EXPLAINED_BYTES)),
    ...(alsoMetBy && { alsoMetBy: alsoMetBy.slice(0, MOST_STORED) }),
  };
}

/** How large a deadline is as it is stored, in bytes of its JSON. */
export function storedBytes(deadline: StoredDeadline): number {
  return jsonBytes(bounded(deadline));
}

/** The edition is stored beside the event, since older code refuses unknown fields within it. */
export function eventItem(contract: string, { edition, ...event }: ContractEvent): TableItem {
  return pack({ ...keys.event(contract, event.id), event, edition });
}

export function evidenceItem(entry: EvidenceEntry): TableItem {
  return pack({ ...keys.evidence(entry.contract, entry.seq), entry });
}

/** `body`: the whole message as it is sent; stored compressed. Absent for a notice of a digest other than the first. */
export function noticeItem(notice: NoticeRecord, body: Uint8Array | undefined): TableItem {
  const key = keys.notice(notice.contract, notice.id);
  return pack({ ...key, ...noticeAttributes(notice), ...(body && { body: gzipSync(body) }) });
}

/**
 * The attributes of a notice's item that change with its record; undefined for one that the item must not have.
 * `acknowledged`, `refusals`, `resend`, `heldBy` and `digest` are stored beside the record, since older code refuses unknown fields
 * within it.
 */
export function noticeAttributes({ acknowledged, refusals, resend, heldBy, digest, ...notice }: NoticeRecord) {
  const key = keys.notice(notice.contract, notice.id);
  const agendaAt = noticeAgenda({
    ...notice,
    ...(heldBy !== undefined && { heldBy }),
    ...(digest !== undefined && { digest }),
  });
  const waits = waitsForPerson({ state: notice.state, ...(acknowledged && { acknowledged }) });
  const isStopped = heldBy !== undefined && canBeStopped(notice);
  const id = `${notice.contract}#${notice.id}`;
  return {
    notice,
    acknowledged,
    refusals,
    resend,
    heldBy,
    digest,
    agendaShard: agendaAt === undefined ? undefined : shardOf(key),
    agendaAt,
    inboundShard: undefined,
    inboundAt: undefined,
    ...(waits && inboundPlace('letter', key, notice.createdAt, id)),
    ...(isStopped && inboundPlace(stoppedGroup(heldBy), key, notice.latest, id)),
  };
}

const canBeStopped = ({ state }: NoticeRecord) => state === 'PENDING' || state === 'UNKNOWN';

/**
 * When the sweep has to take up a notice (instant, UTC); undefined if it does not have to. The first of a digest stands for all until
 * the mail service has taken them.
 */
export function noticeAgenda(notice: NoticeRecord): string | undefined {
  if (leadOf(notice) !== notice.id && notice.state !== 'ACCEPTED') return undefined;
  if (notice.heldBy !== undefined && canBeStopped(notice)) return notice.until;
  if (notice.state === 'PENDING') return notice.until ?? notice.createdAt;
  return isUnderWay(notice) ? notice.until : undefined;
}

const isUnderWay = ({ state }: NoticeRecord) => state === 'CLAIMED' || state === 'UNKNOWN' || state === 'ACCEPTED';

export function agenda(key: { pk: string; sk: string }, at: string | undefined) {
  return at === undefined ? {} : { agendaShard: shardOf(key), agendaAt: at };
}

export function readHead(item: TableItem): ContractHead {
  const { head, edition, shape, providerSet, notCounted, notCountedSince, taught, onboarding } = unpack(item);
  const contract = { ...head?.contract, ...(edition !== undefined && { edition }) };
  const beside = { shape, providerSet, notCounted, notCountedSince, taught, onboarding };
  const read = contractHeadSchema.parse({ ...head, contract, ...beside });
  const statutes = namesIn(read.contract.statutes);
  if (read.shape !== undefined || statutes === undefined) return read;
  return { ...read, contract: { ...read.contract, statutes } };
}

export function readDeadline(item: TableItem): StoredDeadline {
  const { deadline } = unpack(item);
  if (deadline?.steps?.[0]?.text !== undefined) {
    return readWithText(deadlineWithTextSchema.parse(deadline) as unknown as DeadlineWithText);
  }
  return storedDeadlineSchema.parse(deadline) as unknown as StoredDeadline;
}

export function readEvent(item: TableItem): ContractEvent {
  const { event, edition } = unpack(item);
  return contractEventSchema.parse(edition === undefined ? event : { ...event, edition });
}

export function readEvidence(item: TableItem): EvidenceEntry {
  return evidenceSchema.parse(unpack(item).entry);
}

/** The body is unpacked when it is asked for: most readers need the record alone. */
export function readNotice(item: TableItem): { readonly notice: NoticeRecord; readonly body: Uint8Array } {
  return {
    notice: readNoticeRecord(item),
    get body() {
      return gunzipSync(item.body?.B ?? new Uint8Array());
    },
  };
}

export function readNoticeRecord(item: TableItem): NoticeRecord {
  const { notice, ...attributes } = unpack(item);
  const { acknowledged, refusals, resend, heldBy, digest } = attributes;
  const beside = Object.entries({ acknowledged, refusals, resend, heldBy, digest });
  const known = beside.filter(([, value]) => value !== undefined);
  return noticeRecordSchema.parse({ ...notice, ...Object.fromEntries(known) });
}

function graceAfter(at: string, now: string): string {
  return new Date(Math.max(Date.parse(at), Date.parse(now)) + RUNG_GRACE_MS).toISOString().replace('.000Z', 'Z');
}
