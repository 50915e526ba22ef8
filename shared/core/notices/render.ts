import type { Day, InstantText } from '../calendar/types.ts';
import type { Deadline, Party, Rung } from '../deadlines/deadline.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { EventData } from '../events/event.ts';
import { formatDay } from '../words/days.ts';
import { instantInWords } from '../words/ends.ts';
import { explained } from '../words/explanation.ts';
import { figureInWords } from '../words/money.ts';
import type { Words } from '../words/words.ts';
import { fillLead, LeadPlaceholderError } from './lead.ts';
import { cleaned, type Letter, letterText, type NumberedList } from './letter.ts';
import { letterHtml } from './letter-html.ts';
import { matterRows } from './matter.ts';
import { noticeReference } from './notice.ts';
import { dateLabels, headline, type Voice, whatItMeans, whoActs } from './wording.ts';

export interface NoticeInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly deadline: Deadline;
  readonly rung: Rung;
  readonly party: Party;
  readonly noticeId: string;
  /** The words for the sentences of the explanation. */
  readonly words: Words;
  /** The pack's own sentence for this step, which comes first: plain text with `{placeholders}` (see `lead.ts`). */
  readonly lead?: string;
  /** The letter of another end that this one calls off or replaces. */
  readonly earlier?: EarlierLetter;
  /** Data of the event the deadline is computed from, for `{amount}` and `{data.…}` in the lead. */
  readonly triggerData?: EventData;
  /** The reference of the failed letter whose place this one takes. */
  readonly insteadOf?: string;
}

/** An earlier letter about a deadline, with the end that it told. */
export interface EarlierLetter {
  readonly id: string;
  readonly date: Day;
  readonly instant: InstantText;
}

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The language of the letter. Every letter is in English, whatever the reader's locale. */
  readonly language: 'en';
  /** The reader's locale, as the contract has it. The provider's own staff has none. */
  readonly locale: string;
  /**
   * The placeholder without a value, because of which the pack's own sentence was left out; absent if none. Callers
   * record it.
   */
  readonly leadLeftOutFor?: string;
}

const KICKERS: Readonly<Record<Rung['kind'], string>> = {
  opened: 'Notice',
  opens: 'Notice',
  reminder: 'Reminder',
  due: 'Due',
  lapsed: 'Date reached',
  'called-off': 'Called off',
};

const SUBJECT_STARTS: Readonly<Record<Rung['kind'], string>> = {
  opened: '',
  opens: '',
  reminder: 'Reminder: ',
  due: 'Due: ',
  lapsed: '',
  'called-off': '',
};

/**
 * The letter that one step of a deadline sends to one party. The same input gives the same characters.
 * @throws LeadPlaceholderError if the pack's sentence has an unknown placeholder; reading a pack refuses such a
 * sentence
 */
export function renderNotice(told: NoticeInput): RenderedMessage {
  return renderedNotice(noticeLetter(told), told);
}

export interface NoticeLetter {
  readonly letter: Letter;
  /** The placeholder without a value, because of which the pack's own sentence was left out. */
  readonly missing?: string;
}

export function renderedNotice({ letter, missing }: NoticeLetter, told: NoticeInput): RenderedMessage {
  const message = rendered(letter, localeOf(told));
  return missing === undefined ? message : { ...message, leadLeftOutFor: missing };
}

/** The reader's locale. */
export function localeOf({ contract, party }: Pick<NoticeInput, 'contract' | 'party'>): string {
  return party === 'customer' ? contract.customer.locale : 'en';
}

/** The parts of that letter. @throws LeadPlaceholderError */
export function noticeLetter(told: NoticeInput): NoticeLetter {
  const input = { ...told, deadline: asWasTold(told) };
  const { contract, providerName, deadline, rung, party, words } = input;
  const reference = noticeReference(input.noticeId);
  const customer = customerName(contract);
  const voice: Voice = { reader: party, customer, provider: providerName };
  const heading = headline(deadline, rung.kind);
  const { lead, missing } = leadOf(input, reference);
  const letter: Letter = {
    subject: `${SUBJECT_STARTS[rung.kind]}${heading} [ref ${reference}]`,
    kicker: `${KICKERS[rung.kind]} under your contract with ${party === 'customer' ? providerName : customer}`,
    heading,
    salutation: party === 'customer' ? `Dear ${customer},` : `To ${providerName}, operations:`,
    ...(lead === undefined ? {} : { lead }),
    paragraphs: [...whatItMeans(deadline, rung.kind, voice), ...namesEarlier(input)],
    facts: [
      ...deadlineFacts({ contract, deadline, kind: rung.kind, voice, reference, words, data: input.triggerData }),
      ...(input.earlier === undefined ? [] : [['Earlier letter', noticeReference(input.earlier.id)] as const]),
    ],
    explanation: explanation(deadline, words, rung.kind),
    signature: party === 'customer' ? providerName : `Clauseclock, for ${providerName}`,
    footer: [...repetitionNote(reference), `Sent automatically under contract ${contract.id}.`],
    tone: warns(deadline, rung.kind) ? 'warning' : 'plain',
  };
  return { letter, ...(missing !== undefined && { missing }) };
}

/** What the letter says of the letters before it. An end that is called off is what the letter is about. */
function namesEarlier({ deadline, rung, earlier, insteadOf }: NoticeInput): readonly string[] {
  const replaced = rung.kind === 'called-off' ? undefined : earlier;
  const isNamed = replaced && noticeReference(replaced.id) === insteadOf;
  return [
    ...(insteadOf === undefined || isNamed
      ? []
      : [`This letter takes the place of an earlier one with the reference ${insteadOf}, which may not have arrived.`]),
    ...(replaced === undefined ? [] : [replacedInWords(replaced, deadline)]),
  ];
}

/** Another end is named by its day, or by its moment if it lies within the same day. */
function replacedInWords({ id, date, instant }: EarlierLetter, deadline: Deadline): string {
  const end = date === deadline.date ? instantInWords({ ...deadline, instant }) : formatDay(date);
  return `This letter replaces the one with the reference ${noticeReference(id)}. What that one said of ${end} does not hold any more.`;
}

/** The deadline with the end that is called off, where that has moved since: the explanation is of the end that stood last. */
function asWasTold({ deadline, rung, earlier }: NoticeInput): Deadline {
  if (rung.kind !== 'called-off' || earlier === undefined || earlier.instant === deadline.instant) return deadline;
  const { date, instant } = earlier;
  return { ...deadline, date, instant, steps: [] };
}

/** A lapsed deadline needs a person, unless it takes effect by itself or the letter itself was the act. */
function warns({ nature, state }: Deadline, kind: Rung['kind']): boolean {
  return kind === 'lapsed' && nature !== 'effect' && state !== 'met';
}

export function rendered(letter: Letter, locale: string): RenderedMessage {
  const clean = cleaned(letter);
  return { subject: clean.subject, text: letterText(clean), html: letterHtml(clean), language: 'en', locale };
}

export function customerName(contract: PinnedContract): string {
  return contract.customer.name ?? contract.customer.email;
}

interface FactsInput {
  readonly contract: PinnedContract;
  readonly deadline: Deadline;
  readonly kind: Rung['kind'];
  readonly voice: Voice;
  readonly reference: string;
  readonly words: Words;
  /** Data of the event the deadline is computed from. */
  readonly data?: EventData | undefined;
}

/** The rows of every letter about a deadline: subject, last day, parties and clause. */
export function deadlineFacts(input: FactsInput): readonly (readonly [string, string])[] {
  const { contract, deadline, kind, voice, reference } = input;
  const own = voice.reader === 'customer' ? contract.customer.timezone : undefined;
  const { timezone } = deadline;
  const means = input.words.packs.clause(deadline.terms, deadline.clause)?.means;
  const labels = dateLabels(deadline, kind);
  const acts = whoActs(deadline, kind, voice);
  return [
    ...matterRows(input.data, timezone),
    ...(deadline.opensOn === undefined ? [] : [['First day', formatDay(deadline.opensOn)] as const]),
    [labels.day, formatDay(deadline.date)],
    [labels.end, instantInWords(deadline)],
    ...(own === undefined || own === timezone ? [] : [['In your time zone', instantInWords(deadline, own)] as const]),
    ...(timezone === 'UTC' || own === 'UTC' ? [] : [['In UTC', instantInWords(deadline, 'UTC')] as const]),
    ...(deadline.figure === undefined ? [] : [['Sum', figureInWords(deadline)] as const]),
    ...(acts === undefined ? [] : [acts]),
    ['Clause', deadline.title],
    ...(means === undefined ? [] : [['What it says', means] as const]),
    ['Where it stands', deadline.ref],
    ['Terms', deadline.terms.replace('@', ', version ').replace('+', ', revision ')],
    ['Holidays', deadline.calendar.startsWith('none') ? 'none taken into account' : deadline.calendar],
    ['Contract', `${contract.id}, ${customerName(contract)} with ${voice.provider}`],
    ['Reference', reference],
  ];
}

export function explanation(deadline: Deadline, words: Words, kind?: Rung['kind']): NumberedList {
  const title = kind === 'called-off' ? 'How that day was found' : 'Why this date';
  return { title, items: explained(deadline, words).map(({ text }) => text) };
}

export function repetitionNote(reference: string): readonly string[] {
  return [`Repeated notices with the reference ${reference} are one notice: a repetition starts no new period.`];
}

/**
 * The filled lead. If this deadline lacks a value that the lead names, the lead is left out and the placeholder
 * reported. The letter is complete without the lead, and a missing sentence is better than a missing notice.
 */
function leadOf(input: NoticeInput, reference: string): { readonly lead?: string; readonly missing?: string } {
  const { triggerData, contract, providerName, deadline, lead, words } = input;
  if (lead === undefined) return {};
  const facts = { contract, providerName, deadline, reference, links: words.packs.links(deadline.terms) };
  try {
    return { lead: fillLead(lead, triggerData === undefined ? facts : { ...facts, data: triggerData }) };
  } catch (error) {
    if (error instanceof LeadPlaceholderError && error.reason === 'no-value') return { missing: error.placeholder };
    throw error;
  }
}
