import { afterAll, describe, expect, it } from 'vitest';
import { planCommand } from './plan-command.ts';

const { file, run, remove } = planCommand();
afterAll(remove);

const CASE = file(
  'case.yaml',
  `contract:
  id: acme
  terms: exoopus
  timezone: Europe/Bucharest
  holidays: [RO]
  statutes: [gdpr]
events:
  - invoice.due@2026-10-01,invoice=in_1,dueOn=2026-10-15
  - payment.received@2026-10-20,invoice=in_1,amount=199000,currency=EUR
  - terms-change.announced@2026-09-01T09:00:00+03:00,change=c1,effectiveOn=2026-10-10
  - breach.alleged@2026-11-02T09:30:00+02:00,breach=b1,by=customer
  - personal-data-breach.detected@2026-11-20T10:23:00+02:00,breach=d1
  - contract.terminated@2026-11-20T10:00:00+02:00
  - legal-hold.placed@2026-12-01,hold=audit
`,
);

const MONTHLY = file(
  'monthly.yaml',
  'contract: { id: monthly, terms: exolyt, startsOn: 2016-01-31, billing: { cycle: 1 month, anchorDay: 31 } }\n',
);

describe('the timeline in a terminal', () => {
  it('has a row for each deadline in time order, with the past apart from what is to come', async () => {
    const { out } = await run('--facts', CASE, '--as-of', '2026-12-02', '--brief');
    expect(out).toBe(`acme: exoopus, version 2026-01
Days of Europe/Bucharest; holidays RO@2026.1; beside the terms gdpr@2018-05-25+2
As of Wednesday 2 December 2026, with every lapse up to then

Day                What                         Who acts      State         At the end
────────────────────────────────────────────────────────────────────────────────────────────────────
Thu 10 Sep 2026    Notice of changed terms      provider      met,          met by
                   (c1)                                       past          terms-change.announced,
                                                                            1 Sep 2026
Tue  1 Sep 2026 –  Leaving instead of           customer may  lapsed,       closed:
Fri  9 Oct 2026    accepting changed terms                    past          terms-change.effective
                   (c1)
Fri 30 Oct 2026    Suspension for non-payment   customer      cancelled,    ended by
                   (in_1)                                     past          payment.received, 20 Oct
                                                                            2026
Mon  2 Nov 2026    Limit of liability (b1)      nobody        figure,       EUR 1,990.00
                                                              past
Fri 20 Nov 2026    Notice of a personal-data    provider      met,          met by its notice
at 10:23           breach to the controller                   past
                   (d1)
Mon 23 Nov 2026    Notification of a            provider      lapsed,       not met on record
at 10:23           personal-data breach (d1)                  past
── as of Wednesday 2 December 2026 ─────────────────────────────────────────────────────────────────
Tue 15 Dec 2026    Export of the customer’s     provider      open,         counts as not met
                   data                                       13 days left
Thu 18 Feb 2027    Deletion of the customer’s   provider      paused        stands still since 1 Dec
                   data                                                     2026

Leave --brief out to read
  Terms that are not at hand (1)`);
  });

  it('stands first in the full report, which nowhere is wider than 100 columns', async () => {
    const { out } = await run('--facts', CASE, '--as-of', '2026-12-02');
    expect(out.indexOf('At the end')).toBeLessThan(out.indexOf('Tuesday 15 December 2026  Export'));
    expect(out).toContain('[export-window, open, 13 days left] runs out at');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    const order = ['Who acts', 'What would still change this', 'Terms that are not at hand', 'No period to count'];
    expect(order.map((heading) => out.indexOf(heading))).toEqual(
      order.map((heading) => out.indexOf(heading)).toSorted((a, b) => a - b),
    );
  });

  it('says that nothing has lapsed where the facts alone decide', async () => {
    const { out } = await run('--facts', CASE);
    expect(out).toContain('As the facts alone decide, without any lapse; --as-of tells how it stands on a day');
    expect(out).not.toContain('past');
    expect(out).not.toMatch(/days left/);
    expect(out).not.toContain('lapsed');
  });

  it('tells whose move it is: before a right arises, and once it has', async () => {
    const due = ['--terms', 'exoopus', '--event', 'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15', '--brief'];
    expect((await run(...due, '--as-of', '2026-11-30')).out).toMatch(
      /Suspension for non-payment +customer +open, +right arises$/m,
    );
    expect((await run(...due, '--as-of', '2026-12-01')).out).toMatch(
      /Suspension for non-payment +provider may +lapsed, +right has arisen$/m,
    );
  });

  it('keeps hostile names on their line', async () => {
    const event = {
      kind: 'invoice.due',
      occurredAt: '2026-11-01',
      data: { invoice: '\u001b[31m\nx\u202e', dueOn: '2026-11-15' },
    };
    const facts = file('hostile.json', JSON.stringify({ contract: { terms: 'exoopus' }, events: [event] }));
    const { out } = await run('--facts', facts);
    expect(out).toContain('Suspension for non-payment ([31m x)');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('as of a moment', () => {
  const statesAt = async (when: string, ...argv: string[]) => {
    const { out } = await run(...argv, '--as-of', when, '--json');
    const { deadlines } = JSON.parse(out) as {
      deadlines: { id: string; state: string; past: boolean; daysLeft?: number; opensIn?: number }[];
    };
    return deadlines.map(({ id, state, past, daysLeft, opensIn }) => ({ id, state, past, daysLeft, opensIn }));
  };
  const DUE = ['--terms', 'exoopus', '--event', 'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15'];
  const at = { id: 'suspension~in_1', opensIn: undefined };

  it('a day still runs on its last day, and a right has arisen on the next', async () => {
    expect(await statesAt('2026-11-29', ...DUE)).toEqual([{ ...at, state: 'open', past: false, daysLeft: 1 }]);
    expect(await statesAt('2026-11-30', ...DUE)).toEqual([{ ...at, state: 'open', past: false, daysLeft: 0 }]);
    expect(await statesAt('2026-12-01', ...DUE)).toEqual([{ ...at, state: 'lapsed', past: true, daysLeft: undefined }]);
  });

  it('an instant is taken to the second', async () => {
    expect((await statesAt('2026-11-30T23:59:59Z', ...DUE))[0]?.state).toBe('open');
    expect((await statesAt('2026-12-01T00:00:00Z', ...DUE))[0]?.state).toBe('lapsed');
    expect((await statesAt('2026-12-01T01:59:59+02:00', ...DUE))[0]?.state).toBe('open');
  });

  it('says when a window opens that is not open yet', async () => {
    const opening = ['--terms', 'eloomi', '--contract', file('term.json', '{"terms":"eloomi","term":"12 months"}')];
    const rows = await statesAt('2026-12-20', ...opening, '--event', 'contract.commenced@2026-03-01');
    // 60 days before the last day of February.
    expect(rows.find(({ id }) => id === 'invoice-due~2026-03-01')).toMatchObject({ opensIn: 10, daysLeft: 70 });
  });

  it('what stands still is not past, whatever its day', async () => {
    const held = [
      '--terms',
      'exoopus',
      '--event',
      'contract.terminated@2026-11-20',
      '--event',
      'legal-hold.placed@2026-12-01',
    ];
    const rows = await statesAt('2028-01-01', ...held);
    expect(rows.find(({ id }) => id === 'deletion')).toMatchObject({
      state: 'paused',
      past: false,
      daysLeft: undefined,
    });
  });

  it('ten years of months renew, one after the other', async () => {
    const rows = await statesAt('2026-02-15', '--facts', MONTHLY);
    // The cycles that begin on 31 January 2016 to 31 December 2025 are 120.
    expect(rows).toHaveLength(121);
    expect(rows.filter(({ state }) => state === 'lapsed')).toHaveLength(120);
    expect(rows.at(-1)).toEqual({
      id: 'renewal~2026-01-31',
      state: 'open',
      past: false,
      daysLeft: 12,
      opensIn: undefined,
    });
  });

  it('tells of facts from after that moment, which count as well', async () => {
    const { out } = await run(...DUE, '--event', 'payment.received@2026-11-20,invoice=in_1', '--as-of', '2026-11-10');
    expect(out).toContain('Counted as well: 1 fact from after that');
    expect(out).toContain('ended by');
    expect((await run(...DUE, '--as-of', '2026-11-01')).out).not.toContain('Counted as well');
  });

  it('names the moment', async () => {
    expect((await run(...DUE, '--as-of', '2026-11-10T10:00:00Z')).out).toContain(
      'As of Tuesday 10 November 2026, 10:00 (UTC)',
    );
    expect(JSON.parse((await run(...DUE, '--as-of', '2026-11-10', '--json')).out).asOf).toBe('2026-11-10T23:59:59Z');
  });
});
