import type { Plan, PlanInput } from '../../core/deadlines/plan.ts';
import { contractProspects } from './contract.ts';
import { eventProspects } from './events.ts';
import { lapseProspects } from './lapse.ts';
import type { Prospect } from './prospect.ts';
import { outlookOf, type Situation, situationOf } from './situation.ts';
import { matterIn } from './subject.ts';

export interface Prospects {
  /** Prospects of the contract as a whole. */
  readonly contract: readonly Prospect[];
  /** Prospects of a deadline, by its id; empty if nothing can change it. */
  ofDeadline(id: string): readonly Prospect[];
  /** The subject of a deadline, such as the number of its invoice; undefined if it is about the contract or a cycle. */
  matterOf(id: string): string | undefined;
}

/**
 * What would still change each deadline of a plan: the events its clause waits for, and what follows if none of them comes.
 * `input` is the input of the plan, including the recorded lapses. Each answer is worked out when asked for.
 */
export function prospectsOf(planned: Plan, input: PlanInput): Prospects {
  const outlook = outlookOf(planned, input);
  const deadlines = new Map(planned.deadlines.map((deadline) => [deadline.id, deadline]));
  const known = new Map<string, Situation | undefined>();
  const situated = (id: string): Situation | undefined => {
    const deadline = deadlines.get(id);
    if (!known.has(id)) known.set(id, deadline && situationOf(deadline, outlook));
    return known.get(id);
  };
  return {
    contract: contractProspects(outlook),
    ofDeadline: (id) => deadlineProspects(situated(id)),
    matterOf: (id) => situated(id)?.about?.value ?? matterIn(id),
  };
}

function deadlineProspects(situation: Situation | undefined): Prospect[] {
  if (situation === undefined) return [];
  const events = eventProspects(situation);
  return [...events, ...lapseProspects(situation, events.length > 0)];
}
