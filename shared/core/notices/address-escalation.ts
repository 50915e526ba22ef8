import type { Zone } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { momentInWords } from '../words/ends.ts';
import { type AddressChange, changedBy } from './address-changed.ts';
import { type EscalationReason, type FailedNotice, failedNoticeRows, WHAT_HAPPENED } from './escalation.ts';
import type { Letter } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, type RenderedMessage, rendered } from './render.ts';

export interface AddressEscalationInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly change: AddressChange;
  /** The zone in which times are told. */
  readonly timezone: Zone;
  readonly reason: EscalationReason;
  readonly notice: FailedNotice;
}

/** The letter that tells the provider's operations that the letter to a customer's old address failed, and what to do. */
export function renderAddressEscalation(input: AddressEscalationInput): RenderedMessage {
  const { contract, providerName, change, timezone, reason, notice } = input;
  const reference = noticeReference(notice.id);
  const recipient = customerName(contract);
  const { short, long } = WHAT_HAPPENED[reason];
  const moment = momentInWords(change.at, timezone);
  const heading = `The letter to the old address of ${recipient} ${short}`;
  const letter: Letter = {
    subject: `Action needed: letter to the old address of ${recipient} ${short} [ref ${reference}]`,
    kicker: 'Action needed',
    heading,
    salutation: `To ${providerName}, operations:`,
    lead: `Do not rely on this letter. ${long}`,
    paragraphs: [
      'It told the old address that notices go to another one. If the change was wrong, perhaps nobody has noticed.',
    ],
    actions: {
      title: 'What to do now',
      items: [
        `Ask ${recipient}, in another way than by e-mail to the present address, whether the change was wanted.`,
        'If it was not, change the address back and find out how it came about.',
        `Record on contract ${contract.id} what was done and when.`,
      ],
    },
    facts: [
      ...failedNoticeRows(notice, timezone),
      ['Present address', contract.customer.email],
      ['Changed by', changedBy(change, providerName)],
      ['Changed on', moment],
      ['Contract', `${contract.id}, ${recipient} with ${providerName}`],
      ['Reference', reference],
    ],
    signature: `Clauseclock, for ${providerName}`,
    footer: [`Repeated notices with the reference ${reference} are one notice.`],
    tone: 'warning',
  };
  return rendered(letter, 'en');
}
