import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDelivery } from '../harness/deliveries.ts';
import { createContract, failedPayment, recordEvent } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const PEOPLE = ['Ana', 'Bo'].map((by) => ({ by, reason: `${by} says so.` }));
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
const eventsOf = async (contract: string) => (await test.stack.table.load(contract))?.events ?? [];

describe('two requests at once', () => {
  it('to dismiss a webhook end it once, by the word of one', async () => {
    const { id } = await storeDelivery(test, { state: 'ambiguous', facts: [{ state: 'ambiguous' }] });
    const answers = await Promise.all(PEOPLE.map((one) => test.post(`/inbound/${id}/dismiss`, one)));
    expect(statusesOf(answers)).toEqual([200, 200]);
    const [first, second] = answers.map(({ body }) => body.dismissed);
    expect(second).toEqual(first);
    expect(PEOPLE).toContainEqual({ by: first.by, reason: first.reason });
  });

  it('to replay a webhook record it once, and name both', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const body = failedPayment(contract, 'in_1', now, now);
    const { id } = await storeDelivery(test, { state: 'failed', reason: 'crashed', body });
    const answers = await Promise.all(PEOPLE.map((one) => test.post(`/inbound/${id}/replay`, one)));
    expect(statusesOf(answers)).toEqual([202, 202]);
    await test.stack.engine.drain();
    const { state, replays } = (await test.get(`/inbound/${id}`)).body;
    expect([state, replays.map(({ by }: { by: string }) => by).sort()]).toEqual(['recorded', ['Ana', 'Bo']]);
    expect((await eventsOf(contract)).map(({ kind }) => kind)).toEqual(['payment.failed']);
  });

  it('to correct an event alike correct it once, and otherwise the second is refused', async () => {
    const contract = await createContract(test, { startsOn: '2026-01-15' });
    const { body } = await recordEvent(test, contract, 'contract.terminated', '2026-11-20T10:00:00Z');
    const correct = (event: string, occurredAt: string, person = PEOPLE[0]) =>
      test.post(`/contracts/${contract}/events/${event}/correct`, {
        event: { kind: 'contract.terminated', occurredAt },
        ...person,
      });
    const alike = [1, 2].map(() => correct(body.event.id, '2026-11-21T10:00:00Z'));
    const answers = await Promise.all(alike);
    expect(statusesOf(answers)).toEqual([200, 201]);
    const [first, second] = answers.map((answer) => answer.body.event.id);
    expect(second).toBe(first);
    const days = ['2026-11-22T10:00:00Z', '2026-11-23T10:00:00Z'];
    const otherwise = await Promise.all(days.map((day, place) => correct(first, day, PEOPLE[place])));
    expect(statusesOf(otherwise)).toEqual([201, 409]);
    const withdrawn = (await eventsOf(contract)).filter(({ kind }) => kind === 'event.withdrawn');
    expect(withdrawn).toHaveLength(2);
  });

  it('to amend a contract both count, alike once, and a subscription goes to one', async () => {
    const [one, two] = [await createContract(test), await createContract(test)];
    const amend = (contract: string, change: object, place = 0) =>
      test.patch(`/contracts/${contract}`, { change, ...PEOPLE[place] });
    const alike = await Promise.all([1, 2].map(() => amend(one, { customer: { name: 'Globex' } })));
    expect(alike.map(({ body }) => body.outcome).sort()).toEqual(['amended', 'unchanged']);
    const changes = [{ customer: { name: 'Hooli' } }, { customer: { email: 'hooli@simulator.amazonses.com' } }];
    await Promise.all(changes.map((change, place) => amend(one, change, place)));
    const { customer } = (await test.stack.table.head(one))?.contract ?? {};
    expect(customer).toMatchObject({ name: 'Hooli', email: 'hooli@simulator.amazonses.com' });
    const add = { references: { add: { stripe: [`sub_both_${one}`] } } };
    const both = await Promise.all([amend(one, add), amend(two, add)]);
    expect(statusesOf(both)).toEqual([200, 409]);
  });
});
