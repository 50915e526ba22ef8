import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { linesWithin, wrap } from '../../cli/wrap.ts';
import { parseFact } from '../../shared/desk/plans/fact-text.ts';
import { planCommand } from './plan-command.ts';

const { folder, file, run, remove } = planCommand();
afterAll(remove);

const TERMINATED = ['--terms', 'exoopus', '--event', 'contract.terminated@2026-11-20T10:00:00+02:00'];

describe('clauseclock plan', () => {
  it('prints each deadline with its day, its end and, step by step, why', async () => {
    const { code, out } = await run(...TERMINATED);
    expect(code).toBe(0);
    expect(out).toContain(
      'Friday 11 December 2026  Export of the customer’s data\n  [export-window, open] runs out at 2026-12-12T00:00:00Z (UTC)\n  Notices: opened, to the customer, on ',
    );
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'reminder, to the customer and the provider, on Fri 4 Dec 2026 09:00; due, to the provider, on Fri 11 Dec 2026 09:00; once it is over, to the provider, on Sat 12 Dec 2026 00:00 1. ',
    );
    expect(out).toContain('Thursday 18 February 2027  Deletion of the customer’s data');
    expect(out).toContain('No period to count\n  Notice of unauthorized use');
    expect(out).toContain('\n  Suspension or termination for serious breach');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('tells from which day to which a sum was made, and leaves open which currency is worth more', async () => {
    const { out } = await run(
      ...['--terms', 'salexops', '--event', 'breach.alleged@2026-11-14,breach=b'],
      ...['--event', 'payment.received@2026-05-01,amount=96001,currency=EUR,payment=p'],
    );
    const text = out.replaceAll(/\s+/g, ' ');
    const figure = 'EUR 1,200.02, or USD 500.00, whichever is worth more';
    expect(text).toContain(
      `Saturday 14 November 2026 Limit of liability (b) [liability-cap, met] as of the day ending at 2026-11-15T07:00:00Z (America/Hermosillo) figure, summed from Friday 14 November 2025 to Friday 13 November 2026: ${figure}`,
    );
    expect(text).toContain(`Different currencies are neither converted nor added: the figure is ${figure}.`);
  });

  it('prints the same as JSON, in the shape that other programs rely on', async () => {
    const { code, out } = await run(...TERMINATED, '--json');
    const result = JSON.parse(out);
    expect(code).toBe(0);
    expect(Object.keys(result).sort()).toEqual([
      'deadlines',
      'fallen',
      'idle',
      'none',
      'notApplied',
      'notCounted',
      'notStarted',
      'prospects',
      'refused',
      'unknownVersions',
      'version',
    ]);
    expect(result.deadlines[0]).toMatchObject({
      id: 'export-window',
      clause: 'export-window',
      trigger: expect.any(String),
      state: 'open',
      date: '2026-12-11',
      unadjustedDate: '2026-12-11',
      instant: '2026-12-12T00:00:00Z',
      timezone: 'UTC',
      obligor: 'provider',
      terms: 'exoopus@2026-01+2',
      calendar: 'none',
      steps: expect.arrayContaining([expect.objectContaining({ code: 'clause', text: expect.any(String) })]),
      prospects: [
        { effect: 'meets', events: ['data-export.delivered'], until: '2026-12-12T00:00:00Z', text: expect.any(String) },
        { effect: 'lapses', events: [], text: expect.any(String) },
      ],
    });
    expect(result.none).toContainEqual(
      expect.objectContaining({ clause: 'immediate-suspension', ref: expect.any(String) }),
    );
  });

  it('tells under each deadline what would still change it', async () => {
    const { out } = await run(...TERMINATED);
    expect(out).toContain(
      '  What would still change this:\n    – data-export.delivered by the end of Friday 11 December 2026 meets it.\n    – Otherwise it counts as not met when Friday 11 December 2026 is over.',
    );
  });

  it('takes the contract’s own zone and holidays', async () => {
    const contract = file(
      'acme.json',
      JSON.stringify({
        id: 'acme',
        terms: 'exoopus',
        timezone: 'Europe/Bucharest',
        holidays: ['RO'],
        customer: { email: 'ana@acme.example' },
      }),
    );
    const { out } = await run('--contract', contract, ...TERMINATED.slice(2));
    expect(out).toContain('Tuesday 15 December 2026  Export');
    expect(out).toContain('runs out at 2026-12-15T22:00:00Z (Europe/Bucharest)');
  });

  it('refuses a change announced too late, with the earliest lawful day, and exits 1', async () => {
    const { code, out } = await run(
      '--terms',
      'exoopus',
      '--event',
      'terms-change.announced@2026-06-20,change=c1,effectiveOn=2026-07-01',
    );
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('The earliest lawful day is Monday 20 July 2026 (2026-07-20).');
  });

  it('says what is missing rather than leaving it out', async () => {
    const { out } = await run('--terms', 'exoopus', '--event', 'invoice.issued@2026-11-01,id=m1,invoice=in_1');
    expect(out).toContain(
      'Not counted: something is missing\n  suspension: invoice.issued m1 of 1 Nov 2026 is without data.dueOn.',
    );
  });

  it('says what the contract would have to say', async () => {
    const { code, out } = await run('--terms', 'eloomi', '--event', 'contract.commenced@2026-03-01,id=m1');
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      ' non-renewal-notice: the contract does not say its term, so contract.commenced m1 of 1 Mar 2026 starts nothing.',
    );
  });

  it('says which clauses are not for this contract, each once', async () => {
    const contract = file('yearly.json', JSON.stringify({ terms: 'salexops', billing: { cycle: '1 year' } }));
    const events = ['a', 'b', 'c', 'd'].flatMap((id) => ['--event', `invoice.due@2026-01-01,id=${id},invoice=${id}`]);
    const { out } = await run('--contract', contract, ...events);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'Not applied: these clauses are not for this contract document-deletion: it applies where billing.cycle is 1 month, and the contract’s is 1 year (invoice.due a of 1 Jan 2026; invoice.due b of 1 Jan 2026; invoice.due c of 1 Jan 2026 and 1 more).',
    );
  });

  it('says of what happens at once that it does', async () => {
    const { out } = await run('--terms', 'salexops', '--event', 'termination.noticed@2026-11-02T18:00:00Z');
    expect(out).toContain('[user-cancellation, open] happens at once, at 2026-11-02T18:00:00Z (America/Hermosillo)');
    expect(out).not.toContain('runs out');
  });

  it('says under which version later events are counted when the new one is not at hand', async () => {
    const { out } = await run(
      '--terms',
      'exoopus',
      '--event',
      'terms-change.effective@2026-07-01,id=m1,toVersion=2031-01',
    );
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'terms-change.effective m1 of 1 Jul 2026 puts version 2031-01 into force, for which there is no pack. What comes after it is counted under version 2026-01.',
    );
  });

  it('says so when nothing follows', async () => {
    expect((await run('--terms', 'exoopus')).out).toContain('No deadline follows from these facts.');
  });

  it.each([
    [[], /Name the terms with --terms/],
    [['--terms', 'exoopus', '--evnt', 'x'], /evnt/],
    [
      ['--terms', 'exoopus', '--event', 'contract.terminate@2026-11-20'],
      /no kind of event contract\.terminate\. Known of contract: .*contract\.terminated/,
    ],
    [
      ['--terms', 'exoopus', '--event', 'contract.terminated@2026-11-31'],
      /occurredAt: day "2026-11-31" is not a day of the calendar; write it as 2026-11-20\. Write kind@/,
    ],
    [
      ['--terms', 'exoopus', '--event', 'invoice due@2026-11-01'],
      /: kind: use a kind such as contract\.terminated\. Write/,
    ],
    [['--terms', 'exoopus', '--event', 'contract.terminated'], /occurredAt/],
    [['--terms', 'exoopus', '--event', 'invoice.due@2026-11-01,dueOn'], /"dueOn" is not key=value/],
    [
      ['--terms', 'exoopus', '--event', 'invoice.due@2026-11-01,dueOn=2026-11-01,dueOn=2026-11-02'],
      /dueOn is given twice/,
    ],
    [['--terms', 'exoopus', '--contract', 'nowhere.json'], /--contract nowhere\.json cannot be read/],
    [
      ['--terms', 'exoopus', '--event', 'breach.alleged@2026-11-20,by=Customer'],
      /breach\.alleged@.*: data\.by: Customer is none of customer, provider\./,
    ],
    [['--terms', 'exoopus', '--terms-dir', 'nowhere'], /--terms-dir nowhere: there is no such folder/],
    [['--terms', 'exoopus', '--json', '--html'], /--json and --html exclude each other/],
    [['--terms', 'exoopus', '--ics', '--html'], /--ics and --html exclude each other/],
    [['--terms', 'exoopus', '--brief', '--json'], /--brief and --json exclude each other/],
    [['--terms', 'exoopus', '--as-of', '2026-02-30'], /--as-of 2026-02-30: day "2026-02-30" is not a day/],
    [['--terms', 'exoopus', '--as-of', 'tomorrow'], /--as-of tomorrow: .* Give a day, 2026-12-11, or a moment/],
    [
      [
        '--terms',
        'exoopus',
        '--event',
        'contract.terminated@2026-11-20,id=a',
        '--event',
        'data.deleted@2026-11-20,id=a',
      ],
      /data\.deleted.*: its id a is that of another event \(--event contract\.terminated/,
    ],
  ])('refuses the call %j and says how to call it', async (argv, message) => {
    await expect(run(...argv)).rejects.toThrow(UsageError);
    await expect(run(...argv)).rejects.toThrow(message);
  });

  it('names every fault of a contract', async () => {
    const contract = file('bad.json', JSON.stringify({ id: 'a b', terms: 'exoopus', timezone: 'CET', customer: {} }));
    await expect(run('--contract', contract)).rejects.toThrow(/id: .*\n.*timezone: .*\n.*customer\.email: /);
  });

  it('takes one name of the terms, from the file or the call', async () => {
    const contract = file('other.json', JSON.stringify({ terms: 'eloomi' }));
    await expect(run('--contract', contract, ...TERMINATED)).rejects.toThrow(
      /other\.json: terms: it says eloomi, and --terms says exoopus/,
    );
  });

  it('says which facts have no effect, and why', async () => {
    const { out } = await run(...TERMINATED, '--event', 'support.requested@2026-11-01,id=help');
    expect(out).toContain('rests on these facts\n  support.requested help of 1 Nov 2026: no clause waits for it.');
  });

  it('refuses an event from before the contract', async () => {
    const contract = file(
      'late.json',
      JSON.stringify({ id: 'acme', terms: 'exoopus', startsOn: '2026-06-01', customer: { email: 'ana@acme.example' } }),
    );
    await expect(run('--contract', contract, '--event', 'contract.terminated@2026-05-31')).rejects.toThrow(
      /before the contract starts on 2026-06-01/,
    );
  });

  it('refuses an event with days in an order in which they cannot be', async () => {
    const event = ['--event', 'trial.started@2026-12-01,endsOn=2026-11-30'];
    await expect(run('--terms', 'exolyt', ...event)).rejects.toThrow(
      /data\.endsOn: 2026-11-30\. Of trial\.started it cannot lie before occurredAt, 2026-12-01\. Name 2026-12-01 or a later/,
    );
  });

  it.each([
    [['--terms', 'acme'], /no terms pack acme\. Known: /],
    [['--terms', 'exoopus', '--version', '1999'], /no version 1999/],
  ])('exits 1 with one sentence for %j', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  it.each([
    [
      'RO',
      '2040-12-20',
      '2041-03-20',
      /export-window: occurredAt: holiday set "RO" does not cover the year 2041, only \d+ to 2040/,
    ],
    ['none', '9999-12-01', '9999-12-22', /deletion: occurredAt: day number \d+ .*outside the years 1 to 9999/],
  ])('shows what can be counted, and exits 1 for what cannot: %s on %s', async (holidays, day, counted, why) => {
    const base = { id: 'acme', terms: 'exoopus', customer: { email: 'ana@acme.example' }, holidays: [holidays] };
    const contract = file('far.json', JSON.stringify(base));
    const { code, out } = await run('--contract', contract, '--event', `contract.terminated@${day}`);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(why);
    const { out: json } = await run('--contract', contract, '--event', `contract.terminated@${day}`, '--json');
    expect(JSON.parse(json).deadlines.map(({ date }: { date: string }) => date)).toEqual([counted]);
    // A calendar has no place for it.
    const feed = await run('--contract', contract, '--event', `contract.terminated@${day}`, '--ics');
    expect([feed.code, feed.err.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringMatching(why)]);
    expect(feed.out).toMatch(/^BEGIN:VCALENDAR/);
  });

  it('exits 1 for holidays that no table defines', async () => {
    const base = { id: 'acme', terms: 'exoopus', customer: { email: 'ana@acme.example' } };
    for (const [holidays, event, message] of [
      [['XX'], 'contract.terminated@2026-12-20', /unknown holiday set "XX"/],
      [['+x:2026-02-30'], 'contract.terminated@2026-12-20', /holiday date "2026-02-30"/],
    ] as const) {
      const contract = file('holidays.json', JSON.stringify({ ...base, holidays }));
      const { code, err } = await run('--contract', contract, '--event', event);
      expect(code).toBe(1);
      expect(err).toMatch(message);
    }
  });

  it('plans with a pack of one’s own, and says where it is wrong', async () => {
    const pack = `pack: mine
version: "1"
title: My terms
provider: Me
timezone: Europe/Copenhagen
holidays: [DK]
sendAt: "08:30"
assumptions: []
assumesWhenContractIsSilent: {}
clauses:
  - id: answer
    ref: "4.1"
    title: Answer
    means: An answer comes by the next business day.
    nature: obligation
    obligor: provider
    on: support.requested
    about: ticket
    period: 1 business day
    satisfiedBy: support.answered
`;
    file('terms/mine/1.yaml', pack);
    const { code, out } = await run(
      '--terms',
      'mine',
      '--terms-dir',
      join(folder, 'terms'),
      '--event',
      'support.requested@2026-12-24T10:00:00Z,ticket=t1',
    );
    expect(code).toBe(0);
    expect(out).toContain('Monday 28 December 2026  Answer');
    file('terms/mine/1.yaml', pack.replace('satisfiedBy', 'satisfiedby'));
    const wrong = await run('--terms', 'mine', '--terms-dir', join(folder, 'terms'));
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(
      /1\.yaml:20:5 clauses\.answer: there is no field satisfiedby here; did you mean satisfiedBy\?/,
    );
  });
});

describe('a fact on the command line', () => {
  it('keeps text as text, and reads amounts and yes or no', () => {
    expect(parseFact('payment.received@2026-11-01,invoice=00123,amount=1990,currency=EUR,excused=true').data).toEqual({
      invoice: '00123',
      amount: 1990,
      currency: 'EUR',
      excused: true,
    });
  });

  it('has the id it is given, or one that says what it says', () => {
    expect(parseFact('contract.terminated@2026-11-20,id=e1')).toEqual({
      id: 'e1',
      kind: 'contract.terminated',
      occurredAt: '2026-11-20',
      data: {},
    });
    expect(parseFact('contract.terminated@2026-11-20').id).toBe(parseFact('contract.terminated@2026-11-20').id);
    expect(parseFact('contract.terminated@2026-11-20').id).not.toBe(parseFact('contract.terminated@2026-11-21').id);
  });
});

describe('wrapping', () => {
  it('breaks between words and indents what follows', () => {
    const text = Array.from({ length: 30 }, () => 'abcdefghi').join(' ');
    const lines = wrap(text, '1. ', '   ').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines).toHaveLength(4);
    expect(lines.every((line, index) => line.startsWith(index === 0 ? '1. ' : '   '))).toBe(true);
    expect(lines.map((line) => line.trim().replace('1. ', '')).join(' ')).toBe(text);
  });

  it('leaves a word that is wider than the page alone', () => {
    expect(wrap(`a ${'x'.repeat(120)} b`, '')).toBe(`a\n${'x'.repeat(120)}\nb`);
  });
});

describe('a table’s cell', () => {
  it('breaks a long word after a full stop or a hyphen, else where it has to', () => {
    expect(linesWithin('by terms-change.announced', 20)).toEqual(['by terms-change.', 'announced']);
    expect(linesWithin('terms-change.announced now', 16)).toEqual(['terms-change.', 'announced now']);
    expect(linesWithin('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });

  it('counts what takes two columns as two, and a mark on a letter as none', () => {
    expect(linesWithin('請求書番号', 6)).toEqual(['請求書', '番号']);
    expect(linesWithin('e\u0301e\u0301e\u0301e\u0301', 4)).toHaveLength(1);
  });
});
