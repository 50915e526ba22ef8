import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CalendarError } from '../../../shared/core/calendar/errors.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { clauseSchema } from '../../../shared/core/terms/clause.ts';
import { type Pack, revisedVersion } from '../../../shared/core/terms/pack.ts';
import { packDigest } from '../../../shared/desk/packs/digest.ts';
import { parseFact } from '../../../shared/desk/plans/fact-text.ts';
import { PackError, readPack } from '../../../shared/desk/reading/read-pack.ts';
import { loadGoldenCases } from '../../../shared/runtime/golden-cases.ts';
import { sourceFolder, sourceTerms } from '../../../shared/runtime/terms.ts';

const { catalog, holidays } = sourceTerms();
const PACKS = [...catalog.values()]
  .flat()
  .filter(({ kind }) => kind === 'terms')
  .map((pack) => ({
    // Each is planned many times, and a fifth of them is about every clause.
    cases: loadGoldenCases(sourceFolder(), pack).filter((_, index) => index % 5 === 0),
    written: parse(
      readFileSync(join(sourceFolder(), pack.pack, `${revisedVersion(pack)}.yaml`), 'utf8'),
    ) as WrittenPack,
  }));

type Values = Readonly<Record<string, unknown>>;
type WrittenPack = Values & { readonly clauses: readonly Values[] };

const FLAGS = ['countsTriggerDay', 'clear', 'thenDayAfter', 'fromNextFullHour', 'fromNextMidnight'];
const SETTINGS: readonly [string, unknown][] = [
  ...FLAGS.flatMap((key): [string, unknown][] => [
    [key, false],
    [key, true],
  ]),
  ['roll', 'none'],
  ['roll', 'following'],
  ['direction', 'after'],
  ['direction', 'before'],
  ['from', 'trigger'],
  ['from', ['trigger']],
  ['method', 'subtract'],
  ['weekmask', '1111100'],
  ['weekmask', '1111110'],
  ['monthEnd', 'clamp'],
  ['takesEffect', 'when-it-is-over'],
  ['takesEffect', 'as-it-begins'],
];
const FIELDS: readonly [string, unknown][] = [
  ...['restarts', 'forNextCycle', 'startsAgain', 'noticeFulfils'].flatMap((key): [string, unknown][] => [
    [key, false],
    [key, true],
  ]),
  ['beneficiary', 'customer'],
  ['beneficiary', 'provider'],
];
const LISTED = ['on', 'satisfiedBy', 'endedBy', 'reopenedBy', 'suspendedBy', 'resumedBy'];

type Change = readonly [key: string, value?: unknown];

const change: fc.Arbitrary<Change> = fc.constantFrom<Change>(
  ...SETTINGS,
  ...FIELDS,
  ...LISTED.map((key) => [key] as const),
);

function apply(clause: Values, [key, value]: Change): Values {
  if (LISTED.includes(key)) return withList(clause, key);
  return FIELDS.some(([field]) => field === key) ? { ...clause, [key]: value } : withSetting(clause, key, value);
}

function withSetting(clause: Values, key: string, value: unknown): Values {
  const { period } = clause;
  if (period === undefined) return clause;
  return {
    ...clause,
    period: { ...(typeof period === 'string' ? { length: period } : (period as Values)), [key]: value },
  };
}

function withList(clause: Values, key: string): Values {
  const events = clause[key];
  return events === undefined || Array.isArray(events) ? clause : { ...clause, [key]: [events] };
}

/** The pack with a change to each clause that can take it; undefined where it then contradicts itself. */
function packWith(written: WrittenPack, changes: readonly Change[]): Pack | undefined {
  const clauses = written.clauses.map((clause) =>
    changes.reduce((one, change) => {
      const changed = apply(one, change);
      return clauseSchema.safeParse(changed).success ? changed : one;
    }, clause),
  );
  try {
    return readPack('changed.yaml', JSON.stringify({ ...written, clauses }));
  } catch (error) {
    if (error instanceof PackError) return undefined;
    throw error;
  }
}

/** What the events of the golden cases come to, in full; undefined where they cannot be counted. */
function outcomesOf(pack: Pack, cases: (typeof PACKS)[number]['cases']): unknown {
  const { pack: terms, version, revision = 1 } = pack;
  const own = { id: 'case', terms, version, revision, customer: { email: 'c@customer.example' } };
  const changed = new Map(catalog).set(pack.pack, [pack]);
  try {
    return cases.map(({ contract = {}, events = [] }) => {
      const facts = events.map((text) => parseFact(text));
      return plan({ contract: { ...own, ...contract } as never, events: facts, catalog: changed, holidays });
    });
  } catch (error) {
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

interface Planned {
  readonly pack: Pack | undefined;
  readonly outcomes: unknown;
}

const plannedAs = (pack: Pack | undefined, cases: (typeof PACKS)[number]['cases']): Planned => ({
  pack,
  outcomes: pack && outcomesOf(pack, cases),
});

describe('two versions with one digest', () => {
  it('are planned alike, explanations included', () => {
    let same = 0;
    // Under a regime an absent setting is not the default, so half of the packs are counted under one.
    const before = fc.constantFrom<readonly Change[]>([], [['regime', 'eu-1182-71']]);
    const known = new Map<string, Planned>();
    fc.assert(
      fc.property(fc.nat(PACKS.length - 1), before, change, (pack, first, last) => {
        const { written, cases } = PACKS[pack] as (typeof PACKS)[number];
        const key = `${pack} ${first.length}`;
        const one = known.get(key) ?? plannedAs(packWith(written, first), cases);
        known.set(key, one);
        const other = packWith(written, [...first, last]);
        if (!one.pack || !other || packDigest(one.pack) !== packDigest(other)) return;
        same += 1;
        expect(outcomesOf(other, cases)).toEqual(one.outcomes);
      }),
      { numRuns: 80 },
    );
    expect(same).toBeGreaterThan(15);
  });
});
