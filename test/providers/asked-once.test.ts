import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { FakeProviders } from '../../local/providers/fake.ts';
import { motionlessTimer, VirtualClock } from '../../local/time/clock.ts';
import { AnswerTable } from '../../shared/aws/table/answers.ts';
import { AskedOnce, MOST_QUESTIONS } from '../../shared/providers/asked-once.ts';
import type { Fetch } from '../../shared/providers/http.ts';
import { Providers } from '../../shared/providers/providers.ts';

const KEY = 'rk_test_askedOnce1';

function setUp(key: string | undefined = KEY) {
  const fake = new FakeProviders(new FaultPlan(), [KEY]);
  const clock = new VirtualClock('2026-11-20T08:00:00Z');
  let ms = 0;
  const fetch: Fetch = async (...request) => {
    const answer = await fake.fetch(...request);
    clock.moveTo(clock.epochMs() + ms);
    return answer;
  };
  const providers = new Providers({ of: async () => key }, { fetch, timer: motionlessTimer });
  const { dynamodb } = memoryDatabase();
  const answers = new AnswerTable(dynamodb, 'table', 90);
  const work = (delivery = 'stripe~default~evt_1') =>
    new AskedOnce({ answers, clock, port: () => providers.port('stripe', 'default') }, delivery);
  /** How long each answer is on its way. */
  const takesMs = (time: number) => {
    ms = time;
  };
  return { fake, clock, takesMs, work };
}

const CUSTOMER = { id: 'cus_1', object: 'customer', email: 'ana@acme.example' };

describe('what a delivery asks its provider', () => {
  it('is asked once, and the replay uses the answer of then', async () => {
    const { fake, clock, work } = setUp();
    fake.put('stripe', 'customers', CUSTOMER);
    fake.put('stripe', 'invoices', { id: 'in_1', subscription: 'sub_1' });
    fake.put('stripe', 'invoice_payments', { id: 'inpay_1', invoice: 'in_1', payment: { payment_intent: 'pi_1' } });
    const asked = async (once: AskedOnce) => [await once.customer('cus_1'), await once.subscriptionOfPayment('pi_1')];
    const first = await asked(work());
    const at = '2026-11-20T08:00:00Z';
    expect(first).toEqual([CUSTOMER, 'sub_1'].map((value) => ({ ok: true, value, at })));
    expect(fake.requests).toHaveLength(2);
    clock.moveTo(clock.epochMs() + 60_000);
    fake.put('stripe', 'customers', { ...CUSTOMER, email: 'other@acme.example' });
    expect(await asked(work())).toEqual(first);
    expect(fake.requests).toHaveLength(2);
    expect(await work('stripe~default~evt_2').customer('cus_1')).toMatchObject({
      value: { email: 'other@acme.example' },
    });
  });

  it('is of the moment before it was asked: whatever a message tells later is newer', async () => {
    const { fake, takesMs, work } = setUp();
    fake.put('stripe', 'customers', CUSTOMER);
    takesMs(4000);
    const at = '2026-11-20T08:00:00Z';
    expect(await work().customer('cus_1')).toMatchObject({ ok: true, at });
    expect(await work().customer('cus_1')).toMatchObject({ ok: true, at });
  });

  it('is asked again where the answer did not help', async () => {
    const { fake, work } = setUp();
    fake.put('stripe', 'customers', { ...CUSTOMER, email: null });
    expect(await work().customer('cus_1')).toMatchObject({ ok: true, value: { email: null } });
    expect(await work().subscriptionOfPayment('pi_1')).toMatchObject({ ok: true, value: null });
    expect(await work().customer('cus_2')).toMatchObject({ ok: false, reason: 'not-found' });
    fake.put('stripe', 'customers', CUSTOMER);
    fake.put('stripe', 'customers', { ...CUSTOMER, id: 'cus_2' });
    fake.put('stripe', 'invoices', { id: 'in_1', subscription: 'sub_1' });
    fake.put('stripe', 'invoice_payments', { id: 'inpay_1', invoice: 'in_1', payment: { payment_intent: 'pi_1' } });
    expect(await work().customer('cus_1')).toMatchObject({ ok: true, value: CUSTOMER });
    expect(await work().subscriptionOfPayment('pi_1')).toMatchObject({ ok: true, value: 'sub_1' });
    expect(await work().customer('cus_2')).toMatchObject({ ok: true, value: { id: 'cus_2' } });
  });

  it('says that there is no key, and uses what was kept without one', async () => {
    expect(await setUp('').work().customer('cus_1')).toEqual({ ok: false, reason: 'no-key' });
  });

  it('is nothing for an id that no key and no path can hold', async () => {
    const { fake, work } = setUp();
    for (const id of ['é'.repeat(500), '../charges', '']) {
      expect(await work().customer(id)).toEqual({ ok: false, reason: 'bad-id' });
    }
    expect(fake.requests).toEqual([]);
  });

  it('is bounded for each time the delivery is worked on', async () => {
    const { fake, work } = setUp();
    const once = work();
    for (let at = 0; at < MOST_QUESTIONS; at += 1) {
      fake.put('stripe', 'customers', { ...CUSTOMER, id: `cus_${at}` });
      expect(await once.customer(`cus_${at}`)).toMatchObject({ ok: true });
    }
    expect(await once.customer('cus_x')).toEqual({ ok: false, reason: 'too-many' });
    expect(await once.customer('cus_0')).toMatchObject({ ok: true });
    expect(fake.requests).toHaveLength(MOST_QUESTIONS);
  });
});
