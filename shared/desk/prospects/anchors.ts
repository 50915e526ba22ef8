import { anchorsOf, singlesIn } from '../../core/terms/counting.ts';
import type { ClauseInForce } from '../../core/terms/in-force.ts';

/** Every day that a clause may count from. */
export function anchorsIn({ clause: { period, window, atOnce } }: ClauseInForce): string[] {
  const countings = [period, window?.opens, window?.closes].flatMap((counting) =>
    counting ? singlesIn(counting) : [],
  );
  return [
    ...countings.flatMap(anchorsOf),
    ...(window?.until === undefined ? [] : [window.until]),
    ...(typeof atOnce === 'object' ? [atOnce.from] : []),
  ];
}

/** Whether a clause's day depends on where its cycle begins or ends. */
export function countsOnCycle(rule: ClauseInForce): boolean {
  const { period } = rule.clause;
  const toItsEnd = period !== undefined && singlesIn(period).some(({ endsWith }) => endsWith === 'cycle');
  return toItsEnd || anchorsIn(rule).some((anchor) => anchor.startsWith('cycle.'));
}
