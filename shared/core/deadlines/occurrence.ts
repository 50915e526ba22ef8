import { createHash } from 'node:crypto';
import type { Zone } from '../calendar/types.ts';
import type { Fact } from '../events/event.ts';
import { instantOf } from '../events/event.ts';
import type { Clause, EventMatches } from '../terms/clause.ts';

const LONGEST_SUBJECT = 100;

/** What one occurrence of a clause is about: this invoice, this change. Undefined where the contract itself is meant. */
export function subjectOf(clause: Clause, fact: Fact): string | undefined {
  const value = clause.about === undefined ? undefined : fact.data[clause.about];
  return value === undefined ? undefined : String(value);
}

/** The same clause about the same thing has the same id, whichever message told of it. */
export function deadlineId(clause: string, subject: string | undefined): string {
  if (subject === undefined) return clause;
  const encoded = subject.replaceAll(/[^A-Za-z0-9_.-]/g, encodeCharacter);
  if (encoded.length <= LONGEST_SUBJECT) return `${clause}~${encoded}`;
  return `${clause}~${createHash('sha256').update(subject).digest('hex').slice(0, 40)}`;
}

export function matches(matches: EventMatches | undefined, fact: Fact): boolean {
  if (matches === undefined) return false;
  return [matches].flat().some((match) => {
    if (typeof match === 'string') return match === fact.kind;
    return (
      match.kind === fact.kind && Object.entries(match.where ?? {}).every(([key, value]) => fact.data[key] === value)
    );
  });
}

/** When a fact takes its place in the order: a lapse at the very instant its deadline ended. */
export function orderingInstant(fact: Fact, zone: Zone): string {
  return fact.cause?.instant ?? instantOf(fact.occurredAt, zone);
}

/** Facts in the order in which they happened. Ties fall the same way whatever order they came in. */
export function inOrder(facts: readonly Fact[], zone: Zone): { fact: Fact; at: string; epoch: number }[] {
  return facts
    .map((fact) => {
      const at = orderingInstant(fact, zone);
      return { fact, at, epoch: Date.parse(at) };
    })
    .sort((a, b) => a.epoch - b.epoch || compare(a.fact.kind, b.fact.kind) || compare(a.fact.id, b.fact.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** `~` and the code point keep ids distinct and safe in a path. */
function encodeCharacter(character: string): string {
  return `~${character.codePointAt(0)?.toString(16)}`;
}
