import { expect } from 'vitest';
import { failedPayment, stripeEvent } from '../harness/samples.ts';
import { expectWhy, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Sunday 1 November 2026, 22:00 in Hermosillo, which is Monday in UTC. Rest days to come: Monday 16 November, 25 December, 1 January. */
const START = '2026-11-02T05:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'America/Hermosillo',
  contract: { terms: 'salexops', timezone: undefined, holidays: undefined },
});

row(
  'salexops/purge-warning: exceeded on Sunday 1 November, the warning runs out with Friday 6 November',
  async (story) => {
    await story.records('storage.exceeded', START, { usedBytes: 600_000_000 });
    const warning = await story.deadline('purge-warning');
    expect(warning).toMatchObject({ state: 'open', date: '2026-11-06', instant: '2026-11-07T07:00:00Z' });
    expectWhy(
      warning,
      '(salexops@2026-01, Costs, fourth paragraph)',
      '5 days after Sunday 1 November 2026',
      'Assumption: The terms name no time zone. The provider sits in Hermosillo',
      'Assumption: The warning goes out when the exceeding is recorded',
    );
    expect(await story.schedules()).toEqual(['purge-warning: opened at 2026-11-02T05:02:00Z']);
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.schedules()).toEqual(['purge-warning: reminder-1-day at 2026-11-05T16:00:00Z']);
    await story.until('2026-11-08T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Sun 1 Nov 2026, 22:02 opened to customer',
      'Thu 5 Nov 2026, 09:00 reminder-1-day to customer',
      'Sat 7 Nov 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/purge-warning: given on Tuesday 3 November, it runs until Sunday 8 November; freed space ends it',
  async (story) => {
    await story.records('storage.exceeded', START, { warnedOn: '2026-11-03' });
    expect(await story.deadline('purge-warning')).toMatchObject({
      date: '2026-11-08',
      instant: '2026-11-09T07:00:00Z',
    });
    await story.until('2026-11-04T17:00:00Z');
    await story.records('storage.freed', '2026-11-04T17:00:00Z');
    expect(await story.states()).toEqual(['purge-warning: cancelled']);
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-11-12T00:00:00Z');
    expect(await story.notices()).toEqual(['Sun 1 Nov 2026, 22:02 opened to customer']);
  },
);

row(
  'salexops/disablement: due on Monday 2 November and unpaid, users may be disabled after Thursday 5 November',
  { billing: { cycle: '1 month' } },
  async (story) => {
    const failed = failedPayment(story.contract, 'in_1', '2026-11-02T18:00:00Z', START);
    expect(await story.told('stripe', failed)).toEqual(['payment.failed']);
    const right = await story.deadline('disablement', 'in_1');
    expect(right).toMatchObject({ state: 'open', date: '2026-11-05', instant: '2026-11-06T07:00:00Z' });
    expectWhy(
      right,
      '(salexops@2026-01, Costs, sixth paragraph)',
      'The due date is Monday 2 November 2026 in America/Hermosillo',
      '3 days after Monday 2 November 2026',
      'Assumption: The terms do not move a last day',
    );
    expect(await story.schedules()).toContain('disablement~in_1: due at 2026-11-05T16:00:00Z');
    await story.until('2026-11-10T18:00:00Z');
    expect(await story.notices('disablement~in_1')).toEqual([
      'Thu 5 Nov 2026, 09:00 due to customer',
      'Fri 6 Nov 2026, 00:00 lapsed to customer',
      'Fri 6 Nov 2026, 00:00 lapsed to provider',
    ]);
    const object = { id: 'in_1', subscription: `sub_${story.contract}`, status: 'paid', amount_paid: 4900 };
    const paid_at = Date.parse('2026-11-10T17:59:00Z') / 1000;
    const paid = { ...object, currency: 'mxn', status_transitions: { paid_at } };
    await story.told('stripe', stripeEvent('invoice.paid', paid, '2026-11-10T17:59:00Z'));
    expectWhy(await story.deadline('disablement', 'in_1'), 'the right had arisen');
    const states = await story.states();
    expect(states.filter((state) => !state.startsWith('licence-term'))).toEqual([
      'disablement~in_1: cancelled',
      'document-deletion~in_1: cancelled',
    ]);
    expect(await story.schedules()).toEqual([expect.stringMatching(/^licence-term: /)]);
  },
);

row(
  'salexops/disablement: a contract that is billed yearly has no such clause',
  { billing: { cycle: '1 year' } },
  async (story) => {
    await story.records('invoice.due', '2026-11-01', { invoice: 'in_1', dueOn: '2026-11-02' });
    expect(await story.states()).toEqual([]);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/document-deletion: due on Monday 2 November and unpaid, documents may be deleted after Wednesday 2 December',
  async (story) => {
    await story.records('invoice.due', '2026-11-01', { invoice: 'in_1', dueOn: '2026-11-02' });
    const right = await story.deadline('document-deletion', 'in_1');
    expect(right).toMatchObject({ state: 'open', date: '2026-12-02', instant: '2026-12-03T07:00:00Z' });
    expectWhy(
      right,
      '(salexops@2026-01, Costs, fifth paragraph)',
      '30 days after Monday 2 November 2026',
      'Assumption: The contract does not say how often it is billed, so it is taken to be billed monthly',
    );
    expect(await story.schedules()).toContain('document-deletion~in_1: reminder-14-days at 2026-11-18T16:00:00Z');
    await story.until('2026-12-04T00:00:00Z');
    expect(await story.notices('document-deletion~in_1')).toEqual([
      'Wed 18 Nov 2026, 09:00 reminder-14-days to customer',
      'Fri 27 Nov 2026, 09:00 reminder-5-days to customer',
      'Wed 2 Dec 2026, 09:00 due to customer',
      'Wed 2 Dec 2026, 09:00 due to provider',
      'Thu 3 Dec 2026, 00:00 lapsed to customer',
      'Thu 3 Dec 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.states()).toEqual(['disablement~in_1: lapsed', 'document-deletion~in_1: lapsed']);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/cure-period: 30 business days from Sunday 1 November, around one rest day, end with Monday 14 December, and the contract with them',
  async (story) => {
    await story.records('breach.alleged', START, { breach: 'b-1', by: 'customer' });
    const cure = await story.deadline('cure-period', 'b-1');
    expect(cure).toMatchObject({ state: 'open', date: '2026-12-14', instant: '2026-12-15T07:00:00Z' });
    expectWhy(
      cure,
      '(salexops@2026-01, Rights & Responsibilities, last paragraph)',
      'It applies because data.by is customer',
      'Counting 30 business days (Monday to Friday, holidays: MX-LFT74) after Sunday 1 November 2026',
      'Monday 16 November 2026',
      'Assumption: The terms do not say what a business day is',
    );
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.schedules()).toEqual(['cure-period~b-1: reminder-10-business-days at 2026-11-30T16:00:00Z']);
    await story.until('2026-12-16T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Sun 1 Nov 2026, 22:02 opened to customer',
      'Sun 1 Nov 2026, 22:02 opened to provider',
      'Mon 30 Nov 2026, 09:00 reminder-10-business-days to provider',
      'Mon 14 Dec 2026, 09:00 due to provider',
      'Tue 15 Dec 2026, 00:00 lapsed to customer',
      'Tue 15 Dec 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.broughtAbout(cure)).toMatchObject({
      kind: 'contract.terminated',
      occurredAt: '2026-12-14',
      data: { breach: 'b-1' },
    });
    await story.records('storage.exceeded', '2026-12-16T00:00:00Z');
    expect(await story.ids()).toEqual(['liability-cap~b-1', 'cure-period~b-1']);
  },
);

row(
  'salexops/cure-period: put right on Tuesday 10 November; what the provider alleges gives nobody 30 days',
  async (story) => {
    await story.records('breach.alleged', START, { breach: 'b-1', by: 'customer' });
    await story.records('breach.alleged', START, { breach: 'b-2', by: 'provider' });
    await story.until('2026-11-10T18:00:00Z');
    await story.records('breach.cured', '2026-11-10T18:00:00Z', { breach: 'b-1' });
    expectWhy(await story.deadline('cure-period', 'b-1'), 'Met by breach.cured on Tuesday 10 November 2026');
    expect(await story.ids()).not.toContain('cure-period~b-2');
    expect(await story.schedules()).toEqual([]);
    await story.until('2027-01-01T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Sun 1 Nov 2026, 22:02 opened to customer',
      'Sun 1 Nov 2026, 22:02 opened to provider',
    ]);
  },
);

row(
  'salexops/user-cancellation: the contract ends at the moment of the e-mail; a warning, then the confirmation',
  async (story) => {
    await story.records('termination.noticed', START);
    const cancellation = await story.deadline('user-cancellation');
    expect(cancellation).toMatchObject({ state: 'open', date: '2026-11-01', instant: '2026-11-02T05:00:00Z' });
    expectWhy(
      cancellation,
      '(salexops@2026-01, License & duration, last paragraph)',
      'It happens with the event itself, without any period',
      'Assumption: A message counts from when it arrives',
    );
    expect(await story.schedules()).toEqual(['user-cancellation: opened at 2026-11-02T05:02:00Z']);
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Sun 1 Nov 2026, 22:02 opened to customer',
      'Sun 1 Nov 2026, 22:04 lapsed to customer',
      'Sun 1 Nov 2026, 22:04 lapsed to provider',
    ]);
    expect(await story.broughtAbout(cancellation)).toMatchObject({ kind: 'contract.terminated', occurredAt: START });
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/user-cancellation: recorded three days late, both letters still go out, and nothing is left over',
  async (story) => {
    await story.until('2026-11-05T18:00:00Z');
    await story.records('termination.noticed', '2026-11-02T18:00:00Z');
    await story.until('2026-11-06T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Thu 5 Nov 2026, 11:02 opened to customer',
      'Thu 5 Nov 2026, 11:04 lapsed to customer',
      'Thu 5 Nov 2026, 11:04 lapsed to provider',
    ]);
    expect(await story.states()).toEqual(['user-cancellation: lapsed']);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/user-cancellation: three days before the contract was recorded, it is told to operations only',
  async (story) => {
    await story.records('termination.noticed', '2026-10-29T18:00:00Z');
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.notices()).toEqual(['Sun 1 Nov 2026, 23:00 onboarding to provider']);
    expect(await story.states()).toEqual(['user-cancellation: lapsed']);
    expect(await story.schedules()).toEqual([]);
  },
);

row('salexops/data-download: no period to count, and the API says where', async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual(
    expect.objectContaining({
      clause: 'data-download',
      ref: 'Personal information, last paragraph',
      reason: expect.stringContaining('The terms name no time for the download'),
    }),
  );
});

row(
  'salexops/liability-cap: 125 % of what was paid in twelve months, 500 dollars at least, and pesos beside it',
  { startsOn: '2025-01-15', plan: 'free' },
  async (story) => {
    const pay = (day: string, amount: number, currency: string) =>
      story.records('payment.received', day, { payment: `p-${day}`, amount, currency });
    await pay('2025-10-31', 999, 'USD');
    await pay('2025-11-01', 1_000_000, 'MXN');
    await pay('2025-12-24', 10_000, 'USD');
    await story.records('breach.alleged', START, { breach: 'b-1' });
    const floored = await story.deadline('liability-cap', 'b-1');
    expect(floored).toMatchObject({ state: 'met', opensOn: '2025-11-01', date: '2026-11-01' });
    expect(floored.figure).toEqual([
      { currency: 'MXN', amount: 1_250_000 },
      { currency: 'USD', amount: 50_000 },
    ]);
    expectWhy(
      floored,
      '(salexops@2026-01, Rights & Responsibilities, last bullet)',
      '125 % of it',
      'It is at least USD 500.00',
      'Assumption: The terms compare a sum in US dollars with what was paid and name no rate of exchange',
    );
    await pay('2026-10-31', 30_001, 'USD');
    // 125 % of 400.01 dollars is 500.0125 dollars.
    expect((await story.deadline('liability-cap', 'b-1')).figure).toContainEqual({ currency: 'USD', amount: 50_002 });
    expect(await story.schedules()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);
