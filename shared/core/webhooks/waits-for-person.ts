/** What is parked for this reason goes on by itself, when its contract appears; for any other, a person has to do something. */
export const UNKNOWN_CONTRACT = 'unknown-contract';

const FOR_A_PERSON: ReadonlySet<string> = new Set(['failed', 'ambiguous', 'set-aside']);

/** What became of one fact of a webhook. */
interface Fact {
  readonly state: string;
  readonly reason?: string | undefined;
}

/** Whether a fact goes on only if a person does something. */
export function factWaitsForPerson({ state, reason }: Fact): boolean {
  return FOR_A_PERSON.has(state) || (state === 'parked' && reason !== UNKNOWN_CONTRACT);
}

/** Whether a webhook does: one that is parked by any of its facts. */
export function webhookWaitsForPerson({
  state,
  facts,
}: {
  readonly state: string;
  readonly facts: readonly Fact[];
}): boolean {
  return FOR_A_PERSON.has(state) || (state === 'parked' && facts.some(factWaitsForPerson));
}
