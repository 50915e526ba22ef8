import type { Story } from './story.ts';

const exoopus = { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'], startsOn: '2026-01-15' };

const oneOfTwo: Story = {
  name: 'one of two subscriptions of a customer is deleted',
  roles: [
    {
      contract: exoopus,
      ends: ['suspension~in_1 cancelled 2026-12-01'],
      letters: [],
    },
    {
      contract: exoopus,
      subscription: 2,
      ends: ['deletion lapsed 2027-02-18', 'export-window lapsed 2026-12-15'],
      letters: [
        '2026-11-20 opened of export-window to customer',
        '2026-12-08 reminder-5-business-days of export-window to customer',
        '2026-12-08 reminder-5-business-days of export-window to provider',
        '2026-12-15 due of export-window to provider',
        '2026-12-15 lapsed of export-window to provider',
        '2027-02-04 reminder-14-days of deletion to customer',
        '2027-02-04 reminder-14-days of deletion to provider',
        '2027-02-18 due of deletion to provider',
        '2027-02-18 lapsed of deletion to provider',
      ],
    },
  ],
  tell(narrator) {
    const period = { at: '2026-01-15T10:00:00Z', until: '2027-01-15T10:00:00Z', customer: 1 };
    const [first, second] = [
      narrator.subscribed({ ...period, number: 1 }),
      narrator.subscribed({ ...period, number: 2 }),
    ];
    const invoice = first.billed({ number: 1, at: '2026-11-02T10:00:00Z', amount: 9000, reason: 'cycle', days: 14 });
    second.ended('2026-11-20T10:00:00Z');
    invoice.overdue('2026-11-16T10:00:00Z');
    invoice.paid('2026-11-21T10:00:00Z');
  },
  until: '2027-03-01T00:00:00Z',
};

export const PARTIES: readonly Story[] = [oneOfTwo];
