import { instantText } from '../../core/calendar/instants.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { setsTheEnd } from '../../core/deadlines/folding/needless-next-cycle.ts';
import type { Fact } from '../../core/events/event.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { inTime } from '../../core/words/ends.ts';
import { describeEvents } from '../packs/describe-events.ts';
import type { EventNamed, Prospect } from './prospect.ts';
import { planWith, type Situation } from './situation.ts';

/**
 * Events that set the end of the contract before the next cycle, so that a deadline about that cycle is set aside. Planning
 * with such an event shows whether it does.
 */
export function endingBeforeNextCycle(situation: Situation): Prospect[] {
  const { deadline, rule, outlook } = situation;
  if (!rule.clause.forNextCycle || deadline.state !== 'open') return [];
  const enders = outlook.terms.clauses.filter(({ clause }) => setsTheEnd(clause));
  return enders.flatMap(({ clause, pack }) => {
    const wanted = clauseIn(clause.on);
    if (wanted?.becomes !== 'met') return [];
    const met = outlook.planned.deadlines.find((other) => {
      const found = other.state === 'open' && other.clause === wanted.clause ? outlook.ruleOf(other) : undefined;
      return found?.pack.pack === pack.pack;
    });
    const events = met === undefined ? [] : [outlook.ruleOf(met)?.clause.satisfiedBy ?? []].flat();
    return met !== undefined && setsAside(events, met, situation)
      ? [told(events, earlier(met, deadline), clause.title)]
      : [];
  });
}

function told(events: readonly EventNamed[], limit: Deadline, title: string): Prospect {
  return {
    effect: 'ends',
    events,
    until: limit.instant,
    text: `${describeEvents([...events])} ${inTime(limit)} sets the end of the contract (“${title}”), so that no next cycle comes and nothing is left of it.`,
  };
}

function earlier(a: Deadline, b: Deadline): Deadline {
  return Date.parse(a.instant) < Date.parse(b.instant) ? a : b;
}

function setsAside([event]: readonly EventNamed[], met: Deadline, { deadline, outlook }: Situation): boolean {
  if (event === undefined) return false;
  const occurredAt = instantText(Date.parse(earlier(met, deadline).instant) - 1000);
  const kind = typeof event === 'string' ? event : event.kind;
  const fact: Fact = { id: 'prospect', kind, occurredAt, data: {} };
  const planned = planWith(fact, outlook.input);
  return (
    !(planned instanceof Error) &&
    planned.deadlines.some(({ id, state }) => id === deadline.id && state === 'cancelled')
  );
}
