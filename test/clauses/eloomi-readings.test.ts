import { expect, it as row } from 'vitest';
import { facts, planOf } from '../core/deadlines/planning.ts';
import { contractUnder, lettersUntil } from '../harness/told-by-plan.ts';

// What the sentences of the document mean, by planning alone: who is told what, and what is not said. The days are worked out by
// hand; Copenhagen is an hour ahead of UTC in winter.

const yearly = contractUnder('eloomi', { law: 'DK', startsOn: '2026-03-01', term: '12 months' });
const free = contractUnder('eloomi', { law: 'DK', plan: 'free', startsOn: '2026-06-01' });
const lines = (letters: ReturnType<typeof lettersUntil>, ...clauses: string[]) =>
  letters.filter(({ clause }) => clauses.includes(clause)).map(({ line }) => line);

row('eloomi/trial-inactivity: a customer who pays is told of no trial, however long it uses nothing', () => {
  const letters = lettersUntil(
    '2027-01-15T00:00:00Z',
    yearly,
    'payment.received@2026-03-02T09:00:00Z,payment=p,amount=4900,currency=EUR',
    'account.active@2026-03-10T09:00:00Z',
  );
  expect(lines(letters, 'trial-inactivity', 'free-version-inactivity')).toEqual([]);
  expect(letters.map(({ text }) => text).join()).not.toMatch(/trial has not been used|may be suspended/);
});

row(
  'eloomi/trial-expiry: a trial that is over on 15 December is warned no more in February, and operations is asked what became of it',
  () => {
    const contract = contractUnder('eloomi', { law: 'DK', startsOn: '2026-12-01', term: '12 months' });
    const started = 'trial.started@2026-12-01T09:00:00Z,endsOn=2026-12-15';
    const letters = lettersUntil('2027-06-01T00:00:00Z', contract, started);
    expect(letters.map(({ line }) => line)).toEqual(['2026-12-15 lapsed of trial-expiry to provider']);
    expect(letters[0]?.text).toContain('nothing on record says whether it was converted or cancelled');
    const settled = ['trial.converted@2026-12-15T10:00:00Z', 'trial.cancelled@2026-12-14T10:00:00Z'];
    for (const event of settled) {
      expect(lines(lettersUntil('2027-06-01T00:00:00Z', contract, started, event), 'trial-expiry')).toEqual([]);
    }
  },
);

row(
  'eloomi/free-version-inactivity: used last on 30 November, the reminder goes out two weeks before 28 February',
  () => {
    const letters = lettersUntil('2027-03-02T00:00:00Z', free, 'account.active@2026-11-30T12:00:00Z');
    expect(lines(letters, 'free-version-inactivity')).toEqual([
      '2027-02-14 reminder-14-days of free-version-inactivity to customer',
      '2027-02-28 lapsed of free-version-inactivity to customer',
      '2027-02-28 lapsed of free-version-inactivity to provider',
    ]);
    expect(letters[0]?.text).toContain('If it is not used by Sunday 28 February 2027, it may be suspended.');
  },
);

row(
  'eloomi/non-renewal-notice: nobody is asked for notice during a trial, and after it for the period that was converted',
  () => {
    const contract = contractUnder('eloomi', { law: 'DK', startsOn: '2026-11-20', term: '3 months' });
    const letters = lettersUntil(
      '2027-02-01T00:00:00Z',
      contract,
      'trial.started@2026-11-20T09:00:00Z,endsOn=2026-12-20',
      'trial.converted@2026-12-20T09:00:00Z',
    );
    // From 20 December to 19 March; a month before its end is 19 February, and 25 days before that 25 January.
    expect(lines(letters, 'non-renewal-notice')).toEqual([
      '2027-01-25 reminder-25-days of non-renewal-notice~2026-12-20 to customer',
    ]);
  },
);

row(
  'eloomi/provider-notice: the provider is reminded of its own last day, 31 January, until it or the customer gives notice',
  () => {
    const started = 'informational@2026-03-01T09:00:00Z';
    expect(lines(lettersUntil('2027-02-02T00:00:00Z', yearly, started), 'provider-notice')).toEqual([
      '2027-01-17 reminder-14-days of provider-notice~2026-03-01 to provider',
    ]);
    const noticed = lettersUntil(
      '2027-03-02T00:00:00Z',
      yearly,
      'termination.noticed@2027-01-10T09:00:00Z,by=provider',
    );
    expect(lines(noticed, 'provider-notice')).toEqual([]);
    expect(lines(noticed, 'subscription-end')).toEqual([
      '2027-01-10 opened of subscription-end~2026-03-01 to customer',
      '2027-01-10 opened of subscription-end~2026-03-01 to provider',
      '2027-02-28 lapsed of subscription-end~2026-03-01 to customer',
      '2027-02-28 lapsed of subscription-end~2026-03-01 to provider',
    ]);
    expect(noticed[0]?.text).toContain('Notice not to renew has been given.');
  },
);

row(
  'eloomi/first-invoice: signed on 10 February and never invoiced, operations alone hears of it as the first day is over',
  () => {
    const letters = lettersUntil('2026-03-03T00:00:00Z', yearly, 'contract.signed@2026-02-10T09:00:00Z');
    expect(lines(letters, 'first-invoice')).toEqual(['2026-03-01 lapsed of first-invoice to provider']);
    expect(letters.find(({ clause }) => clause === 'first-invoice')?.text).toContain(
      'was on record by Sunday 1 March 2026',
    );
  },
);

row(
  'eloomi/period-invoice: a half year is to be invoiced by 30 June, from 16 June on, and the customer is not told',
  () => {
    const half = contractUnder('eloomi', { law: 'DK', startsOn: '2026-01-01', term: '6 months' });
    const letters = lettersUntil('2026-07-02T00:00:00Z', half, 'informational@2026-01-01T09:00:00Z');
    expect(lines(letters, 'period-invoice', 'invoice-due')).toEqual([
      '2026-06-16 opens of period-invoice~2026-01-01 to provider',
      '2026-06-30 due of period-invoice~2026-01-01 to provider',
      '2026-06-30 lapsed of period-invoice~2026-01-01 to provider',
    ]);
  },
);

row('eloomi/export-window: deleted on the first day, nobody is told afterwards that the data can be exported', () => {
  const letters = lettersUntil(
    '2027-02-01T00:00:00Z',
    yearly,
    'contract.terminated@2026-12-10T09:00:00Z',
    'data.deleted@2026-12-10T15:00:00Z',
  );
  expect(lines(letters, 'export-window', 'deletion-right')).toEqual(['2026-12-10 opened of export-window to customer']);
});

row('eloomi/liability-cap: what the provider alleges works out no limit of its own liability', () => {
  const paid = 'payment.received@2026-11-01,payment=p,amount=1000,currency=DKK';
  const capsFor = (by: string) =>
    planOf(
      yearly,
      [paid, `breach.alleged@2026-11-20,breach=b,by=${by}`].flatMap((text) => facts(text)),
    ).deadlines.filter(({ clause }) => clause === 'liability-cap');
  expect(capsFor('provider')).toEqual([]);
  expect(capsFor('customer')).toMatchObject([{ figure: [{ currency: 'DKK', amount: 1000 }] }]);
});

row('eloomi/sub-processors: announced on 21 March, the customer may object until 4 April, and the law is named', () => {
  const letters = lettersUntil(
    '2026-04-06T00:00:00Z',
    yearly,
    'subcontractor-change.announced@2026-03-21T09:00:00Z,change=s',
  );
  expect(lines(letters, 'sub-processors')).toEqual([
    '2026-03-21 opened of sub-processors~s to customer',
    '2026-04-01 reminder-3-days of sub-processors~s to customer',
    '2026-04-04 lapsed of sub-processors~s to customer',
    '2026-04-04 lapsed of sub-processors~s to provider',
  ]);
  expect(letters[0]?.text).toMatch(/you may object to it until Saturday 4 April 2026/);
  expect(letters[0]?.text).toMatch(/Article 28\(2\)/);
});

const listed = planOf(yearly, []).none.map(({ clause, ref }) => `${clause} ${ref}`);

row('eloomi/maintenance-suspension: no period to count, and the plan says where', () => {
  expect(listed).toContain('maintenance-suspension 2.1');
});

row('eloomi/critical-defect: no period to count, and the plan says where', () => {
  expect(listed).toContain('critical-defect 4.2');
});

row('eloomi/non-renewal-notice: of a month’s notice that was over before its period was known nobody is told', () => {
  const contract = contractUnder('eloomi', { law: 'DK', startsOn: '2026-12-01', term: '1 month' });
  const letters = lettersUntil(
    '2027-01-18T00:00:00Z',
    contract,
    'trial.started@2026-12-01T09:00:00Z,endsOn=2026-12-15',
    'trial.converted@2026-12-16T09:00:00Z',
  );
  // By hand: a month before the end of 16 December to 15 January is 15 December; of the period after it, 15 January.
  expect(lines(letters, 'non-renewal-notice')).toEqual([
    '2026-12-21 reminder-25-days of non-renewal-notice~2027-01-16 to customer',
    '2027-01-08 reminder-7-days of non-renewal-notice~2027-01-16 to customer',
    '2027-01-15 lapsed of non-renewal-notice~2027-01-16 to customer',
    '2027-01-15 lapsed of non-renewal-notice~2027-01-16 to provider',
  ]);
  expect(letters.map(({ text }) => text).join()).not.toContain('No notice came by Tuesday 15 December 2026');
});

row('eloomi/subscription-end: an end that the notice names is not told as one that the rule gives', () => {
  const contract = contractUnder('eloomi', { law: 'DK', startsOn: '2026-12-01', term: '1 month' });
  const letters = lettersUntil(
    '2026-12-21T00:00:00Z',
    contract,
    'trial.started@2026-12-01T09:00:00Z,endsOn=2026-12-15',
    'trial.converted@2026-12-16T09:00:00Z',
    'cancellation.scheduled@2026-12-20T09:00:00Z,effectiveAt=2027-01-16T09:00:00Z',
  );
  const letter = letters.find(({ clause }) => clause === 'subscription-end');
  expect(letter?.text).toContain('The subscription ends with Saturday 16 January 2027. Where the notice names no day');
  expect(letter?.text).not.toContain('So the subscription ends');
});
