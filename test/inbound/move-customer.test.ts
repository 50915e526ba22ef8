import { describe, expect, it } from 'vitest';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { ProviderUnavailableError } from '../../shared/inbound/asking.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { amend } from '../../shared/recording/amend.ts';
import { rulesIn } from '../core/intake/intake.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { orders } from '../harness/orders.ts';
import { AskingDoor } from './asking-door.ts';
import { Door } from './door.ts';
import { addressed, changed, PROVIDERS, type ProviderName, started } from './intake-story.ts';

const ALL = rulesIn('  - { rule: all, when: {}, terms: exoopus }');
const paddleId = (n: number) => `ctm_${String(n).padStart(26, '0')}`;
const IDS = { stripe: ['cus_1', 'cus_2', 'cus_3'], paddle: ['ctm_1', paddleId(2), paddleId(3)] } as const;

/** The subscription is shown with its customer: 0 is the one it starts with. */
const shownWith = (provider: ProviderName, customer: number, at: string) =>
  changed(provider, { [provider === 'stripe' ? 'customer' : 'customer_id']: IDS[provider][customer] }, at);
const told = (provider: ProviderName, customer: number, values: object, at = '2026-11-20T09:00:00Z') =>
  addressed(provider, { id: IDS[provider][customer], ...values }, at);

async function contractAt(provider: ProviderName, door = new Door({}, ALL)) {
  await door.deliver(provider, addressed(provider));
  await door.deliver(provider, started(provider));
  const contract = `${provider}-sub_1`;
  return { door, contract, head: async () => (await door.table.head(contract))?.contract };
}

describe.each(PROVIDERS)('a subscription of %s that goes to another customer', (provider) => {
  const [first, second, third] = IDS[provider];

  it('takes its contract along, with name and address', async () => {
    const { door, contract, head } = await contractAt(provider);
    await door.deliver(provider, told(provider, 1, { name: null, email: 'bo@bolt.example' }));
    await door.deliver(provider, shownWith(provider, 1, '2026-11-21T08:00:00Z'));
    const moved = await head();
    expect(moved?.customer).toEqual({ email: 'bo@bolt.example', locale: 'en' });
    expect(moved?.references).toEqual({ [provider]: ['sub_1', second] });
    await door.deliver(provider, addressed(provider, { email: 'late@acme.example' }, '2026-11-22T08:00:00Z'));
    await door.deliver(provider, told(provider, 1, { email: 'new@bolt.example' }, '2026-11-22T09:00:00Z'));
    expect((await head())?.customer.email).toBe('new@bolt.example');
    expect((await door.table.ownersOf(provider, first))?.contracts ?? []).toEqual([]);
    const evidence = await door.table.evidence(contract);
    expect(evidence.filter(({ type }) => type === 'contract.amended')).toHaveLength(2);
  });

  it('does not go back by a message of before, but by a later one', async () => {
    const { door, head } = await contractAt(provider);
    await door.deliver(provider, told(provider, 1, { email: 'bo@bolt.example' }));
    await door.deliver(provider, shownWith(provider, 1, '2026-11-21T08:00:00Z'));
    await door.deliver(provider, shownWith(provider, 2, '2026-11-21T07:00:00Z'));
    expect((await head())?.references?.[provider]).toEqual(['sub_1', second]);
    await door.deliver(provider, shownWith(provider, 0, '2026-11-22T08:00:00Z'));
    expect((await head())?.customer.email).toBe('ana@acme.example');
  });

  it.each<[string, readonly number[]]>([
    ['and comes back', [1, 0]],
    ['and a third', [1, 0, 2]],
  ])('%s is where the latest message shows it, in whatever order the messages come', async (_, customers) => {
    const moves = customers.map((customer, n) => shownWith(provider, customer, `2026-11-2${n + 1}T08:00:00Z`));
    for (const order of orders([started(provider), ...moves])) {
      const door = new Door({}, ALL);
      await door.deliver(provider, addressed(provider));
      for (const message of order) await door.deliver(provider, message);
      const references = (await door.table.head(`${provider}-sub_1`))?.contract.references?.[provider];
      expect(references).toEqual(['sub_1', IDS[provider][customers.at(-1) ?? 0]]);
    }
  });

  it('stays where it is shown after many moves', async () => {
    const { door, head } = await contractAt(provider);
    for (let n = 0; n < 12; n += 1) {
      const [to, from] = [1 + (n % 2), 2 - (n % 2)];
      await door.deliver(provider, shownWith(provider, to, `2026-12-${10 + n}T08:00:00Z`));
      await door.deliver(provider, shownWith(provider, from, `2026-12-${10 + n}T07:00:00Z`));
      expect((await head())?.references?.[provider]).toEqual(['sub_1', IDS[provider][to]]);
    }
  });

  it('has the address that the customer gets while it goes there', async () => {
    const { door, head } = await contractAt(provider);
    await door.deliver(provider, told(provider, 1, { email: 'bo@bolt.example' }));
    const late = told(provider, 1, { email: 'new@bolt.example' }, '2026-11-21T08:00:01Z');
    const commit = door.table.commit.bind(door.table);
    let isTold = false;
    door.table.commit = async (...commits) => {
      if (!isTold) {
        isTold = true;
        await door.workAlone(await door.store(provider, late));
      }
      return commit(...commits);
    };
    await door.deliver(provider, shownWith(provider, 1, '2026-11-21T08:00:00Z'));
    expect((await head())?.customer.email).toBe('new@bolt.example');
  });

  it('does not keep the name of a customer of whom nothing was known', async () => {
    const { door, head } = await contractAt(provider);
    await door.deliver(provider, shownWith(provider, 2, '2026-11-21T08:00:00Z'));
    await door.deliver(provider, told(provider, 2, { name: null, email: 'cy@cog.example' }, '2026-11-21T08:00:01Z'));
    expect((await head())?.customer).toEqual({ email: 'cy@cog.example', locale: 'en' });
  });

  it('tells its facts although the provider cannot be asked for the customer, who is asked for again', async () => {
    const asking = new AskingDoor(provider, PROVIDER_KEYS[provider], ALL);
    const { door, contract, head } = await contractAt(provider, asking.door);
    asking.fake.put(provider, 'customers', { id: second, object: 'customer', name: 'Bolt', email: 'bo@bolt.example' });
    asking.providerFaults.arm({ service: 'provider', fault: 'error', times: 3 });
    const ends = {
      stripe: { customer: second, cancel_at: ofStripe.at('2026-12-20T08:00:00Z') },
      paddle: { customer_id: second, scheduled_change: { action: 'cancel', effective_at: '2026-12-20T08:00:00Z' } },
    };
    const id = await door.store(
      provider,
      changed(provider, ends[provider], '2026-11-21T08:00:00Z', { cancel_at: null }),
    );
    await expect(workDelivery(asking.dependencies, id)).rejects.toThrow(ProviderUnavailableError);
    expect(await door.kinds(contract)).toContain('cancellation.scheduled');
    await workDelivery(asking.dependencies, id);
    expect((await head())?.customer.email).toBe('bo@bolt.example');
  });

  it('has its address from a later message, where nothing is known of the customer', async () => {
    const { door, head } = await contractAt(provider);
    await door.deliver(provider, shownWith(provider, 2, '2026-11-21T08:00:00Z'));
    expect((await head())?.references?.[provider]).toEqual(['sub_1', third]);
    await door.deliver(provider, told(provider, 2, { email: 'cy@cog.example' }, '2026-11-21T08:00:01Z'));
    expect((await head())?.customer.email).toBe('cy@cog.example');
  });

  it('has its address from the provider, where that can be asked', async () => {
    const asking = new AskingDoor(provider, PROVIDER_KEYS[provider], ALL);
    const { door, head } = await contractAt(provider, asking.door);
    asking.fake.put(provider, 'customers', { id: second, object: 'customer', name: 'Bolt', email: 'bo@bolt.example' });
    await workDelivery(asking.dependencies, await door.store(provider, shownWith(provider, 1, '2026-11-21T08:00:00Z')));
    expect((await head())?.customer).toMatchObject({ name: 'Bolt', email: 'bo@bolt.example' });
  });

  it('leaves a contract alone whose customer a person has chosen', async () => {
    const { door, contract, head } = await contractAt(provider);
    const change = { references: { add: { [provider]: [third] }, remove: { [provider]: [first] } } };
    await amend(door.dependencies, { contract, change, by: 'ana', reason: 'it is theirs' });
    await door.deliver(provider, shownWith(provider, 1, '2026-11-21T08:00:00Z'));
    expect((await head())?.references?.[provider]).toEqual(['sub_1', third]);
  });
});
