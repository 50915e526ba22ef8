import { SAMPLE_CONTRACTS } from './contracts.ts';
import {
  paddlePaymentFailed,
  paddleSubscriptionCanceled,
  stripeInvoiceEvent,
  stripeSubscriptionDeleted,
} from './payloads.ts';

/** One request that somebody makes at a moment of the sample story. */
export interface Scene {
  /** UTC instant. */
  readonly at: string;
  /** Told on the terminal. */
  readonly says: string;
  readonly path: string;
  readonly provider?: 'stripe' | 'paddle';
  readonly body: string;
}

/** Friday, when the story begins. */
export const STORY_START = '2026-11-20T08:00:00Z';

const acmeInvoice = {
  invoice: 'in_1SampleNovember',
  subscription: 'sub_1SampleAcme',
  customer: 'cus_SampleAcme',
  finalizedAt: '2026-11-15T09:00:00Z',
  dueAt: '2026-11-22T09:00:00Z',
  amount: 249_000,
};
const paid = { ...acmeInvoice, paidAt: '2026-12-09T13:20:00Z' };

/** The sample story in order: contracts, signed webhooks, and events by API. */
export const SCENES: readonly Scene[] = [
  ...SAMPLE_CONTRACTS.map((contract) => ({
    at: STORY_START,
    says: `${contract.customer.name} signs up; contract ${contract.id} is created`,
    path: '/contracts',
    body: JSON.stringify(contract),
  })),
  webhook(
    '2026-11-20T08:05:00Z',
    'stripe',
    'Stripe finalizes Acme’s November invoice, due on Sunday 22 November',
    (at) => stripeInvoiceEvent('evt_1SampleFinalized', 'invoice.finalized', at, acmeInvoice),
  ),
  webhook('2026-11-20T10:30:00Z', 'paddle', 'Paddle reports that Nordlys has cancelled', (at) =>
    paddleSubscriptionCanceled('evt_01samplecanceled', at, 'sub_01samplenordlys', 'ctm_01samplenordlys'),
  ),
  event('2026-11-20T12:00:00Z', 'quiet-harbour', 'A change of terms is announced to Quiet Harbour', {
    kind: 'terms-change.announced',
    data: { change: 'winter-2027', toVersion: '2027-01', effectiveOn: '2027-01-04' },
  }),
  event('2026-11-20T17:00:00Z', 'sonora', 'A change of terms is announced to Sonora', {
    kind: 'terms-change.announced',
    data: { change: 'prices-2027', effectiveOn: '2026-12-14' },
  }),
  webhook('2026-11-23T06:00:00Z', 'stripe', 'Stripe reports Acme’s invoice as overdue', (at) =>
    stripeInvoiceEvent('evt_1SampleOverdue', 'invoice.overdue', at, acmeInvoice),
  ),
  webhook('2026-11-23T06:00:10Z', 'stripe', 'Stripe sends the same webhook a second time', () =>
    stripeInvoiceEvent('evt_1SampleOverdue', 'invoice.overdue', '2026-11-23T06:00:00Z', acmeInvoice),
  ),
  event('2026-11-24T08:00:00Z', 'pixelwave', 'A data subject asks Pixelwave’s processor what it knows', {
    kind: 'subject-request.received',
    data: { request: 'r-2026-1', role: 'processor' },
  }),
  webhook('2026-11-24T15:00:00Z', 'stripe', 'Stripe reports that Tallgrass has cancelled', (at) =>
    stripeSubscriptionDeleted('evt_1SampleDeleted', at, 'sub_1SampleTallgrass', 'cus_SampleTallgrass'),
  ),
  event('2026-11-27T18:00:00Z', 'sonora', 'Sonora objects to the change in time, which dissolves the contract', {
    kind: 'terms-change.rejected',
    data: { change: 'prices-2027' },
  }),
  event('2026-12-01T09:00:00Z', 'quiet-harbour', 'Quiet Harbour gives notice to end the contract', {
    kind: 'termination.noticed',
    data: {},
  }),
  event('2026-12-02T09:00:00Z', 'lumen', 'Lumen gives notice, two days too late for this year', {
    kind: 'termination.noticed',
    data: {},
  }),
  webhook('2026-12-03T10:00:00Z', 'paddle', 'Paddle reports that a payment of Pixelwave has failed', (at) =>
    paddlePaymentFailed('evt_01samplefailed', at, 'txn_01sample', 'sub_01samplepixelwave', 'ctm_01samplepixelwave'),
  ),
  event('2026-12-04T08:00:00Z', 'nordlys', 'The export reaches Nordlys', { kind: 'data-export.delivered', data: {} }),
  webhook('2026-12-09T13:20:05Z', 'stripe', 'Acme pays, after the right to suspend has arisen', (at) =>
    stripeInvoiceEvent('evt_1SamplePaid', 'invoice.paid', at, paid),
  ),
  event('2027-01-18T10:00:00Z', 'nordlys', 'Nordlys’s data is deleted', { kind: 'data.deleted', data: {} }),
  event('2027-03-02T03:00:00Z', 'acme', 'The platform goes down', {
    kind: 'outage.started',
    data: { outage: 'o-2027-1' },
  }),
  event('2027-03-04T01:30:00Z', 'acme', 'The platform is back', { kind: 'outage.ended', data: { outage: 'o-2027-1' } }),
];

/** Plain `npm start` plays until here and stays. */
export const STORY_PAUSE = '2026-12-11T08:00:00Z';

function webhook(at: string, provider: 'stripe' | 'paddle', says: string, body: (at: string) => string): Scene {
  return { at, says, path: `/webhooks/${provider}`, provider, body: body(at) };
}

function event(at: string, contract: string, says: string, { kind, data }: { kind: string; data: object }): Scene {
  return { at, says, path: `/contracts/${contract}/events`, body: JSON.stringify({ kind, occurredAt: at, data }) };
}
