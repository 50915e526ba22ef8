import { instantText } from '../../../local/time/instant.ts';
import type { Fate } from './fates.ts';
import type { Accepted } from './letter.ts';

export interface MailReport {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly report: string;
  readonly json: string;
}

type Details = Readonly<Record<string, unknown>>;

const HOUR_S = 3600;

/** The reports of a letter, in the format of SES's event publishing. */
export function reportsOf(letter: Accepted, share: (what: string) => number): MailReport[] {
  const report = (type: string, seconds: number, details: Details = {}): MailReport => {
    const at = letter.at + Math.round(seconds * 1000);
    const timed = type === 'Send' || type === 'Reject' ? details : { timestamp: sesTime(at), ...details };
    const member = type === 'DeliveryDelay' ? 'deliveryDelay' : type.toLowerCase();
    return { at, report: type, json: JSON.stringify({ eventType: type, mail: mailOf(letter), [member]: timed }) };
  };
  const bounce = (seconds: number, bounceType: string, bounceSubType: string, recipient: Details) =>
    report('Bounce', seconds, {
      ...{ bounceType, bounceSubType, feedbackId: `feedback-${letter.messageId}` },
      bouncedRecipients: [{ emailAddress: letter.to, ...recipient }],
    });
  const failed = (status: string) => ({ action: 'failed', status, diagnosticCode: `smtp; ${status}` });
  const soon = 1 + share('soon') * 60;
  const delivery = report('Delivery', soon, { recipients: [letter.to], smtpResponse: '250 2.6.0 OK' });
  const delay = report('DeliveryDelay', 300, {
    ...{ delayType: 'MailboxFull', expirationTime: sesTime(letter.at + 14 * HOUR_S * 1000) },
    delayedRecipients: [{ emailAddress: letter.to, status: '4.2.2' }],
  });
  const later = soon + 10 * (600 * 3.6) ** share('later');
  const fates: Record<Fate, MailReport[]> = {
    delivered: [delivery],
    'delayed-then-delivered': [delay, report('Delivery', 300 + later, { recipients: [letter.to] })],
    'delayed-then-bounced': [delay, bounce(14 * HOUR_S, 'Transient', 'MailboxFull', failed('5.2.2'))],
    silent: [delay],
    bounced: [bounce(soon, 'Permanent', 'General', failed('5.1.1'))],
    'mailbox-full': [bounce(soon, 'Transient', 'MailboxFull', failed('5.2.2'))],
    'content-rejected': [bounce(soon, 'Transient', 'ContentRejected', failed('5.6.1'))],
    suppressed: [bounce(soon, 'Permanent', 'Suppressed', failed('5.1.1'))],
    'on-account-list': [bounce(soon, 'Permanent', 'OnAccountSuppressionList', failed('5.1.1'))],
    'bounced-after-delivery': [delivery, bounce(later, 'Permanent', 'General', failed('5.1.1'))],
    'full-after-delivery': [delivery, bounce(later, 'Transient', 'MailboxFull', failed('5.2.2'))],
    'auto-reply': [delivery, bounce(later, 'Transient', 'General', {})],
    complaint: [delivery, report('Complaint', later, { complaintFeedbackType: 'abuse' })],
    rejected: [report('Reject', soon, { reason: 'Bad content' })],
  };
  return [report('Send', 0), ...fates[letter.fate]];
}

function mailOf({ messageId, at, to, tags }: Accepted): Details {
  return {
    ...{ messageId, timestamp: sesTime(at), source: 'notices@provider.example', destination: [to] },
    tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
  };
}

/** The instant as SES writes it. */
function sesTime(epochMs: number): string {
  return instantText(epochMs).replace(/(:\d\d)Z$/, '$1.000Z');
}
