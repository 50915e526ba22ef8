import type { Violation } from './oracle/violations.ts';

interface KnownOpen {
  readonly code: string;
  readonly why: string;
}

/** Faults of the product that are known and still open: none. The simulator tells how often it meets them, and does not fail. */
export const KNOWN_OPEN: readonly KnownOpen[] = [];

export function isKnownOpen({ code }: Pick<Violation, 'code'>): boolean {
  return KNOWN_OPEN.some((open) => open.code === code);
}
