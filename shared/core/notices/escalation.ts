import type { InstantText, Zone } from '../calendar/types.ts';
import type { Deadline, Party, Rung } from '../deadlines/deadline.ts';
import type { PinnedContract } from '../events/contract.ts';
import { instantInWords, limitInWords, momentInWords } from '../words/ends.ts';
import type { Words } from '../words/words.ts';
import type { Letter } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, deadlineFacts, explanation, type RenderedMessage, rendered, repetitionNote } from './render.ts';

export const ESCALATION_REASONS = [
  'bounced',
  'undelivered',
  'suppressed',
  'complained',
  'rejected',
  'unknown',
  'late',
  'overdue',
  'held',
] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** The notice that was not delivered, or was reported as unwanted. */
export interface FailedNotice {
  readonly id: string;
  /** The step of the ladder; absent if the notice is about no deadline. */
  readonly step?: string;
  /** The address it was sent to. */
  readonly to: string;
  /** How often the notice was handed to the mail service. */
  readonly attempts: number;
  /** When the notice was last handed to the mail service. */
  readonly lastAttemptAt?: InstantText;
  /** The answer of the mail service or the receiving server, word for word. */
  readonly detail?: string;
  /** What stopped it, by whom and why. */
  readonly heldBy?: string;
}

export interface EscalatedNotice extends FailedNotice {
  readonly party: Party;
  readonly step: string;
  readonly kind: Rung['kind'];
}

export interface EscalationInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly deadline: Deadline;
  readonly notice: EscalatedNotice;
  readonly reason: EscalationReason;
  /** The words for the sentences of the explanation. */
  readonly words: Words;
}

export const WHAT_HAPPENED: Readonly<
  Record<EscalationReason, { readonly short: string; readonly long: string; readonly next: string }>
> = {
  bounced: {
    short: 'bounced',
    long: 'The receiving mail server did not take it.',
    next: 'Find out the right address and send the notice there yourself.',
  },
  suppressed: {
    short: 'was withheld',
    long: 'The address is on the suppression list of the mail service, so the notice was never passed on.',
    next: 'Check why the address is on the suppression list and take it off, or use another address.',
  },
  complained: {
    short: 'was reported as unwanted',
    long: 'It was delivered, and the recipient or the recipient’s mail service reported it as unwanted. Further mail to this address may be withheld.',
    next: 'Speak to the recipient before anything else is sent to this address.',
  },
  rejected: {
    short: 'was refused',
    long: 'The mail service refused to pass it on.',
    next: 'Read what the mail service said and remove its cause.',
  },
  late: {
    short: 'did not go out in time',
    long: 'Its time was over before it could be sent, so it was not sent.',
    next: 'Look at the alarms and logs of that time for what held it up.',
  },
  overdue: {
    short: 'has not gone out yet',
    long: 'Its time is over and the mail service has not taken it. It is tried further.',
    next: 'Look at the alarms and logs for what keeps the mail service from taking it.',
  },
  held: {
    short: 'was stopped until its time was over',
    long: 'A person has stopped such letters, and its time came meanwhile. It has not been sent.',
    next: 'Decide whether it is right. If it is, release what stops it and see whether it goes out then.',
  },
  undelivered: {
    short: 'has no reported delivery',
    long: 'The mail service took it, and the receiving mail server has not been reported to have taken it. It may still arrive.',
    next: 'Look the reference up in the mail service, and ask the recipient whether the notice arrived.',
  },
  unknown: {
    short: 'has an unknown outcome',
    long: 'The mail service was asked to send it and nothing proves that it did or did not. Sending it again is no longer safe without a person’s decision.',
    next: 'Look the reference up in the mail service and ask the recipient whether the notice arrived.',
  },
};

/** The letter that tells the provider's operations that a notice failed, and what to do. */
export function renderEscalation({
  contract,
  providerName,
  deadline,
  notice,
  reason,
  words,
}: EscalationInput): RenderedMessage {
  const reference = noticeReference(notice.id);
  const recipient = notice.party === 'customer' ? customerName(contract) : providerName;
  const { short, long, next } = WHAT_HAPPENED[reason];
  const heading = `The notice to ${recipient} ${short}`;
  const voice = { reader: 'provider', customer: customerName(contract), provider: providerName } as const;
  const facts = deadlineFacts({ contract, deadline, kind: notice.kind, voice, reference, words });
  const letter: Letter = {
    subject: `Action needed: notice to ${recipient} ${short}, last day ${limitInWords(deadline).brief} [ref ${reference}]`,
    kicker: 'Action needed',
    heading,
    salutation: `To ${providerName}, operations:`,
    lead: `Do not rely on this notice. ${long}`,
    paragraphs: [
      `It is about “${deadline.title}”. The time that counts ends on ${instantInWords(deadline)}.`,
      ...(reason === 'late' && isClosedByFact(deadline)
        ? ['Since its time was over, a fact was recorded that closed it.']
        : []),
    ],
    actions: {
      title: 'What to do now',
      items: [
        next,
        `Reach ${recipient} in another way, if possible before that moment.`,
        `Record on contract ${contract.id} what was done and when.`,
      ],
    },
    facts: [...failedNoticeRows(notice, deadline.timezone), ...facts],
    explanation: explanation(deadline, words),
    signature: `Clauseclock, for ${providerName}`,
    footer: repetitionNote(reference),
    tone: 'warning',
  };
  return rendered(letter, 'en');
}

function isClosedByFact({ state }: Deadline): boolean {
  return state !== 'open' && state !== 'lapsed';
}

/** Label and value of what is known of a failed notice; times are told in this zone. */
export function failedNoticeRows(notice: FailedNotice, timezone: Zone): readonly (readonly [string, string])[] {
  const { step, lastAttemptAt, detail, heldBy } = notice;
  return [
    ['Sent to', notice.to],
    ...(step === undefined ? [] : [['Step', step] as const]),
    ['Attempts', String(notice.attempts)],
    ...(lastAttemptAt === undefined ? [] : [['Last attempt', momentInWords(lastAttemptAt, timezone)] as const]),
    ...(detail === undefined ? [] : [['Answer', detail] as const]),
    ...(heldBy === undefined ? [] : [['Stopped by', heldBy] as const]),
  ];
}
