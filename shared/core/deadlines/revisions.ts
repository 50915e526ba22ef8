import type { Agreement, NewerReading } from '../agreement/agreement.ts';
import type { InstantText } from '../calendar/types.ts';
import type { EventData, Fact } from '../events/event.ts';
import { PROPOSAL_DECLINED, TERMS_REVISED } from '../events/kinds.ts';
import { packLabel } from '../terms/pack.ts';
import type { Deadline } from './deadline.ts';
import { withoutWithdrawn } from './folding/occurrence.ts';
import { lapseOf } from './lapse-event.ts';
import { type PlanInput, plan } from './plan.ts';
import type { End } from './proposals.ts';

/** In the place of a deadline's id: the proposal is about the contract's terms. No deadline has this id. */
export const OF_TERMS = '@terms';

/** A deadline that stands otherwise by the corrected reading. */
export interface Rereading {
  readonly deadline: string;
  readonly clause: string;
  readonly change: 'comes' | 'goes' | 'moves';
  /** As it stands; absent for one that comes. */
  readonly from?: End;
  /** As it would stand; absent for one that goes. */
  readonly to?: End;
}

/** That a contract be read by a corrected reading of its terms and statutes. It changes nothing until a person accepts it. */
export interface RevisionProposal {
  readonly deadline: typeof OF_TERMS;
  /** The label of the terms as the contract is read, `eloomi@5.9`. */
  readonly terms: string;
  readonly revised: Pick<NewerReading, 'version' | 'revision' | 'statutes'>;
  /**
   * The deadlines that differ, in the order of the plan, at most `MOST_REREAD`: those that are open or suspended, and those that
   * only the corrected reading has over by now.
   */
  readonly changes: readonly Rereading[];
  /** How many others differ; absent if none does. */
  readonly more?: number;
  /** The revisions that differ, before and after, with a comma between several: `eloomi@5.9+1`. */
  readonly cause: { readonly from: string; readonly to: string };
}

/** Most deadlines that a proposal lists. */
export const MOST_REREAD = 100;

/** The reading to propose for a contract: none if it is read by the newest one, or if a person declined that. */
export function readingToPropose({ newerReading }: Agreement, events: readonly Fact[]): NewerReading | undefined {
  if (newerReading === undefined) return undefined;
  const to = newerReading.to.join(',');
  const isDeclined = withoutWithdrawn(events).some(
    ({ kind, data }) => kind === PROPOSAL_DECLINED && data.deadline === OF_TERMS && data.revised === to,
  );
  return isDeclined ? undefined : newerReading;
}

/**
 * The proposal that a contract be read by the newest revisions, with what would differ if it were accepted at a moment. One
 * also if no deadline differs yet, unless the contract has ended.
 */
export function revisionProposalOf(input: PlanInput, at: InstantText): RevisionProposal | undefined {
  const before = plan(input);
  const reading = readingToPropose(before.agreement, input.events);
  if (reading === undefined) return undefined;
  const { version, revision, statutes, from, to } = reading;
  const data = { ...acceptanceOf(reading), by: 'proposal', reason: 'proposal' };
  const acceptance = { id: 'proposal~revised', kind: TERMS_REVISED, occurredAt: at, data };
  const after = onceAccepted({ ...input, events: [...input.events, acceptance] }, at);
  const all = rereadings(before.deadlines, after);
  if (all.length === 0 && before.endedAt !== undefined) return undefined;
  return {
    ...{
      deadline: OF_TERMS,
      terms: packLabel(before.agreement.current.pack),
      revised: { version, revision, statutes },
    },
    changes: all.slice(0, MOST_REREAD),
    ...(all.length > MOST_REREAD && { more: all.length - MOST_REREAD }),
    cause: { from: from.join(','), to: to.join(',') },
  };
}

/** The data of the event by which a reading is accepted, without who and why. */
export function acceptanceOf({ version, revision, statutes }: RevisionProposal['revised']): EventData {
  return { version, revision, ...(statutes.length > 0 && { statutes: statutes.join(' ') }) };
}

/** Most deadlines over at the acceptance whose consequences a proposal takes in. */
export const MOST_FORESEEN = 50;

/**
 * The deadlines that are open, suspended, or over at once after an acceptance, with what the lapses of those that are over bring
 * about: a contract that had ended by the accepted reading ends with it.
 */
function onceAccepted(input: PlanInput, at: InstantText): readonly Deadline[] {
  const over = new Map<string, Fact>();
  let { deadlines } = plan(input);
  while (over.size < MOST_FORESEEN) {
    const next = deadlines.find(({ state, instant }) => state === 'open' && Date.parse(instant) <= Date.parse(at));
    if (next === undefined || over.has(next.id)) break;
    over.set(next.id, lapseOf(next));
    ({ deadlines } = plan({ ...input, events: [...input.events, ...over.values()] }));
  }
  return deadlines.filter((deadline) => isPending(deadline) || over.has(deadline.id));
}

function rereadings(before: readonly Deadline[], later: readonly Deadline[]): Rereading[] {
  const pending = new Map(before.filter(isPending).map((deadline) => [deadline.id, deadline]));
  const kept = new Set(later.map(({ id }) => id));
  const gone = [...pending.values()].filter(({ id }) => !kept.has(id));
  return [
    ...gone.map(({ id: deadline, clause, ...from }): Rereading => {
      return { deadline, clause, change: 'goes', from: endOf(from) };
    }),
    ...later.flatMap((to) => rereadingOf(pending.get(to.id), to)),
  ];
}

function rereadingOf(from: Deadline | undefined, { id: deadline, clause, ...to }: Deadline): Rereading[] {
  if (from === undefined) return [{ deadline, clause, change: 'comes', to: endOf(to) }];
  if (from.instant === to.instant && from.date === to.date) return [];
  return [{ deadline, clause, change: 'moves', from: endOf(from), to: endOf(to) }];
}

function isPending({ state }: Deadline): boolean {
  return state === 'open' || state === 'paused';
}

function endOf({ date, instant }: End): End {
  return { date, instant };
}
