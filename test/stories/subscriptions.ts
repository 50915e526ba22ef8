import type { Story } from './story.ts';

const exolyt = { terms: 'exolyt', billing: { cycle: '1 month' } } as const;
const BEGAN = '2026-11-20T10:00:00Z';

/** A trial of two weeks with its reminder, one paid period, and a cancellation that ends with it. */
const trialConverted: Story = {
  name: 'a trial is converted, and the subscription is cancelled with its period',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: [
        'dpa-end open 2027-02-03',
        'renewal~2026-11-20 cancelled 2027-01-03',
        'renewal~2026-12-04 met 2027-01-03',
        'subscription-end~2026-12-04 lapsed 2027-01-03',
        'trial-end cancelled 2026-12-04',
      ],
      letters: [
        '2026-11-27 reminder-7-days of trial-end to customer',
        '2026-12-02 reminder-2-days of trial-end to customer',
        '2026-12-20 opened of subscription-end~2026-12-04 to customer',
        '2026-12-20 opened of subscription-end~2026-12-04 to provider',
        '2027-01-03 lapsed of subscription-end~2026-12-04 to customer',
        '2027-01-03 lapsed of subscription-end~2026-12-04 to provider',
        '2027-01-03 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.billed({ number: 1, at: BEGAN, amount: 0, reason: 'first' }).paid(BEGAN);
    subscription.trialEndsSoon('2026-12-01T10:00:00Z');
    subscription.converted('2026-12-04T10:00:00Z', '2027-01-04T10:00:00Z');
    const period = ['2026-12-04T10:00:00Z', '2027-01-04T10:00:00Z'] as const;
    const december = { number: 2, at: '2026-12-04T11:00:00Z', amount: 4900, reason: 'cycle', period } as const;
    subscription.billed(december).paid('2026-12-04T11:00:05Z');
    subscription.cancelledFor('2026-12-20T09:00:00Z', '2027-01-04T10:00:00Z');
    subscription.ended('2027-01-04T10:00:00Z');
  },
  until: '2027-01-10T00:00:00Z',
};

const trialCancelled: Story = {
  name: 'a trial is cancelled, kept, and cancelled again in one second',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: [
        'dpa-end open 2027-01-04',
        'renewal~2026-11-20 cancelled 2027-01-03',
        'trial-cancellation cancelled 2026-12-04',
        'trial-end met 2026-12-04',
      ],
      letters: [
        '2026-11-23 opened of trial-cancellation to customer',
        '2026-11-23 opened of trial-cancellation to provider',
        '2026-12-04 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.cancelledFor('2026-11-23T09:00:00Z', '2026-12-04T10:00:00Z');
    subscription.cancellationTakenBack('2026-11-23T09:00:00.400Z');
    subscription.cancelledFor('2026-11-23T09:00:00.800Z', '2026-12-04T10:00:00Z');
    subscription.ended('2026-12-04T10:00:00Z');
  },
  until: '2026-12-10T00:00:00Z',
};

const trialMoved: Story = {
  name: 'the end of a trial is moved and moved back, and the trial converts',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: [
        'renewal~2026-11-20 cancelled 2027-01-03',
        'renewal~2026-12-04 lapsed 2027-01-03',
        'renewal~2027-01-04 open 2027-02-03',
        'trial-end cancelled 2026-12-04',
      ],
      letters: [
        '2026-11-27 reminder-7-days of trial-end to customer',
        '2026-12-02 reminder-2-days of trial-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.trialMoved('2026-11-22T10:00:00.100Z', '2026-12-18T10:00:00Z');
    subscription.trialMoved('2026-11-22T10:00:00.600Z', '2026-12-04T10:00:00Z');
    subscription.touched('2026-11-25T10:00:00Z');
    subscription.converted('2026-12-04T10:00:00Z', '2027-01-04T10:00:00Z');
    subscription.renewed('2027-01-04T10:00:00Z', '2027-02-04T10:00:00Z');
  },
  until: '2027-01-10T00:00:00Z',
};

const yearly: Story = {
  name: 'from monthly to yearly, then cancelled',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-10-15' },
      ends: [
        'dpa-end open 2027-12-24',
        'renewal~2026-10-15 lapsed 2026-11-14',
        'renewal~2026-11-15 met 2027-11-24',
        'subscription-end~2026-11-15 lapsed 2027-11-24',
      ],
      letters: [
        '2026-12-01 opened of subscription-end~2026-11-15 to customer',
        '2026-12-01 opened of subscription-end~2026-11-15 to provider',
        '2027-11-24 lapsed of subscription-end~2026-11-15 to customer',
        '2027-11-24 lapsed of subscription-end~2026-11-15 to provider',
        '2027-11-24 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-10-15T10:00:00Z', until: '2026-11-15T10:00:00Z' });
    subscription.renewed('2026-11-15T10:00:00Z', '2026-12-15T10:00:00Z');
    const year = ['2026-11-25T10:00:00Z', '2027-11-25T10:00:00Z'] as const;
    subscription.planChanged('2026-11-25T10:00:00Z', 'price_2', year);
    subscription
      .billed({ number: 1, at: '2026-11-25T10:00:00Z', amount: 50_000, reason: 'update', period: year })
      .paid('2026-11-25T10:00:03Z');
    subscription.cancelledFor('2026-12-01T10:00:00Z', '2027-11-25T10:00:00Z');
    subscription.touched('2026-12-02T10:00:00Z');
    subscription.ended('2027-11-25T10:00:00Z');
  },
  until: '2027-12-01T00:00:00Z',
};

const aYearAhead: Story = {
  name: 'cancelled a year ahead, and the day is moved twice',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-15' },
      ends: [
        'dpa-end open 2027-04-14',
        'renewal~2026-11-15 lapsed 2026-12-14',
        'renewal~2026-12-15 lapsed 2027-01-14',
        'renewal~2027-01-15 lapsed 2027-02-14',
        'renewal~2027-02-15 met 2027-03-14',
        'subscription-end~2027-02-15 lapsed 2027-03-14',
      ],
      letters: [
        '2026-11-15 opened of subscription-end~2027-10-15 to customer',
        '2026-11-15 opened of subscription-end~2027-10-15 to provider',
        '2026-11-20 called-off of subscription-end~2027-10-15 to customer',
        '2026-11-20 called-off of subscription-end~2027-10-15 to provider',
        '2026-11-20 opened of subscription-end~2027-01-15 to customer',
        '2026-11-20 opened of subscription-end~2027-01-15 to provider',
        '2026-12-16 called-off of subscription-end~2027-01-15 to customer',
        '2026-12-16 called-off of subscription-end~2027-01-15 to provider',
        '2026-12-16 opened of subscription-end~2027-02-15 to customer',
        '2026-12-16 opened of subscription-end~2027-02-15 to provider',
        '2027-03-14 lapsed of subscription-end~2027-02-15 to customer',
        '2027-03-14 lapsed of subscription-end~2027-02-15 to provider',
        '2027-03-14 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const begins = { at: '2026-11-15T10:00:00Z', until: '2026-12-15T10:00:00Z' };
    const subscription = narrator.subscribed({ ...begins, cancelledFor: '2027-11-15T10:00:00Z' });
    subscription.cancelledFor('2026-11-20T10:00:00Z', '2027-02-15T10:00:00Z');
    subscription.renewed('2026-12-15T10:00:00Z', '2027-01-15T10:00:00Z');
    subscription.cancelledFor('2026-12-16T10:00:00Z', '2027-03-15T10:00:00Z');
    subscription.renewed('2027-01-15T10:00:00Z', '2027-02-15T10:00:00Z');
    subscription.renewed('2027-02-15T10:00:00Z', '2027-03-15T10:00:00Z');
    subscription.ended('2027-03-15T10:00:00Z');
  },
  until: '2027-03-20T00:00:00Z',
};

const pausedAndResumed: Story = {
  name: 'paused and resumed with a period of its own',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-10-15' },
      ends: [
        'renewal~2026-10-15 lapsed 2026-11-14',
        'renewal~2026-11-15 lapsed 2027-01-04',
        'renewal~2027-01-05 open 2027-02-04',
      ],
      letters: [],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-10-15T10:00:00Z', until: '2026-11-15T10:00:00Z' });
    subscription.renewed('2026-11-15T10:00:00Z', '2026-12-15T10:00:00Z');
    subscription.paused('2026-11-25T10:00:00Z');
    subscription.resumed('2026-12-05T10:00:00Z', ['2026-12-05T10:00:00Z', '2027-01-05T10:00:00Z']);
    subscription.renewed('2027-01-05T10:00:00Z', '2027-02-05T10:00:00Z');
  },
  until: '2027-01-10T00:00:00Z',
};

const trialPaused: Story = {
  name: 'a trial ends in a pause, and is resumed two months later with its first paid period',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: [
        'renewal~2026-11-20 cancelled 2027-01-03',
        'renewal~2027-02-06 open 2027-03-05',
        'trial-end cancelled 2026-12-04',
        'trial-pause cancelled 2026-12-04',
      ],
      letters: [
        '2026-11-27 reminder-7-days of trial-end to customer',
        '2026-12-02 reminder-2-days of trial-end to customer',
        '2026-12-04 lapsed of trial-pause to provider',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.trialEndsSoon('2026-12-01T10:00:00Z');
    subscription.paused('2026-12-04T10:00:00Z');
    subscription.resumed('2027-02-06T10:00:00Z', ['2027-02-06T10:00:00Z', '2027-03-06T10:00:00Z']);
  },
  until: '2027-02-10T00:00:00Z',
};

const trialPausedUnderEloomi: Story = {
  ...trialPaused,
  name: 'a trial ends in a pause under terms of years, and is resumed',
  roles: [
    {
      contract: { terms: 'eloomi', term: '12 months', law: 'DK', startsOn: '2026-11-20' },
      ends: [
        'downgrade-notice~2026-11-20 cancelled 2027-11-03',
        'downgrade-notice~2027-02-06 open 2028-01-05',
        'invoice-due~2026-11-20 cancelled 2027-12-03',
        'invoice-due~2027-02-06 open 2028-02-05',
        'non-renewal-notice~2026-11-20 cancelled 2027-11-03',
        'non-renewal-notice~2027-02-06 open 2028-01-05',
        'provider-notice~2026-11-20 cancelled 2027-11-03',
        'provider-notice~2027-02-06 open 2028-01-05',
        'trial-expiry lapsed 2026-12-04',
        'trial-inactivity cancelled 2027-02-20',
      ],
      letters: ['2026-12-04 lapsed of trial-expiry to provider'],
    },
  ],
};

const neverResumed: Story = {
  name: 'a trial ends in a pause and is never resumed',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: [
        'renewal~2026-11-20 cancelled 2027-01-03',
        'trial-end cancelled 2026-12-04',
        'trial-pause lapsed 2026-12-04',
      ],
      letters: [
        '2026-11-27 reminder-7-days of trial-end to customer',
        '2026-12-02 reminder-2-days of trial-end to customer',
        '2026-12-04 lapsed of trial-pause to provider',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.paused('2026-12-04T10:00:00Z');
  },
  until: '2027-02-10T00:00:00Z',
};

const trialUnpaid: Story = {
  name: 'the first charge after a trial fails',
  roles: [
    {
      contract: { terms: 'eloomi', term: '12 months', law: 'DK', startsOn: '2026-11-20' },
      ends: [
        'downgrade-notice~2026-11-20 cancelled 2027-11-03',
        'downgrade-notice~2026-12-04 open 2027-11-03',
        'invoice-due~2026-11-20 cancelled 2027-12-03',
        'invoice-due~2026-12-04 open 2027-12-03',
        'non-renewal-notice~2026-11-20 cancelled 2027-11-03',
        'non-renewal-notice~2026-12-04 open 2027-11-03',
        'provider-notice~2026-11-20 cancelled 2027-11-03',
        'provider-notice~2026-12-04 open 2027-11-03',
        'trial-expiry cancelled 2026-12-04',
        'trial-inactivity cancelled 2027-02-20',
      ],
      letters: [],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.convertedUnpaid('2026-12-04T10:00:00Z', '2027-12-04T10:00:00Z');
    subscription.touched('2026-12-05T10:00:00Z');
  },
  until: '2026-12-10T00:00:00Z',
};

const neverToConvert: Story = {
  name: 'a trial that is to end from the start',
  roles: [
    {
      contract: exolyt,
      ends: [
        'dpa-end open 2027-01-04',
        'renewal~2026-11-20 met 2027-01-03',
        'subscription-end~2026-11-20 cancelled 2026-12-04',
        'trial-cancellation cancelled 2026-12-04',
        'trial-end met 2026-12-04',
      ],
      letters: [
        '2026-11-20 opened of trial-cancellation to customer',
        '2026-11-20 opened of trial-cancellation to provider',
        '2026-12-04 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const end = '2026-12-04T10:00:00Z';
    const subscription = narrator.subscribed({ at: BEGAN, until: end, trial: true, cancelledFor: end });
    subscription.trialEndsSoon('2026-12-01T10:00:00Z');
    subscription.ended(end);
  },
  until: '2026-12-10T00:00:00Z',
};

const changedMind: Story = {
  name: 'cancelled for one day, taken back and cancelled for another in one second',
  roles: [
    {
      contract: exolyt,
      ends: [
        'dpa-end open 2027-02-14',
        'renewal~2026-11-15 lapsed 2026-12-14',
        'renewal~2026-12-15 met 2027-01-14',
        'subscription-end~2026-12-15 lapsed 2027-01-14',
      ],
      letters: [
        '2026-11-23 opened of subscription-end~2026-12-15 to customer',
        '2026-11-23 opened of subscription-end~2026-12-15 to provider',
        '2027-01-14 lapsed of subscription-end~2026-12-15 to customer',
        '2027-01-14 lapsed of subscription-end~2026-12-15 to provider',
        '2027-01-14 opened of dpa-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-11-15T10:00:00Z', until: '2026-12-15T10:00:00Z' });
    subscription.cancelledFor('2026-11-23T09:00:00.100Z', '2026-12-15T10:00:00Z');
    subscription.cancellationTakenBack('2026-11-23T09:00:00.300Z');
    subscription.cancelledFor('2026-11-23T09:00:00.500Z', '2027-01-15T10:00:00Z');
    subscription.renewed('2026-12-15T10:00:00Z', '2027-01-15T10:00:00Z');
  },
  until: '2027-01-20T00:00:00Z',
};

const yearlyAtRenewal: Story = {
  name: 'renewed and changed to yearly in one second',
  roles: [
    {
      contract: exolyt,
      ends: ['renewal~2026-10-15 lapsed 2026-11-14', 'renewal~2026-11-15 open 2027-11-14'],
      letters: [],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-10-15T10:00:00Z', until: '2026-11-15T10:00:00Z' });
    const renewal = '2026-11-15T10:00:00Z';
    subscription.renewed(renewal, '2026-12-15T10:00:00Z');
    subscription.planChanged('2026-11-15T10:00:00.500Z', 'price_2', [renewal, '2027-11-15T10:00:00Z']);
    subscription.touched('2026-11-15T10:00:00.900Z');
  },
  until: '2027-01-20T00:00:00Z',
};

const movedWhileCancelled: Story = {
  name: 'a trial is cancelled, moved meanwhile, and kept',
  roles: [
    {
      contract: { ...exolyt, startsOn: '2026-11-20' },
      ends: ['renewal~2026-11-20 cancelled 2027-01-03', 'trial-end open 2026-12-02'],
      letters: [
        '2026-11-22 opened of trial-cancellation to customer',
        '2026-11-22 opened of trial-cancellation to provider',
        '2026-11-24 called-off of trial-cancellation to customer',
        '2026-11-24 called-off of trial-cancellation to provider',
        '2026-11-25 reminder-7-days of trial-end to customer',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: BEGAN, until: '2026-12-04T10:00:00Z', trial: true });
    subscription.cancelledFor('2026-11-22T10:00:00.200Z', '2026-12-04T10:00:00Z');
    subscription.trialMoved('2026-11-22T10:00:00.600Z', '2026-12-02T10:00:00Z');
    subscription.cancellationTakenBack('2026-11-24T10:00:00Z');
  },
  until: '2026-11-28T00:00:00Z',
};

export const SUBSCRIPTIONS: readonly Story[] = [
  movedWhileCancelled,
  yearlyAtRenewal,
  neverToConvert,
  changedMind,
  trialConverted,
  trialCancelled,
  trialMoved,
  yearly,
  aYearAhead,
  pausedAndResumed,
  trialPaused,
  trialPausedUnderEloomi,
  neverResumed,
  trialUnpaid,
];
