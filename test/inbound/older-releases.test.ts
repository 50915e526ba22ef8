import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/aws/table/keys.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, NOW } from './door.ts';

const issued = ofStripe.stripeEvent('invoice.finalized', ofStripe.invoice(), { created: ofStripe.at(NOW) });

async function put(door: Door, item: Readonly<Record<string, unknown>>): Promise<void> {
  await door.dynamodb.send(new PutItemCommand({ TableName: 'contracts', Item: pack(item) }));
}

/** Parks an event as releases did that recorded within the request: under each of its references. */
async function parked(door: Door, references: readonly string[], id = 'stripe.terminated.sub_2'): Promise<void> {
  const event = {
    id,
    kind: 'contract.terminated',
    occurredAt: NOW,
    recordedAt: NOW,
    data: {},
    source: { provider: 'stripe', eventId: 'evt_old', type: 'customer.subscription.deleted' },
  };
  const waiting = { provider: 'stripe', references: [...references], event, reason: 'unknown-contract' };
  for (const reference of references) {
    await put(door, { ...keys.parked('stripe', reference, event.id), parked: waiting });
  }
}

describe('what an earlier release left behind', () => {
  it('is taken in by its contract when it appears, and by no other of the customer', async () => {
    const door = new Door();
    await parked(door, ['sub_2', 'cus_1']);
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    expect(await door.kinds('first')).toEqual([]);
    await door.create(contractOf('second', { stripe: ['sub_2', 'cus_1'] }));
    expect(await door.kinds('second')).toEqual(['contract.terminated']);
    expect(await door.table.parkedFor('stripe', 'cus_1')).toEqual([]);
  });

  it('that names a customer alone is taken in by the only contract', async () => {
    const door = new Door();
    await parked(door, ['cus_1']);
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    expect(await door.kinds('first')).toEqual(['contract.terminated']);
  });

  it('is not recorded a second time when the provider sends it again', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    await put(door, { ...keys.seen('stripe', 'evt_1', 'stripe.issued.in_1'), at: NOW });
    expect(await door.deliver('stripe', issued)).toMatchObject({
      state: 'unused',
      facts: [{ state: 'unused', reason: 'known' }],
    });
    expect(await door.kinds('acme')).toEqual([]);
  });
});
