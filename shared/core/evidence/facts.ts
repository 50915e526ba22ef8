import * as z from 'zod';
import { ESCALATION_REASONS } from '../notices/escalation.ts';

const text = z.string();
const n = z.number();
const list = z.array(z.unknown()).readonly();
const event = z.object({ kind: text, occurredAt: text });
const events = z.array(event).readonly();
const party = z.enum(['customer', 'provider']);
const named = { clause: text, terms: text };

const doesNotApply = z.discriminatedUnion('because', [
  z.object({ because: z.literal('silent'), field: text }),
  z.object({ because: z.literal('elsewhere'), field: text, is: z.array(text).readonly(), found: text }),
  z.object({ because: z.literal('before'), day: text }),
  z.object({ because: z.literal('happened'), event: text, kind: text, day: text }),
  z.object({ because: z.literal('not-happened'), kinds: z.array(text).readonly() }),
  z.object({ because: z.literal('unnamed'), key: text, matters: z.array(text).readonly(), n }),
  z.object({ because: z.literal('untracked'), opensOn: text }),
]);

/** The clauses that an event did not start or change. */
const gaps = {
  notStarted: z
    .array(z.object({ clause: text, event: text, missing: text, before: z.literal(true).exactOptional() }))
    .readonly()
    .exactOptional(),
  notCounted: z
    .array(z.object({ clause: text, event: text, field: text, why: text }))
    .readonly()
    .exactOptional(),
  notApplied: z
    .array(z.object({ clause: text, event: text, reason: doesNotApply }))
    .readonly()
    .exactOptional(),
};

const attempt = z.object({ notice: text, attempt: n, letters: n.exactOptional() });
const refused = z.object({ notice: text, attempt: n, code: text, detail: text.exactOptional() });
const report = z.object({ notice: text, at: text, detail: text.exactOptional() });
/** Steps that told their readers nothing in their time. */
const steps = z.object({
  ...named,
  steps: z.array(z.object({ step: text, party, dueAt: text, overAt: text })).readonly(),
});
/** `waitsFor`: what the webhook waits for; entries of earlier releases do not say. */
const waits = z.object({
  ...{ notice: text, latest: text, delivery: text, receivedAt: text },
  waitsFor: z.enum(['work', 'person']).exactOptional(),
});
/** A hold, or a switch of the stage or of a pack, by which letters were stopped. */
const stop = {
  hold: text.exactOptional(),
  sending: z.enum(['off', 'operations-only', 'on']).exactOptional(),
  pack: text.exactOptional(),
};
/** `lateKnown`, `lateRead`: it was over when the contract was recorded, or its reading accepted, so nobody was told. */
const ended = z.object({
  ...named,
  ...{ instant: text, event },
  lateKnown: z.literal(true).exactOptional(),
  lateRead: z.literal(true).exactOptional(),
});

/**
 * The facts that each type of entry must contain, so that its sentence can be made later. An entry may contain more
 * facts. The changes that an event caused are recorded as `changeFacts`.
 */
export const EVIDENCE_FACTS = {
  'contract.created': z.object({ contract: z.object({ terms: text, version: text }) }),
  'event.recorded': z.object({ event, changes: list, ...gaps }),
  'contract.amended': z.object({
    by: text,
    reason: text,
    fields: z.array(z.object({ field: text, from: text.nullable(), to: text.nullable() })).readonly(),
    references: z
      .array(z.object({ reference: text, change: z.enum(['added', 'removed']), contract: text.exactOptional() }))
      .readonly(),
    changes: list,
    /** The letter to the customer's address, if it was replaced. */
    notices: list.exactOptional(),
  }),
  'event.corrected': z.object({
    by: text,
    reason: text,
    corrections: z.array(z.object({ withdrawn: events, recorded: events })).readonly(),
    changes: list,
    ...gaps,
  }),
  'deadlines.settled': z.object({ terms: text, changes: list }),
  /** A fact of a webhook that this contract cannot take. `event`: the id under which it would be recorded. */
  'inbound.set-aside': z.object({ delivery: text, event: text, kind: text, reason: text, detail: text }),
  /** A person had a webhook worked on again, which recorded the event. */
  'inbound.replayed': z.object({ delivery: text, event: text, by: text, why: text }),
  /** `movedTo`: when the send window had it fire, in place of `dueAt`. */
  'step.fired': z.object({
    ...{ ...named, step: text, date: text, notices: list },
    ...{ dueAt: text.exactOptional(), movedTo: text.exactOptional() },
  }),
  /** The provider is told, by the notice `escalation`. `before`: how many there were before these steps. */
  'step.missed': steps.extend({ escalation: text, before: n.exactOptional() }),
  /** They were over before the deadline was known, so nobody is told. */
  'step.late-known': steps,
  'deadline.met': ended,
  'deadline.lapsed': ended,
  'deadline.paused': ended,
  'deadline.superseded': ended,
  'deadline.cancelled': ended,
  /** How many deadlines the letter tells of. */
  'onboarding.told': z.object({ recordedAt: text, over: n, open: n, notices: list }),
  /** `letters`: how many go out as one message, if it is several; the notice is the first of them. */
  'notice.attempt': attempt,
  'notice.resend-after-unknown': attempt,
  'notice.accepted': z.object({ notice: text, attempt: n, messageId: text }),
  /** `detail`: the words of the mail service; entries of earlier releases have none. */
  'notice.released': refused,
  /** `code` is absent if the attempt was cut off; `until` if a report had come before the answer was missed. */
  'notice.unknown': z.object({ notice: text, attempt: n, code: text.exactOptional(), until: text.exactOptional() }),
  /** The answer to an attempt, or a later report. */
  'notice.rejected': z.union([refused, report]),
  /** It waits for a webhook that came in at `receivedAt`. */
  'notice.held': waits,
  /** It goes out although that webhook still waits, because its time is nearly over. */
  'notice.let-go': waits,
  /** A person stopped such letters. */
  'notice.stopped': z.object({ notice: text, latest: text, by: text, reason: text, ...stop }),
  /**
   * `overtaken`: it was held back until the next step for its reader fell due. `regrouped`: another letter of its message does not hold
   * any more, so its step fires again.
   */
  'notice.cancelled': z.object({
    notice: text,
    stateBefore: text,
    attempts: n,
    verdict: z.enum(['overtaken', 'regrouped']).exactOptional(),
  }),
  /** `stopped`: a person stopped it until its time was over. */
  'notice.given-up': z.object({
    ...{ notice: text, attempts: n },
    verdict: z.enum(['too-late', 'overtaken', 'too-often', 'stopped']),
    ...{ by: text.exactOptional(), reason: text.exactOptional(), ...stop },
  }),
  'notice.escalated': z.object({ notice: text, step: text, party, reason: z.enum(ESCALATION_REASONS) }),
  /** A person says that a notice that failed is dealt with. `state`: that of the notice. */
  'notice.acknowledged': z.object({ notice: text, step: text, party, state: text, by: text, reason: text }),
  /** A person has it sent again. `instead`: the notice that takes its place, to `to`; absent if the same bytes go out. */
  'notice.sent-again': z.object({
    ...{ notice: text, step: text, party, state: text, by: text, reason: text, to: text },
    instead: text.exactOptional(),
  }),
  'notice.sent': report,
  'notice.delivered': report,
  'notice.delayed': report,
  /** Accepted, and no delivery was reported by `at`. */
  'notice.undelivered': report,
  'notice.suppressed': report,
  'notice.complained': report,
  'notice.bounced': report,
  'notice.transient-bounce': report,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** `event.recorded`, `notice.delivered`, … */
export type EvidenceType = keyof typeof EVIDENCE_FACTS;

export type EvidenceFacts<Type extends EvidenceType> = z.infer<(typeof EVIDENCE_FACTS)[Type]>;

/** What to append to a chain, which adds its place. */
export type EvidenceDraft = {
  readonly [Type in EvidenceType]: {
    readonly type: Type;
    readonly facts: EvidenceFacts<Type> & Readonly<Record<string, unknown>>;
  };
}[EvidenceType];
