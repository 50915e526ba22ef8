import type { PinnedContract } from '../shared/core/events/contract.ts';
import type { Fact } from '../shared/core/events/event.ts';

/** Invoice, due date, sometimes a failed payment, and the payment, month after month from January 2016 on. */
export function billing(months: number, first = 0): Fact[] {
  return Array.from({ length: months }, (_, n) => {
    const month = first + n;
    const day = (date: number) => new Date(Date.UTC(2016, month, date)).toISOString().slice(0, 10);
    const invoice = { invoice: `in_${month}`, dueOn: day(15), amount: 4900, currency: 'EUR' };
    const at = (kind: string, occurredAt: string, data: Fact['data'] = invoice): Fact => ({
      id: `${kind}-${month}`,
      kind,
      occurredAt,
      data,
    });
    return [
      at('invoice.issued', `${day(1)}T08:00:00Z`),
      at('invoice.due', `${day(8)}T08:00:00Z`),
      ...(month % 6 === 0 ? [at('payment.failed', `${day(15)}T09:00:00Z`)] : []),
      at('payment.received', `${day(16)}T09:00:00Z`, { ...invoice, payment: `p_${month}` }),
    ];
  }).flat();
}

export function contractUnder(terms: string, version: string): PinnedContract {
  const customer = { email: 'nobody@customer.example', locale: 'en' };
  const place = { timezone: 'Europe/Bucharest', holidays: ['RO'] };
  const billed = { startsOn: '2016-01-31', billing: { cycle: '1 month', anchorDay: 31 } };
  return { id: 'bench', terms, version, customer, ...place, ...billed };
}
