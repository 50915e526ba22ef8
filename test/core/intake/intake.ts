import type { CustomerValues, SubscriptionSnapshot } from '../../../shared/core/webhooks/snapshots.ts';
import { readLocatedIntake } from '../../../shared/desk/reading/read-intake.ts';

/** The rules of a text: the list under `rules:`, in YAML. */
export function rulesIn(text: string) {
  return readLocatedIntake('intake.yaml', `rules:\n${text}`).intake;
}

export const ITEM = { product: 'prod_pro', price: 'price_pro', plans: ['Pro'], interval: '1 month' };

export function subscription(more: Partial<SubscriptionSnapshot> = {}): SubscriptionSnapshot {
  return {
    provider: 'stripe',
    id: 'sub_1',
    customer: 'cus_1',
    at: '2026-11-20T23:30:05Z',
    state: 'running',
    startedAt: '2026-11-20T23:30:00Z',
    currency: 'EUR',
    country: null,
    items: [ITEM],
    metadata: {},
    anchorAt: '2026-11-20T23:30:00Z',
    anchorDay: null,
    ...more,
  };
}

export function customer(more: Partial<CustomerValues> = {}): CustomerValues {
  return { name: 'Acme', email: 'ana@acme.example', locale: null, country: null, metadata: {}, ...more };
}
