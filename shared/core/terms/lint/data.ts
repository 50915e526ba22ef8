import { dataKeyOf, dataKeysOf } from '../../events/data-keys.ts';
import { eventsAwaitedBy } from '../clause-events.ts';
import { anchorsOf, singlesIn } from '../counting.ts';
import { listed } from '../describe-events.ts';
import { kindsIn } from '../match.ts';
import { didYouMean } from '../nearest.ts';
import { matchesIn } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause, ofPack } from './finding.ts';
import type { Subject } from './subject.ts';
import { triggersOf } from './triggers.ts';
import { capital } from './words.ts';

/** A name of the data that a clause relies on, and the events that would have to carry it. */
interface Use {
  readonly key: string;
  readonly kinds: readonly string[];
  readonly field: readonly (string | number)[];
  /** What does not happen without it. */
  readonly otherwise: string;
}

/** Names of data that no event of the kinds in question is documented to carry. */
export function unknownDataKeys(subject: Subject): Finding[] {
  return [
    ...subject.clauses.flatMap((at) =>
      usesIn(at, subject).flatMap((use) => {
        const said = faultIn(use);
        return said ? [ofClause('unknown-data-key', at, { field: use.field, ...said })] : [];
      }),
    ),
    ...cycleUses(subject).flatMap((use) => {
      const said = faultIn(use);
      return said ? [ofPack('unknown-data-key', subject.source, use.field, said)] : [];
    }),
  ];
}

function faultIn({ key, kinds, otherwise }: Use): { text: string; remedy: string } | undefined {
  const documented = kinds.map(dataKeysOf);
  if (kinds.length === 0 || documented.includes(undefined)) return undefined;
  if (kinds.some((kind) => dataKeyOf(kind, key) !== undefined)) return undefined;
  const known = [...new Set(documented.flatMap((keys) => Object.keys(keys ?? {})))].sort();
  const remedy = didYouMean(
    key,
    known,
    `it may carry ${listed(known, 'and')}; use one of these, or record it yourself.`,
  );
  return {
    text: `No ${listed([...new Set(kinds)], 'or')} is documented to carry data.${key}. Unless you record it yourself, ${otherwise}.`,
    remedy: capital(remedy),
  };
}

function usesIn(at: LocatedClause, subject: Subject): Use[] {
  const { clause } = at;
  const triggers = [...new Set((triggersOf(at, subject) ?? []).map(({ kind }) => kind))];
  const { about, produces, allowance, suspensionAbout, suspendedBy, requires } = clause;
  const asked = requires?.settled;
  return [
    ...anchorUses(at, triggers),
    ...conditionUses(at),
    ...(about === undefined ? [] : [{ key: about, kinds: triggers, field: ['about'], otherwise: NO_MATTER }]),
    ...(produces?.carries ?? []).map((key, index) => ({
      key,
      kinds: triggers,
      field: ['produces', 'carries', index],
      otherwise: `${produces?.kind} goes without it`,
    })),
    ...(allowance
      ? [
          {
            key: allowance.excusedBy,
            kinds: [allowance.from, allowance.to],
            field: EXCUSED,
            otherwise: 'none is excused',
          },
        ]
      : []),
    ...(suspensionAbout === undefined
      ? []
      : [{ key: suspensionAbout, kinds: kindsIn(suspendedBy), field: ['suspensionAbout'], otherwise: NO_MATTER }]),
    ...(asked ? [{ key: asked.about, kinds: kindsIn(asked.from), field: ['requires'], otherwise: NO_MATTER }] : []),
  ];
}

const NO_MATTER = 'one cannot be told from another';
const EXCUSED = ['allowance', 'excusedBy'];

function anchorUses({ clause: { period, window, atOnce } }: LocatedClause, kinds: readonly string[]): Use[] {
  const countings = [
    ['period', period],
    ['window', window?.opens],
    ['window', window?.closes],
  ] as const;
  const counted = countings.flatMap(([field, counting]) =>
    (counting ? singlesIn(counting) : []).map((single) => ({ field, anchors: anchorsOf(single) })),
  );
  const fixed = [
    { field: 'window', anchors: window?.until === undefined ? [] : [window.until] },
    { field: 'atOnce', anchors: typeof atOnce === 'object' ? [atOnce.from] : [] },
  ];
  return [...counted, ...fixed].flatMap(({ field, anchors }) =>
    anchors
      .filter((anchor) => anchor.startsWith('data.'))
      .map((anchor) => ({
        key: anchor.slice('data.'.length),
        kinds,
        field: [field],
        otherwise: anchors.length > 1 ? 'it is never counted from' : 'the clause is never counted',
      })),
  );
}

/** Also of a condition that something is not there: with a mistyped name it always holds. */
function conditionUses({ clause }: LocatedClause): Use[] {
  return eventsAwaitedBy(clause).flatMap(({ path, events }) =>
    matchesIn(events).flatMap(({ kind, where }) =>
      Object.keys(where).map((key) => ({ key, kinds: [kind], field: path, otherwise: 'the condition sees nothing' })),
    ),
  );
}

function cycleUses({ pack }: Subject): Use[] {
  return Object.entries(pack.cycles).flatMap(([name, { extendedBy }]) => {
    if (!extendedBy) return [];
    const { kind, days, asLongAs } = extendedBy;
    const field = ['cycles', name, 'extendedBy'];
    const about = asLongAs && {
      key: asLongAs.about,
      kinds: [kind],
      field,
      otherwise: 'what it makes up for is not known',
    };
    return [
      { key: days, kinds: [kind], field, otherwise: 'the number of days is not known' },
      ...(about ? [about] : []),
    ];
  });
}
