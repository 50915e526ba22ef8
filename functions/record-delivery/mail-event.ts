import * as z from 'zod';
import type { DeliveryReport } from '../../shared/core/notices/delivery.ts';
import { bounceDetail, bounceReport, complaintReport } from './bounce.ts';

const one = z.tuple([z.string()], z.string()).transform(([first]) => first);

const mail = z.object({
  messageId: z.string(),
  timestamp: z.string(),
  tags: z.object({ contract: one.optional(), notice: one.optional(), attempt: one.optional() }).default({}),
});
/** What the receiving server said of each recipient, by the fields of a delivery status notification (RFC 3464). */
const recipients = z
  .array(
    z.object({
      emailAddress: z.string(),
      action: z.string().optional(),
      status: z.string().optional(),
      diagnosticCode: z.string().optional(),
    }),
  )
  .default([]);

/** An SES event in the format of its event publishing: the types that concern delivery. */
const mailEventSchema = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({
    eventType: z.literal('Delivery'),
    mail,
    delivery: z.object({
      timestamp: z.string(),
      smtpResponse: z.string().optional(),
      reportingMTA: z.string().optional(),
    }),
  }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      timestamp: z.string(),
      bounceType: z.string(),
      bounceSubType: z.string().default(''),
      bouncedRecipients: recipients,
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      timestamp: z.string(),
      complaintFeedbackType: z.string().optional(),
      complaintSubType: z.string().nullish(),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.string() }) }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.object({ timestamp: z.string(), delayType: z.string().optional() }),
  }),
]);
type MailEvent = z.infer<typeof mailEventSchema>;

/** What SES publishes once, when the destination of its events is created. It is no JSON. */
const VALIDATION = /^\s*Successfully validated SNS topic for Amazon SES event publishing\.\s*$/;

const notificationSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });
const anyEventSchema = z.looseObject({ eventType: z.string() });

/**
 * Reads a message of the queue: the event itself, or an SNS notification around it. Undefined for the message by which SES
 * tries the topic.
 * @throws SyntaxError, ZodError
 */
export function readMessage(body: string): unknown {
  if (VALIDATION.test(body)) return undefined;
  const message: unknown = JSON.parse(body);
  const notification = notificationSchema.safeParse(message);
  return notification.success ? readMessage(notification.data.Message) : anyEventSchema.parse(message);
}

const namingSchema = z.object({ mail: z.object({ tags: z.record(z.string(), z.unknown()) }) });

/** The contract and the notice that an event names by its tags, for logs. */
export function noticeNamedIn(event: unknown): { readonly contract?: string; readonly notice?: string } {
  const { contract, notice } = namingSchema.safeParse(event).data?.mail.tags ?? {};
  const text = (value: unknown) => (Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined);
  const [ofContract, ofNotice] = [text(contract), text(notice)];
  return {
    ...(ofContract !== undefined && { contract: ofContract }),
    ...(ofNotice !== undefined && { notice: ofNotice }),
  };
}

/** An SES event about one notice. */
export interface Report {
  readonly contract: string;
  readonly notice: string;
  readonly messageId: string;
  /** The attempt whose message it is about; undefined if the message has no such tag. */
  readonly attempt: number | undefined;
  /** When SES accepted the message (instant). */
  readonly sentAt: string;
  readonly at: string;
  /** Identifies the report: a repeated delivery has the same key. */
  readonly key: string;
  readonly report: DeliveryReport;
  /** What the receiving server or the service said, word for word. */
  readonly detail?: string;
}

/**
 * Reads one event. Undefined for types that do not concern delivery, and for mail without the tags of a notice.
 * @throws ZodError if the event lacks a field
 */
export function readReport(event: unknown): Report | undefined {
  const kind = anyEventSchema.parse(event).eventType;
  if (!REPORTED.has(kind)) return undefined;
  const parsed = mailEventSchema.parse(event);
  const { contract, notice, attempt } = parsed.mail.tags;
  if (contract === undefined || notice === undefined) return undefined;
  const { at, report, detail } = said(parsed);
  const { messageId, timestamp: sentAt } = parsed.mail;
  const key = `${parsed.eventType}/${messageId}/${at}`;
  const number = attempt === undefined ? undefined : Number(attempt);
  return {
    contract,
    notice,
    attempt: number,
    messageId,
    sentAt,
    at,
    key,
    report,
    ...(detail !== undefined && { detail }),
  };
}

const REPORTED = new Set(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'DeliveryDelay']);
function said(event: MailEvent): { at: string; report: DeliveryReport; detail?: string | undefined } {
  switch (event.eventType) {
    case 'Send':
      return { at: event.mail.timestamp, report: { kind: 'send' } };
    case 'Delivery':
      return { at: event.delivery.timestamp, report: { kind: 'delivery' }, detail: event.delivery.smtpResponse };
    case 'DeliveryDelay':
      return { at: event.deliveryDelay.timestamp, report: { kind: 'delay' }, detail: event.deliveryDelay.delayType };
    case 'Complaint': {
      const { timestamp, complaintFeedbackType, complaintSubType } = event.complaint;
      const report = complaintReport(event.complaint);
      return { at: timestamp, report, detail: complaintSubType ?? complaintFeedbackType };
    }
    case 'Reject':
      return { at: event.mail.timestamp, report: { kind: 'reject' }, detail: event.reject.reason };
    case 'Bounce':
      return {
        at: event.bounce.timestamp,
        report: bounceReport(event.bounce),
        detail: bounceDetail(event.bounce),
      };
  }
}
