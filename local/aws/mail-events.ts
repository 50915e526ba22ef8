import { instantText } from '../time/instant.ts';
import { uuidOf } from './ids.ts';
import type { Behaviour } from './mail-behaviour.ts';
import type { ParsedMessage } from './mail-message.ts';

/** A message SES accepted, as its events describe it. */
export interface AcceptedMail {
  readonly messageId: string;
  readonly source: string;
  readonly destinations: readonly string[];
  readonly configurationSet: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly headers: ParsedMessage['headers'];
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}

/** Seconds from the send to each event. */
export interface MailDelays {
  readonly delivery: number;
  readonly bounce: number;
  readonly complaint: number;
  readonly autoReply: number;
  readonly deferral: number;
}

export const DEFAULT_DELAYS: MailDelays = { delivery: 2, bounce: 2, complaint: 60, autoReply: 4, deferral: 300 };

/** A mail event to be published at `at`, epoch milliseconds. */
export interface MailEvent {
  readonly at: number;
  readonly type: string;
  readonly json: string;
}

type Details = Readonly<Record<string, unknown>>;

/** All events of a message in SES's event publishing format: one Send, then those of each recipient. */
export function mailEvents(
  mail: AcceptedMail,
  behaviours: ReadonlyMap<string, Behaviour>,
  delays: MailDelays,
): readonly MailEvent[] {
  const events = [event(mail, 'Send', mail.sentAt, {})];
  if ([...behaviours.values()].includes('rejected')) {
    return [...events, event(mail, 'Reject', after(mail, delays.bounce), { reason: 'Bad content' })];
  }
  for (const [address, behaviour] of behaviours) events.push(...recipientEvents(mail, address, behaviour, delays));
  return events;
}

function recipientEvents(mail: AcceptedMail, address: string, behaviour: Behaviour, delays: MailDelays): MailEvent[] {
  const delivered = (seconds: number) =>
    event(mail, 'Delivery', after(mail, seconds), delivery(mail, address, seconds));
  const bounced = (seconds: number, bounce: Details) =>
    event(mail, 'Bounce', after(mail, seconds), { feedbackId: feedbackId(mail, address), ...bounce });
  switch (behaviour) {
    case 'bounced':
      return [bounced(delays.bounce, hardBounce(address, 'General', 'smtp; 550 5.1.1 user unknown'))];
    case 'suppressed':
      return [bounced(delays.bounce, hardBounce(address, 'Suppressed', SUPPRESSED))];
    case 'soft-bounced':
      return [bounced(delays.bounce, softBounce(address, 'MailboxFull', 'smtp; 552 5.2.2 mailbox full'))];
    case 'out-of-office':
      return [delivered(delays.delivery), bounced(delays.autoReply, softBounce(address, 'General', undefined))];
    case 'complained':
      return [
        delivered(delays.delivery),
        event(mail, 'Complaint', after(mail, delays.complaint), complaint(mail, address, delays)),
      ];
    case 'deferred':
      return [deferral(mail, address, delays), delivered(2 * delays.deferral)];
    default:
      return [delivered(delays.delivery)];
  }
}

const SUPPRESSED =
  'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.';

function hardBounce(address: string, subType: string, diagnosticCode: string): Details {
  const suppressed = subType === 'Suppressed';
  return {
    bounceType: 'Permanent',
    bounceSubType: subType,
    bouncedRecipients: [{ emailAddress: address, action: 'failed', status: '5.1.1', diagnosticCode }],
    reportingMTA: suppressed ? 'dns; amazonses.com' : 'dns; a1-1.smtp-out.eu-central-1.amazonses.com',
  };
}

function softBounce(address: string, subType: string, diagnosticCode: string | undefined): Details {
  const status = diagnosticCode === undefined ? {} : { action: 'failed', status: '5.2.2', diagnosticCode };
  return { bounceType: 'Transient', bounceSubType: subType, bouncedRecipients: [{ emailAddress: address, ...status }] };
}

function complaint(mail: AcceptedMail, address: string, delays: MailDelays): Details {
  return {
    complainedRecipients: [{ emailAddress: address }],
    complaintSubType: null,
    feedbackId: feedbackId(mail, address),
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: sesTime(after(mail, delays.delivery)),
  };
}

function delivery(_mail: AcceptedMail, address: string, seconds: number): Details {
  return {
    processingTimeMillis: seconds * 1000,
    recipients: [address],
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'a1-1.smtp-out.eu-central-1.amazonses.com',
  };
}

function deferral(mail: AcceptedMail, address: string, delays: MailDelays): MailEvent {
  return event(mail, 'DeliveryDelay', after(mail, delays.deferral), {
    delayType: 'MailboxFull',
    // SES tries for about 14 hours.
    expirationTime: sesTime(after(mail, 14 * 3600)),
    delayedRecipients: [{ emailAddress: address, status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }],
  });
}

/** One event record; all but Send and Reject carry their own timestamp. */
function event(mail: AcceptedMail, type: string, at: number, details: Details): MailEvent {
  const member = type === 'DeliveryDelay' ? 'deliveryDelay' : type.toLowerCase();
  const timestamp = type === 'Send' || type === 'Reject' ? {} : { timestamp: sesTime(at) };
  return {
    at,
    type,
    json: JSON.stringify({ eventType: type, mail: mailObject(mail), [member]: { ...timestamp, ...details } }),
  };
}

function mailObject(mail: AcceptedMail): Details {
  const header = (name: string) => mail.headers.find((entry) => entry.name.toLowerCase() === name)?.value;
  const tags = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: sesTime(mail.sentAt),
    source: mail.source,
    sourceArn: `arn:aws:ses:eu-central-1:000000000000:identity/${mail.source.split('@').at(-1)}`,
    sendingAccountId: '000000000000',
    messageId: mail.messageId,
    destination: mail.destinations,
    headersTruncated: false,
    headers: mail.headers,
    commonHeaders: {
      from: [header('from') ?? mail.source],
      to: header('to') === undefined ? mail.destinations : [header('to')],
      messageId: mail.messageId,
      subject: mail.subject,
    },
    tags: {
      'ses:operation': ['SendRawEmail'],
      'ses:configuration-set': [mail.configurationSet],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [mail.source.split('@').at(-1)],
      'ses:caller-identity': ['local'],
      ...Object.fromEntries(tags),
    },
  };
}

function feedbackId(mail: AcceptedMail, address: string): string {
  return `0102${uuidOf(`feedback ${mail.messageId} ${address}`)}-000000`;
}

function after(mail: AcceptedMail, seconds: number): number {
  return mail.sentAt + seconds * 1000;
}

/** SES writes instants with milliseconds, zero or not. */
function sesTime(epochMs: number): string {
  return instantText(epochMs).replace(/(:\d\d)Z$/, '$1.000Z');
}
