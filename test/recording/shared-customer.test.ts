import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_CONTRACTS_OF_A_CUSTOMER } from '../../shared/aws/table/references.ts';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import { isCustomerReference } from '../../shared/core/webhooks/references.ts';
import { contractBody, fresh } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const withCustomer = (id: string, customer: string) =>
  contractBody(id, { references: { stripe: [`sub_${id}`, customer] } });

describe('a customer of a provider', () => {
  it('has several contracts, however many are created at once', async () => {
    const customer = `cus_${fresh('shared')}`;
    const ids = Array.from({ length: 5 }, () => fresh('sibling'));
    const answers = await Promise.all(ids.map((id) => test.post('/contracts', withCustomer(id, customer))));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 201));
    expect((await test.stack.table.ownersOf('stripe', customer))?.contracts).toEqual(ids.toSorted());
  });

  it('has at most a hundred; a further one is refused by name and leaves nothing behind', async () => {
    const customer = `cus_${fresh('crowd')}`;
    for (let n = 0; n < MOST_CONTRACTS_OF_A_CUSTOMER; n += 1) {
      expect((await test.post('/contracts', withCustomer(fresh('crowd'), customer))).status).toBe(201);
    }
    const id = fresh('one-too-many');
    const answer = await test.post('/contracts', withCustomer(id, customer));
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toMatchObject([{ field: 'references.stripe', value: customer }]);
    expect((await test.get(`/contracts/${id}`)).status).toBe(404);
    expect(await test.stack.table.ownersOf('stripe', `sub_${id}`)).toBeUndefined();
    expect((await test.stack.table.ownersOf('stripe', customer))?.contracts).toHaveLength(MOST_CONTRACTS_OF_A_CUSTOMER);
  });
});

describe('a subscription', () => {
  it('that has a contract is refused to another one, which is told whose it is and how to take it', async () => {
    const [owner, other] = [fresh('owner'), fresh('other')];
    const references = { stripe: [`sub_${owner}`] };
    expect((await test.post('/contracts', contractBody(owner, { references }))).status).toBe(201);
    const refused = await test.post('/contracts', contractBody(other, { references }));
    expect(refused.status).toBe(409);
    expect(refused.body.errors).toMatchObject([
      { field: 'references.stripe', value: `sub_${owner}`, detail: expect.stringContaining(`contract ${owner},`) },
    ]);
    expect((await test.get(`/contracts/${other}`)).status).toBe(404);
    expect((await test.post('/contracts', contractBody(other, { references: undefined }))).status).toBe(201);
    const change = { references: { add: references, moveFrom: owner } };
    const taken = await test.patch(`/contracts/${other}`, { change, by: 'Ana', reason: 'It is of the other one.' });
    expect(taken.status).toBe(200);
  });
});

describe('which references are of customers', () => {
  it.each([
    ['stripe', 'cus_1', true],
    ['paddle', 'ctm_1', true],
    ['stripe', 'ctm_1', false],
    ['paddle', 'cus_1', false],
    ['stripe', 'sub_cus_1', false],
    ['constructor', 'cus_1', false],
  ])('%s %s: %s', (provider, reference, expected) => {
    expect(isCustomerReference(provider, reference)).toBe(expected);
  });

  it('is known of every provider', () => {
    expect(PROVIDER_NAMES.filter((name) => !['cus_1', 'ctm_1'].some((id) => isCustomerReference(name, id)))).toEqual(
      [],
    );
  });
});
