import type { Story } from './story.ts';

const salexops = { terms: 'salexops', startsOn: '2026-01-01', billing: { cycle: '1 month' } } as const;

const upgraded: Story = {
  name: 'upgraded, with proration and invoices of nothing',
  roles: [
    {
      contract: { terms: 'eloomi', term: '12 months', law: 'DK', startsOn: '2026-11-02' },
      ends: [
        'downgrade-notice~2026-11-02 open 2027-10-01',
        'invoice-due~2026-11-02 open 2027-11-01',
        'non-renewal-notice~2026-11-02 open 2027-10-01',
        'provider-notice~2026-11-02 open 2027-10-01',
      ],
      letters: [],
    },
  ],
  tell(narrator) {
    const year = ['2026-11-02T10:00:00Z', '2027-11-02T10:00:00Z'] as const;
    const subscription = narrator.subscribed({ at: year[0], until: year[1] });
    subscription.billed({ number: 1, at: year[0], amount: 90_000, reason: 'first', period: year }).paid(year[0]);
    subscription.planChanged('2026-11-20T10:00:00Z', 'price_2', year);
    const rest = ['2026-11-20T10:00:00Z', year[1]] as const;
    const proration = { at: '2026-11-20T10:00:00Z', reason: 'update', period: rest } as const;
    subscription.billed({ number: 2, amount: 0, ...proration }).paid('2026-11-20T10:00:00Z');
    subscription.billed({ number: 3, amount: 12_000, loose: true, ...proration }).paid('2026-11-20T10:00:04Z');
  },
  until: '2026-12-01T00:00:00Z',
};

const directDebit: Story = {
  name: 'a direct debit in progress, failed, tried again and paid',
  roles: [
    {
      contract: salexops,
      ends: [
        'disablement~in_1 cancelled 2026-11-23',
        'document-deletion~in_1 cancelled 2026-12-20',
        'licence-term lapsed 2026-12-19',
      ],
      letters: [
        '2026-11-25 lapsed of disablement~in_1 to customer',
        '2026-11-25 lapsed of disablement~in_1 to provider',
        '2026-12-12 reminder-7-days of licence-term to customer',
        '2026-12-20 lapsed of licence-term to provider',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-01-01T10:00:00Z', until: '2026-11-20T10:00:00Z' });
    const period = ['2026-11-20T10:00:00Z', '2026-12-20T10:00:00Z'] as const;
    const invoice = subscription.billed({
      number: 1,
      at: period[0],
      amount: 4900,
      reason: 'cycle',
      period,
      loose: true,
    });
    invoice.inProgress('2026-11-20T10:00:02Z');
    invoice.fails('2026-11-25T08:00:00Z', '2026-11-28T08:00:00Z');
    invoice.inProgress('2026-11-28T08:00:00Z');
    invoice.paid('2026-12-03T08:00:00Z');
  },
  until: '2027-01-01T00:00:00Z',
};

const inParts: Story = {
  name: 'an invoice that is paid by hand in three parts',
  roles: [
    {
      contract: { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'], startsOn: '2026-01-15' },
      own: [
        {
          id: 'claim',
          kind: 'breach.alleged',
          occurredAt: '2026-12-20T10:00:00Z',
          data: { breach: 'b', by: 'customer' },
        },
      ],
      ends: ['liability-cap~b met 2026-12-20 EUR 9000', 'suspension~in_1 cancelled 2026-12-01'],
      letters: [
        '2026-11-24 reminder-7-days of suspension~in_1 to customer',
        '2026-12-01 due of suspension~in_1 to customer',
        '2026-12-01 lapsed of suspension~in_1 to customer',
        '2026-12-01 lapsed of suspension~in_1 to provider',
      ],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-01-15T10:00:00Z', until: '2027-01-15T10:00:00Z' });
    const invoice = subscription.billed({
      number: 1,
      at: '2026-11-02T10:00:00Z',
      amount: 9000,
      reason: 'cycle',
      days: 14,
    });
    invoice.paidInPart('2026-11-10T09:00:00Z', 4000);
    invoice.overdue('2026-11-16T10:00:00Z');
    invoice.paidInPart('2026-11-20T09:00:00Z', 3000);
    invoice.paid('2026-12-08T09:00:00Z');
  },
  until: '2026-12-31T00:00:00Z',
};

const disputed: Story = {
  name: 'a payment that is disputed and refunded in part',
  roles: [
    {
      contract: { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'], startsOn: '2026-01-15' },
      own: [
        {
          id: 'claim',
          kind: 'breach.alleged',
          occurredAt: '2026-12-20T10:00:00Z',
          data: { breach: 'b', by: 'customer' },
        },
      ],
      ends: ['liability-cap~b met 2026-12-20 EUR 9000'],
      letters: [],
    },
  ],
  tell(narrator) {
    const subscription = narrator.subscribed({ at: '2026-01-15T10:00:00Z', until: '2027-01-15T10:00:00Z' });
    const invoice = subscription.billed({ number: 1, at: '2026-11-02T10:00:00Z', amount: 9000, reason: 'cycle' });
    invoice.paid('2026-11-02T10:00:02Z');
    invoice.disputed('2026-11-20T10:00:00Z');
    invoice.disputeWon('2026-12-01T10:00:00Z');
    invoice.refundAsked('2026-12-02T10:00:00Z', 1000);
    invoice.refunded('2026-12-02T10:00:05Z', 1000);
  },
  until: '2026-12-31T00:00:00Z',
};

export const BILLING: readonly Story[] = [upgraded, directDebit, inParts, disputed];
