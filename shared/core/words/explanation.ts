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

/** A step as shown to readers: code, sentence and facts, with the words of the pack it refers to. */
export interface ExplainedStep {
  readonly code: string;
  readonly text: string;
  readonly [fact: string]: unknown;
}

type Explained = Pick<Deadline, 'clause' | 'terms' | 'assumptions' | 'steps'>;

/** A deadline as shown to readers, without its explanation, which is often the larger part. */
export type ShownInBrief<Told extends Deadline> = Omit<Told, 'assumptions' | 'steps' | 'ladder'> & {
  readonly ladder: readonly ToldRung[];
};

/** A deadline as shown to readers, with its explanation in words. */
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

/** The sentence of a step. */
export function explainedStep(step: ExplanationStep, words: Words): ExplainedStep {
  if (step.code === 'told') return step.step;
  if (step.code === 'unknown') return { ...step.step, text: words.say('step.unknown', { code: step.step.code }) };
  if (isOfCounting(step)) return explainedCount(step, words.say);
  const { code, option, ...facts } = step;
  const sentence = BESIDE_COUNTING[code] as (facts: DeadlineStep, words: Words) => string;
  return { code, text: sentence(step, words), ...facts, ...packFacts(step, words), ...marked(option) };
}

/** The sentence of a step of a count, which needs no pack's words. */
export function explainedCount(step: CountingStep, say: Say = english): ExplainedStep {
  const { code, option, ...facts } = step;
  const sentence = COUNTING_SENTENCES[code] as (facts: CountingStep, say: Say) => string;
  return { code, text: sentence(step, say), ...facts, ...marked(option) };
}

/** For several counts, `part` says to which of them a step belongs. */
function marked(option: number | undefined): { readonly part?: number } {
  return option === undefined ? {} : { part: option };
}

/** The sentences of an explanation in two parts: the assumptions, and all other steps. */
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

/** Steps that a brief explanation leaves out: the clause, assumptions, the start of the count, and moments in UTC. */
const BESIDE_THE_COUNT: ReadonlySet<string> = new Set<CountingCode | DeadlineCode>([
  'clause',
  'assumption',
  'fact',
  'basis',
  'anchor-day',
  'anchor-moment',
  'allowance',
  'corrected',
  'ends',
]);

/** Steps about the outcome of the deadline. */
const OUTCOME: ReadonlySet<string> = new Set<DeadlineCode>([
  'met',
  'met-late',
  'ended',
  'arisen',
  'contract-ended',
  'lapsed',
  'late-known',
  'late-read',
  'paused',
]);

/** How the day of a deadline was found, in a few sentences; `withOutcome` adds the outcome. */
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
