import type { DeliveryReport } from '../../shared/core/notices/delivery.ts';

interface Recipient {
  readonly action?: string | undefined;
  readonly status?: string | undefined;
  readonly diagnosticCode?: string | undefined;
}

interface Bounce {
  readonly bounceType: string;
  readonly bounceSubType: string;
  readonly bouncedRecipients: readonly Recipient[];
}

/** Subtypes of bounces and complaints that say that SES did not send the message. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'Suppressed',
  'OnAccountSuppressionList',
  'OnTenantSuppressionList',
  'UnsubscribedRecipient',
]);

/**
 * What a bounce means for the notice. What the receiving server said of the recipient decides, `action` before `status`: a
 * message with the action `failed` was not delivered, whatever SES calls the bounce and whenever it comes. Without either,
 * the type decides: automatic replies are reported as transient bounces that say nothing of the recipient.
 */
export function bounceReport({ bounceType, bounceSubType, bouncedRecipients }: Bounce): DeliveryReport {
  if (NOT_SENT.has(bounceSubType)) return { kind: 'suppressed' };
  const said = bouncedRecipients.map(outcomeOf);
  if (bounceType === 'Permanent' || said.includes('failed')) return { kind: 'bounce', bounce: 'permanent' };
  if (said.length > 0 && said.every((one) => one === 'delayed')) return { kind: 'delay' };
  const isSilent = said.every((one) => one === undefined);
  const isTransient = bounceType === 'Transient' || !isSilent;
  return { kind: 'bounce', bounce: isTransient ? 'transient' : 'permanent' };
}

function outcomeOf({ action, status }: Recipient): 'failed' | 'delayed' | 'other' | undefined {
  switch (action?.toLowerCase()) {
    case 'failed':
      return 'failed';
    case 'delayed':
      return 'delayed';
    case undefined:
      if (status === undefined) return undefined;
      return status.startsWith('5') ? 'failed' : 'other';
    default:
      return 'other';
  }
}

/** The server's words, or the type where it said none: `Transient, MailboxFull, 5.2.2`. */
export function bounceDetail({ bounceType, bounceSubType, bouncedRecipients: [first] }: Bounce): string {
  return first?.diagnosticCode ?? [bounceType, bounceSubType, first?.status].filter(Boolean).join(', ');
}

interface Complaint {
  readonly complaintFeedbackType?: string | undefined;
  readonly complaintSubType?: string | null | undefined;
}

/** A complaint by the suppression list means that SES did not send; `not-spam` that the reader has it and wants it. */
export function complaintReport({ complaintFeedbackType, complaintSubType }: Complaint): DeliveryReport {
  if (complaintSubType && NOT_SENT.has(complaintSubType)) return { kind: 'suppressed' };
  return { kind: complaintFeedbackType === 'not-spam' ? 'delivery' : 'complaint' };
}
