import type { Deadline } from '../deadlines/deadline.ts';
import { isNeverOver } from '../deadlines/missed.ts';
import type { MissedStep } from '../deadlines/progress.ts';
import type { PinnedContract } from '../events/contract.ts';
import { endInWords, limitInWords, momentInWords } from '../words/ends.ts';
import type { Words } from '../words/words.ts';
import type { Letter } from './letter.ts';
import { noticeReference } from './notice.ts';
import { customerName, deadlineFacts, explanation, type RenderedMessage, rendered, repetitionNote } from './render.ts';

export interface MissedStepsInput {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly deadline: Deadline;
  /** At least one. */
  readonly missed: readonly MissedStep[];
  /** How many steps were missed before these, of which no more is known. */
  readonly before: number;
  /** Whether the deadline's last instant has passed. */
  readonly isOver: boolean;
  /** Whether a fact has closed or moved the deadline since. */
  readonly isChanged: boolean;
  readonly noticeId: string;
  /** The words for the sentences of the explanation. */
  readonly words: Words;
}

/** The letter that tells the provider's operations which steps of a deadline told their readers nothing in their time. */
export function renderMissedSteps(input: MissedStepsInput): RenderedMessage {
  const { contract, providerName, deadline, missed, before, isOver, isChanged, noticeId, words } = input;
  const reference = noticeReference(noticeId);
  const customer = customerName(contract);
  const named = { customer, provider: providerName };
  const readers = [...new Set(missed.map(({ party }) => named[party]))].join(' and ');
  const heading = `Nothing went out in time to ${readers}`;
  const voice = { reader: 'provider', customer, provider: providerName } as const;
  const { timezone, instant } = deadline;
  const end = endInWords(instant, timezone);
  const letter: Letter = {
    subject: `Action needed: nothing went out in time to ${readers}, last day ${limitInWords(deadline).brief} [ref ${reference}]`,
    kicker: 'Action needed',
    heading,
    salutation: `To ${providerName}, operations:`,
    lead: `These steps of “${deadline.title}” fell due, and nothing went out in time. ${since(input, end)}`,
    paragraphs: [],
    lists: [
      {
        title: 'What did not go out',
        items: [
          ...(before > 0 ? [`Steps before these: ${before}.`] : []),
          ...missed.map(({ step, party, dueAt, overAt }) => {
            const late = isNeverOver(deadline, step) && !isChanged;
            const fate = late ? 'it goes out now' : `of no use since ${momentInWords(overAt, timezone)}`;
            return `Step ${step} to ${named[party]}: due on ${momentInWords(dueAt, timezone)}, ${fate}.`;
          }),
        ],
      },
    ],
    actions: {
      title: 'What to do now',
      items: [
        'Look at the alarms and logs of that time for what held it up.',
        isOver || isChanged
          ? `Decide whether ${readers} can be held to a date that was not announced.`
          : `Reach ${readers} in another way, if possible before that moment.`,
        `Record on contract ${contract.id} what was done and when.`,
      ],
    },
    facts: deadlineFacts({ contract, deadline, kind: isOver ? 'lapsed' : 'reminder', voice, reference, words }),
    explanation: explanation(deadline, words),
    signature: `Clauseclock, for ${providerName}`,
    footer: repetitionNote(reference),
    tone: 'warning',
  };
  return rendered(letter, 'en');
}

function since({ isOver, isChanged }: MissedStepsInput, end: string): string {
  if (isChanged) return 'Since then a fact was recorded that closed or moved it, so they do not go out any more.';
  if (isOver) return `The time that counts ended on ${end}.`;
  return `The time that counts ends on ${end}; the letter of the latest step goes out now.`;
}
