import { dataKeyOf } from '../../core/events/data-keys.ts';
import { eventsAwaitedBy } from '../../core/terms/clause-events.ts';
import { clauseIn, type EventMatches } from '../../core/terms/match.ts';
import { didYouMean } from '../../core/terms/nearest.ts';
import { happensAtOnce, happensWithItsEvent, periodOf } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { impossibleKeys, isAlways, matchesIn, type OneMatch } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { clauseCalled, type Subject } from './subject.ts';
import { startsOf } from './triggers.ts';
import { capital, cited } from './words.ts';

/** Conditions that nothing can fulfil, and clauses that are over as soon as they start. */
export function faultyStarts(subject: Subject): Finding[] {
  return subject.clauses.flatMap((at) => [
    ...impossibleConditions(at),
    ...closedAsItStarts(at),
    ...startedAfterTheEnd(at, subject),
  ]);
}

function impossibleConditions(at: LocatedClause): Finding[] {
  return eventsAwaitedBy(at.clause).flatMap(({ path, events }) =>
    matchesIn(events).flatMap((match) =>
      impossibleKeys(match).map((key) => {
        const { values, holds } = dataKeyOf(match.kind, key) ?? {};
        const wanted = match.where[key];
        const said = typeof wanted === 'object' ? 'as this condition wants it' : `“${wanted}”`;
        const may = values ? `is ${listed(values, 'or')}` : holds ? `holds ${HOLDS[holds]}` : 'cannot be all of this';
        const remedy = values
          ? didYouMean(String(wanted), values, `Use ${listed(values, 'or')}.`)
          : 'Correct the condition, or take it out.';
        return ofClause('impossible-condition', at, {
          field: path,
          text: `No ${match.kind} has data.${key} ${said}: it ${may}. So this condition is never fulfilled.`,
          remedy: capital(remedy),
        });
      }),
    ),
  );
}

const HOLDS = {
  text: 'text',
  day: 'a day',
  amount: 'an amount in minor units',
  number: 'a number',
  flag: 'true or false',
  object: 'an object',
} as const;

/**
 * The event that starts a clause also closes it, so it never runs. An announcement clause is left out of the check for
 * `satisfiedBy`: the announcement that starts it may also meet it.
 */
function closedAsItStarts(at: LocatedClause): Finding[] {
  const starts = startsOf(at);
  const [ending, meeting] = [closingAmong(starts, at.clause.endedBy), closingAmong(starts, at.clause.satisfiedBy)];
  const found: Finding[] = [];
  if (ending.length > 0) {
    found.push(
      ofClause('closes-as-it-starts', at, {
        field: ['endedBy'],
        text: `${kindsOf(ending)} starts ${cited(at)} and ends it at the same moment, so it never runs${ending.length < starts.length ? ' then' : ''}.`,
        remedy: 'Take the kind out of endedBy, or tell the two apart by their data (where).',
      }),
    );
  }
  // If only some of the start events meet the clause, it is no fault: such an event may come late and meet the clause
  // counted from a day that it names.
  if (meeting.length > 0 && meeting.length === starts.length && !countsBack(at)) {
    found.push(
      ofClause('closes-as-it-starts', at, {
        field: ['satisfiedBy'],
        text: `${kindsOf(meeting)} starts ${cited(at)} and meets it at the same moment, so nobody ever has to do anything.`,
        remedy: 'Name the event that shows that the clause was met.',
      }),
    );
  }
  return found;
}

/** The start events that always close the clause too. */
function closingAmong(starts: readonly OneMatch[], events: EventMatches | undefined): readonly OneMatch[] {
  return starts.filter((start) => matchesIn(events).some((match) => isAlways(start, match)));
}

function kindsOf(starts: readonly OneMatch[]): string {
  return listed([...new Set(starts.map(({ kind }) => kind))], 'or');
}

function countsBack({ clause }: LocatedClause): boolean {
  const period = periodOf(clause);
  return (
    period !== undefined &&
    singlesIn(period).some((single) => single.direction === 'before' && !anchorsOf(single).includes('trigger'))
  );
}

const END = 'contract.terminated';

/** Clauses that start only once the contract has ended, without `survivesTermination`. */
function startedAfterTheEnd(at: LocatedClause, subject: Subject): Finding[] {
  const { clause } = at;
  const { nature, shape, survivesTermination } = clause;
  if (survivesTermination || shape.kind === 'none' || nature === 'figure') return [];
  const remedy = 'Say survivesTermination: true, or let it start before the end.';
  const starts = startsOf(at);
  if (starts.length > 0 && !happensAtOnce(clause) && starts.every(({ kind }) => kind === END)) {
    const text =
      `${cited(at)} starts with the end of the contract and does not say that it survives it. ` +
      'Any further word of that end, such as a provider’s message after a recorded notice, takes it away.';
    return [ofClause('does-not-survive', at, { field: ['on'], text, remedy })];
  }
  const ending = clauseThatEnds(at, subject);
  if (ending !== undefined) {
    const text = `${cited(at)} follows from ${ending}, which ends the contract. What does not survive that end falls with it, so this clause never comes to stand.`;
    return [ofClause('does-not-survive', at, { field: ['on'], text, remedy })];
  }
  const before = followsTheEnd(at, subject, []);
  if (before === undefined) return [];
  const text = `${cited(at)} follows from ${before}, which starts only when the contract has ended. By then nothing starts that does not survive it, so this clause never does.`;
  return [ofClause('does-not-survive', at, { field: ['on'], text, remedy })];
}

/** The id of the parent clause, if that clause ends the contract at the moment at which this one would start. */
function clauseThatEnds({ clause: { on: trigger } }: LocatedClause, subject: Subject): string | undefined {
  const parent = clauseIn(trigger);
  const source = parent?.clause === undefined ? undefined : clauseCalled(subject, parent.clause)?.clause;
  if (source?.produces?.kind !== END) return undefined;
  const { id, noticeFulfils, satisfiedBy } = source;
  const ends = {
    open: happensWithItsEvent(source),
    met: noticeFulfils === true && satisfiedBy === undefined,
    lapsed: true,
  };
  return parent && ends[parent.becomes] ? id : undefined;
}

/** The clauses that start after the contract's end, if this clause follows from nothing else; otherwise undefined. */
function followsTheEnd(at: LocatedClause, subject: Subject, seen: readonly string[]): string | undefined {
  const parent = clauseIn(at.clause.on)?.clause;
  const sources =
    parent === undefined
      ? producersOf(at, subject)
      : [clauseCalled(subject, parent)].filter((one) => one !== undefined);
  const known = sources.filter(({ clause: { id } }) => id !== at.clause.id && !seen.includes(id));
  if (known.length === 0 || known.length < sources.length) return undefined;
  const after = (one: LocatedClause) => {
    const starts = startsOf(one);
    if (starts.length > 0 && starts.every(({ kind }) => kind === END)) return true;
    if (clauseThatEnds(one, subject) !== undefined) return true;
    return followsTheEnd(one, subject, [...seen, at.clause.id]) !== undefined;
  };
  return known.every(after)
    ? listed(
        known.map(({ clause: { id } }) => id),
        'and',
      )
    : undefined;
}

/**
 * The clauses that produce the events that start this one. Empty unless the pack itself defines all those events and a
 * clause produces each.
 */
function producersOf(at: LocatedClause, subject: Subject): LocatedClause[] {
  const kinds = startsOf(at).map(({ kind }) => kind);
  const own = kinds.filter((kind) => Object.hasOwn(subject.pack.events, kind));
  if (own.length === 0 || own.length < kinds.length) return [];
  const producers = own.map((kind) => subject.clauses.filter(({ clause }) => clause.produces?.kind === kind));
  return producers.every((each) => each.length > 0) ? producers.flat() : [];
}
