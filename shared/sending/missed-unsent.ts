import type { LoadedContract } from '../aws/table/table.ts';
import type { Deadline } from '../core/deadlines/deadline.ts';
import { overAt } from '../core/deadlines/missed.ts';
import type { DeadlineNotice } from '../core/notices/record.ts';
import type { PlanningDependencies } from '../recording/dependencies.ts';
import { planWith } from '../recording/plan-contract.ts';
import { laterBy } from '../runtime/clock.ts';

/** By how much the clocks of two functions may differ: of one that records a fact, and of one that prepares a letter. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * How a letter that the facts do not want any more was missed: it was over for its reader before they said so. Undefined if they
 * did while it was still of use, or if it had to wait when it was over (an instant in UTC).
 *
 * A reminder of 28 November that could not be sent until the due letter fell due on 5 December is missed (`overtaken`), also
 * where the payment is recorded on 5 December before anything can be sent again; not so where it is recorded on 4 December.
 */
export function missedUnsent(
  dependencies: PlanningDependencies,
  loaded: LoadedContract,
  notice: DeadlineNotice,
  waitedAt: (end: string) => boolean,
): 'overtaken' | 'too-late' | undefined {
  const told = asRecordedAt(dependencies, loaded, notice, laterBy(notice.createdAt, CLOCKS_DIFFER_MS));
  if (!told || !isSame(told.instant, notice.latest)) return undefined;
  const end = overAt(told, notice.step, notice.party);
  if (end === undefined || Date.parse(dependencies.clock.now()) < Date.parse(end)) return undefined;
  if (waitedAt(end)) return undefined;
  const then = asRecordedAt(dependencies, loaded, notice, end);
  if (then?.state !== 'open' || !isSame(then.instant, told.instant)) return undefined;
  return isSame(end, told.instant) ? 'too-late' : 'overtaken';
}

/** The deadline of a notice by the facts that were recorded before an instant (UTC). */
function asRecordedAt(
  dependencies: PlanningDependencies,
  { events, head, ...loaded }: LoadedContract,
  notice: DeadlineNotice,
  at: string,
): Deadline | undefined {
  const known = events.filter(({ recordedAt }) => Date.parse(recordedAt) < Date.parse(at));
  const planned = planWith(dependencies, { ...loaded, head, events: known }, []);
  if (planned.outcome === 'rejected') return undefined;
  return planned.plan.deadlines.find(({ id }) => id === notice.deadline);
}

function isSame(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other);
}
