import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inboxOf, openSuspension, payInvoice, preparedNotices } from '../../harness/notices.ts';
import { createContract, recordEvent } from '../../harness/samples.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const VALIDATION = 'Successfully validated SNS topic for Amazon SES event publishing.';

describe('the message by which SES tries the topic', () => {
  it.each([
    ['itself', VALIDATION],
    ['with a line end', `${VALIDATION}\n`],
    ['in an SNS notification', JSON.stringify({ Type: 'Notification', Message: VALIDATION })],
  ])('%s is acknowledged', async (_, body) => {
    const { queues, engine } = test.stack;
    const before = test.telemetry.with('MESSAGE_FAILED').length;
    await queues.put(queues.arn('deliveries'), body);
    await engine.advanceBy('PT1H');
    expect(queues.messages('deliveries')).toEqual([]);
    expect(queues.messages('deliveries-dead-letters')).toEqual([]);
    expect(test.telemetry.with('MESSAGE_FAILED')).toHaveLength(before);
  });

  it('is no excuse for another message that is no JSON', async () => {
    const { queues, engine } = test.stack;
    await queues.put(queues.arn('deliveries'), 'Successfully did something else.');
    await engine.advanceBy('PT1H');
    expect(queues.messages('deliveries-dead-letters')).toHaveLength(1);
  });
});

it('a message that fails names contract, notice and message in the log', async () => {
  const { queues, engine } = test.stack;
  const mail = { tags: { contract: ['acme'], notice: ['n-1'] } };
  await queues.put(queues.arn('deliveries'), JSON.stringify({ eventType: 'Bounce', mail }));
  await engine.drain();
  expect(test.telemetry.with('MESSAGE_FAILED').at(-1)?.facts).toEqual({
    messageId: expect.stringMatching(/^\S+$/),
    contract: 'acme',
    notice: 'n-1',
  });
});

describe('a schedule that fires early', () => {
  it.each([1, 600, 5000])(
    'by %i seconds has its step taken when it is due, once, without the sweep',
    async (seconds) => {
      const { contract, deadline, at } = await openSuspension(test);
      const { engine, queues } = test.stack;
      const due = Date.parse(at('reminder'));
      await engine.advanceTo(new Date(due - seconds * 1000).toISOString());
      const found = (await test.stack.table.deadline(contract, deadline.id))?.revision;
      // The schedule fires now, and is used up.
      test.stack.faults.arm({ service: 'scheduler', fault: 'fire-never' });
      const step = { kind: 'step', contract, deadline: deadline.id, revision: found, step: 'reminder-7-days' };
      await queues.put(queues.arn('notices'), JSON.stringify(step));
      const overdue = test.telemetry.counted('OverdueFound');
      await engine.advanceTo(new Date(due + 120_000).toISOString());
      expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toEqual(['reminder-7-days']);
      await engine.advanceBy('PT1H');
      expect(test.telemetry.counted('OverdueFound')).toBe(overdue);
      expect(await preparedNotices(test, contract)).toHaveLength(1);
      await payInvoice(test, contract);
    },
  );
});

it('what a person typed stands in no log inside the id of a deadline', async () => {
  const contract = await createContract(test, { statutes: ['gdpr'] });
  const now = test.stack.clock.now();
  const request = 'jane.doe@acme.example';
  const { status } = await recordEvent(test, contract, 'subject-request.received', now, {
    request,
    role: 'controller',
  });
  expect(status).toBe(201);
  await test.stack.engine.advanceBy('P40D');
  const logged = JSON.stringify(test.telemetry.lines.map(({ facts }) => facts));
  expect(logged).toMatch(/"deadline":"[a-z./-]+~[0-9a-f]{12}"/);
  expect(logged).not.toContain('jane.doe');
});
