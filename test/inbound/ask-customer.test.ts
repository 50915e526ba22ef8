import { describe, expect, it } from 'vitest';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { NO_RULES } from '../../shared/core/intake/rules.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { rulesIn } from '../core/intake/intake.ts';
import { AskingDoor } from './asking-door.ts';
import { addressed, PROVIDERS, started } from './intake-story.ts';

const ALL = rulesIn('  - { rule: all, when: {}, terms: exoopus }');
const IN_ROMANIA = rulesIn('  - { rule: here, when: { country: RO }, terms: exoopus }');
const PADDLE_CUSTOMER = `ctm_${'1'.padStart(26, '0')}`;

describe.each(PROVIDERS)('a subscription at %s whose customer is not known', (provider) => {
  const customer = provider === 'stripe' ? 'cus_1' : PADDLE_CUSTOMER;
  const message = () => {
    const text = JSON.stringify(started(provider)).replaceAll('"ctm_1"', `"${PADDLE_CUSTOMER}"`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const begin = (key: string | undefined = PROVIDER_KEYS[provider], intake = ALL) => {
    const asking = new AskingDoor(provider, key, intake);
    const work = async () => {
      const id = await asking.door.store(provider, message());
      return workDelivery(asking.dependencies, id);
    };
    const shows = (values: Readonly<Record<string, unknown>>) =>
      asking.fake.put(provider, 'customers', { id: customer, object: 'customer', ...values });
    return { ...asking, work, shows };
  };

  it('becomes a contract with the address that the provider shows', async () => {
    const { door, fake, work, shows } = begin();
    shows({ name: 'Acme', email: 'ana@acme.example' });
    expect(await work()).toMatchObject({ state: 'recorded' });
    expect((await door.table.head(`${provider}-sub_1`))?.contract.customer).toMatchObject({
      email: 'ana@acme.example',
    });
    expect(fake.requests).toHaveLength(1);
    expect(await door.dependencies.customers.read(provider, customer)).toMatchObject({ at: door.now, revision: 1 });
  });

  it('waits where the provider shows none, and becomes one once it does', async () => {
    const { door, dependencies, work, shows } = begin();
    shows({ email: null });
    const delivery = await work();
    expect(delivery).toMatchObject({ state: 'parked', facts: [{ reason: 'no-address' }] });
    expect(delivery?.facts[0]?.detail).toContain(`shows no address of customer ${customer}`);
    expect(await door.waiting(provider, customer)).toEqual([delivery?.id]);
    shows({ email: 'ana@acme.example' });
    expect(await workDelivery(dependencies, delivery?.id ?? '')).toMatchObject({ state: 'recorded' });
  });

  it('is not asked about where no rule covers it, or where a message told of the customer', async () => {
    const without = begin(undefined, NO_RULES);
    expect(await without.work()).toMatchObject({ facts: [{ reason: 'no-rule' }] });
    expect(without.fake.requests).toEqual([]);
    const told = begin();
    const id = await told.door.store(provider, addressed(provider, { id: customer }));
    await workDelivery(told.dependencies, id);
    expect(await told.work()).toMatchObject({ state: 'recorded' });
    expect(told.fake.requests).toEqual([]);
  });

  it('waits without a key, and says so', async () => {
    const delivery = await begin('').work();
    expect(delivery).toMatchObject({ state: 'parked', facts: [{ reason: 'no-address' }] });
    expect(delivery?.facts[0]?.detail).toContain(`did not show customer ${customer}: no key is stored`);
  });

  it('is worked on again later where the provider cannot be reached', async () => {
    const { providerFaults, work, shows } = begin();
    shows({ email: 'ana@acme.example' });
    providerFaults.arm({ service: 'provider', fault: 'timeout', times: 3 });
    await expect(work()).rejects.toMatchObject({ name: 'ProviderUnavailableError' });
    expect(await work()).toMatchObject({ state: 'recorded' });
  });

  it.each([
    ['less than a later message told', ALL, { email: null }, '2026-11-25T08:00:00Z'],
    ['no more than a message told', IN_ROMANIA, {}, '2026-11-10T08:00:00Z'],
  ])('wakes nothing where the provider shows %s', async (_, intake, values, at) => {
    const { door, dependencies, work, shows } = begin(PROVIDER_KEYS[provider], intake);
    shows({ name: 'Acme', email: 'ana@acme.example' });
    const told = await door.store(provider, addressed(provider, { ...values, id: customer }, at));
    await workDelivery(dependencies, told);
    const { id = '' } = (await work()) ?? {};
    for (let times = 0; times < 3; times += 1) await workDelivery(dependencies, id);
    expect(await door.delivery(id)).toMatchObject({ state: 'parked', facts: [{ reason: 'no-address' }] });
    expect(door.woken).toEqual([]);
    expect(await door.dependencies.customers.read(provider, customer)).toMatchObject({ revision: 1 });
  });

  it('leaves it at what a later message told', async () => {
    const { door, dependencies, work, shows } = begin();
    shows({ email: 'old@acme.example' });
    await work();
    const id = await door.store(provider, addressed(provider, { id: customer }, '2026-11-21T08:00:00Z'));
    await workDelivery(dependencies, id);
    expect(await door.dependencies.customers.read(provider, customer)).toMatchObject({
      values: { email: 'ana@acme.example' },
    });
  });
});
