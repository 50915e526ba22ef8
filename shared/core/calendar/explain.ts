import type { CountingCode, CountingFacts, CountingStep } from './explanation-facts.ts';

/** One step of an explanation: its code and its facts. The sentence is made when the step is read. */
export function explain<Code extends CountingCode>(code: Code, facts: CountingFacts[Code]): CountingStep {
  return { code, ...facts } as CountingStep;
}
