import { dataKeysOf } from '../../core/events/data-keys.ts';
import { eventsAwaitedBy } from '../../core/terms/clause-events.ts';
import { beginningsOf } from '../../core/terms/cycle.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { didYouMean } from '../../core/terms/nearest.ts';
import { daysIn, singleCountingsIn } from '../../core/terms/shapes/questions.ts';
import { anchorsOf } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { matchesIn } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause, ofPack } from './finding.ts';
import type { Subject } from './subject.ts';
import { calledTrigger, mayCarry, type Trigger, triggersOf } from './triggers.ts';
import { capital } from './words.ts';

/** A name of the data that a clause relies on, and the events that have to carry it. */
interface Use {
  readonly key: string;
  readonly events: readonly Trigger[];
  readonly field: readonly (string | number)[];
  /** What fails if the event does not carry it. */
  readonly otherwise: string;
}

/** Names of data that no event of the kinds in question is documented to carry. */
export function unknownDataKeys(subject: Subject): Finding[] {
  return [
    ...subject.clauses.flatMap((at) =>
      usesIn(at, subject).flatMap((use) => {
        const said = faultIn(use, subject);
        return said ? [ofClause('unknown-data-key', at, { field: use.field, ...said })] : [];
      }),
    ),
    ...cycleUses(subject).flatMap((use) => {
      const said = faultIn(use, subject);
      return said ? [ofPack('unknown-data-key', subject.source, use.field, said)] : [];
    }),
  ];
}

function faultIn({ key, events, otherwise }: Use, subject: Subject): { text: string; remedy: string } | undefined {
  if (events.length === 0 || events.some((event) => mayCarry(key, event, subject) !== 'never')) return undefined;
  const called = listed([...new Set(events.map(calledTrigger))], 'or');
  const lapses = events.flatMap(({ lapseOf }) => lapseOf?.clause.id ?? []);
  if (lapses.length > 0) {
    const text = `${capital(called)} has no data.${key}, so ${otherwise}.`;
    return { text, remedy: `Let ${listed(lapses, 'and')} carry it (produces.carries), from an event that has it.` };
  }
  const known = [...new Set(events.flatMap(({ kind }) => Object.keys(dataKeysOf(kind) ?? {})))].sort();
  const remedy = didYouMean(
    key,
    known,
    `it may carry ${listed(known, 'and')}; use one of these, or record it yourself.`,
  );
  return {
    text: `No ${called} is documented to carry data.${key}. Unless you record it yourself, ${otherwise}.`,
    remedy: capital(remedy),
  };
}

function usesIn(at: LocatedClause, subject: Subject): Use[] {
  const { clause } = at;
  const triggers = triggersOf(at, subject) ?? [];
  // A clause that follows from another clause takes over its subject, whatever the event carries.
  const matter = clauseIn(clause.on) ? undefined : clause.about;
  const { produces, shape, suspensionAbout, suspendedBy, requires } = clause;
  const asked = requires?.settled;
  return [
    ...anchorUses(at, triggers),
    ...conditionUses(at),
    ...(matter === undefined ? [] : [{ key: matter, events: triggers, field: ['about'], otherwise: NO_MATTER }]),
    ...(produces?.carries ?? []).map((key, index) => ({
      key,
      events: triggers,
      field: ['produces', 'carries', index],
      otherwise: `${produces?.kind} goes without it`,
    })),
    ...(shape.kind === 'allowance'
      ? [
          {
            key: shape.excusedBy,
            events: matchesIn([shape.from, shape.to]),
            field: EXCUSED,
            otherwise: 'none is excused',
          },
        ]
      : []),
    ...(suspensionAbout === undefined
      ? []
      : [{ key: suspensionAbout, events: matchesIn(suspendedBy), field: ['suspensionAbout'], otherwise: NO_MATTER }]),
    ...(asked ? [{ key: asked.about, events: matchesIn(asked.from), field: ['requires'], otherwise: NO_MATTER }] : []),
  ];
}

const NO_MATTER = 'one cannot be told from another';
const EXCUSED = ['allowance', 'excusedBy'];

function anchorUses({ clause }: LocatedClause, events: readonly Trigger[]): Use[] {
  const named = [...singleCountingsIn(clause).map(anchorsOf), daysIn(clause)];
  return named.flatMap((anchors) =>
    anchors
      .filter((anchor) => anchor.startsWith('data.'))
      .map((anchor) => ({
        key: anchor.slice('data.'.length),
        events,
        field: [clause.shape.kind],
        otherwise: anchors.length > 1 ? 'it is never counted from' : 'the clause is never counted',
      })),
  );
}

/** Includes conditions that a name is absent: a mistyped name always fulfils them. */
function conditionUses({ clause }: LocatedClause): Use[] {
  return eventsAwaitedBy(clause).flatMap(({ path, events }) =>
    matchesIn(events).flatMap(({ kind, where }) =>
      Object.keys(where).map((key) => ({
        key,
        events: matchesIn(kind),
        field: path,
        otherwise: 'the condition sees nothing',
      })),
    ),
  );
}

function cycleUses({ pack }: Subject): Use[] {
  return Object.entries(pack.cycles).flatMap(([name, cycle]) => {
    const begun = beginningsOf(cycle).flatMap(({ on, from }) =>
      anchorsOf({ from })
        .filter((anchor) => anchor.startsWith('data.'))
        .map((anchor) => ({
          key: anchor.slice('data.'.length),
          events: matchesIn(on),
          field: ['cycles', name, 'beginsWith'],
          otherwise: 'the cycles never begin on it',
        })),
    );
    if (!cycle.extendedBy) return begun;
    const { kind, days, asLongAs } = cycle.extendedBy;
    const field = ['cycles', name, 'extendedBy'];
    const about = asLongAs && {
      key: asLongAs.about,
      events: matchesIn(kind),
      field,
      otherwise: 'what it makes up for is not known',
    };
    return [
      { key: days, events: matchesIn(kind), field, otherwise: 'the number of days is not known' },
      ...(about ? [about] : []),
      ...begun,
    ];
  });
}
