import type { InstantText, Zone } from '../calendar/types.ts';
import { localDay } from '../calendar/zone.ts';
import type { PinnedContract } from '../events/contract.ts';
import { formatDay } from '../words/days.ts';
import { momentInWords } from '../words/ends.ts';
import type { Letter } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, type RenderedMessage, rendered } from './render.ts';

/** A change of the address to which the notices about a contract go. */
export interface AddressChange {
  /** When it was changed (instant, UTC). */
  readonly at: InstantText;
  /** The payment provider whose message brought the change; absent if a person made it. */
  readonly paymentProvider?: string;
}

export interface AddressChangedInput {
  /** The contract before the change: its customer's address is the one the letter goes to. */
  readonly contract: PinnedContract;
  readonly newAddress: string;
  readonly providerName: string;
  readonly change: AddressChange;
  /** The zone in which the time of the change is told. */
  readonly timezone: Zone;
  readonly noticeId: string;
}

/**
 * The letter that tells the old address of a customer that another one replaced it. It tells what happened and when, so it
 * stays true if the address changes once more before it is sent. The new address is masked.
 */
export function renderAddressChanged(input: AddressChangedInput): RenderedMessage {
  const { contract, newAddress, providerName, change, timezone } = input;
  const reference = noticeReference(input.noticeId);
  const masked = maskedAddress(newAddress);
  const day = formatDay(localDay(change.at, timezone));
  const letter: Letter = {
    subject: `The address for notices from ${providerName} was changed [ref ${reference}]`,
    kicker: `Notice under your contract with ${providerName}`,
    heading: 'The address for notices was changed',
    salutation: `Dear ${customerName(contract)},`,
    lead: `Since ${day}, notices about your contract with ${providerName} go to ${masked} instead of this address.`,
    paragraphs: [
      whoChangedIt(change, providerName),
      'If this is right, there is nothing for you to do.',
      `If you did not want this change, please reply to this letter and quote the reference ${reference}.`,
    ],
    facts: [
      ['Address before', contract.customer.email],
      ['Address since', masked],
      ['Changed by', changedBy(change, providerName)],
      ['Changed on', momentInWords(change.at, timezone)],
      ['Contract', `${contract.id}, ${customerName(contract)} with ${providerName}`],
      ['Reference', reference],
    ],
    signature: providerName,
    footer: [
      'The other address is shown in part only, to protect the person it belongs to.',
      `Repeated notices with the reference ${reference} are one notice.`,
      `Sent automatically under contract ${contract.id}.`,
    ],
    tone: 'plain',
  };
  return rendered(letter, contract.customer.locale);
}

/** `a***@acme.example` for `ana@acme.example`; `***@acme.example` for `a@acme.example`, so that no address is given in full. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${at > 1 ? address.charAt(0) : ''}***${address.slice(at)}`;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['stripe', 'Stripe'],
  ['paddle', 'Paddle'],
]);

/** `Stripe, the payment provider of ExoOpus`, or `ExoOpus`. */
export function changedBy({ paymentProvider }: AddressChange, providerName: string): string {
  if (paymentProvider === undefined) return providerName;
  return `${NAMES.get(paymentProvider) ?? paymentProvider}, the payment provider of ${providerName}`;
}

function whoChangedIt(change: AddressChange, providerName: string): string {
  const who = changedBy(change, providerName);
  return change.paymentProvider === undefined
    ? `${who} changed the address.`
    : `The change came from ${who}, where your e-mail address was changed.`;
}
