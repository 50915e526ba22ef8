import type { StoredProposal } from '../aws/table/proposals.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { FIRST_EDITION, newestEdition } from '../core/calendar/editions.ts';
import { CalendarError } from '../core/calendar/errors.ts';
import { holidayCalendar } from '../core/calendar/holidays.ts';
import type { Deadline } from '../core/deadlines/deadline.ts';
import { type Proposal, proposalsOf } from '../core/deadlines/proposals.ts';
import { OF_TERMS, type RevisionProposal, readingToPropose, revisionProposalOf } from '../core/deadlines/revisions.ts';
import { sameJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN, isAboutCounting } from '../core/events/kinds.ts';
import { causeNameOf } from '../proposals/cause.ts';
import type { RecordingDependencies } from './dependencies.ts';
import type { Planned } from './plan-contract.ts';

/** That a deadline be counted with another edition, or that the contract be read by corrected readings. */
export type AnyProposal = Proposal | RevisionProposal;

type Proposing = Pick<RecordingDependencies, 'catalog' | 'holidays' | 'clock'>;

/**
 * The proposals about a contract, as its events, the tables and the terms at hand give them; none about a contract that cannot
 * be planned, whose deadlines stay as they are stored. `only`: the one about a deadline, or about its terms (`OF_TERMS`).
 */
export function proposalsAbout(
  dependencies: Proposing,
  { head, events }: Pick<LoadedContract, 'head' | 'events'>,
  only?: string,
): AnyProposal[] {
  const { catalog, holidays, clock } = dependencies;
  const input = { contract: head.contract, events, catalog, holidays };
  try {
    const ofTerms = only === undefined || only === OF_TERMS ? revisionProposalOf(input, clock.now()) : undefined;
    return [...(ofTerms ? [ofTerms] : []), ...(only === OF_TERMS ? [] : proposalsOf(input, only))];
  } catch (error) {
    if (error instanceof CalendarError) return [];
    throw error;
  }
}

type Tables = Pick<RecordingDependencies, 'holidays'>;

/**
 * True if what is proposed about a contract may change with these events: it has to be settled then. Most contracts are
 * counted with the newest edition and read by the newest revisions throughout, and nothing is read or planned for them.
 */
export function changesProposals(
  dependencies: Tables,
  loaded: Pick<LoadedContract, 'head' | 'events'>,
  added: readonly ContractEvent[],
  { changes, plan }: Pick<Planned, 'changes' | 'plan'>,
): boolean {
  const withdrawn = added.flatMap(({ kind, data }) => (kind === EVENT_WITHDRAWN ? [data.event] : []));
  const decisions = [...added, ...loaded.events.filter(({ id }) => withdrawn.includes(id))];
  if (decisions.some(({ kind }) => isAboutCounting(kind))) return true;
  if (readingToPropose(plan.agreement, [...loaded.events, ...added]) !== undefined) return true;
  const touched = changes.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  return mayBeProposed(dependencies, loaded, touched);
}

/** Whether something may be proposed about any of these deadlines of a contract. */
function mayBeProposed(
  { holidays }: Tables,
  { head, events }: Pick<LoadedContract, 'head' | 'events'>,
  deadlines: readonly Pick<Deadline, 'calendar'>[],
): boolean {
  if (deadlines.length === 0 || newestEdition(holidays) === undefined) return false;
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
  dependencies: Proposing & Pick<RecordingDependencies, 'table'>,
  loaded: LoadedContract,
  planned: Pick<Planned, 'plan'>,
): Promise<number | undefined> {
  const { head, deadlines } = loaded;
  const { proposals } = dependencies.table;
  const contract = head.contract.id;
  const before = new Map((await proposals.about(contract)).map((one) => [one.deadline, one]));
  const now = dependencies.clock.now();
  const mayBe =
    readingToPropose(planned.plan.agreement, loaded.events) !== undefined ||
    mayBeProposed(dependencies, loaded, [...deadlines, ...planned.plan.deadlines]);
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
function since(proposal: AnyProposal, before: StoredProposal | undefined): string | undefined {
  if (before === undefined || causeNameOf(before.cause) !== causeNameOf(proposal.cause)) return undefined;
  return editionOf(before) === editionOf(proposal) ? before.since : undefined;
}

function editionOf(proposal: AnyProposal): number | undefined {
  return 'revised' in proposal ? undefined : proposal.edition;
}
