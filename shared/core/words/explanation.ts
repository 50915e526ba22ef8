import type { CountingCode, CountingStep } from '../calendar/explanation-facts.ts';
import type { Deadline } from '../deadlines/deadline.ts';
import { explanationOf } from '../deadlines/explanation.ts';
import type { DeadlineCode, ExplanationStep } from '../deadlines/explanation-facts.ts';
import { COUNTING_SENTENCES } from './counting-sentences.ts';
import { END_SENTENCES, GROUND_SENTENCES, titleOf, whyOf } from './ground-sentences.ts';
import { HISTORY_SENTENCES } from './history-sentences.ts';
import { type ToldRung, toldLadder } from './ladder.ts';
import { english, type Say } from './say.ts';
import type { Words } from './words.ts';

/** A step as it is shown: its code, its sentence and its facts, with the words of the pack that it speaks of. */
export interface ExplainedStep {
  readonly code: string;
  readonly text: string;
  readonly [fact: string]: unknown;
}

type Explained = Pick<Deadline, 'clause' | 'terms' | 'assumptions' | 'steps'>;

/** A deadline as it is shown without its explanation, which is often the larger part. */
export type ShownInBrief<Told extends Deadline> = Omit<Told, 'assumptions' | 'steps' | 'ladder'> & {
  readonly ladder: readonly ToldRung[];
};

/** A deadline as it is shown, its explanation in words. */
export function shown<Told extends Deadline>(
  deadline: Told,
  words: Words,
): ShownInBrief<Told> & { readonly steps: readonly ExplainedStep[] } {
  return { ...shownInBrief(deadline, words), steps: explained(deadline, words) };
}

export function shownInBrief<Told extends Deadline>(deadline: Told, words: Words): ShownInBrief<Told> {
  const { assumptions: _assumptions, steps: _steps, ladder: _ladder, ...rest } = deadline;
  return { ...rest, ladder: toldLadder(deadline, words) };
}

/** The whole explanation of a deadline, step by step. */
export function explained(deadline: Explained, words: Words): ExplainedStep[] {
  return explanationOf(deadline).map((step) => explainedStep(step, words));
}

/** A step in its sentence. */
export function explainedStep(step: ExplanationStep, words: Words): ExplainedStep {
  if (step.code === 'told') return step.step;
  if (step.code === 'unknown') return { ...step.step, text: words.say('step.unknown', { code: step.step.code }) };
  if (isOfCounting(step)) return explainedCount(step, words.say);
  const { code, option, ...facts } = step;
  const sentence = BESIDE_COUNTING[code] as (facts: DeadlineStep, words: Words) => string;
  return { code, text: sentence(step, words), ...facts, ...packFacts(step, words), ...marked(option) };
}

/** A step of a count in its sentence, for which no pack's words are needed. */
export function explainedCount(step: CountingStep, say: Say = english): ExplainedStep {
  const { code, option, ...facts } = step;
  const sentence = COUNTING_SENTENCES[code] as (facts: CountingStep, say: Say) => string;
  return { code, text: sentence(step, say), ...facts, ...marked(option) };
}

/** The count among several to which a step belongs is shown as its `part`. */
function marked(option: number | undefined): { readonly part?: number } {
  return option === undefined ? {} : { part: option };
}

/** The sentences of an explanation: what a deadline rests on beyond the document's words, and everything else. */
export function explanationInParts(
  deadline: Explained,
  words: Words,
): { readonly assumptions: readonly string[]; readonly why: readonly string[] } {
  const steps = explained(deadline, words);
  const isAssumption = ({ code }: ExplainedStep) => code === 'assumption';
  return {
    assumptions: steps.filter(isAssumption).map(({ statement, text }) => String(statement ?? text)),
    why: steps.filter((step) => !isAssumption(step)).map(({ text }) => text),
  };
}

/** What a brief account leaves out: the clause, what is assumed, where the count starts, and moments in UTC. */
const BESIDE_THE_COUNT: ReadonlySet<string> = new Set<CountingCode | DeadlineCode>([
  'clause',
  'assumption',
  'fact',
  'basis',
  'anchor-day',
  'anchor-moment',
  'allowance',
  'ends',
]);

/** What came of the deadline after it was counted. */
const OUTCOME: ReadonlySet<string> = new Set<DeadlineCode>([
  'met',
  'met-late',
  'ended',
  'arisen',
  'contract-ended',
  'lapsed',
  'paused',
]);

/** How the day of a deadline was found, in a few sentences; `withOutcome` also tells what came of it. */
export function briefExplanation(deadline: Explained, withOutcome: boolean, words: Words): string[] {
  return explained(deadline, words)
    .filter(({ code }) => !BESIDE_THE_COUNT.has(code) && (withOutcome || !OUTCOME.has(code)))
    .map(({ text }) => text);
}

type DeadlineStep = Extract<ExplanationStep, { readonly code: DeadlineCode }>;

const BESIDE_COUNTING = { ...GROUND_SENTENCES, ...END_SENTENCES, ...HISTORY_SENTENCES };

function isOfCounting(step: CountingStep | DeadlineStep): step is CountingStep {
  return step.code in COUNTING_SENTENCES;
}

/** The words of the pack that a step names. */
function packFacts(step: DeadlineStep, { packs }: Words): Readonly<Record<string, unknown>> {
  switch (step.code) {
    case 'clause':
      return { ...packs.clause(step.terms, step.clause) };
    case 'assumption':
      return { statement: packs.assumption(step.terms, step.assumption) };
    case 'setting':
      return { why: whyOf(step, packs) };
    case 'requirement':
      return { requirement: packs.requirement(step.terms, step.clause) };
    case 'because-of':
    case 'parent-day':
    case 'parent-settled':
    case 'no-next-cycle':
      return { title: titleOf(step, packs) };
    case 'limits':
      return { limits: step.limits.map((limit) => ({ ...limit, title: titleOf(limit, packs) })) };
    default:
      return {};
  }
}
