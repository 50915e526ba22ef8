import type { Violation } from './oracle/violations.ts';

/** Faults of the product that are known and still open. The simulator tells how often it meets them, and does not fail. */
export const KNOWN_OPEN: readonly { readonly code: string; readonly why: string }[] = [
  {
    code: 'cancelled-then-reopened',
    why: 'A letter that was cancelled unsent is not sent when what ended its deadline is withdrawn: the step counts as done.',
  },
];

export function isKnownOpen({ code }: Pick<Violation, 'code'>): boolean {
  return KNOWN_OPEN.some((open) => open.code === code);
}
