import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PackError, readPack } from '../../../shared/core/terms/read-pack.ts';

const FILE = 'terms/exoopus/2026-01.yaml';
const text = readFileSync(new URL(`../../../${FILE}`, import.meta.url), 'utf8');

function faultsOf(changed: string) {
  try {
    readPack(FILE, changed);
  } catch (error) {
    if (error instanceof PackError) return error.faults;
    throw error;
  }
  return [];
}

/** The pack with one passage replaced, and the line on which the replacement begins. */
function change(from: string, to: string, at = to): { faults: ReturnType<typeof faultsOf>; line: number } {
  const index = text.indexOf(from);
  if (index < 0) throw new Error(`the pack does not hold ${from}`);
  const changed = text.slice(0, index) + to + text.slice(index + from.length);
  return { faults: faultsOf(changed), line: changed.slice(0, changed.indexOf(at, index)).split('\n').length };
}

describe('reading a pack', () => {
  it('reads the reference pack', () => {
    expect(readPack(FILE, text).clauses.map(({ id }) => id)).toContain('export-window');
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'a misspelt field',
      'satisfiedBy: data-export',
      'satisfyedBy: data-export',
      'clauses.1',
      /^there is no field satisfyedBy here; did you mean satisfiedBy\?$/,
    ],
    [
      'an invented field',
      'survivesTermination: true',
      'forever: true',
      'clauses.1',
      /^there is no field forever here; check its spelling/,
    ],
    [
      'a period nobody can read',
      'period: 15 business days',
      'period: fifteen days',
      'clauses.1.period',
      /^period "fifteen days" cannot be read; write it as "15 business days"/,
    ],
    ['an absurd period', 'period: 90 days', 'period: 900000 days', 'clauses.2.period', /at most 73050 days/],
    [
      'a nature that does not exist',
      'nature: effect',
      'nature: affect',
      'clauses.0.nature',
      /"obligation"\|"right"\|"effect"/,
    ],
    [
      'a kind in another form',
      'on: termination.noticed',
      'on: Termination noticed',
      'clauses.0.on',
      /^use an event kind such as contract.terminated$/,
    ],
    [
      'an assumption nobody wrote',
      'assumes: [trigger-day-out]',
      'assumes: [trigger-day]',
      'clauses.1.assumes',
      /^there is no assumption trigger-day; add it under assumptions$/,
    ],
    ['a zone that may mean two', 'timezone: UTC', 'timezone: EST', 'timezone', /time zone "EST" is not usable/],
    [
      'a step twice',
      '- step: due\n        to: provider',
      '- step: opened\n        to: provider',
      'clauses.1.ladder',
      /^step opened appears twice$/,
    ],
    ['a clause twice', 'id: deletion\n', 'id: export-window\n', 'clauses.2.id', /^clause export-window appears twice$/],
    [
      'two shapes',
      'period: 15 business days',
      'period: 15 business days\n    none: no figure',
      'clauses.1',
      /^a clause has exactly one of .*; export-window has period and none$/,
    ],
    [
      'a reminder without its lead time',
      '        before: 5 business days\n',
      '',
      'clauses.1.ladder.1.before',
      /^a reminder needs `before`/,
    ],
    [
      'a pause that nothing ends',
      '    resumedBy: legal-hold.lifted\n',
      '',
      'clauses.2.resumedBy',
      /^suspendedBy and resumedBy belong together/,
    ],
    ['a pause of hours', 'period: 90 days', 'period: 72 hours', 'clauses.2.suspendedBy', /^only one forward period/],
    [
      'settings that contradict each other',
      '      direction: before\n',
      '      direction: before\n      countsTriggerDay: true\n      clear: true\n',
      'clauses.3.period',
      /clear is true: a clear period excludes the trigger day/,
    ],
    [
      'a refusal that cannot judge',
      '      direction: before\n',
      '',
      'clauses.3.refuseWhenMissed',
      /^only a period counted `before` a day of the event/,
    ],
    [
      'a step of what only is a figure',
      '    lookBack: {',
      '    ladder: [{ step: due, to: provider }]\n    lookBack: {',
      'clauses.8.ladder',
      /^ladder has no effect on a clause with lookBack/,
    ],
    [
      'a duty that is a figure',
      'nature: figure',
      'nature: obligation',
      'clauses.8.nature',
      /^a look-back gives a figure/,
    ],
    [
      'a look-back of hours',
      'length: 12 months, sums',
      'length: 12 hours, sums',
      'clauses.8.lookBack.length',
      /^a look-back is one length in days/,
    ],
    ['a share that is none', 'share: 0.005', 'share: 99.5', 'clauses.7.allowance.share', /what may be lost/],
    [
      'a share that is promised',
      'share: 0.005',
      'share: 0.995',
      'clauses.7.allowance.share',
      /^share is what may be lost, not what is promised: write 0\.001 for 99\.9 % availability$/,
    ],
    ['an hour that is none', 'sendAt: "09:00"', 'sendAt: "25:00"', 'sendAt', /^use HH:MM$/],
  ])('refuses %s, with its place and what to do', (_, from, to, path, message) => {
    const { faults, line } = change(from, to);
    expect(faults).toEqual([
      { path, message: expect.stringMatching(message), line: expect.any(Number), column: expect.any(Number) },
    ]);
    // No fault is reported further away than its clause is long.
    expect(Math.abs((faults[0]?.line ?? 0) - line)).toBeLessThan(25);
  });

  it('gives the very line and column of a misspelt field', () => {
    const { faults, line } = change('satisfiedBy: data-export', 'satisfyedBy: data-export');
    expect(faults).toMatchObject([{ line, column: 5 }]);
    expect(new PackError(FILE, faults).message).toBe(
      `${FILE}:${line}:5 clauses.1: there is no field satisfyedBy here; did you mean satisfiedBy?`,
    );
  });

  it('gives the line and column of a value', () => {
    const { faults, line } = change('period: 15 business days', 'period: fifteen days', 'fifteen');
    expect(faults).toMatchObject([{ line, column: 13 }]);
  });

  it('names a missing field, at the clause that lacks it', () => {
    const { faults } = change('    nature: effect\n', '');
    const line = text.slice(0, text.indexOf('id: termination-notice')).split('\n').length;
    expect(faults).toMatchObject([
      { path: 'clauses.0.nature', line, message: expect.stringContaining('nature is missing') },
    ]);
  });

  it('lists every fault, not only the first', () => {
    const twice = text.replace('timezone: UTC', 'timezone: EST').replace('period: 90 days', 'period: soon');
    expect(faultsOf(twice).map(({ path }) => path)).toEqual(['timezone', 'clauses.2.period']);
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- a\n- b\n'],
    ['YAML that is none', 'pack: [exoopus\nversion: 1\n'],
    ['a key twice', text.replace('version: "2026-01"', 'version: "2026-01"\nversion: "2026-02"')],
    ['an alias to nothing', text.replace('period: 90 days', 'period: *nowhere')],
    ['a version that YAML reads as a number', text.replace('version: "2026-01"', 'version: 2026')],
    ['two documents', `${text}\n---\n${text}`],
  ])('refuses %s with a place', (_, broken) => {
    const faults = faultsOf(broken);
    expect(faults.length).toBeGreaterThan(0);
    for (const { line, column, message } of faults) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
    }
  });
});
