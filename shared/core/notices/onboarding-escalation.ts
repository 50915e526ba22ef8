import type { InstantText, Zone } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { momentInWords } from '../words/ends.ts';
import { type EscalationReason, type FailedNotice, failedNoticeRows, WHAT_HAPPENED } from './escalation.ts';
import type { Letter } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, type RenderedMessage, rendered, repetitionNote } from './render.ts';

export interface OnboardingEscalationInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly recordedAt: InstantText;
  /** The zone in which times are told. */
  readonly timezone: Zone;
  readonly reason: EscalationReason;
  readonly notice: FailedNotice;
}

/** The letter that tells the provider's operations that the letter about a late onboarding failed, and what to do. */
export function renderOnboardingEscalation(input: OnboardingEscalationInput): RenderedMessage {
  const { contract, providerName, recordedAt, timezone, reason, notice } = input;
  const { id } = contract;
  const reference = noticeReference(notice.id);
  const { short, long } = WHAT_HAPPENED[reason];
  const letter: Letter = {
    subject: `Action needed: letter about the late start of contract ${id} ${short} [ref ${reference}]`,
    kicker: 'Action needed',
    heading: `The letter about the late start of contract ${id} ${short}`,
    salutation: `To ${providerName}, operations:`,
    lead: `Do not rely on this letter. ${long}`,
    paragraphs: [
      'It told operations what was over and what was open when the contract was recorded. What was over was told to nobody else.',
    ],
    actions: {
      title: 'What to do now',
      items: [
        `Go through GET /contracts/${id}/deadlines: what has “lateKnown” was over when the contract was recorded.`,
        'Where something has happened that is not on record, record it with the day on which it happened.',
      ],
    },
    facts: [
      ...failedNoticeRows(notice, timezone),
      ['Contract', `${id}, ${customerName(contract)} with ${providerName}`],
      ['Recorded on', momentInWords(recordedAt, timezone)],
      ['Reference', reference],
    ],
    signature: `Clauseclock, for ${providerName}`,
    footer: repetitionNote(reference),
    tone: 'warning',
  };
  return rendered(letter, 'en');
}
