import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { main } from '../../../scripts/generate-holidays.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const calendars = join(root, 'terms', 'calendars');

function generate(...options: string[]) {
  const lines: string[] = [];
  const line = { out: (text: string) => void lines.push(text), err: (text: string) => void lines.push(text) };
  const code = main(options, line);
  return { code, output: lines.map((text) => `${text}\n`).join('') };
}

/** As a command, on a machine far east of everybody. */
function generateAsCommand(...options: string[]) {
  const run = spawnSync(process.execPath, [join(root, 'scripts', 'generate-holidays.ts'), ...options], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'Pacific/Kiritimati' },
  });
  return { code: run.status, output: run.stdout + run.stderr };
}

/** Sources of two small sets, not yet generated. */
function sources(): string {
  const directory = mkdtempSync(join(tmpdir(), 'calendars-'));
  const sets = [
    'years: { from: 2024, to: 2028 }',
    'sets:',
    '  # Denmark',
    '  DK: { version: "2026.1", library: [DK], about: "Denmark" }',
    '  DK-statutory: { version: "2026.1", extends: DK, about: "Denmark with further days" }',
  ];
  writeFileSync(join(directory, 'sets.yaml'), `${sets.join('\n')}\n`);
  writeFileSync(
    join(directory, 'overrides.yaml'),
    '- { set: DK-statutory, add: Constitution Day, every: 06-05, source: "Limitation Act s 27(2)" }\n',
  );
  return directory;
}

/** Two small sets to break. */
function twoSets(): string {
  const directory = sources();
  expect(generate('--directory', directory)).toMatchObject({ code: 0 });
  return directory;
}

/** The two sets in their second version, with the first one kept. */
function raised(): string {
  const directory = twoSets();
  appendFileSync(
    join(directory, 'overrides.yaml'),
    '\n- { set: DK, add: Extra Day, dates: [2027-03-01], source: "an act of the test" }\n',
  );
  replace(directory, 'sets.yaml', 'DK: { version: "2026.1"', 'DK: { version: "2026.2"');
  replace(directory, 'sets.yaml', 'DK-statutory: { version: "2026.1"', 'DK-statutory: { version: "2026.2"');
  expect(generate('--directory', directory)).toMatchObject({ code: 0 });
  return directory;
}

function pick(sets: Readonly<Record<string, unknown>>, name: string) {
  return { [name]: sets[name] };
}

function replace(directory: string, name: string, old: string, by: string): void {
  const text = readFileSync(join(directory, name), 'utf8');
  expect(text).toContain(old);
  writeFileSync(join(directory, name), text.replace(old, by));
}

describe('generated holiday tables', { timeout: 60_000 }, () => {
  it('are what library and overrides give, whatever the zone of the machine', () => {
    expect(generateAsCommand('--check')).toEqual({ code: 0, output: '' });
  });

  it('stay within 20 KB gzipped', () => {
    const files = readdirSync(calendars).filter((name) => name.endsWith('.json'));
    const sizes = files.map((name) => gzipSync(readFileSync(join(calendars, name))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(20 * 1024);
  });

  it('are found out when edited by hand', () => {
    const directory = twoSets();
    replace(directory, 'DK.json', '2026-05-14', '2026-05-15');
    const { code, output } = generateAsCommand('--check', '--directory', directory);
    expect(code).toBe(1);
    expect(output).toMatch(/DK\.json differs/);
  });

  it('gain a country by one command', () => {
    const directory = twoSets();
    const before = readFileSync(join(directory, 'sets.yaml'), 'utf8').trimEnd();
    const { code, output } = generate('--directory', directory, '--add', 'SE');
    expect(code).toBe(0);
    const days = output.trimEnd().split('\n').slice(1);
    expect(days[0]).toBe("2024-01-01 Monday New Year's Day (nyårsdagen)");
    expect(days.at(-1)).toMatch(/^2028-12-26 Tuesday/);
    for (const day of days) expect(day).toMatch(/^20\d\d-\d\d-\d\d [A-Z][a-z]+day /);
    const sweden = holidayCalendar(['SE'], loadHolidayTables(directory));
    expect(sweden.nameOn('2026-06-06')).toBe('National Day (nationaldagen)');
    expect(sweden.nameOn('2026-06-08')).toBeUndefined();
    const text = readFileSync(join(directory, 'sets.yaml'), 'utf8');
    expect(text.startsWith(before)).toBe(true);
    expect(generate('--directory', directory, '--add', 'SE').output).toMatch(/already/);
    expect(generate('--directory', directory, '--add', 'QQ')).toMatchObject({ code: 1 });
  });

  it('need a new version when a day changes', () => {
    const directory = twoSets();
    const before = readFileSync(join(directory, 'DK.json'), 'utf8');
    appendFileSync(
      join(directory, 'overrides.yaml'),
      '\n- { set: DK, add: Extra Day, dates: [2027-03-01], source: "an act of the test" }\n',
    );
    const refused = generate('--directory', directory);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/raise the version in sets\.yaml: .*DK, DK-statutory;/);
    expect(readFileSync(join(directory, 'DK.json'), 'utf8')).toBe(before);

    replace(directory, 'sets.yaml', 'DK: { version: "2026.1"', 'DK: { version: "2026.2"');
    replace(directory, 'sets.yaml', 'DK-statutory: { version: "2026.1"', 'DK-statutory: { version: "2026.2"');
    const accepted = generate('--directory', directory);
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.output).toContain('+ DK: Extra Day: 2027-03-01\n    an act of the test');
    const tables = loadHolidayTables(directory);
    const denmark = holidayCalendar(['DK'], tables);
    expect([denmark.nameOn('2027-03-01'), denmark.version]).toEqual(['Extra Day', 'DK@2026.2']);
    expect([...tables.versions.keys()].sort()).toEqual([
      'DK-statutory@2026.1',
      'DK-statutory@2026.2',
      'DK@2026.1',
      'DK@2026.2',
    ]);
    expect(JSON.parse(readFileSync(join(directory, 'DK@2026.1.json'), 'utf8')).sets).toEqual(
      pick(JSON.parse(before).sets, 'DK'),
    );
    expect(tables.versions.get('DK-statutory@2026.1')?.extends).toBe('DK@2026.1');
    expect(generate('--directory', directory, '--check')).toEqual({ code: 0, output: '' });
  });

  it('refuse at load an edit under a released version, and a released version that is gone', () => {
    const directory = raised();
    replace(directory, 'DK@2026.1.json', '2026-05-14', '2026-05-15');
    expect(() => loadHolidayTables(directory)).toThrow(/DK@2026\.1\.json: DK@2026\.1 was released with other holidays/);
    rmSync(join(directory, 'DK@2026.1.json'));
    rmSync(join(directory, 'DK-statutory@2026.1.json'));
    expect(() => loadHolidayTables(directory)).toThrow(/DK-statutory@2026\.1 was released, and is gone/);
    const current = raised();
    replace(current, 'DK.json', '2026-05-14', '2026-05-15');
    expect(() => loadHolidayTables(current)).toThrow(/DK@2026\.2 was released with other holidays/);
    // What was edited by hand is made again from its sources.
    expect(generate('--directory', current)).toMatchObject({ code: 0 });
    expect(loadHolidayTables(current).versions.size).toBe(4);
  });

  it('refuse to give up a set that was released', () => {
    const directory = twoSets();
    const text = readFileSync(join(directory, 'sets.yaml'), 'utf8');
    writeFileSync(join(directory, 'sets.yaml'), text.replace(/ {2}DK-statutory:.*\n/, ''));
    writeFileSync(join(directory, 'overrides.yaml'), '[]\n');
    const { code, output } = generate('--directory', directory);
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('put back what deadlines were counted with: DK-statutory@2026.1'),
    ]);
  });

  it('are shown for a year that they cover, and for no other', () => {
    const directory = twoSets();
    const shown = (year: string) => generate('--directory', directory, '--show', 'DK', '--year', year);
    expect(shown('2026')).toMatchObject({ code: 0, output: expect.stringContaining('2026-12-25') });
    expect(shown('2013')).toMatchObject({ code: 1, output: expect.stringContaining('does not cover the year 2013') });
  });

  it.each([
    ['changes nothing', '{ set: DK, remove: Republic Day, source: "an act of the test" }'],
    ['is there already', '{ set: DK, add: New Year\'s Day, every: 01-01, source: "an act of the test" }'],
    ['does not define', '{ set: QQ, add: A Day, every: 01-01, source: "an act of the test" }'],
    ['is not on all of', '{ set: DK, remove: Christmas Day, dates: [2026-12-24], source: "an act of the test" }'],
    ['is not a rule', '{ set: DK, add: A Day, rule: "some day soon", source: "an act of the test" }'],
    ['Invalid input', '{ set: DK, add: A Day, every: 03-01 }'],
    ['cannot fall on 2026-02-30', '{ set: DK, add: A Day, dates: [2026-02-30], source: "an act of the test" }'],
  ])('refuse an override that %s', (problem, override) => {
    // The library itself complains on the console of a rule that it cannot read.
    vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => void vi.restoreAllMocks());
    const directory = sources();
    appendFileSync(join(directory, 'overrides.yaml'), `\n- ${override}\n`);
    const { code, output } = generate('--directory', directory);
    expect(code).toBe(1);
    expect(output).toContain(problem);
  });
});
