import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pack, packLabel } from '../../../shared/core/terms/pack.ts';
import { diffPacks, isEmpty } from '../../../shared/desk/packs/diff.ts';
import { packDigest, releaseFaults } from '../../../shared/desk/packs/digest.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const PACK = `pack: acme
version: "1"
title: Acme terms
provider: Acme
timezone: UTC
holidays: [RO]
review: counsel
doesNotApply: [{ statute: psd2, why: No payments. }]
defaults: { period: { countsTriggerDay: false }, assumes: [day-out] }
assumptions:
  - id: day-out
    settles: [trigger-day]
    text: The day of the event does not count.
acknowledges: [{ finding: too-short, clause: export, why: It is so. }]
clauses:
  - id: export
    ref: "1"
    title: Export
    means: Data can be exported for 15 days.
    nature: window
    obligor: customer
    on: contract.terminated
    period: 15 days
    ladder:
      - { step: opened, to: customer, lead: Export your data. }
`;

/** The pack with one passage replaced. */
function written(from = '', to = ''): Pack {
  if (!PACK.includes(from)) throw new Error(`the pack does not hold ${from}`);
  return readPack('acme/1.yaml', PACK.replace(from, to));
}

const before = written();

describe('the digest of a version', () => {
  it.each([
    ['a comment', 'clauses:', '# The clauses.\nclauses:'],
    ['quotes', 'title: Acme terms', 'title: "Acme terms"'],
    [
      'a text in several lines',
      'means: Data can be exported for 15 days.',
      'means: >\n      Data can be exported\n      for 15 days.\n',
    ],
    [
      'another order of fields',
      'pack: acme\nversion: "1"\ntitle: Acme terms\n',
      'title: Acme terms\nversion: "1"\npack: acme\n',
    ],
    ['block style', 'holidays: [RO]', 'holidays:\n  - RO'],
    ['a default that is written out', 'timezone: UTC', 'timezone: UTC\nkind: terms\nsendAt: "09:00"'],
    [
      'a default of the pack that is written into the clause',
      'period: 15 days',
      'period: { length: 15 days, countsTriggerDay: false }',
    ],
    ['a length in other words', 'period: 15 days', 'period: 15  calendar day'],
    ['one reader who is written as a list', 'to: customer', 'to: [customer]'],
    ['the state of review', 'review: counsel', 'review: done'],
    ['statutes that the linter leaves out', 'No payments.', 'There are no payments.'],
    ['what an assumption settles', 'settles: [trigger-day]', 'settles: [trigger-day, roll]'],
    ['findings that are acknowledged', 'It is so.', 'Nobody minds.'],
    ['its version', 'version: "1"', 'version: "2"'],
  ])('is not moved by %s', (_, from, to) => {
    const after = written(from, to);
    expect(packDigest(after)).toBe(packDigest(before));
    expect(isEmpty(diffPacks(before, after))).toBe(true);
  });

  it.each([
    ['a length', 'period: 15 days', 'period: 16 days'],
    ['a length that may be another', 'period: 15 days', 'period: 15 business days'],
    ['a default', 'countsTriggerDay: false', 'countsTriggerDay: true'],
    ['the zone', 'timezone: UTC', 'timezone: Europe/Paris'],
    ['the holidays', 'holidays: [RO]', 'holidays: []'],
    ['the hour of notices', 'timezone: UTC', 'timezone: UTC\nsendAt: "08:00"'],
    ['an assumption', 'does not count', 'counts'],
    ['a lead', 'Export your data.', 'Please export your data.'],
    ['who is notified', 'to: customer', 'to: [customer, provider]'],
    ['what a clause means', 'for 15 days', 'within 15 days'],
    ['a statute beside it', 'timezone: UTC', 'timezone: UTC\nstatutes: [gdpr@2018-05-25]'],
  ])('is moved by %s', (_, from, to) => {
    const after = written(from, to);
    expect(packDigest(after)).not.toBe(packDigest(before));
    expect(isEmpty(diffPacks(before, after))).toBe(false);
  });
});

describe('a default that a clause writes out', () => {
  const counted = (settings: string) => written('period: 15 days', `period: { length: 15 days${settings} }`);

  it.each([
    'from: trigger',
    'from: [trigger]',
    'direction: after',
    'takesEffect: when-it-is-over',
    'countsTriggerDay: false',
    'clear: false',
    'method: subtract',
    'roll: none',
    'weekmask: "1111100"',
    'fromNextFullHour: false',
    'fromNextMidnight: false',
    'monthEnd: clamp',
    'thenDayAfter: false',
  ])('does not move the digest: period: { %s }', (setting) => {
    const after = counted(`, ${setting}`);
    expect(packDigest(after)).toBe(packDigest(before));
    expect(isEmpty(diffPacks(before, after))).toBe(true);
    const options = (more: string) =>
      written('period: 15 days', `period: { laterOf: [{ length: 15 days${more} }, 2 weeks] }`);
    expect(packDigest(options(`, ${setting}`))).toBe(packDigest(options('')));
  });

  it.each([
    ['beneficiary: provider', ''],
    ['restarts: false', ''],
    ['startsAgain: true', ''],
    ['about: breach\n    startsAgain: false', 'about: breach'],
    ['satisfiedBy: [data.deleted]', 'satisfiedBy: data.deleted'],
    ['endedBy: { kind: data.deleted, where: {} }', 'endedBy: data.deleted'],
    ['extendedBy: { on: [data.deleted], to: 30 days }', 'extendedBy: { on: data.deleted, to: 30 days }'],
  ])('does not move the digest: %s', (long, short) => {
    const [one, other] = [long, short].map((line) => written('period: 15 days', `period: 15 days\n    ${line}`));
    expect(one && packDigest(one)).toBe(other && packDigest(other));
    expect(one && other && isEmpty(diffPacks(one, other))).toBe(true);
  });

  // Absent, the first is as the regulation has it; in the others another value than the default is written.
  it.each([
    [', regime: eu-1182-71', ', regime: eu-1182-71, roll: none'],
    ['', ', from: data.endsOn'],
    ['', ', takesEffect: as-it-begins'],
    ['', ', from: [trigger, data.endsOn]'],
  ])('is told from what is none: period: { length%s } and { length%s }', (one, other) => {
    expect(packDigest(counted(one))).not.toBe(packDigest(counted(other)));
  });
});

describe('every value of every shipped pack', () => {
  const packs = new Map([...sourceTerms().catalog.values()].flat().map((pack) => [packLabel(pack), pack]));
  const leaves = [...packs].flatMap(([label, pack]) =>
    pathsIn(pack)
      .filter((path) => !isKindOfShape(path))
      .map((path) => ({ label, path })),
  );

  it('moves the digest and shows in the differences, or else does neither', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leaves), ({ label, path }) => {
        const pack = packs.get(label) as Pack;
        const after = changed(pack, path) as Pack;
        const moves = packDigest(after) !== packDigest(pack);
        expect(moves).toBe(!LINTING.test(path.join('.')));
        expect(isEmpty(diffPacks(pack, after))).toBe(!moves);
      }),
      { numRuns: 300 },
    );
  });
});

/** What only the linter reads, what names the version, and the defaults, which stand in the clauses. */
const LINTING =
  /^(pack|version|revision|review|acknowledges|doesNotApply|mayApply|business|defaults|assumptions\.\d+\.(settles|otherReading|saferFor))\b/;

type Path = readonly (string | number)[];

/** Under which field the rest of a shape is written: with another kind the rest would have to be another too. */
function isKindOfShape(path: Path): boolean {
  return path.at(-1) === 'kind' && path.at(-2) === 'shape';
}

/** The paths to all values that are neither list nor map, and to all lists of more than one. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) {
    return [...(value.length > 1 ? [path] : []), ...value.flatMap((item, index) => pathsIn(item, [...path, index]))];
  }
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]));
}

function changed(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return another(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? changed(item, rest) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [key, key === step ? changed(member, rest) : member]),
  );
}

function another(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed();
  if (value === 'USD') return 'EUR';
  if (typeof value === 'string')
    return /^\d+ (hour|(business )?day|week|month|year)/.test(value) ? `1${value}` : `${value}x`;
  return typeof value === 'number' ? value + 1 : !value;
}

describe('the list of released versions', () => {
  const label = packLabel(before);

  it('agrees with packs that say what they said', () => {
    expect(releaseFaults([before], { [label]: packDigest(before) })).toEqual([]);
  });

  it('says what to do about a version that was changed, one that is not released and one that is gone', () => {
    const other = written('version: "1"', 'version: "2"');
    const faults = releaseFaults([written('15 days', '20 days'), other], {
      [label]: packDigest(before),
      'acme@0': 'a'.repeat(64),
    });
    expect(faults).toEqual([
      {
        pack: 'acme@1',
        fault: 'changed',
        message: expect.stringMatching(/write a new version: copy acme\/1\.yaml to acme\/<version>\.yaml/),
      },
      { pack: 'acme@2', fault: 'unreleased', message: expect.stringMatching(/npm run clauseclock -- release acme@2$/) },
      { pack: 'acme@0', fault: 'missing', message: expect.stringMatching(/put acme\/0\.yaml back/) },
    ]);
  });
});
