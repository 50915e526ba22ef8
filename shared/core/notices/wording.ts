import { type Deadline, type Party, type Rung, takesNoTime } from '../deadlines/deadline.ts';
import { formatDay } from '../words/days.ts';
import { type EndInWords, endInWords, endKind, limitInWords } from '../words/ends.ts';
import { figureInWords } from '../words/money.ts';
import { atOnceHeadline, atOnceInWords } from './at-once.ts';

/** The reader of a letter, and the names of both parties. */
export interface Voice {
  readonly reader: Party;
  readonly customer: string;
  readonly provider: string;
}

type Kind = Rung['kind'];
/** The steps of a deadline that stands. */
type Standing = Exclude<Kind, 'called-off'>;
type Sentences = Readonly<Record<Standing, string>>;

/**
 * What this step of the clause means for its reader, in full sentences. Days are always named, never "today" or "in
 * three days", so that the letter is still right when it is read late or sent again.
 */
export function whatItMeans(deadline: Deadline, kind: Kind, voice: Voice): readonly string[] {
  if (kind === 'called-off') return offInWords(deadline, voice);
  if (takesNoTime(deadline)) return [atOnceInWords(deadline, kind)];
  const limit = limitInWords(deadline);
  switch (deadline.nature) {
    case 'obligation':
      if (usedUp(deadline, kind))
        return [
          `What this clause allows was used up on ${endInWords(deadline.instant, deadline.timezone)}.`,
          ...ifDone(deadline, kind, voice),
        ];
      return [obligation(limit, actor(deadline, voice))[kind], ...ifDone(deadline, kind, voice)];
    case 'right':
      return [right(limit, actor(deadline, voice))[kind], ...ifDone(deadline, kind, voice)];
    case 'effect':
      return [effect(limit)[kind]];
    case 'window':
      return [window(limit, actor(deadline, voice))[kind]];
    case 'figure':
      return [figureSentence(deadline)];
  }
}

/** The table row (label and value) with the party that acts or is concerned; undefined if the obligation is met. */
export function whoActs(deadline: Deadline, kind: Kind, voice: Voice): readonly [string, string] | undefined {
  const named = (party: Party) => (party === voice.reader ? `You, ${voice[party]}` : voice[party]);
  const who = named(deadline.obligor);
  if (kind === 'called-off') return ['Whom it concerns', who];
  switch (deadline.nature) {
    case 'obligation':
      return deadline.state === 'met' ? undefined : ['Who has to act', who];
    case 'right':
      return kind === 'lapsed' || takesNoTime(deadline)
        ? ['Who may act', named(deadline.beneficiary)]
        : ['Who can prevent it', who];
    case 'window':
      return ['Who may act', who];
    case 'effect':
    case 'figure':
      return ['Whom it concerns', who];
  }
}

/** The headline of the letter, after the word for the step. */
export function headline(deadline: Deadline, kind: Kind): string {
  if (kind === 'called-off') return `${deadline.title}: called off for ${formatDay(deadline.date)}`;
  if (takesNoTime(deadline)) return atOnceHeadline(deadline, kind);
  const { nature, title } = deadline;
  const { brief: day } = limitInWords(deadline);
  const over = kind === 'lapsed';
  switch (nature) {
    case 'obligation':
      if (usedUp(deadline, kind)) return `${title}: allowance used up on ${day}`;
      return over ? `${title}: not met by ${day}` : `${title}: by ${day}`;
    case 'right':
      return over ? `${title}: right arisen after ${day}` : `${title}: last day to prevent it is ${day}`;
    case 'effect':
      if (endKind(deadline) === 'begins')
        return over ? `${title}: in effect since ${day}` : `${title}: takes effect on ${day}`;
      return over ? `${title}: in effect after ${day}` : `${title}: takes effect after ${day}`;
    case 'window':
      return over ? `${title}: closed after ${day}` : `${title}: possible until ${day}`;
    case 'figure':
      return `${title}: as of ${formatDay(deadline.date)}`;
  }
}

/** The labels of the last day and its exact end in the table of facts. */
export function dateLabels(deadline: Deadline, kind: Kind): { readonly day: string; readonly end: string } {
  if (kind === 'called-off') return { day: 'Day that is off', end: 'It was to be' };
  if (deadline.nature === 'figure') return { day: 'As of', end: 'Up to' };
  if (takesNoTime(deadline)) return { day: 'Day', end: 'Exact moment' };
  if (endKind(deadline) === 'begins') return { day: 'Takes effect on', end: 'It begins' };
  if (deadline.nature === 'effect') return { day: 'Last day before it', end: 'Takes effect at' };
  return kind === 'lapsed' ? { day: 'Date reached', end: 'Exact moment' } : { day: 'Last day', end: 'It ends' };
}

/** A used-up allowance lapses at the moment it is used up. No party missed a day. */
function usedUp(deadline: Deadline, kind: Kind): boolean {
  return kind === 'lapsed' && deadline.allowance?.usedUp === true;
}

interface Actor {
  readonly have: string;
  readonly may: string;
}

function actor(deadline: Deadline, voice: Voice): Actor {
  if (deadline.obligor === voice.reader) return { have: 'You have', may: 'You may' };
  const name = voice[deadline.obligor];
  return { have: `${name} has`, may: `${name} may` };
}

const NOTHING_YET = 'So far nothing on record shows that this has been done.';

function obligation({ end, last, brief }: EndInWords, { have }: Actor): Sentences {
  return {
    opened: `${have} until ${end} to do what this clause asks.`,
    opens: `${have} until ${end} to do what this clause asks. The time for it has begun.`,
    reminder: `${have} until ${end} to do what this clause asks. ${NOTHING_YET}`,
    due: `${last} for doing what this clause asks. ${NOTHING_YET}`,
    lapsed: `This date has been reached: ${brief}. Nothing on record shows that the clause was met.`,
  };
}

function right({ end, last, brief }: EndInWords, { have }: Actor): Sentences {
  const otherwise = 'When that time is over, the right that this clause gives arises.';
  return {
    opened: `${have} until ${end} to prevent what this clause allows. ${otherwise}`,
    opens: `${have} until ${end} to prevent what this clause allows. ${otherwise}`,
    reminder: `${have} until ${end} to prevent what this clause allows. ${NOTHING_YET} ${otherwise}`,
    due: `${last} for preventing what this clause allows. ${NOTHING_YET} ${otherwise}`,
    lapsed: `The time for preventing what this clause allows ended with ${brief}. Nothing on record shows that it was prevented, so the right that this clause gives has arisen.`,
  };
}

function effect({ after, passed }: EndInWords): Sentences {
  const pending = `What this clause provides takes effect by itself ${after}.`;
  return {
    opened: pending,
    opens: pending,
    reminder: pending,
    due: pending,
    lapsed: `What this clause provides took effect ${passed}.`,
  };
}

function window({ end, last }: EndInWords, { may }: Actor): Sentences {
  return {
    opened: `${may} use what this clause offers until ${end}. Using it is optional.`,
    opens: `${may} use what this clause offers until ${end}. Using it is optional.`,
    reminder: `${may} use what this clause offers until ${end}. So far nothing on record shows that it has been used.`,
    due: `${last} for using what this clause offers. So far nothing on record shows that it has been used.`,
    lapsed: `What this clause offers could be used until ${end}. Nothing on record shows that it was used by then.`,
  };
}

function figureSentence(deadline: Deadline): string {
  const day = formatDay(deadline.date);
  return deadline.figure === undefined
    ? `This clause has been worked out as of ${day}.`
    : `The sum under this clause, as of ${day}, is ${figureInWords(deadline)}.`;
}

function offInWords({ date }: Deadline, { reader, provider }: Voice): readonly string[] {
  const off = `What the earlier letter said of ${formatDay(date)} does not hold any more.`;
  if (reader === 'provider') return [off];
  return [off, `If your own records differ, please tell ${provider} and quote the reference of this notice.`];
}

/** What to do if the record lacks something that has happened. */
function ifDone(deadline: Deadline, kind: Kind, voice: Voice): readonly string[] {
  if (kind === 'opened' || kind === 'opens') return [];
  if (voice.reader === 'provider') {
    if (usedUp(deadline, kind))
      return ['If an outage is missing its end, or was excused, record that and the count is made again.'];
    return ['If it has been done in time, record the event and this deadline is closed with it.'];
  }
  const done = kind === 'lapsed' ? 'If it was done in time' : 'If it has already been done';
  const differs = deadline.obligor === 'customer' ? done : 'If your own records differ';
  return [`${differs}, please tell ${voice.provider} and quote the reference of this notice.`];
}
