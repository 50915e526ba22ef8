import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractEventSchema } from '../../../shared/core/events/event.ts';
import { EVENT_KINDS } from '../../../shared/core/events/kinds.ts';
import { PROVIDER_NAMES } from '../../../shared/core/webhooks/doors.ts';
import { PayloadError } from '../../../shared/core/webhooks/payload-error.ts';
import type { MappedEvent } from '../../../shared/core/webhooks/provider.ts';
import { findProvider } from '../../../shared/core/webhooks/providers.ts';
import * as paddleFixtures from './fixtures/paddle.ts';
import type { Json } from './fixtures/stripe.ts';
import * as stripeFixtures from './fixtures/stripe.ts';

const TYPES: Readonly<Record<string, readonly [string, Json][]>> = {
  stripe: [
    ...['created', 'updated', 'deleted', 'paused', 'trial_will_end'].map((type): [string, Json] => [
      `customer.subscription.${type}`,
      stripeFixtures.subscription(),
    ]),
    ...['finalized', 'overdue', 'will_be_due', 'paid', 'payment_failed', 'voided', 'upcoming', 'created'].map(
      (type): [string, Json] => [`invoice.${type}`, stripeFixtures.legacyInvoice({ period_end: 1_796_000_000 })],
    ),
    ...['created', 'updated', 'closed'].map((type): [string, Json] => [
      `charge.dispute.${type}`,
      stripeFixtures.dispute(),
    ]),
    ...['refund.created', 'refund.updated', 'charge.refunded', 'mandate.updated', 'payment_method.attached'].map(
      (type): [string, Json] => [type, { ...stripeFixtures.refund(), amount_refunded: 5 }],
    ),
    [
      'checkout.session.completed',
      { id: 'cs_1', mode: 'payment', payment_status: 'paid', amount_total: 5, currency: 'eur' },
    ],
    ['payment_intent.succeeded', { id: 'pi_1', customer: 'cus_1', amount_received: 5, currency: 'eur' }],
    ['charge.succeeded', { id: 'ch_1', customer: 'cus_1', amount: 5, currency: 'eur' }],
    ['invoice_payment.paid', { invoice: 'in_1', amount_paid: 5, payment: { payment_intent: 'pi_1' } }],
    ['credit_note.created', { id: 'cn_1', invoice: 'in_1', pre_payment_amount: 5, currency: 'eur' }],
  ],
  paddle: [
    ...['created', 'activated', 'trialing', 'updated', 'paused', 'resumed', 'canceled', 'past_due'].map(
      (type): [string, Json] => [`subscription.${type}`, paddleFixtures.subscription()],
    ),
    ...['billed', 'updated', 'past_due', 'paid', 'completed', 'payment_failed', 'canceled'].map(
      (type): [string, Json] => [
        `transaction.${type}`,
        paddleFixtures.transaction({ payments: [paddleFixtures.captured] }),
      ],
    ),
    ...['created', 'updated'].map((type): [string, Json] => [`adjustment.${type}`, paddleFixtures.adjustment()]),
    ['payment_method.saved', { id: 'paymtd_1' }],
  ],
};

/** A genuine body with some of its values, at any depth, replaced by others. */
function mutated(payload: Json): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, [], {}, '', 'x'.repeat(5000), -1, 0.5, 1e300, true) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4_000_000_000 }) },
  );
  return fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 4 }).map((edits) => {
    const copy = structuredClone(payload);
    for (const [place, value] of edits) {
      const slots = slotsOf(copy);
      const [holder, key] = slots[place % slots.length] ?? [copy, 'x'];
      Reflect.set(holder, key, value);
    }
    return copy;
  });
}

function slotsOf(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as [object, string], ...slotsOf(inner)]);
}

describe.each(PROVIDER_NAMES)('%s, given anything', (name) => {
  const provider = findProvider(name);
  const wrap = name === 'stripe' ? stripeFixtures.stripeEvent : paddleFixtures.paddleEvent;
  const previous = { status: 'trialing', cancel_at: 5, items: { data: [stripeFixtures.item({ quantity: 9 })] } };
  const genuine = fc
    .constantFrom(...(TYPES[name] ?? []))
    .map(([type, object]) => wrap(type, object, name === 'stripe' ? { previous } : {}));

  /** The kind or the data keys of an event that its mapping does not declare. */
  function undeclaredIn({ providerType, kind, data }: MappedEvent): string[] {
    if (kind === 'informational' || kind === 'unmapped') return [];
    const rules = provider?.mappings.get(providerType)?.rules.filter((rule) => rule.kind === kind) ?? [];
    const declared = new Set([
      ...rules.flatMap(({ carries }) => carries),
      'effectiveAt',
      'dueAt',
      'amount',
      'currency',
    ]);
    return rules.length === 0 ? [kind] : Object.keys(data).filter((key) => !declared.has(key));
  }

  function check(payload: unknown) {
    try {
      const events = provider?.map(payload) ?? [];
      expect(events.length).toBeGreaterThan(0);
      for (const key of ['id', 'fact'] as const)
        expect(new Set(events.map((event) => event[key])).size).toBe(events.length);
      for (const event of events) {
        expect(EVENT_KINDS).toContain(event.kind);
        const { id, fact, kind, occurredAt, data } = event;
        for (const one of [id, fact])
          contractEventSchema.parse({ id: one, kind, occurredAt, recordedAt: occurredAt, data });
        expect(undeclaredIn(event)).toEqual([]);
        for (const reference of event.references) expect(reference).toMatch(/^[A-Za-z0-9_.:-]{1,128}$/);
      }
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      expect(error.message.length).toBeLessThan(400);
    }
  }

  it('answers with events that can be recorded, or with a payload error', () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.object()), check));
  });

  it('does so for genuine bodies gone wrong in places', () => {
    fc.assert(fc.property(genuine.chain(mutated), check), { numRuns: 2000 });
  });

  it('reads the genuine ones', () => {
    for (const [type, object] of TYPES[name] ?? []) expect(provider?.map(wrap(type, object))).not.toEqual([]);
  });
});

describe('the registry', () => {
  it('knows its providers and nothing that merely looks like one', () => {
    expect(PROVIDER_NAMES).toEqual(['stripe', 'paddle']);
    for (const name of ['', 'Stripe', 'constructor', '__proto__', 'paypal']) expect(findProvider(name)).toBeUndefined();
  });
});
