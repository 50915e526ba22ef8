import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_CONTRACTS_OF_A_CUSTOMER } from '../../shared/aws/table/references.ts';
import { MOST_REFERENCES } from '../../shared/core/events/contract.ts';
import { MOST_AMENDED } from '../../shared/recording/amended-references.ts';
import { MOST_AT_CREATION } from '../../shared/recording/references.ts';
import { contractBody, createContract, failedPayment, fresh } from '../harness/samples.ts';
import { type Answer, startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const BY = { by: 'ana', reason: 'they belong there' };
const DUE = '2026-11-19T00:00:00Z';

const change = (contract: string, references: object, more: object = {}): Promise<Answer> =>
  test.patch(`/contracts/${contract}`, { change: { references }, ...BY, ...more });
const ownersOf = async (reference: string) => (await test.stack.table.ownersOf('stripe', reference))?.contracts;
const referencesOf = async (contract: string) => (await test.stack.table.head(contract))?.contract.references;
const eventsOf = async (contract: string) => {
  await test.stack.engine.drain();
  return (await test.stack.table.load(contract))?.events ?? [];
};
const without = () => createContract(test, { references: undefined });

describe('references that are added and removed', () => {
  it('lead to the contract, or no longer', async () => {
    const contract = await without();
    const [one, two, customer] = [fresh('sub_one'), fresh('sub_two'), fresh('cus_x')];
    const added = await change(contract, { add: { stripe: [one, two, customer, one] } });
    expect(added.body).toMatchObject({
      outcome: 'amended',
      contract: { references: { stripe: [one, two, customer] } },
    });
    expect(added.body.event.data.change).toEqual({ references: { add: { stripe: [one, two, customer] } } });
    for (const reference of [one, two, customer]) expect(await ownersOf(reference)).toEqual([contract]);
    expect((await change(contract, { add: { stripe: [two] } })).body.outcome).toBe('unchanged');
    const removed = await change(contract, { remove: { stripe: [one, customer, 'never'] } });
    expect(removed.body.event.data.change).toEqual({ references: { remove: { stripe: [one, customer] } } });
    expect(await referencesOf(contract)).toEqual({ stripe: [two] });
    for (const reference of [one, customer]) expect(await ownersOf(reference)).toBeUndefined();
    await change(contract, { remove: { stripe: [two] } });
    expect(await referencesOf(contract)).toBeUndefined();
    const again = await createContract(test, { references: { stripe: [one, customer] } });
    expect(await ownersOf(one)).toEqual([again]);
  });

  it('take in what waited under them', async () => {
    const [contract, name] = [await without(), fresh('waiting')];
    await test.webhook('stripe', failedPayment(name, 'in_1', DUE, TEST_START));
    expect(await eventsOf(contract)).toEqual([]);
    await change(contract, { add: { stripe: [`sub_${name}`] } }, { dryRun: true });
    expect(await eventsOf(contract)).toEqual([]);
    await change(contract, { add: { stripe: [`sub_${name}`] } });
    await test.stack.engine.drain();
    expect((await eventsOf(contract)).map(({ kind }) => kind).sort()).toEqual(['contract.amended', 'payment.failed']);
    expect((await test.stack.table.head(contract))?.settleAt).toBeUndefined();
  });

  it('take in what waited, also after a crash in between', async () => {
    const [contract, name] = [await without(), fresh('crash')];
    await test.webhook('stripe', failedPayment(name, 'in_1', DUE, TEST_START));
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'crash-before', skip: 1 });
    expect((await change(contract, { add: { stripe: [`sub_${name}`] } })).status).toBe(500);
    expect((await test.stack.table.load(contract))?.events.map(({ kind }) => kind)).toEqual(['contract.amended']);
    await test.stack.engine.advanceBy('PT10M');
    expect((await eventsOf(contract)).map(({ kind }) => kind).sort()).toEqual(['contract.amended', 'payment.failed']);
  });

  it('lose no message that comes at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [contract, name] = [await without(), fresh('race')];
      await Promise.all([
        ...[0, 1, 2].map((n) => test.webhook('stripe', failedPayment(name, `in_${n}`, DUE, TEST_START))),
        change(contract, { add: { stripe: [`sub_${name}`, `cus_${name}`] } }),
      ]);
      expect(await eventsOf(contract)).toHaveLength(4);
      expect(await test.stack.table.parkedFor('stripe', `sub_${name}`)).toEqual([]);
    }
  });

  it('that belong to another contract are refused by name, as the remedy', async () => {
    const [contract, owner] = [await without(), await createContract(test)];
    const { status, body } = await change(contract, { add: { stripe: [`sub_${owner}`] } });
    expect(status).toBe(409);
    expect(body.errors).toEqual([
      {
        field: 'change.references.add.stripe',
        value: `sub_${owner}`,
        detail: expect.stringContaining(`Give moveFrom: "${owner}"`),
      },
    ]);
    expect((await change(contract, { add: { stripe: [`sub_${owner}`] } }, { dryRun: true })).status).toBe(409);
    expect(await referencesOf(contract)).toBeUndefined();
  });

  it('are at most as many as a contract takes, and an amendment', async () => {
    const many = (n: number, prefix = 'sub_many') => Array.from({ length: n }, () => fresh(prefix));
    const contract = await createContract(test, { references: { stripe: many(MOST_AT_CREATION, 'cus_many') } });
    const rest = many(MOST_REFERENCES - MOST_AT_CREATION);
    for (let from = 0; from < rest.length; from += MOST_AMENDED) {
      const some = rest.slice(from, from + MOST_AMENDED);
      expect((await change(contract, { add: { stripe: some } })).status).toBe(200);
    }
    expect(await ownersOf(rest.at(-1) ?? '')).toEqual([contract]);
    expect((await referencesOf(contract))?.stripe).toHaveLength(MOST_REFERENCES);
    const crowded = await change(contract, { add: { stripe: many(1) } });
    expect([crowded.status, crowded.body.errors[0].field]).toEqual([422, 'change.references.add.stripe']);
    const both = { add: { paddle: many(MOST_AMENDED) }, remove: { stripe: many(1) } };
    const large = await change(contract, both);
    expect([large.status, large.body.errors[0]]).toMatchObject([
      422,
      { field: 'change.references', value: MOST_AMENDED + 1 },
    ]);
  });

  it('are moved to a contract, as many customers as an amendment names', async () => {
    const customers = Array.from({ length: MOST_AMENDED }, () => fresh('cus_moved'));
    const [contract, owner] = [await without(), await createContract(test, { references: { stripe: customers } })];
    expect((await change(contract, { add: { stripe: customers }, moveFrom: owner })).status).toBe(200);
    expect(await ownersOf(customers.at(-1) ?? '')).toEqual([contract]);
  });

  it('are refused with a contract by their number, where it is created with more than one transaction takes', async () => {
    const stripe = Array.from({ length: MOST_AT_CREATION + 1 }, () => fresh('sub_new'));
    const { status, body } = await test.post('/contracts', contractBody(fresh('new'), { references: { stripe } }));
    expect([status, body.errors]).toMatchObject([
      422,
      [{ field: 'references', value: MOST_AT_CREATION + 1, detail: expect.stringContaining('PATCH') }],
    ]);
  });

  it('of a customer with too many contracts are refused by name', async () => {
    const [contract, customer] = [await without(), fresh('cus_crowd')];
    for (let n = 0; n < MOST_CONTRACTS_OF_A_CUSTOMER; n += 1) {
      await test.post('/contracts', contractBody(fresh('crowd'), { references: { stripe: [customer] } }));
    }
    const { status, body } = await change(contract, { add: { stripe: [customer] } });
    expect([status, body.errors[0]]).toMatchObject([409, { field: 'change.references.add.stripe', value: customer }]);
  });
});

describe('references that are moved', () => {
  it('lead to the other contract in one step, and leave what was recorded where it is', async () => {
    const [giver, taker] = [await createContract(test), await without()];
    await test.webhook('stripe', failedPayment(giver, 'in_1', DUE, TEST_START));
    const moved = { add: { stripe: [`sub_${giver}`, `cus_${giver}`] }, moveFrom: giver };
    const { status, body } = await change(taker, moved);
    expect(status).toBe(200);
    expect(body.event.data.change).toEqual({ references: moved });
    expect(await referencesOf(taker)).toEqual({ stripe: [`sub_${giver}`, `cus_${giver}`] });
    expect(await referencesOf(giver)).toEqual({ paddle: [`sub_${giver}`, `ctm_${giver}`] });
    for (const reference of moved.add.stripe) expect(await ownersOf(reference)).toEqual([taker]);
    expect((await eventsOf(giver)).map(({ kind }) => kind).sort()).toEqual(['contract.amended', 'payment.failed']);
    const given = (await eventsOf(giver)).find(({ kind }) => kind === 'contract.amended');
    expect(given?.data.change).toEqual({ references: { remove: moved.add, moveTo: taker } });
    const texts = await Promise.all(
      [giver, taker].map(async (id) => (await test.get(`/contracts/${id}/evidence`)).body.entries.at(-1).text),
    );
    expect(texts).toEqual([
      expect.stringContaining(`reference sub_${giver} is given to contract ${taker}`),
      expect.stringContaining(`reference sub_${giver} is taken from contract ${giver}`),
    ]);
    await test.webhook('stripe', failedPayment(giver, 'in_2', DUE, TEST_START));
    expect((await eventsOf(taker)).map(({ kind }) => kind).sort()).toEqual(['contract.amended', 'payment.failed']);
    expect((await change(taker, moved)).body.outcome).toBe('unchanged');
    expect(await test.check()).toEqual([]);
  });

  it('of a customer whom both contracts have are only given up by one', async () => {
    const customer = fresh('cus_both');
    const [giver, taker] = [
      await createContract(test, { references: { stripe: [customer] } }),
      await createContract(test, { references: { stripe: [customer] } }),
    ];
    expect((await change(taker, { add: { stripe: [customer] }, moveFrom: giver })).body.outcome).toBe('unchanged');
    expect((await change(giver, { remove: { stripe: [customer] } })).status).toBe(200);
    expect(await ownersOf(customer)).toEqual([taker]);
  });

  it('are refused whole where one of them is not of that contract', async () => {
    const [giver, taker] = [await createContract(test), await without()];
    const add = { stripe: [`sub_${giver}`, fresh('sub_free')] };
    for (const [moveFrom, value] of [
      [giver, add.stripe[1]],
      ['nobody', add.stripe[0]],
    ]) {
      const { status, body } = await change(taker, { add, moveFrom });
      expect([status, body.errors[0]]).toMatchObject([409, { field: 'change.references.add.stripe', value }]);
    }
    expect(await ownersOf(`sub_${giver}`)).toEqual([giver]);
  });

  it('at once by two contracts go to one of them', async () => {
    const [giver, one, two] = [await createContract(test), await without(), await without()];
    const moved = { add: { stripe: [`sub_${giver}`] }, moveFrom: giver };
    const answers = await Promise.all([change(one, moved), change(two, moved), change(giver, { remove: moved.add })]);
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThanOrEqual(1);
    const owners = (await ownersOf(`sub_${giver}`)) ?? [];
    const having = await Promise.all(
      [giver, one, two].map(async (id) => ((await referencesOf(id))?.stripe ?? []).includes(`sub_${giver}`)),
    );
    expect(having.filter(Boolean)).toHaveLength(owners.length);
    expect(owners.length).toBeLessThanOrEqual(1);
  });
});
