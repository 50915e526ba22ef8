import type { Clause } from '../../core/terms/clause.ts';
import { type ClauseMatch, clauseIn, eventsIn } from '../../core/terms/match.ts';
import { isMeasured, takes } from '../../core/terms/shapes/questions.ts';
import { describeEvents, listed } from '../packs/describe-events.ts';
import { isPossible, matchesIn } from './conditions.ts';
import { areNoLonger, fixedLengths } from './cycle-lengths.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { clauseCalled, type Subject } from './subject.ts';
import { startsOf } from './triggers.ts';
import { cited } from './words.ts';

/** Clauses that can never start, and those whose event only such a clause brings about. */
export function unreachableClauses(subject: Subject): Finding[] {
  const reached = reachedIn(subject);
  return subject.clauses.flatMap((at) => {
    if (hasNoStart(at)) return [];
    if (reached.has(at.clause.id)) return startedInVain(at, subject, reached);
    const { why, remedy } = reasonOf(at, subject, reached);
    const text = `${cited(at)} can never start: ${why}.`;
    return ofClause('unreachable-clause', at, { field: ['on'], text, remedy });
  });
}

/**
 * An event that only the pack defines may come by API. If a clause produces it, it is taken to come from that clause
 * only.
 */
function startedInVain(at: LocatedClause, subject: Subject, reached: ReadonlySet<string>): Finding[] {
  const starts = startsOf(at);
  const producers = starts.map(({ kind }) =>
    Object.hasOwn(subject.pack.events, kind)
      ? subject.clauses.filter(({ clause }) => clause.produces?.kind === kind).map(({ clause }) => clause.id)
      : [],
  );
  const inVain = producers.every((ids) => ids.length > 0 && ids.every((id) => !reached.has(id)));
  if (starts.length === 0 || !inVain) return [];
  const text = `${cited(at)} starts with ${describeEvents(eventsIn(at.clause.on))}, which only ${listed(producers.flat(), 'and')} would bring about, and that never starts. Unless the event comes by API, nothing starts it.`;
  const remedy = 'Mend the clause that is to bring the event about.';
  return [ofClause('unreachable-clause', at, { field: ['on'], text, remedy, severity: 'warning' })];
}

/** The clauses that some sequence of events can start. */
function reachedIn(subject: Subject): ReadonlySet<string> {
  const reached = new Set<string>();
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const at of subject.clauses) if (canStart(at, subject, reached)) reached.add(at.clause.id);
  }
  return reached;
}

/** Clauses that no event starts: an allowance always applies, and a clause without a period has no start. */
function hasNoStart({ clause }: LocatedClause): boolean {
  return !takes(clause, 'on');
}

function canStart(at: LocatedClause, subject: Subject, reached: ReadonlySet<string>): boolean {
  const { clause } = at;
  if (hasNoStart(at)) return true;
  if (lawNeverOffered(at, subject) !== undefined) return false;
  if (neverHappens(clause) !== undefined) return false;
  const parent = clauseIn(clause.on);
  if (parent === undefined) return clause.on === undefined || matchesIn(eventsIn(clause.on)).some(isPossible);
  const parents = parentsOf(parent, at, subject);
  return parents === undefined || parents.some((one) => reached.has(one.clause.id) && gives(one, parent, subject));
}

/** The clauses that a match refers to; undefined if they may be clauses of terms that are not known here. */
function parentsOf(
  { clause, topic }: ClauseMatch,
  at: LocatedClause,
  subject: Subject,
): readonly LocatedClause[] | undefined {
  if (clause !== undefined) return subject.clauses.filter((one) => one.clause.id === clause);
  if (subject.pack.kind === 'statute') return undefined;
  return subject.clauses.filter((one) => one.clause.topic === topic && one.clause.id !== at.clause.id);
}

function gives(parent: LocatedClause, match: ClauseMatch, subject: Subject): boolean {
  return whyNot(parent, match, subject) === undefined;
}

/** Why a clause can never reach the state that another waits for (open, met, lapsed); undefined if it can. */
function whyNot(
  { clause }: LocatedClause,
  { becomes, cycleOver }: ClauseMatch,
  { pack }: Subject,
): { why: string; remedy: string } | undefined {
  const { id, shape, nature, satisfiedBy, satisfiedByAll, noticeFulfils } = clause;
  if (shape.kind === 'none') return { why: `${id} has no period, so it is never open, met or lapsed`, remedy: WAIT };
  if (nature === 'figure' && becomes !== 'met') {
    return { why: `${id} is a figure, which is settled at once and never ${becomes}`, remedy: WAIT };
  }
  const byItself = noticeFulfils || nature === 'figure' || isMeasured(clause);
  const events = matchesIn(satisfiedBy);
  const meets = byItself || (satisfiedByAll ? events.every(isPossible) : events.some(isPossible));
  if (becomes === 'met' && !meets) {
    return {
      why: `it waits for ${id} to be met, and nothing can meet ${id}`,
      remedy: `Give ${id} a satisfiedBy, or wait for another state of it.`,
    };
  }
  if (becomes === 'lapsed' && noticeFulfils) {
    return { why: `the notice under ${id} meets it, so it never lapses`, remedy: 'Wait for it to be met.' };
  }
  const lengths = fixedLengths(clause, pack);
  if (cycleOver !== undefined && (clause.recurs === undefined || areNoLonger(lengths, cycleOver))) {
    const why =
      clause.recurs === undefined
        ? `${id} does not recur, so it has no cycle`
        : `its cycle is ${listed(lengths ?? [], 'or')}`;
    return { why: `it waits for a cycle of ${id} longer than ${cycleOver}, and ${why}`, remedy: WAIT };
  }
  return undefined;
}

const WAIT = 'Let it wait for another clause or for an event.';

/** What has to have happened (`onlyIf`) and no event can be. */
function neverHappens({ onlyIf }: Clause): string | undefined {
  const missing = [onlyIf ?? []].flat().find(({ since }) => !matchesIn(since).some(isPossible));
  return missing && describeEvents(missing.since);
}

function reasonOf(at: LocatedClause, subject: Subject, reached: ReadonlySet<string>): { why: string; remedy: string } {
  const { clause } = at;
  const never = neverHappens(clause);
  if (never !== undefined)
    return { why: `no event can be ${never}, after which alone it starts`, remedy: 'Correct the condition in onlyIf.' };
  const laws = lawNeverOffered(at, subject);
  if (laws !== undefined) {
    const wanted = listed(clause.appliesIf?.is ?? [], 'or');
    return {
      why: `it applies under the law ${wanted}, and the terms offer ${listed(laws, 'and')} only`,
      remedy: 'Name a law that is offered, or add it under laws.',
    };
  }
  const parent = clauseIn(clause.on);
  if (parent === undefined) {
    const events = describeEvents(eventsIn(clause.on));
    return { why: `no event can be ${events}`, remedy: 'Correct the condition; see the finding about it.' };
  }
  const circle = circleFrom(at, subject);
  if (circle) {
    const why = `${circle.map((id, index) => `${id} waits for ${circle[index + 1] ?? circle[0]}`).join(', and ')}`;
    return { why, remedy: 'Let one of them start with an event.' };
  }
  const known = parentsOf(parent, at, subject) ?? [];
  const [first] = known;
  if (!first) return { why: `there is no other clause about ${parent.topic}`, remedy: WAIT };
  const unmet = known.find(({ clause: { id } }) => reached.has(id)) ?? first;
  const reason = whyNot(unmet, parent, subject);
  return reason ?? { why: `it waits for ${unmet.clause.id}, which itself never starts`, remedy: WAIT };
}

/**
 * The ids of the clauses that wait for each other in a circle, beginning with this clause; undefined if there is no
 * circle.
 */
function circleFrom(at: LocatedClause, subject: Subject): string[] | undefined {
  const seen: string[] = [];
  for (let one: LocatedClause | undefined = at; one; ) {
    if (one.clause.id === at.clause.id && seen.length > 0) return seen;
    if (seen.includes(one.clause.id)) return undefined;
    seen.push(one.clause.id);
    const next: string | undefined = clauseIn(one.clause.on)?.clause;
    one = next === undefined ? undefined : clauseCalled(subject, next);
  }
  return undefined;
}

/** The laws that the pack offers, if the clause applies under none of them; otherwise undefined. */
function lawNeverOffered({ clause: { appliesIf } }: LocatedClause, { pack }: Subject): string[] | undefined {
  if (appliesIf?.contract !== 'law' || pack.laws === undefined) return undefined;
  const laws = Object.keys(pack.laws);
  return appliesIf.is.some((law) => laws.includes(law)) ? undefined : laws;
}
