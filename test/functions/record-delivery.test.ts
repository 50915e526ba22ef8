import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordReport } from '../../functions/record-delivery/record-report.ts';
import { evidenceOf, inboxOf, preparedNotices, storyOf } from '../harness/notices.ts';
import { createContract, recordEvent, wakesNothing } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

/** One notice goes out to the customer, by way of whatever is armed. Answers the contract and the notice. */
async function sendTo(email: string, ...faults: readonly object[]) {
  const contract = await createContract(test, { customer: { name: 'Acme', email }, startsOn: '2026-01-15' });
  for (const fault of faults) test.stack.faults.arm({ service: 'mail', ...fault });
  await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
  await test.stack.engine.advanceBy('PT4H');
  const [prepared] = await preparedNotices(test, contract);
  const id = prepared?.notice ?? '';
  return { contract, id, notice: (await test.stack.table.notice(contract, id))?.notice };
}

const escalationsOf = (contract: string) =>
  inboxOf(test, contract, 'provider').filter(({ subject }) => subject.startsWith('Action needed'));

const SIMULATOR = 'simulator.amazonses.com';

describe('a report', () => {
  it.each([
    ['bounce', 'BOUNCED', 'bounced'],
    ['suppressionlist', 'SUPPRESSED', 'was withheld'],
    ['complaint', 'COMPLAINED', 'was reported as unwanted'],
  ])('from %s@ leaves the notice %s, and the provider is told once', async (mailbox, state, words) => {
    const { contract, notice, id } = await sendTo(`${mailbox}@${SIMULATOR}`);
    expect(notice?.state).toBe(state);
    expect(escalationsOf(contract).map(({ subject }) => subject)).toEqual([expect.stringContaining(words)]);
    expect(await storyOf(test, contract, id)).toContain('notice.escalated');
  });

  it.each(['Bounce', 'Send'])('of kind %s that comes twice counts once', async (operation) => {
    const { contract, id } = await sendTo(`bounce+twice@${SIMULATOR}`, { fault: 'duplicate', operation });
    const story = await storyOf(test, contract, id);
    expect(story.filter((type) => type === 'notice.bounced')).toHaveLength(1);
    expect(story.filter((type) => type === 'notice.sent')).toHaveLength(1);
    expect(escalationsOf(contract)).toHaveLength(1);
  });

  it('of the send that comes after that of the delivery does not lower the state', async () => {
    const { contract, notice, id } = await sendTo('ana@acme.example', {
      fault: 'delayed',
      operation: 'Send',
      seconds: 3600,
    });
    expect((await storyOf(test, contract, id)).slice(-2)).toEqual(['notice.delivered', 'notice.sent']);
    expect(notice?.state).toBe('DELIVERED');
  });

  it('of a letter that arrived is recorded without reading all of the contract', async () => {
    const { contract, id } = await sendTo('ana@acme.example');
    const at = test.stack.clock.now();
    const of = {
      contract,
      notice: id,
      messageId: 'another',
      attempt: 1,
      sentAt: at,
      at,
      key: `Delivery/another/${at}`,
    };
    const correspondents = { fromAddress: 'a@provider.example', operationsAddress: 'b@provider.example' };
    const dependencies = { ...test.stack, ...test.terms, correspondents, wake: wakesNothing };
    const load = vi.spyOn(test.stack.table, 'load').mockRejectedValue(new Error('all of the contract is read'));
    onTestFinished(() => load.mockRestore());
    const report = { ...of, report: { kind: 'delivery' as const } };
    expect(await recordReport(dependencies as unknown as Parameters<typeof recordReport>[0], report)).toMatchObject({
      outcome: 'recorded',
    });
  });

  it('that comes before the answer is written is not undone by it', async () => {
    // The answer is written only when the message comes again; by then all reports are there.
    const contract = await createContract(test);
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', skip: 3 });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await test.stack.engine.advanceBy('P1D');
    const [prepared] = await preparedNotices(test, contract);
    const id = prepared?.notice ?? '';
    const stored = (await test.stack.table.notice(contract, id))?.notice;
    expect(stored).toMatchObject({ state: 'DELIVERED', attempts: 1 });
    expect(stored?.messageIds).toHaveLength(1);
    expect(inboxOf(test, contract, 'customer')).toHaveLength(1);
  });

  it('that is lost does no harm', async () => {
    const { contract, notice } = await sendTo('ana@acme.example', { fault: 'lost', times: 2 });
    expect(notice?.state).toBe('ACCEPTED');
    expect(inboxOf(test, contract, 'customer')).toHaveLength(1);
  });

  it('tells the words of the receiving server, and the time of the attempt', async () => {
    const { contract } = await sendTo(`bounce+words@${SIMULATOR}`);
    const bounced = (await evidenceOf(test, contract)).find(({ type }) => type === 'notice.bounced');
    expect(bounced?.facts.detail).toContain('550');
    const [letter] = escalationsOf(contract);
    expect(letter?.text).toContain('550');
    expect(letter?.text).toContain('Last attempt');
  });

  it('that is worse than one before, for the same reason, is not escalated again', async () => {
    const { contract, id, notice } = await sendTo('ana@acme.example', { fault: 'lost', times: 2 });
    for (const [bounceType, second] of [
      ['Transient', '01'],
      ['Permanent', '02'],
    ] as const) {
      const event = {
        eventType: 'Bounce',
        mail: { messageId: notice?.messageIds[0], timestamp: TEST_START, tags: { contract: [contract], notice: [id] } },
        bounce: { timestamp: `2026-11-20T09:00:${second}Z`, bounceType, bounceSubType: 'General' },
      };
      await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify(event));
    }
    await test.stack.engine.advanceBy('PT1H');
    expect((await test.stack.table.notice(contract, id))?.notice.state).toBe('BOUNCED');
    expect(escalationsOf(contract)).toHaveLength(1);
  });

  it.each([
    ['mail that is not ours', { contract: undefined, notice: undefined }],
    ['a contract nobody knows', { contract: ['nobody'], notice: ['0'.repeat(32)] }],
  ])('on %s is let go', async (_, tags) => {
    const event = {
      eventType: 'Delivery',
      mail: { messageId: 'm-1', timestamp: '2026-11-20T08:00:00Z', tags },
      delivery: { timestamp: '2026-11-20T08:00:01Z' },
    };
    await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify(event));
    await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify({ eventType: 'Open', mail: {} }));
    await test.stack.engine.drain();
    expect(test.stack.queues.messages('deliveries')).toEqual([]);
  });
});

describe.each([
  { fault: 'throttle' },
  { fault: 'timeout', effect: true },
  { fault: 'crash-before' },
  { fault: 'crash-after' },
] as const)('while the table answers with %j', (fault) => {
  it('a bounce is recorded and escalated exactly once', async () => {
    const contract = await createContract(test, { customer: { email: `bounce@${SIMULATOR}` } });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await test.stack.engine.advanceBy('PT2M');
    // The notice is out; what is left to come are its reports.
    for (const skip of [0, 1, 2, 3]) test.stack.faults.arm({ service: 'table', ...fault, skip });
    await test.stack.engine.advanceBy('PT4H');
    const [prepared] = await preparedNotices(test, contract);
    const story = await storyOf(test, contract, prepared?.notice ?? '');
    expect(story.filter((type) => type === 'notice.bounced')).toHaveLength(1);
    expect(escalationsOf(contract)).toHaveLength(1);
  });
});

it('an automatic reply to a delivered notice is not called a bounce, and escalates nothing', async () => {
  const contract = await createContract(test, { customer: { email: 'ooto@simulator.amazonses.com' } });
  await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
  await test.stack.engine.advanceBy('PT1H');
  const types = (await evidenceOf(test, contract)).map(({ type }) => type);
  expect(types).toContain('notice.delivered');
  expect(types).toContain('notice.transient-bounce');
  expect(types).not.toContain('notice.bounced');
  expect(types).not.toContain('notice.escalated');
});

describe('a message that cannot be read', () => {
  it('ends among the dead letters after five tries, and the others of its batch do not', async () => {
    const { queues, engine } = test.stack;
    const contract = await createContract(test);
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await engine.advanceBy('PT1H');
    const before = test.telemetry.with('MESSAGE_FAILED').length;
    const poison = [
      '{"eventType"',
      '"a"',
      '{}',
      '{"eventType":"Delivery","mail":{"messageId":7}}',
      '{"Type":"Notification","Message":"x"}',
    ];
    for (const body of poison) await queues.put(queues.arn('deliveries'), body);
    for (const body of ['{', '{"kind":"unheard-of"}', '{"kind":"step","contract":"x"}']) {
      await queues.put(queues.arn('notices'), body);
    }
    await queues.put(queues.arn('notices'), JSON.stringify({ kind: 'settle', contract }));
    await engine.advanceBy('PT3H');
    expect(queues.messages('deliveries')).toEqual([]);
    expect(queues.messages('notices')).toEqual([]);
    expect(
      queues
        .messages('deliveries-dead-letters')
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual(poison.toSorted());
    expect(queues.messages('notices-dead-letters')).toHaveLength(3);
    expect(queues.messages('notices-dead-letters').map(({ receives }) => receives)).toEqual([0, 0, 0]);
    expect(test.telemetry.with('MESSAGE_FAILED').length - before).toBe(8 * 5);
  });
});

it('leaves nothing but the dead letters inconsistent', async () => {
  await test.stack.engine.advanceBy('PT1H');
  expect(await test.check()).toEqual([
    'notices-dead-letters holds 3 messages',
    'deliveries-dead-letters holds 5 messages',
  ]);
});
