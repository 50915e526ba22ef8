import type { Say } from './say.ts';

/** `a and b and c`; the empty text for an empty list. */
export function joined(parts: readonly string[], say: Say): string {
  return parts.length === 0 ? '' : parts.reduce((first, last) => say('list.and', { first, last }));
}
