import * as z from 'zod';

/**
 * `stored`: not yet worked on. `parked` waits by itself. `ambiguous`, `set-aside` and `failed` wait for a person. The others
 * are at their end.
 */
export const DELIVERY_STATES = [
  'stored',
  'failed',
  'ambiguous',
  'set-aside',
  'parked',
  'recorded',
  'unused',
  'dismissed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The states of a single fact. The delivery has the first of these that any of its facts has. */
export const FACT_STATES = ['failed', 'ambiguous', 'set-aside', 'parked', 'recorded', 'unused'] as const;

/** Most facts that one delivery may tell; one with more is set aside. */
export const MOST_FACTS = 24;
/** Longest text that says why, in characters. */
export const LONGEST_DETAIL = 500;
/** Most replays that a delivery keeps an account of: the latest ones. */
export const MOST_REPLAYS = 20;

const code = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const detail = z.string().max(LONGEST_DETAIL);
const person = z.object({ by: z.string().max(200), reason: z.string().max(1000), at: z.string() });

/** What became of one fact of a delivery. */
export const factOutcomeSchema = z.object({
  /** Id of the event it is recorded as. */
  event: z.string().max(128),
  /** Id of the telling; absent where the event has the same. A replay records under further ids. */
  telling: z.string().max(128).optional(),
  kind: z.string().max(128),
  state: z.enum(FACT_STATES),
  /** Why it waits, such as `unknown-contract`, `no-rule`, `no-address`, `before-start`, `test-mode`. */
  reason: code.optional(),
  /** Names field, value and remedy, without anything personal. */
  detail: detail.optional(),
  /** The contract it is recorded with, or that could not take it. */
  contract: z.string().max(64).optional(),
  /** The contracts it may belong to, where they are several. */
  candidates: z.array(z.string().max(64)).max(20).optional(),
  /** The provider's references by which its contract is looked for. */
  references: z.array(z.string().max(500)).max(12),
});
export type FactOutcome = z.infer<typeof factOutcomeSchema>;

/** Why a fact is of no use that was recorded and that the mapping no longer tells. */
export const WITHDRAWN = 'withdrawn';

export function tellingOf({ event, telling = event }: Pick<FactOutcome, 'event' | 'telling'>): string {
  return telling;
}

/** What was on record is kept, and what a later mapping makes of it is for a replay to correct. */
export function isKept({ state, reason }: Pick<FactOutcome, 'state' | 'reason'>): boolean {
  return state === 'recorded' || (state === 'unused' && reason === WITHDRAWN);
}

const OPEN: ReadonlySet<FactOutcome['state']> = new Set(['parked', 'ambiguous', 'failed']);

/** Whether time or another message may change what became of a fact. */
export function isOpen({ state }: Pick<FactOutcome, 'state'>): boolean {
  return OPEN.has(state);
}

/** A webhook as it came in, and what became of it. Its body is stored beside it, compressed. */
export const deliverySchema = z.object({
  /** `<provider>~<account>~<event id>`: part of its address, `/inbound/{id}`. An event id that does not fit is hashed. */
  id: z.string().regex(/^[a-z][a-z0-9-]*~[A-Za-z0-9_.-]{1,64}~[A-Za-z0-9_.-]{1,128}$/),
  provider: z.string().max(32),
  account: z.string().max(64),
  /** The provider's own id of the event; null where the body has none that can be read. */
  eventId: z.string().max(500).nullable(),
  /** The provider's name for the event, such as `invoice.paid`. */
  type: z.string().max(200).nullable(),
  mode: z.enum(['live', 'test', 'simulation', 'unknown']),
  receivedAt: z.string(),
  /** SHA-256 of the body, in hex, and how many bytes and parts it has. `parts: 0`: it lies in the delivery's own item. */
  hash: z.string().length(64),
  bytes: z.int().nonnegative(),
  parts: z.int().min(0).max(8),
  headers: z.record(z.string().max(64), z.string().max(1024)),
  /** Name of the secret that verified it. */
  secret: z.string().max(64),
  /** Another body that came under the same id: the first of them. */
  other: z.object({ hash: z.string().length(64), at: z.string() }).optional(),
  /** Rises with every write. A write over another revision than the one that was read is refused. */
  revision: z.int().positive(),
  state: z.enum(DELIVERY_STATES),
  /** Why the whole is set aside or failed: a code, and what to do about it. */
  reason: code.optional(),
  detail: detail.optional(),
  /** How often it was worked on, and when last. */
  attempts: z.int().nonnegative(),
  workedAt: z.string().optional(),
  /**
   * When the last try began, after which its message is not handed out again. It is taken away as the try ends, so that one
   * that stays shows that the process died. The agenda then brings the delivery back, and it is noted as failed.
   */
  lastTryAt: z.string().optional(),
  facts: z.array(factOutcomeSchema).max(MOST_FACTS),
  /** `refused`: why the contract could not take what it would have been corrected to. */
  replays: z.array(person.extend({ refused: detail.optional() })).max(MOST_REPLAYS),
  dismissed: person.optional(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** The state that follows from the facts: the first of `FACT_STATES` that any of them has. */
export function stateOf(facts: readonly FactOutcome[]): DeliveryState {
  return FACT_STATES.find((state) => facts.some((fact) => fact.state === state)) ?? 'unused';
}
