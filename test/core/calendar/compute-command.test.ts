import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute } from '../../../cli/compute/compute.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clauseclock-compute-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await compute(argv, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

async function runCases(text: string) {
  const file = join(folder, 'cases');
  await writeFile(file, text);
  const { code, out, err } = await run('--cases', file);
  return { code, err, answers: out.map((line) => JSON.parse(line)) };
}

const DAYS = { id: 'days', anchor: '2026-11-20', timezone: 'Europe/Bucharest', period: { n: 30, unit: 'days' } };
const HOURS = {
  id: 'hours',
  anchor: '2026-10-23T10:23:00+03:00',
  timezone: 'Europe/Bucharest',
  period: { n: 72, unit: 'hours', fromNextFullHour: true },
};

describe('compute --cases', () => {
  it.each([
    ['an object with cases', JSON.stringify({ about: 'x', cases: [DAYS, HOURS] })],
    ['an array', JSON.stringify([DAYS, HOURS], null, 2)],
    ['a case per line', `${JSON.stringify(DAYS)}\n\n${JSON.stringify(HOURS)}\r\n`],
  ])('reads %s', async (_, text) => {
    const { code, answers } = await runCases(text);
    expect(code).toBe(0);
    expect(answers).toMatchObject([
      { id: 'days', date: '2026-12-20', unadjustedDate: '2026-12-20', instant: '2026-12-20T22:00:00Z' },
      { id: 'hours', date: '2026-10-26T10:00:00+02:00', instant: '2026-10-26T08:00:00Z' },
    ]);
    for (const { steps } of answers) expect(steps[0]).toHaveProperty('text');
  });

  it('takes the dates of a case instead of the set it names', async () => {
    const own = { ...DAYS, period: { n: 5, unit: 'businessDays' }, holidays: 'RO' };
    const { answers } = await runCases(
      JSON.stringify([
        own,
        { ...own, holidayDates: [] },
        { ...own, holidayDates: ['2026-11-23'], holidays: 'nowhere' },
      ]),
    );
    expect(answers.map(({ date }) => date)).toEqual(['2026-11-27', '2026-11-27', '2026-11-30']);
    expect(answers[2].steps[1].skipped).toMatchObject([{ day: '2026-11-23' }]);
  });

  it('joins sets and adds single days', async () => {
    const on = (holidays: unknown) => ({ ...DAYS, period: { n: 4, unit: 'businessDays' }, holidays });
    const cases = [on('none'), on('US'), on('RO+US'), on(['RO', 'US']), on('US+x:2026-11-23')];
    const { answers } = await runCases(JSON.stringify(cases));
    expect(answers.map(({ date }) => date.slice(8))).toEqual(['26', '27', '27', '27', '30']);
  });

  it('goes on after a case that cannot be computed, and says which it was', async () => {
    const bad = [
      { ...DAYS, id: 'zone', timezone: 'Mars/Olympus' },
      { ...DAYS, id: 'unit', period: { n: 1, unit: 'fortnights' } },
      { ...DAYS, id: 'set', holidays: 'XX' },
      { ...DAYS, id: 'day', anchor: '2026-02-30' },
      { ...DAYS, id: 'nothing', period: undefined },
      { ...DAYS, id: 'both', chain: [] },
      { ...DAYS, id: 'rule', period: undefined, periods: [{ n: 1, unit: 'days' }], combine: 'middle' },
      { ...DAYS, id: 'year', anchor: '2041-01-02', holidays: 'RO', period: { n: 1, unit: 'businessDays' } },
      { ...DAYS, id: 'cycle', cycle: 'monthly' },
      null,
    ];
    const { code, answers } = await runCases(JSON.stringify([...bad, DAYS]));
    expect(code).toBe(1);
    expect(answers.slice(0, -1).map(({ id, error }) => [id, error.code, error.field])).toEqual([
      ['zone', 'unknown-zone', 'timezone'],
      ['unit', 'invalid-period', 'period.unit'],
      ['set', 'unknown-holiday-set', 'holidays'],
      ['day', 'invalid-day', 'anchor'],
      ['nothing', 'invalid-argument', 'period'],
      ['both', 'invalid-argument', 'case'],
      ['rule', 'invalid-argument', 'combine'],
      ['year', 'uncovered-year', 'holidays'],
      ['cycle', 'invalid-cycle', 'cycle.every'],
      [null, 'invalid-argument', 'case'],
    ]);
    expect(answers.at(-1)).toMatchObject({ id: 'days', date: '2026-12-20' });
  });

  it('reports a line that is not JSON with its number and, where it can be made out, its id', async () => {
    const { code, answers } = await runCases(
      `${JSON.stringify(DAYS)}\n{"id": "cut", "anchor":\n${JSON.stringify(HOURS)}`,
    );
    expect(code).toBe(1);
    expect(answers.map(({ id }) => id)).toEqual(['days', 'cut', 'hours']);
    expect(answers[1].error).toMatchObject({ code: 'invalid-json', field: 'line 2' });
  });

  it.each<[string, object, string]>([
    ['a misspelt field', { holiday: 'RO' }, 'holiday'],
    ['a misspelt field of a cycle', { cycle: { anchorDate: 31 } }, 'cycle.anchorDate'],
    ['a zone of null', { timezone: null }, 'timezone'],
    ['holidays of null', { holidays: null }, 'holidays'],
    ['holidays of a number', { holidays: 5 }, 'holidays'],
    ['a holiday that does not exist', { holidayDates: ['2026-02-30'] }, 'holidayDates'],
    ['combine beside a single period', { combine: 'latest' }, 'combine'],
    ['a period of a number', { period: 5 }, 'period'],
    ['a chain of null', { period: undefined, chain: [null] }, 'chain'],
    ['a period in unknown words', { period: 'a while' }, 'period'],
    ['a regime of a number', { regime: 5 }, 'regime'],
    ['a window of a number', { period: undefined, window: 5 }, 'window'],
    ['zones beside a zone', { zones: [{ timezone: 'UTC' }], combine: 'latest' }, 'timezone'],
  ])('refuses %s by its field', async (_, wrong, field) => {
    const { answers } = await runCases(JSON.stringify([{ ...DAYS, ...wrong }]));
    expect(answers).toMatchObject([{ id: 'days', error: { field } }]);
    expect(answers[0].error.code).toMatch(/^[a-z-]+$/);
  });

  it('takes periods in words, several lengths being one period', async () => {
    const base = { anchor: '2026-01-31', timezone: 'Europe/Bucharest' };
    const { answers } = await runCases(
      JSON.stringify([
        { ...base, period: '1 month and 15 days', regime: 'ro-civil-code' },
        { ...base, period: '1 month and 15 days', regime: 'Romanian Civil Code' },
        { ...base, period: { n: 10, unit: 'days' }, regime: 'ro-civil-code' },
      ]),
    );
    expect(answers.map(({ date, calendar }) => `${date} ${calendar}`)).toEqual([
      '2026-03-16 RO@2026.1',
      '2026-03-15 none',
      '2026-02-11 RO@2026.1',
    ]);
  });

  it('counts windows, look-backs and in several places', async () => {
    const { period: _, timezone, ...rest } = { ...DAYS, anchor: '2026-03-31' };
    const zones = [
      { timezone: 'Europe/Bucharest', holidays: 'RO' },
      { timezone: 'America/New_York', holidays: 'US' },
    ];
    const { answers } = await runCases(
      JSON.stringify([
        { ...rest, timezone, window: { opens: 'dayAfter', closes: '10 business days' }, holidays: 'RO' },
        { ...rest, timezone, lookBack: '12 months' },
        { ...rest, zones, period: '5 business days', combine: 'latest' },
      ]),
    );
    expect(answers).toMatchObject([
      { opensOn: '2026-04-01', opensAt: '2026-03-31T21:00:00Z', date: '2026-04-16' },
      { opensOn: '2025-03-31', date: '2026-03-30' },
      { date: '2026-04-07', instant: '2026-04-08T04:00:00Z', calendar: 'RO@2026.1 / US@2026.1' },
    ]);
  });

  it('says with which holidays it counted, and that given dates replace the set', async () => {
    const { answers } = await runCases(
      JSON.stringify([
        { ...DAYS, holidays: 'RO', period: '5 business days' },
        { ...DAYS, holidays: 'RO', holidayDates: ['2026-11-23'], period: '5 business days' },
      ]),
    );
    expect(answers.map(({ calendar }) => calendar)).toEqual(['RO@2026.1', 'RO (dates given with the case)']);
    expect(answers[0].steps[1].calendar).toBe('RO@2026.1');
    expect(answers[1].steps[1].text).toContain('RO (dates given with the case)');
  });

  it('says that UTC is assumed where no zone is given', async () => {
    const { timezone: _, ...rest } = DAYS;
    const { answers } = await runCases(JSON.stringify([rest, DAYS]));
    expect(answers.map(({ steps }) => steps[0].code)).toEqual(['default-zone', 'anchor-day']);
  });

  it('keeps a number that is the id of a broken line', async () => {
    const { answers } = await runCases(`{"id": 17, "anchor":\n${JSON.stringify(DAYS)}`);
    expect(answers).toMatchObject([{ id: 17, error: { line: 1 } }, { id: 'days' }]);
  });

  it.each([
    ['a word', '{"cases": [\n  {"id": "a",\n   "period": days}\n]}', 3, 14],
    ['a missing comma', '{"cases": [\n  {"id": "a"\n   "period": 1}\n]}', 3, 4],
    ['an end too early', '{"cases": [\n  {"id": "a"},\n', 3, 1],
  ])('reports a file broken by %s once, with line and column', async (_, text, line, column) => {
    const { code, answers } = await runCases(text);
    expect(code).toBe(1);
    expect(answers).toMatchObject([{ id: null, error: { code: 'invalid-json', line, column } }]);
  });

  it('tells how far a long file has come', async () => {
    const { err, answers } = await runCases(`${JSON.stringify(DAYS)}\n`.repeat(10_001));
    expect(answers).toHaveLength(10_001);
    expect(err).toEqual(['10000 of 10001 cases, 0 with errors']);
  });

  it('counts chains, several periods and billing cycles', async () => {
    const { period: _, ...rest } = DAYS;
    const { answers } = await runCases(
      JSON.stringify([
        {
          ...rest,
          chain: [
            { n: 1, unit: 'months' },
            { n: 15, unit: 'days', roll: 'following' },
          ],
        },
        {
          ...rest,
          combine: 'latest',
          periods: [
            { n: 1, unit: 'days' },
            { anchor: '2026-12-01', n: 48, unit: 'hours' },
          ],
        },
        { ...DAYS, period: { n: 2, unit: 'weeks' }, cycle: { anchorDay: 31 } },
        { ...DAYS, period: { n: 2, unit: 'weeks' }, cycle: { start: '2026-01-31', n: 3, unit: 'months' } },
      ]),
    );
    expect(answers.map(({ date }) => date)).toEqual([
      '2027-01-04',
      '2026-12-03T00:00:00+02:00',
      '2026-12-30',
      '2027-01-30',
    ]);
  });

  it('fails for a file that is not there or holds no case', async () => {
    expect(await run('--cases', join(folder, 'missing'))).toMatchObject({ code: 1, out: [] });
    expect((await runCases('[]')).code).toBe(1);
    expect((await runCases('')).code).toBe(1);
  });
});

describe('compute --from', () => {
  const place = ['--holidays', 'RO', '--timezone', 'Europe/Bucharest'];

  it('explains in words', async () => {
    const { code, out } = await run('--from', '2026-11-20', '--period', '15 business days', ...place);
    expect(code).toBe(0);
    expect(out[0]).toBe('Tuesday 15 December 2026');
    expect(out[1]).toContain('2026-12-15T22:00:00Z');
    expect(out.join('\n')).toMatch(/Monday 30 November 2026 .*Tuesday 1 December 2026/);
  });

  it.each([
    [['--period', '10 days', '--clear', '--roll', 'following'], '2026-12-02'],
    [['--period', '1 month', '--before', '--latest-start'], '2026-10-20'],
    [['--period', '10 days', '--regime', 'ro-civil-code'], '2026-12-02'],
    [['--period', '10 days', '--before'], '2026-11-10'],
    [['--period', '1 month and 15 days'], '2027-01-04'],
    [['--period', '1 month', '--counts-trigger-day'], '2026-12-19'],
    [['--period', '2 weeks', '--cycle', '1 month', '--cycle-anchor-day', '31'], '2026-12-30'],
    [['--period', '10 days', '--period', '1 week', '--combine', 'earliest'], '2026-11-27'],
    [['--period', '72 hours'], '2026-11-23T00:00:00+02:00'],
  ])('%o', async (settings, date) => {
    const { code, out } = await run('--from', '2026-11-20', ...settings, ...place, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out[0] as string).date).toBe(date);
  });

  it('takes the holidays of the regime unless others are named', async () => {
    const { out } = await run('--from', '2026-04-01', '--period', '9 days', '--regime', 'ro-civil-code');
    expect(out[0]).toBe('Tuesday 14 April 2026');
    expect(out[1]).toContain('RO@');
  });

  it.each([
    [['--from', '2026-02-30', '--period', '1 day'], 1, /2026-02-30/],
    [['--from', '2026-02-20', '--period', 'a while'], 1, /a while/],
    [['--from', '2026-02-20', '--period', '1 day', '--timezone', 'EST'], 1, /America\/New_York/],
    [['--from', '2026-02-20', '--period', '1 day', '--min-working-days', 'two'], 1, /minWorkingDays/],
    [['--from', '2026-02-20', '--period', '1 day', '--period', '2 days'], 1, /--combine/],
    [['--from', '2026-02-20'], 2, /--period is missing/],
    [['--period', '1 day'], 2, /--from is missing/],
    [['--wrong'], 2, /--wrong/],
    [
      ['--from', '2026-02-20', '--period', '1 day', '--latest-start'],
      2,
      /--latest-start does nothing without --before/,
    ],
    [['--from', '2026-02-20', '--period', '1 day', '--cut-off-moves-to', 'nextDay'], 2, /without --cut-off/],
    [['--from', '2026-02-20', '--period', '1 day', '--cycle-anchor-day', '31'], 2, /without --cycle/],
    [['--from', '2026-02-20', '--period', '1 day', '--combine', 'latest'], 2, /single --period/],
    [['--from', '2026-02-20', '--from', '2026-02-21', '--period', '1 day'], 2, /--from is given twice/],
    [['--from', '2026-02-20', '--period', '1 day', '--holidays', 'RO', '--holiday-date', '2026-02-21'], 2, /RO\+x:/],
    [['--cases', 'x', '--roll', 'none'], 2, /--roll does not go with --cases/],
  ])('%o ends with %d', async (argv, code, message) => {
    const result = await run(...argv);
    expect(result.code).toBe(code);
    expect(result.out).toEqual([]);
    expect(result.err.join('\n')).toMatch(message);
  });

  it('takes a fixed offset as the zone', async () => {
    const { out } = await run('--from', '2026-07-15', '--period', '0 days', '--timezone', '-05:00', '--json');
    expect(JSON.parse(out[0] as string)).toMatchObject({ instant: '2026-07-16T05:00:00Z', calendar: 'none' });
  });
});

it('ends quietly when its reader has read enough', async () => {
  const file = join(folder, 'many');
  await writeFile(file, `${JSON.stringify(DAYS)}\n`.repeat(20_000));
  const program = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'compute', '--cases', file]);
  let told = '';
  child.stderr.on('data', (data) => {
    told += data;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect(told).toBe('');
  expect(code).toBe(0);
});
