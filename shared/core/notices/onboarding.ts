import type { InstantText, Zone } from '../calendar/types.ts';
import type { Deadline } from '../deadlines/deadline.ts';
import type { PinnedContract } from '../events/contract.ts';
import { isBareDay } from '../events/event.ts';
import { formatDay } from '../words/days.ts';
import { inTime, limitInWords, momentInWords } from '../words/ends.ts';
import type { Letter, NumberedList } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, type RenderedMessage, rendered, repetitionNote } from './render.ts';

/** The most deadlines that each list of the letter names; the others are counted. */
export const MOST_LISTED = 40;

/** A deadline, and the kinds of event that meet or end it. */
export interface ListedDeadline {
  readonly deadline: Deadline;
  readonly closedBy: readonly string[];
}

export interface OnboardingInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  /** The label of the terms in force. */
  readonly terms: string;
  readonly recordedAt: InstantText;
  /** The zone in which times are told. */
  readonly timezone: Zone;
  readonly noticeId: string;
  /** What was over when the contract was recorded, by last instant. */
  readonly over: readonly ListedDeadline[];
  /** What is open, or paused, by last instant. */
  readonly open: readonly ListedDeadline[];
  /** The first occurrences of clauses with earlier cycles, which are not tracked, where the end of each brought something about. */
  readonly granted: readonly Deadline[];
}

/**
 * The letter that tells the provider's operations what was over and what was open when a contract was recorded after its
 * clocks had begun, what was taken to have happened, and what to record if it did not.
 */
export function renderOnboarding(input: OnboardingInput): RenderedMessage {
  const { contract, providerName, recordedAt, timezone, over, open, granted } = input;
  const { id } = contract;
  const reference = noticeReference(input.noticeId);
  const customer = customerName(contract);
  const heading = `Contract ${id} was recorded after its deadlines began`;
  const letter: Letter = {
    subject: `To be checked: contract ${id} was recorded after its deadlines began [ref ${reference}]`,
    kicker: 'To be checked',
    heading,
    salutation: `To ${providerName}, operations:`,
    lead: `The contract with ${customer} was recorded on ${momentInWords(recordedAt, timezone)}. Some of its deadlines had begun before, and nobody watched them until then.`,
    paragraphs: [
      ...(over.length === 0
        ? []
        : [
            `${counted(over.length, 'deadline was', 'deadlines were')} over by then. No letter tells of an end that nobody watched. What it is taken to bring about is recorded, and is undone once an event is recorded that came in time.`,
          ]),
      ...(open.length === 0
        ? []
        : [
            `${counted(open.length, 'deadline is', 'deadlines are')} open. Letters about what is open go out as usual, to ${customer} as well, and rest on what is on record.`,
          ]),
    ],
    actions: {
      title: 'What to settle',
      items: [
        `Go through the lists below. Each line names the kinds of event that settle it. Where one of them has happened and is not on record, record it with the day on which it happened: POST /contracts/${id}/events with “kind” and “occurredAt”.`,
        'Where a line is right as it stands, there is nothing to do.',
      ],
    },
    lists: [
      listed('What was over', over.slice(-MOST_LISTED).map(lineOfOver), { all: over, id, cut: 'earlier' }),
      listed('What is open', open.slice(0, MOST_LISTED).map(lineOfOpen), { all: open, id, cut: 'later' }),
      { title: 'What is taken for granted', items: granted.slice(0, MOST_LISTED).map(lineOfGranted) },
    ],
    facts: [
      ['Contract', `${id}, ${customer} with ${providerName}`],
      ['Recorded on', momentInWords(recordedAt, timezone)],
      ...(contract.startsOn === undefined ? [] : [['Starts on', formatDay(contract.startsOn)] as const]),
      ['Terms', input.terms.replace('@', ', version ').replace('+', ', revision ')],
      ['Reference', reference],
    ],
    signature: `Clauseclock, for ${providerName}`,
    footer: [...repetitionNote(reference), `Sent automatically under contract ${id}.`],
    tone: over.length === 0 ? 'plain' : 'warning',
  };
  return rendered(letter, 'en');
}

interface Counting {
  readonly all: readonly ListedDeadline[];
  readonly id: string;
  /** Which of them are left out. */
  readonly cut: 'earlier' | 'later';
}

function listed(title: string, lines: readonly string[], { all, id, cut }: Counting): NumberedList {
  const more = all.length - lines.length;
  const rest = `${more} ${cut} ${more === 1 ? 'one is' : 'ones are'} not listed here: GET /contracts/${id}/deadlines.`;
  return { title, items: more === 0 ? lines : [...lines, rest] };
}

function lineOfOver({ deadline, closedBy }: ListedDeadline): string {
  const { title, ref } = deadline;
  // What would have prevented a right may also end it later, unless the right brought something about.
  const endsLater = deadline.nature === 'right' && !bringsAbout(deadline);
  const when = endsLater ? '' : `, if it happened ${inTime(deadline)}`;
  return `${title} (${ref}), ${limitInWords(deadline).brief}: ${takenToBe(deadline)}.${settledBy(closedBy, when)}`;
}

/** What the end of a deadline that nobody watched is taken to mean. */
function takenToBe(deadline: Deadline): string {
  const { state, nature, onLapse, obligor, timezone } = deadline;
  if (state === 'met') return 'taken as kept';
  if (bringsAbout(deadline)) {
    const { kind, occurredAt } = onLapse;
    const when = isBareDay(occurredAt) ? formatDay(occurredAt) : momentInWords(occurredAt, timezone);
    return `taken to bring about ${kind} of ${when}`;
  }
  switch (nature) {
    case 'obligation':
      return `taken as not done by the ${obligor}`;
    case 'right':
      return 'the right is taken to have arisen';
    case 'window':
      return 'taken as not used';
    default:
      return 'taken to have happened';
  }
}

/** Whether its lapse is recorded as an event that its clause names. */
function bringsAbout({ onLapse }: Deadline): boolean {
  return onLapse.kind !== 'deadline.lapsed';
}

function lineOfOpen({ deadline, closedBy }: ListedDeadline): string {
  const { title, ref, paused } = deadline;
  const until = paused ? `paused since ${formatDay(paused.since)}` : `until ${limitInWords(deadline).end}`;
  return `${title} (${ref}), ${until}.${settledBy(closedBy)}`;
}

function lineOfGranted({ title, ref, date, onLapse, untrackedBefore = date }: Deadline): string {
  const day = formatDay(untrackedBefore);
  return `${title} (${ref}), before ${day}: earlier cycles are not tracked, and the contract is taken to have gone on until then (${onLapse.kind}). An event that came in time for one of them is recorded, and does not count. If the contract ended before ${day}, record contract.terminated with the day of its end.`;
}

function settledBy(kinds: readonly string[], when = ''): string {
  return kinds.length === 0 ? '' : ` Settled by ${either(kinds)}${when}.`;
}

/** `payment.received, invoice.credited or invoice.voided` */
function either(kinds: readonly string[]): string {
  return [kinds.slice(0, -1).join(', '), ...kinds.slice(-1)].filter((part) => part !== '').join(' or ');
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
