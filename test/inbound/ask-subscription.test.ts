import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../local/aws/faults.ts';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import type { FakeProviders } from '../../local/providers/fake.ts';
import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { contractBody, paddleEvent, stripeEvent } from '../harness/samples.ts';
import { AskingDoor } from './asking-door.ts';

const AT = '2026-11-19T08:00:00Z';
const TXN = `txn_${'1'.padStart(26, '0')}`;

/** Each is about a payment, and names no subscription. */
const CASES = [
  {
    name: 'stripe',
    payment: 'pi_1',
    message: (id: string) =>
      stripeEvent(
        'charge.dispute.created',
        {
          id: 'dp_1',
          charge: 'ch_1',
          payment_intent: 'pi_1',
          amount: 4900,
          currency: 'eur',
          status: 'needs_response',
          reason: 'fraudulent',
          created: Date.parse(AT) / 1000,
        },
        AT,
        id,
      ),
    isFor: (fake: FakeProviders, subscription: string) => {
      fake.put('stripe', 'invoices', { id: 'in_1', parent: { subscription_details: { subscription } } });
      fake.put('stripe', 'invoice_payments', { id: 'inpay_1', invoice: 'in_1', payment: { payment_intent: 'pi_1' } });
    },
  },
  {
    name: 'paddle',
    payment: TXN,
    message: (id: string) =>
      paddleEvent(
        'adjustment.created',
        {
          id: 'adj_1',
          action: 'refund',
          status: 'pending_approval',
          transaction_id: TXN,
          currency_code: 'EUR',
          totals: { total: '4900' },
          created_at: AT,
          items: [],
        },
        AT,
        id,
      ),
    isFor: (fake: FakeProviders, subscription: string) =>
      fake.put('paddle', 'transactions', { id: TXN, subscription_id: subscription }),
  },
] as const;

describe.each(CASES)('a payment at $name of which nothing is known', ({ name, payment, message, isFor }) => {
  let asking: AskingDoor;
  let dependencies: InboundDependencies;
  let fake: FakeProviders;
  let faults: FaultPlan;

  const begin = (key?: string) => {
    asking = new AskingDoor(name, key);
    ({ dependencies, fake, providerFaults: faults } = asking);
  };
  beforeEach(() => begin(PROVIDER_KEYS[name]));

  const contract = (id: string, references: readonly string[] = [`sub_${id}`]) =>
    createContract(dependencies, contractBody(id, { references: { [name]: references } }) as never);
  const work = async (event = 'evt_1') => {
    const id = await asking.door.store(name, message(event));
    return workDelivery(dependencies, id);
  };

  it('is recorded with the contract of the subscription that it is for', async () => {
    await contract('acme');
    isFor(fake, 'sub_acme');
    expect(await work()).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
  });

  it('waits for the contract of that subscription, and for no other', async () => {
    await contract('acme', ['sub_acme', 'cus_1', 'ctm_1']);
    isFor(fake, 'sub_other');
    const delivery = await work();
    expect(delivery).toMatchObject({
      state: 'parked',
      facts: [{ reason: 'unknown-contract', references: ['sub_other'] }],
    });
    await contract('other');
    expect(asking.door.woken).toContain(delivery?.id);
    expect(await workDelivery(dependencies, delivery?.id ?? '')).toMatchObject({ facts: [{ contract: 'other' }] });
  });

  it('is asked about once, however often it is worked on', async () => {
    isFor(fake, 'sub_acme');
    const delivery = await work();
    const asked = fake.requests.length;
    expect(asked).toBeGreaterThan(0);
    await contract('acme');
    expect(await workDelivery(dependencies, delivery?.id ?? '')).toMatchObject({ state: 'recorded' });
    expect(fake.requests).toHaveLength(asked);
  });

  it('waits under its own references where the provider knows no more', async () => {
    const delivery = await work();
    expect(delivery).toMatchObject({ state: 'parked', facts: [{ reason: 'unknown-contract' }] });
    expect(delivery?.facts[0]?.references).toContain(payment);
  });

  it('is not asked about where it is known', async () => {
    await contract('acme', ['sub_acme', payment]);
    expect(await work()).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
    expect(fake.requests).toEqual([]);
  });

  it('says that nobody could be asked without a key, and works without one', async () => {
    begin();
    const delivery = await work();
    expect(delivery).toMatchObject({ state: 'parked', facts: [{ reason: 'unknown-contract' }] });
    expect(delivery?.facts[0]?.detail).toContain(`did not say which subscription ${payment} is for: no key is stored`);
    const { revision } = delivery ?? {};
    expect(await workDelivery(dependencies, delivery?.id ?? '')).toMatchObject({ revision });
  });

  it('is worked on again later where the provider cannot be reached', async () => {
    await contract('acme');
    isFor(fake, 'sub_acme');
    faults.arm({ service: 'provider', fault: 'error', times: 3 });
    await expect(work()).rejects.toMatchObject({ name: 'ProviderUnavailableError' });
    expect(await work()).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
  });

  it('waits, and says so, where the key is refused', async () => {
    begin(name === 'stripe' ? 'rk_live_revoked0001' : 'pdl_live_apikey_revoked0001');
    expect((await work())?.facts[0]?.detail).toContain('it refused (401 authentication_failed)');
  });
});
