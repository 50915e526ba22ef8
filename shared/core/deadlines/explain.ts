import type { DeadlineCode, DeadlineFacts, ExplanationStep } from './explanation-facts.ts';

/** One step of a deadline's explanation: what was done, and the facts it rests on. Sentences are made on reading. */
export function explain<Code extends DeadlineCode>(code: Code, facts: DeadlineFacts[Code]): ExplanationStep {
  return { code, ...facts } as ExplanationStep;
}
