import type { Party } from '../deadlines/deadline.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Letter, NumberedList } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, localeOf, type RenderedMessage, rendered } from './render.ts';

export interface DigestInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly party: Party;
  /** The id of the notice that comes first. */
  readonly noticeId: string;
  /** The letters that each notice would be alone, in order. */
  readonly letters: readonly Letter[];
}

/** Several letters of one day to one reader as one message. Each keeps its reference, by which a reply names it. */
export function renderDigest({ contract, providerName, party, noticeId, letters }: DigestInput): RenderedMessage {
  const customer = customerName(contract);
  const isToCustomer = party === 'customer';
  const heading = `${letters.length} notices under contract ${contract.id}`;
  const letter: Letter = {
    subject: `${heading} [ref ${noticeReference(noticeId)}]`,
    kicker: `Notices under your contract with ${isToCustomer ? providerName : customer}`,
    heading,
    salutation: isToCustomer ? `Dear ${customer},` : `To ${providerName}, operations:`,
    paragraphs: [
      `This message holds ${letters.length} notices. Each is a notice of its own, with its own reference and its own day.`,
    ],
    lists: letters.map(listOf),
    facts: [
      ['Notices', String(letters.length)],
      ['Contract', `${contract.id}, ${customer} with ${providerName}`],
    ],
    signature: isToCustomer ? providerName : `Clauseclock, for ${providerName}`,
    footer: [
      'Repeated notices with one reference are one notice: a repetition starts no new period.',
      `Sent automatically under contract ${contract.id}.`,
    ],
    tone: letters.some(({ tone }) => tone === 'warning') ? 'warning' : 'plain',
  };
  return rendered(letter, localeOf({ contract, party }));
}

function listOf({ subject, lead, paragraphs, facts, explanation }: Letter): NumberedList {
  const why = explanation === undefined ? [] : [`${explanation.title}: ${explanation.items.join(' ')}`];
  const rows = facts.map(([label, value]) => `${label}: ${value}`);
  return { title: subject, items: [...(lead === undefined ? [] : [lead]), ...paragraphs, ...rows, ...why] };
}
