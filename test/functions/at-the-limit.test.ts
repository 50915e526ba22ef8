import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { workSchema } from '../../shared/core/notices/work.ts';
import { inboundWorkSchema } from '../../shared/inbound/work.ts';
import { MOST_BODY_BYTES } from '../../shared/runtime/http.ts';
import { inboxOf } from '../harness/notices.ts';
import { contractBody, createContract, failedPayment, fresh, recordEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

/** JSON of exactly so many bytes: blanks follow it. */
const filled = (value: unknown, bytes: number) => JSON.stringify(value).padEnd(bytes);
/** An id of its own of exactly so many characters. */
const longId = (length: number) => fresh('id').padEnd(length, 'x');
const x = (length: number) => 'x'.repeat(length);
/** An address of so many characters, all of them before and after the longest part before the `@` in its domain. */
function email(length: number): string {
  const domain = 'd'
    .repeat(60)
    .concat('.')
    .repeat(4)
    .slice(0, Math.max(1, length - 73))
    .replace(/\.$/, 'd');
  return `@${domain}.example`.padStart(length, 'a');
}

describe('a body', () => {
  it.each([
    [0, 201],
    [1, 413],
  ])('of the API with %i bytes more than the limit is answered %i', async (more, status) => {
    const answer = await test.post('/contracts', filled(contractBody(fresh('body')), MOST_BODY_BYTES + more));
    expect(answer.status).toBe(status);
    if (status === 413) expect(answer.body.errors).toMatchObject([{ field: 'body', value: MOST_BODY_BYTES + 1 }]);
  });

  it.each([
    [0, 200],
    [1, 413],
  ])('of a webhook with %i bytes more than the limit is answered %i', async (more, status) => {
    const contract = await createContract(test);
    const body = filled(failedPayment(contract, 'in_1', TEST_START, TEST_START), MOST_BODY_BYTES + more);
    const answer = await test.webhook('stripe', body);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body.outcome.state).toBe('recorded');
    else expect(answer.body.errors).toMatchObject([{ field: 'body' }]);
  });

  it('of our own queues is far below what SQS takes, also the largest ten at once', async () => {
    const contract = x(64);
    const deadline = `${x(64)}~${x(128)}`;
    const delivery = `${x(32)}~${x(64)}~${x(128)}`;
    const work = [
      workSchema.parse({ kind: 'step', contract, deadline, revision: Number.MAX_SAFE_INTEGER, step: x(64) }),
      inboundWorkSchema.parse({ kind: 'replay', delivery, by: '\u00e9'.repeat(200), reason: '\u00e9'.repeat(1000) }),
    ];
    for (const message of work) {
      let bytes = 0;
      const client = {
        send: async (command: SendMessageBatchCommand) => {
          const bodies = command.input.Entries?.map(({ MessageBody = '' }) => Buffer.byteLength(MessageBody)) ?? [];
          bytes = bodies.reduce((sum, each) => sum + each, 0);
          return {};
        },
      };
      await new WorkQueue(client as unknown as SQSClient, 'queue').send(Array.from({ length: 10 }, () => message));
      expect(bytes).toBeGreaterThan(1000);
      expect(bytes).toBeLessThan(262_144);
    }
  });
});

describe('a name or text of a contract', () => {
  const texts: readonly (readonly [string, number, number, (length: number) => Record<string, unknown>])[] = [
    ['id', 10, 64, (length) => ({ id: longId(length) })],
    ['customer.name', 1, 200, (length) => ({ customer: { name: x(length), email: 'a@b.example' } })],
    ['customer.email', 90, 254, (length) => ({ customer: { email: email(length) } })],
    ['references.stripe.0', 10, 128, (length) => ({ references: { stripe: [longId(length)] } })],
    ['customer.email', 13, 76, (length) => ({ customer: { email: '@ddd.example'.padStart(length, 'x') } })],
  ];
  it.each(texts)(
    '%s of %i and %i characters is taken, and of one more refused by name',
    async (field, short, long, of) => {
      const create = (length: number) =>
        test.post('/contracts', contractBody(fresh('c'), { references: {}, ...of(length) }));
      for (const length of [short, long]) expect((await create(length)).status).toBe(201);
      expect(await create(long + 1)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    },
  );
});

describe('a name or text of an event', () => {
  const event = (changes: object) => ({ kind: 'support.requested', occurredAt: TEST_START, ...changes });
  const texts: readonly (readonly [string, number, (length: number) => object])[] = [
    ['id', 128, (length) => ({ id: length === 0 ? '' : longId(length) })],
    ['data.ticket', 1024, (length) => ({ data: { ticket: x(length) } })],
    ['data.ticket', 1024, (length) => ({ data: { ticket: '\u{1f600}'.repeat(length) } })],
  ];
  it.each(texts)('%s of %i characters is taken, and of one more refused by name', async (field, most, of) => {
    const contract = await createContract(test);
    const post = (length: number) => test.post(`/contracts/${contract}/events`, event(of(length)));
    expect((await post(most)).status).toBe(201);
    expect(await post(most + 1)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('at its limit goes through to the letters', async () => {
    const id = longId(64);
    const customer = { name: x(200), email: email(254) };
    expect((await test.post('/contracts', contractBody(id, { customer, references: {} }))).status).toBe(201);
    const event = { kind: 'invoice.overdue', id: longId(128), occurredAt: TEST_START };
    const data = { invoice: x(1024), dueOn: TEST_START.slice(0, 10) };
    const { status, body } = await test.post(`/contracts/${id}/events`, { ...event, data });
    expect([status, body.deadlines.length]).toEqual([201, 1]);
    expect(body.deadlines[0].id.length).toBeLessThan(200);
    await test.stack.engine.advanceBy('P20D');
    expect(inboxOf(test, id, 'customer').map(({ tags }) => tags.step)).toEqual(['reminder-7-days', 'due', 'lapsed']);
    expect(await test.check()).toEqual([]);
  });
});

describe('a far day', () => {
  const overdue = async (dueOn: string) => {
    const contract = await createContract(test);
    return {
      contract,
      ...(await recordEvent(test, contract, 'invoice.overdue', TEST_START, { invoice: 'in_1', dueOn })),
    };
  };

  it('is counted up to the last of the year 9999', async () => {
    const { status, body, contract } = await overdue('9999-12-15');
    expect([status, body.deadlines[0].date]).toEqual([201, '9999-12-30']);
    const { body: list } = await test.get(`/contracts/${contract}/deadlines`);
    expect(list.deadlines).toHaveLength(1);
    expect(await test.check()).toEqual([]);
  });

  it.each(['9999-12-31', '9999-12-20'])('from which a period leads beyond it is refused by name: %s', async (dueOn) => {
    const { status, body } = await overdue(dueOn);
    expect([status, body.errors[0].field]).toEqual([422, 'data.dueOn']);
  });

  it.each(['10000-01-01', '+010000-01-01', '0000-12-31'])('that is none is refused by name: %s', async (dueOn) => {
    expect(await overdue(dueOn)).toMatchObject({ status: 422, body: { errors: [{ field: 'data.dueOn' }] } });
  });

  it.each(['0001-01-01', '0000-01-01'])(
    'before there are any is refused as the start of a contract: %s',
    async (startsOn) => {
      const answer = await test.post('/contracts', contractBody(fresh('far'), { startsOn }));
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'startsOn', value: startsOn }] } });
    },
  );

  it.each(['9999-12-31T23:59:59-12:00', '0001-01-01'])(
    'at the edge is refused as the time of an event: %s',
    async (at) => {
      const contract = await createContract(test);
      const answer = await recordEvent(test, contract, 'support.requested', at, { ticket: 't' });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'occurredAt' }] } });
    },
  );
});
