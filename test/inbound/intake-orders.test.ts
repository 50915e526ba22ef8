import { describe, expect, it } from 'vitest';
import { rulesIn } from '../core/intake/intake.ts';
import { item as paddleItem } from '../core/webhooks/fixtures/paddle.ts';
import { item, price } from '../core/webhooks/fixtures/stripe.ts';
import { orders } from '../harness/orders.ts';
import { Door } from './door.ts';
import {
  addressed,
  changed,
  ended,
  invoicePaid,
  PROVIDERS,
  type ProviderName,
  START,
  started,
} from './intake-story.ts';

/** What is sold later is under other terms for those who begin with it. */
const RULES = rulesIn(`
  - { rule: first, when: { product: [prod_1, pro_01] }, terms: exoopus }
  - { rule: later, when: { product: [prod_2, pro_02] }, terms: salexops }
`);

function story(provider: ProviderName) {
  const plan =
    provider === 'stripe'
      ? { items: { data: [item({ price: price('price_2', 9900, 'prod_2') })] } }
      : { items: [paddleItem({ price: { id: 'pri_02', product_id: 'pro_02' }, created_at: '2026-11-20T10:00:00Z' })] };
  return [
    addressed(provider, { email: 'old@acme.example', name: 'Acme' }),
    started(provider),
    invoicePaid(provider),
    changed(provider, plan, '2026-11-20T10:00:00Z'),
    addressed(provider, { email: 'new@acme.example', name: 'Acme SRL' }, '2026-11-20T11:00:00Z'),
    ended(provider),
  ];
}

/** Every so many of the 720 orders, the first and the last among them. */
const STEP = 61;

async function endOf(provider: ProviderName, messages: readonly object[]) {
  const door = new Door({}, RULES);
  for (const body of messages) await door.deliver(provider, body);
  const { head, events = [] } = (await door.table.load(`${provider}-sub_1`)) ?? {};
  // That the address changed is told only if the contract was there before.
  const told = events.filter(({ kind }) => kind !== 'contract.amended').map(({ id }) => id);
  return { contract: head?.contract, told: told.sort() };
}

describe.each(PROVIDERS)('a subscription and its customer at %s', (provider) => {
  it('end as the same contract with the same facts, in whatever order the messages come', async () => {
    const messages = story(provider);
    const wanted = await endOf(provider, messages);
    expect(wanted.contract).toMatchObject({
      terms: 'exoopus',
      startsOn: START.slice(0, 10),
      customer: { email: 'new@acme.example', name: 'Acme SRL' },
    });
    expect(wanted.told.length).toBeGreaterThan(3);
    const all = orders(messages);
    for (const order of all.filter((_, index) => index % STEP === 0 || index === all.length - 1)) {
      expect(await endOf(provider, order)).toEqual(wanted);
    }
  });
});
