import { type ClauseInForce, mayCome } from '../../core/agreement/clauses.ts';
import { startOfDay } from '../../core/calendar/zone.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { takesBack } from '../../core/deadlines/folding/meeting.ts';
import { clauseIn, type EventMatches, kindsIn } from '../../core/terms/match.ts';
import { anchorsIn, eventsCountedFrom, happensWithItsEvent, openingOf } from '../../core/terms/shapes/questions.ts';
import { dayName } from '../../core/words/day-names.ts';
import { formatDay } from '../../core/words/days.ts';
import { inTime } from '../../core/words/ends.ts';
import { describeEvents, describeMeeting, listed } from '../packs/describe-events.ts';
import { endingBeforeNextCycle } from './ending-before-next-cycle.ts';
import { extensionProspects } from './extension.ts';
import type { Affected, Effect, Prospect } from './prospect.ts';
import { type Situation, situationOf } from './situation.ts';
import { named } from './words.ts';

/** The events that would still change a deadline, each with what it would do. */
export function eventProspects(situation: Situation): Prospect[] {
  const { deadline, outlook } = situation;
  if (deadline.state === 'met') return outlook.terminated ? [] : reopening(situation);
  if (hasArisen(situation))
    return [...ending(situation), ...endingWithPlan(situation), ...moving(situation), ...restarting(situation)];
  if (deadline.state !== 'open' && deadline.state !== 'paused') return [];
  const prospects = [
    ...meeting(situation),
    ...ending(situation),
    ...endingWithPlan(situation),
    ...endingWithParent(situation),
    ...endingBeforeNextCycle(situation),
    ...suspending(situation),
    ...extensionProspects(situation),
    ...moving(situation),
    ...restarting(situation),
  ];
  // A clause that happens with its event leaves no time for another event.
  return happensWithItsEvent(situation.rule.clause)
    ? prospects.filter(({ until: end }) => end === undefined)
    : prospects;
}

/** Whether a right has arisen: its period lapsed. */
function hasArisen({ deadline: { state, nature } }: Situation): boolean {
  return state === 'lapsed' && nature === 'right';
}

/** One prospect, or none if the clause names no events that may come. */
function prospect(
  effect: Effect,
  matches: EventMatches | undefined,
  { about, rule }: Partial<Pick<Situation, 'about' | 'rule'>>,
  tell: (events: string) => Omit<Prospect, 'effect' | 'events' | 'about'>,
): Prospect[] {
  const events = [matches ?? []]
    .flat()
    .filter((one) => rule === undefined || kindsIn(one).every((kind) => mayCome(rule, kind)));
  if (events.length === 0) return [];
  return [{ effect, events, ...(about && { about }), ...tell(named(events, about)) }];
}

/** Until when an event counts; absent while the period is suspended. */
function until({ deadline }: Situation): { until?: string } {
  return deadline.state === 'open' ? { until: deadline.instant } : {};
}

function whileItRuns({ deadline }: Situation): string {
  return deadline.state === 'open' ? inTime(deadline) : 'while the period stands still, or in time afterwards,';
}

function meeting(situation: Situation): Prospect[] {
  const { deadline, rule } = situation;
  const { clause, context } = rule;
  const { opensOn } = deadline;
  const opens = openedByMeeting(situation);
  const begins = openingOf(clause) === undefined ? undefined : opensOn;
  return prospect('meets', clause.satisfiedBy, situation, (events) => ({
    ...(begins !== undefined && { from: startOfDay(begins, context.timezone) }),
    ...until(situation),
    ...(opens.length > 0 && { opens }),
    text: `${clause.satisfiedByAll ? describeMeeting(clause) : events}${begins === undefined ? '' : ` from ${formatDay(begins)} on and`} ${whileItRuns(situation)} meets it${
      opens.length === 0 ? '' : `, which opens ${listed(opens.map(calledNext(rule)), 'and')}`
    }.`,
  }));
}

/** The clauses that start when this one is met, and its own next occurrence. */
function openedByMeeting({ rule, outlook }: Situation): Affected[] {
  const waiting = outlook.terms.dependents.filter(({ key, pack, clause, doesNotApply }) => {
    const wanted = clauseIn(clause.on);
    if (wanted?.becomes !== 'met' || key === rule.key || doesNotApply !== undefined) return false;
    if (wanted.topic !== undefined) return wanted.topic === rule.clause.topic;
    return wanted.clause === rule.clause.id && pack.pack === rule.pack.pack;
  });
  const next = rule.clause.recurs === 'after-lapse-or-met' ? [rule] : [];
  return [...waiting, ...next].map(({ key, clause: { title } }) => ({ clause: key, title }));
}

function calledNext(rule: ClauseInForce) {
  return ({ clause, title }: Affected) => (clause === rule.key ? 'the next one' : `“${title}”`);
}

/** A right may be ended even after it has arisen, unless its lapse produces an event. */
function ending(situation: Situation): Prospect[] {
  const { clause } = situation.rule;
  if (hasArisen(situation)) {
    return prospect('ends', clause.endedBy, situation, (events) => ({
      text: `${events} puts an end to the right, which has arisen.`,
    }));
  }
  const afterwards = clause.nature === 'right' && clause.produces === undefined;
  return prospect('ends', clause.endedBy, situation, (events) => ({
    ...(!afterwards && until(situation)),
    text: afterwards
      ? `${events} ends it, before the right arises or after.`
      : `${events} ${whileItRuns(situation)} ends it${clause.recurs === undefined ? '' : ', and no further occurrence follows'}.`,
  }));
}

/** A change to a plan on which the clause does not apply. */
function endingWithPlan({ rule: { clause, pack } }: Situation): Prospect[] {
  const { appliesIf } = clause;
  if (appliesIf?.contract !== 'plan') return [];
  const others = Object.keys(pack.plans ?? {}).filter((plan) => !appliesIf.is.includes(plan));
  if (others.length === 0) return [];
  const events: EventMatches = others.map((to) => ({ kind: 'plan.changed', where: { to } }));
  return prospect('ends', events, {}, (named) => ({
    text: `${named} ends it, because it applies on the plan ${listed(appliesIf.is, 'or')} only.`,
  }));
}

/** Events by which the parent deadline ends this one. */
function endingWithParent(situation: Situation): Prospect[] {
  const { rule, parent } = situation;
  const becomes = clauseIn(rule.clause.on)?.becomes;
  if (parent === undefined || becomes === undefined || becomes === 'lapsed') return [];
  const { clause } = parent.rule;
  if (becomes === 'met') {
    const limit = firstToEnd(childrenOf(parent.deadline, situation));
    return prospect('ends', takingBack(parent, situation), situation, (events) => ({
      ...(limit && { until: limit.instant }),
      text: `${events}${limit ? ` ${inTime(limit)}` : ''} takes back what met “${clause.title}”, from which it follows; it then falls away.`,
    }));
  }
  const limit = firstToEnd([parent.deadline, situation.deadline]);
  if (parent.deadline.state !== 'open' || limit === undefined) return [];
  const settling = [clause.satisfiedBy ?? [], clause.endedBy ?? []].flat();
  return prospect('ends', settling.length === 0 ? undefined : settling, situation, (events) => ({
    until: limit.instant,
    text: `${events} ${inTime(limit)} settles “${clause.title}”, from which it follows, and ends it.`,
  }));
}

/** The event that met the deadline can no longer be withdrawn once a follow-up deadline has ended. */
function reopening(situation: Situation): Prospect[] {
  const limit = firstToEnd(childrenOf(situation.deadline, situation));
  return prospect('reopens', takingBack(situation, situation), situation, (events) => ({
    ...(limit && { until: limit.instant }),
    text: `${events}${limit ? ` ${inTime(limit)}` : ''} takes back what met it; it is then open again${lapsing(situation.deadline, limit)}.`,
  }));
}

/** Events that withdraw every event that met a deadline, so that it is open again. */
function takingBack(
  { deadline, rule: { clause } }: Pick<Situation, 'deadline' | 'rule'>,
  { outlook }: Situation,
): EventMatches | undefined {
  const met = [deadline.closedBy, ...(deadline.alsoMetBy ?? [])];
  const kinds = met.flatMap((id) => outlook.factOf(String(id))?.kind ?? []);
  const taking = [clause.reopenedBy ?? []]
    .flat()
    .filter((match) => kindsIn(match).every((by) => kinds.every((kind) => takesBack(clause, by, kind))));
  return taking.length === 0 ? undefined : taking;
}

/** If it may be reopened after its own last day: it then lapses. */
function lapsing(deadline: Deadline, limit: Deadline | undefined): string {
  const mayBeOver = limit === undefined || Date.parse(limit.instant) > Date.parse(deadline.instant);
  return mayBeOver ? `, or lapses where its last day, ${formatDay(deadline.date)}, is over` : '';
}

/** The deadlines that started when it was met. */
function childrenOf({ id }: Deadline, { outlook }: Situation): Deadline[] {
  return outlook.planned.deadlines.filter((one) => {
    const child = situationOf(one, outlook);
    return child?.parent?.deadline.id === id && clauseIn(child.rule.clause.on)?.becomes === 'met';
  });
}

function firstToEnd(deadlines: readonly Deadline[]): Deadline | undefined {
  return deadlines.toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant))[0];
}

function suspending(situation: Situation): Prospect[] {
  const { deadline, rule } = situation;
  const { suspendedBy, resumedBy, suspensionAbout } = rule.clause;
  if (deadline.state === 'open') {
    const lifted = describeEvents(resumedBy);
    return prospect('suspends', suspendedBy, situation, (events) => ({
      until: deadline.instant,
      text: `${events} ${inTime(deadline)} stops the period${lifted === '' ? '' : ` until ${lifted}`}; the time in between is not counted.`,
    }));
  }
  const inForce = deadline.paused?.inForce ?? 1;
  const told = suspensionAbout === undefined ? '' : `, told apart by ${suspensionAbout}`;
  return prospect('resumes', resumedBy, situation, (events) => ({
    text: `${events} lets the period run again${
      inForce > 1 ? ` once each of the ${inForce} suspensions in force is lifted${told}` : ''
    }; the last day moves by the time that it stood still.`,
  }));
}

/** Later events that move the last day: of the same kind with another day, or events that move the parent's day. */
function moving(situation: Situation): Prospect[] {
  const { rule, deadline } = situation;
  const { clause } = rule;
  if (clause.shape.kind === 'allowance') {
    const { from, to, excusedBy } = clause.shape;
    return prospect('moves', [from, to], situation, () => ({
      until: deadline.instant,
      text: `Every further stretch from ${from} to ${to} ${inTime(deadline)} takes from the allowance, unless its ${excusedBy} is true, and may move the moment at which it is used up.`,
    }));
  }
  return [...countingFrom(situation), ...movingItsDays(situation)];
}

/** Other events that the clause is counted from. */
function countingFrom(situation: Situation): Prospect[] {
  const { clause } = situation.rule;
  const kinds = eventsCountedFrom(clause);
  if (kinds.length === 0 || !mayBegin(situation)) return [];
  return prospect('moves', kinds, situation, (events) => ({
    ...(clause.produces && situation.deadline.state === 'open' && { until: situation.deadline.instant }),
    text: `${events} may move it, because it is counted from that day as well.`,
  }));
}

function movingItsDays(situation: Situation): Prospect[] {
  const { rule, parent, about, deadline } = situation;
  const { clause } = rule;
  const days = anchorsIn(clause).filter((anchor) => anchor.startsWith('data.'));
  if (days.length > 0 && mayBegin(situation) && (about === undefined || about.value !== undefined)) {
    const other = listed([...new Set(days.map(otherDay))], 'or');
    return prospect('moves', rule.startedBy, situation, (events) => ({
      ...(clause.produces && deadline.state === 'open' && { until: deadline.instant }),
      text: `A later ${events} with ${other} moves it.`,
    }));
  }
  if (parent === undefined || !anchorsIn(clause).includes('deadline')) return [];
  return [{ effect: 'moves', events: [], text: `It moves with the last day of “${parent.rule.clause.title}”.` }];
}

/** `another due date (dueOn)` */
function otherDay(anchor: string): string {
  return `another ${dayName(anchor) ?? 'day'} (${anchor.slice('data.'.length)})`;
}

function restarting(situation: Situation): Prospect[] {
  const { rule, deadline } = situation;
  if (rule.clause.restarts !== true || !mayBegin(situation)) return [];
  return prospect('restarts', rule.startedBy, situation, (events) => ({
    ...(rule.clause.produces && deadline.state === 'open' && { until: deadline.instant }),
    text: `Every further ${events} begins the count again${
      hasArisen(situation) ? '; the right falls away until it has run out anew' : ''
    }.`,
  }));
}

/** Whether a further starting event can still have an effect: not after the contract ended, nor after a follow-up event. */
function mayBegin(situation: Situation): boolean {
  const { rule, outlook } = situation;
  if (outlook.terminated && !rule.clause.survivesTermination) return false;
  return !(hasArisen(situation) && rule.clause.produces);
}
