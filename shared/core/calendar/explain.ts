import type { CountingCode, CountingFacts, CountingStep } from './explanation-facts.ts';

/** One step of an explanation: what was done, and the facts it rests on. Sentences are made on reading. */
export function explain<Code extends CountingCode>(code: Code, facts: CountingFacts[Code]): CountingStep {
  return { code, ...facts } as CountingStep;
}
