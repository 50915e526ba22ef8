import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitingUnder } from '../../shared/recording/waiting.ts';
import { fileDatabase } from '../harness/databases.ts';
import { manyInvoices } from '../harness/many-invoices.ts';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { contractBody, createContract, failedPayment, fresh, paddleEvent, recordEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database: fileDatabase() });
});
afterAll(() => test.stop());

const DUE = '2026-11-19T00:00:00Z';

async function eventsOf(contract: string) {
  return (await test.get(`/contracts/${contract}`)).body.events as { id: string; kind: string }[];
}

function waitingFor(reference: string): Promise<string[]> {
  return waitingUnder(test.stack.table, [{ provider: 'stripe', reference }]);
}

describe('events at the same time', () => {
  it('that are the same, five times over, count once', async () => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', DUE, TEST_START);
    const answers = await Promise.all(Array.from({ length: 5 }, () => test.webhook('stripe', body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const outcomes = answers.map(({ body: answer }) => answer.events[0].outcome);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'duplicate', 'recorded']);
    expect(await eventsOf(contract)).toHaveLength(1);
    expect(await evidenceOf(test, contract)).toHaveLength(2);
  });

  it('that are the same, for a contract nobody knows, are parked once', async () => {
    const contract = fresh('later');
    const body = failedPayment(contract, 'in_1', DUE, TEST_START);
    const answers = await Promise.all(Array.from({ length: 5 }, () => test.webhook('stripe', body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await waitingFor(`sub_${contract}`)).toHaveLength(1);
  });

  it('that differ are all recorded, one after the other', async () => {
    const contract = await createContract(test);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => test.webhook('stripe', failedPayment(contract, `in_${n}`, DUE, TEST_START))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await eventsOf(contract)).toHaveLength(8);
    const loaded = await test.stack.table.load(contract);
    expect(loaded?.head.revision).toBeGreaterThanOrEqual(9);
    expect(loaded?.deadlines).toHaveLength(8);
  });

  it('as their contract is created are not lost, whoever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const contract = fresh('race');
      const events = Array.from({ length: 3 }, (_, n) =>
        test.webhook('stripe', failedPayment(contract, `in_${n}`, DUE, TEST_START)),
      );
      const created = test.post('/contracts', contractBody(contract));
      const again = test.post('/contracts', contractBody(contract));
      const answers = await Promise.all([...events, created, again]);
      expect(answers.map(({ status }) => status).every((status) => status < 300)).toBe(true);
      expect(await eventsOf(contract)).toHaveLength(3);
      expect(await waitingFor(`sub_${contract}`)).toEqual([]);
    }
  });
});

describe('a fact that is parked', () => {
  const billed = (customer: string, subscription: string | null, type = 'transaction.billed') =>
    paddleEvent(
      type,
      {
        id: `txn_${customer}`,
        status: 'billed',
        customer_id: customer,
        subscription_id: subscription,
        currency_code: 'EUR',
        billed_at: TEST_START,
      },
      TEST_START,
    );

  it('is not lost when it comes again with better references', async () => {
    const contract = fresh('better');
    const references = { paddle: [`sub_${contract}`] };
    expect((await test.webhook('paddle', billed(`ctm_${contract}`, null))).body.events[0].outcome).toBe('parked');
    const second = billed(`ctm_${contract}`, `sub_${contract}`, 'transaction.updated');
    expect((await test.webhook('paddle', second)).body.events[0].outcome).toBe('parked');
    expect((await test.post('/contracts', contractBody(contract, { references }))).status).toBe(201);
    expect(await eventsOf(contract)).toMatchObject([{ kind: 'invoice.issued' }, { kind: 'invoice.issued' }]);
  });

  it('goes to the contract of the better reference only', async () => {
    const [first, second] = [fresh('sibling'), fresh('sibling')];
    const customer = `ctm_${first}`;
    await test.post('/contracts', contractBody(first, { references: { paddle: [`sub_${first}`] } }));
    await test.webhook('paddle', billed(customer, null));
    const better = billed(customer, `sub_${first}`, 'transaction.updated');
    expect((await test.webhook('paddle', better)).body.events[0]).toMatchObject({
      outcome: 'recorded',
      contract: first,
    });
    // Another contract of the same customer comes later: the invoice is not its own.
    await test.post('/contracts', contractBody(second, { references: { paddle: [`sub_${second}`, customer] } }));
    expect(await eventsOf(second)).toEqual([]);
    expect(await eventsOf(first)).toHaveLength(2);
  });

  it('without any reference is set aside for a person, and answered 200', async () => {
    const body = paddleEvent('payment_method.deleted', { id: 'payment method' }, TEST_START);
    expect((await test.webhook('paddle', body)).body.events).toMatchObject([
      { outcome: 'set-aside', reason: 'no-reference' },
    ]);
    expect((await test.webhook('paddle', body)).body.events).toMatchObject([{ outcome: 'duplicate' }]);
  });
});

describe('one event that changes more deadlines than a transaction takes', () => {
  const INVOICES = 82;

  it('is finished in several, also by the sweep after a crash and after another write in between', async () => {
    const contract = await manyInvoices(test, INVOICES);
    const { faults, engine, table } = test.stack;
    // The first part is through, the second is not.
    faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'crash-before', skip: 1 });
    const cut = await recordEvent(test, contract, 'contract.terminated', TEST_START);
    expect(cut.status).toBe(500);
    const half = await table.load(contract);
    expect(half?.head.settleAt).toBe(TEST_START);
    expect(half?.deadlines.some(({ state }) => state === 'open')).toBe(true);
    // A report or a claim writes to the contract meanwhile, and must not take the mark away.
    await engine.advanceBy('PT20M');
    const whole = await table.load(contract);
    expect(whole?.head.settleAt).toBeUndefined();
    const open = whole?.deadlines.filter(({ state }) => state === 'open').map(({ clause }) => clause);
    expect(open?.toSorted()).toEqual(['deletion', 'export-window']);
    expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toEqual(['opened']);
  });

  it('is answered with all of them when nothing goes wrong', async () => {
    const contract = await manyInvoices(test, INVOICES);
    const { status, body } = await recordEvent(test, contract, 'contract.terminated', TEST_START);
    expect(status).toBe(201);
    expect(body.deadlines).toHaveLength(INVOICES + 2);
    expect((await test.stack.table.load(contract))?.head.settleAt).toBeUndefined();
  });
});

it('a mark to settle outlives what others write before the contract is settled', async () => {
  const contract = fresh('marked');
  await test.webhook('stripe', failedPayment(contract, 'in_1', DUE, TEST_START));
  // Created, and cut off before what waits for it is queued.
  test.stack.faults.arm({ service: 'queue', operation: 'SendMessageBatch', fault: 'crash-before' });
  expect((await test.post('/contracts', contractBody(contract))).status).toBe(500);
  await recordEvent(test, contract, 'support.requested', TEST_START, { ticket: 't-1' });
  expect((await test.stack.table.head(contract))?.settleAt).toBeDefined();
  expect((await eventsOf(contract)).map(({ kind }) => kind).toSorted()).toEqual([
    'payment.failed',
    'support.requested',
  ]);
});

it('leaves everything consistent', async () => {
  await test.stack.engine.advanceBy('PT1H');
  expect(await test.check()).toEqual([]);
});
