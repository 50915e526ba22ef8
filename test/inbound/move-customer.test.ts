import { describe, expect, it } from 'vitest';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { amend } from '../../shared/recording/amend.ts';
import { rulesIn } from '../core/intake/intake.ts';
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
