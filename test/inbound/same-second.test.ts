import { describe, expect, it } from 'vitest';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { type CustomerRecord, withMessage } from '../../shared/core/intake/customers.ts';
import type { CustomerSnapshot } from '../../shared/core/webhooks/snapshots.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { amend } from '../../shared/recording/amend.ts';
import { customer, rulesIn } from '../core/intake/intake.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { AskingDoor } from './asking-door.ts';
import { Door, type Json } from './door.ts';
import { addressed, changed, PROVIDERS, started } from './intake-story.ts';

const CUSTOMER = {
  stripe: { id: 'cus_1', object: 'customer', name: 'Acme' },
  paddle: { id: `ctm_${'1'.padStart(26, '0')}`, name: 'Acme' },
};
/** Paddle is asked for no customer whose id is not of its form. */
const asAsked = (message: Json): Json =>
  JSON.parse(JSON.stringify(message).replaceAll('"ctm_1"', `"${CUSTOMER.paddle.id}"`));

const ALL = rulesIn('  - { rule: all, when: {}, terms: exoopus }');
const IN_ROMANIA = rulesIn('  - { rule: here, when: { country: RO }, terms: exoopus }');

type Values = CustomerSnapshot['values'];
const update = (message: string, values: Partial<Values>, former: Partial<Values>): CustomerSnapshot => ({
  provider: 'stripe',
  id: 'cus_1',
  message,
  at: '2026-11-20T08:00:00Z',
  change: 'updated',
  former,
  values: customer(values),
});
const FIRST = update('evt_3', { name: 'Old', email: 'y@x.example' }, { email: 'x@x.example' });
const SECOND = update('evt_2', { name: 'New', email: 'y@x.example' }, { name: 'Old' });
const THIRD = update('evt_1', { name: 'New', email: 'z@x.example' }, { email: 'y@x.example' });

describe('what a provider tells of a customer within one second', () => {
  it.each([
    ['1, 2, 3', [FIRST, SECOND, THIRD]],
    ['1, 3, 2', [FIRST, THIRD, SECOND]],
    ['2, 3, 1', [SECOND, THIRD, FIRST]],
  ])('keeps the last address where the updates come as %s', (_, messages) => {
    let stored: CustomerRecord | undefined;
    for (const message of messages) stored = withMessage(stored, message) ?? stored;
    expect(stored?.values?.email).toBe('z@x.example');
  });

  it.each(PROVIDERS)(
    'lets an answer of %s put back nothing that was told while it was on its way',
    async (provider) => {
      const asking = new AskingDoor(provider, PROVIDER_KEYS[provider], ALL);
      const { door, fake } = asking;
      door.now = '2026-11-20T08:00:00.200Z';
      fake.put(provider, 'customers', { ...CUSTOMER[provider], email: 'old@acme.example' });
      const told = provider === 'stripe' ? '2026-11-20T08:00:00Z' : '2026-11-20T08:00:00.200123Z';
      const change = await door.store(provider, asAsked(addressed(provider, { email: 'new@acme.example' }, told)));
      const { askFor } = asking.dependencies;
      if (askFor === undefined) throw new Error('this door asks');
      const dependencies: typeof asking.dependencies = {
        ...asking.dependencies,
        askFor: (delivery) => {
          const asked = askFor(delivery);
          const ask = asked.customer.bind(asked);
          asked.customer = async (id) => {
            const answer = await ask(id);
            door.now = '2026-11-20T08:00:01.500Z';
            await workDelivery(asking.dependencies, change);
            return answer;
          };
          return asked;
        },
      };
      await workDelivery(dependencies, await door.store(provider, asAsked(started(provider))));
      await door.drain();
      expect((await door.table.head(`${provider}-sub_1`))?.contract.customer.email).toBe('new@acme.example');
    },
  );

  it.each(PROVIDERS)(
    'does not let two webhooks of %s wake each other for ever by the answers each has',
    async (provider) => {
      const { door, fake, dependencies } = new AskingDoor(provider, PROVIDER_KEYS[provider], IN_ROMANIA);
      const show = (email: string) => fake.put(provider, 'customers', { ...CUSTOMER[provider], email });
      door.now = '2026-11-20T08:00:00.200Z';
      show('old@acme.example');
      const a = await door.store(provider, asAsked(started(provider, { id: 'evt_a' })));
      const b = await door.store(provider, asAsked(started(provider, { id: 'evt_b' })));
      await workDelivery(dependencies, a);
      show('new@acme.example');
      door.now = '2026-11-20T08:00:00.700Z';
      await workDelivery(dependencies, b);
      let turns = 0;
      for (let next = door.woken.shift(); next !== undefined && turns < 20; next = door.woken.shift()) {
        turns += 1;
        door.now = new Date(Date.parse(door.now) + 60_000).toISOString();
        await workDelivery(dependencies, next);
      }
      expect(turns).toBeLessThan(20);
    },
  );
});

it('amends no contract from which a person took the customer, also where its subscription changes later', async () => {
  const begun = ofStripe.at('2024-01-20T08:00:00Z');
  const repriced = (price: string, at: string) => {
    const items = { data: [ofStripe.item({ price: ofStripe.price(price, 9900) })] };
    return changed('stripe', { start_date: begun, created: begun, items }, at);
  };
  const door = new Door({}, ALL);
  const email = async () => (await door.table.head('stripe-sub_1'))?.contract.customer.email;
  await door.deliver('stripe', addressed('stripe'));
  await door.deliver('stripe', repriced('price_2', '2026-11-20T09:00:00Z'));
  const change = { references: { remove: { stripe: ['cus_1'] } } };
  await amend(door.dependencies, { contract: 'stripe-sub_1', change, by: 'ana', reason: 'not theirs' });
  await door.deliver('stripe', addressed('stripe', { email: 'other@acme.example' }, '2026-11-21T08:00:00Z'));
  await door.deliver('stripe', repriced('price_3', '2026-11-22T08:00:00Z'));
  expect(await email()).toBe('ana@acme.example');
});
