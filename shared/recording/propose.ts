import type { StoredProposal } from '../aws/table/proposals.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { FIRST_EDITION, newestEdition } from '../core/calendar/editions.ts';
import { CalendarError } from '../core/calendar/errors.ts';
import { holidayCalendar } from '../core/calendar/holidays.ts';
import type { Deadline } from '../core/deadlines/deadline.ts';
import { type Proposal, proposalsOf } from '../core/deadlines/proposals.ts';
import { sameJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN, isAboutCounting } from '../core/events/kinds.ts';
import { causeNameOf } from '../proposals/cause.ts';
import type { RecordingDependencies } from './dependencies.ts';
import type { Planned } from './plan-contract.ts';

/**
 * The proposals about a contract, as its events and the tables at hand give them; none about a contract that cannot be
 * planned, whose deadlines stay as they are stored.
 */
export function proposalsAbout(
  { catalog, holidays }: Pick<RecordingDependencies, 'catalog' | 'holidays'>,
  { head, events }: Pick<LoadedContract, 'head' | 'events'>,
  only?: string,
): Proposal[] {
  try {
    return proposalsOf({ contract: head.contract, events, catalog, holidays }, only);
  } catch (error) {
    if (error instanceof CalendarError) return [];
    throw error;
  }
}

type Tables = Pick<RecordingDependencies, 'holidays'>;

/**
 * True if what is proposed about a contract may change with these events: it has to be settled then. Most contracts are
 * counted with the newest edition throughout, and nothing is read or planned for them.
 */
export function changesProposals(
  dependencies: Tables,
  loaded: Pick<LoadedContract, 'head' | 'events'>,
  added: readonly ContractEvent[],
  { changes }: Pick<Planned, 'changes'>,
): boolean {
  if (newestEdition(dependencies.holidays) === undefined) return false;
  const withdrawn = added.flatMap(({ kind, data }) => (kind === EVENT_WITHDRAWN ? [data.event] : []));
  const decisions = [...added, ...loaded.events.filter(({ id }) => withdrawn.includes(id))];
  if (decisions.some(({ kind }) => isAboutCounting(kind))) return true;
  const touched = changes.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  return mayBeProposed(dependencies, loaded, touched);
}

/** Whether something may be proposed about any of these deadlines of a contract. */
function mayBeProposed(
  { holidays }: Tables,
  { head, events }: Pick<LoadedContract, 'head' | 'events'>,
  deadlines: readonly Pick<Deadline, 'calendar'>[],
): boolean {
  if (deadlines.length === 0) return false;
  if (events.some(({ kind }) => isAboutCounting(kind))) return true;
  if (isCountedOtherwise(holidays, [head.contract, ...events])) return true;
  return deadlines.some(({ calendar }) => newestLabel(calendar, holidays) !== calendar);
}

/** Whether the offsets of zones or the rules of counting differ between the newest edition and the oldest in use. */
function isCountedOtherwise(
  { editions }: RecordingDependencies['holidays'],
  stamped: readonly Pick<ContractEvent, 'edition'>[],
): boolean {
  const oldest = Math.min(...stamped.map(({ edition = FIRST_EDITION }) => edition));
  const [before, after] = [editions[oldest - FIRST_EDITION], editions.at(-1)];
  return before !== undefined && (before.zones !== after?.zones || before.rules !== after.rules);
}

function newestLabel(label: string, holidays: RecordingDependencies['holidays']): string {
  const names = label.split('+').map((part) => part.split('@')[0] ?? part);
  return holidayCalendar(names, holidays).version;
}

/**
 * Brings the stored proposals about a contract in line with its events. Resolves to how many were written or removed;
 * undefined if the contract was written meanwhile, so that it has to be loaded again.
 * @param planned the contract's plan
 */
export async function propose(
  dependencies: Pick<RecordingDependencies, 'catalog' | 'holidays' | 'table' | 'clock'>,
  loaded: LoadedContract,
  planned: Pick<Planned, 'plan'>,
): Promise<number | undefined> {
  const { head, deadlines } = loaded;
  if (newestEdition(dependencies.holidays) === undefined) return 0;
  const { proposals } = dependencies.table;
  const contract = head.contract.id;
  const before = new Map((await proposals.about(contract)).map((one) => [one.deadline, one]));
  const now = dependencies.clock.now();
  const mayBe = mayBeProposed(dependencies, loaded, [...deadlines, ...planned.plan.deadlines]);
  const made = mayBe ? proposalsAbout(dependencies, loaded) : [];
  const wanted = made.map((proposal) => ({
    ...proposal,
    contract,
    since: since(proposal, before.get(proposal.deadline)) ?? now,
  }));
  const written = wanted.filter((one) => !sameJson(one, before.get(one.deadline)));
  const removed = [...before.keys()].filter((deadline) => !wanted.some((one) => one.deadline === deadline));
  const isDone = await proposals.change({ contract, revision: head.revision, written, removed });
  return isDone ? written.length + removed.length : undefined;
}

/** A proposal whose days move with a fact is the same proposal as long as edition and cause stay. */
function since({ edition, cause }: Proposal, before: StoredProposal | undefined): string | undefined {
  const isSame = before?.edition === edition && causeNameOf(before.cause) === causeNameOf(cause);
  return isSame ? before.since : undefined;
}
