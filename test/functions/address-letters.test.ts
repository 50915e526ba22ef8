import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf, preparedNotices, storyOf, wrongSends } from '../harness/notices.ts';
import { createContract } from '../harness/samples.ts';
import { type Answer, startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const OLD = 'old@acme.example';
const NEW = 'newcomer@acme.example';

const amend = (contract: string, customer: object, more: object = {}): Promise<Answer> =>
  test.patch(`/contracts/${contract}`, { change: { customer }, by: 'ana', reason: 'they wrote to us', ...more });

const contractOf = (email: string) => createContract(test, { customer: { name: 'Acme SRL', email } });

/** A contract whose address was changed from this one, an hour ago. */
async function changedFrom(email: string): Promise<{ contract: string; id: string }> {
  const contract = await contractOf(email);
  expect((await amend(contract, { email: NEW })).body.outcome).toBe('amended');
  await test.stack.engine.advanceBy('PT1H');
  const [prepared] = await preparedNotices(test, contract);
  return { contract, id: prepared?.notice ?? '' };
}

const noticeOf = async (contract: string, id: string) => (await test.stack.table.notice(contract, id))?.notice;
const recipients = (contract: string) => inboxOf(test, contract, 'customer').map(({ to }) => to);

describe('an address that a person changes', () => {
  it('is told once, with the new one masked, who changed it and when', async () => {
    const { contract, id } = await changedFrom(OLD);
    const [letter, ...others] = inboxOf(test, contract);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ to: OLD, tags: { step: 'address-changed', notice: id } });
    expect(letter?.subject).toMatch(/^The address for notices from .+ was changed \[ref [0-9a-f]{12}\]$/);
    expect(letter?.text).toContain('n***@acme.example');
    expect(`${letter?.subject}${letter?.text}${letter?.html}`).not.toMatch(/newcomer|ana/);
    expect(letter?.text).toMatch(/^Changed by: +exoopus/im);
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('is told by the same protocol as in every other notice', async () => {
    const { contract, id } = await changedFrom(OLD);
    expect(await storyOf(test, contract, id)).toEqual([
      'notice.attempt',
      'notice.accepted',
      'notice.sent',
      'notice.delivered',
    ]);
    const notice = await noticeOf(contract, id);
    const amended = (await evidenceOf(test, contract)).find(({ type }) => type === 'contract.amended');
    expect(amended?.facts.notices).toEqual([
      { notice: id, party: 'customer', subject: notice?.subject, sha256: notice?.sha256 },
    ]);
    expect(notice).toMatchObject({
      purpose: 'address-changed',
      event: expect.stringMatching(/^amended~\d+$/),
      state: 'DELIVERED',
      attempts: 1,
    });
    expect(notice).not.toHaveProperty('deadline');
  });

  it.each([
    ['the name', { name: 'Acme Holding' }],
    ['language and zone', { locale: 'ro', timezone: 'Asia/Tokyo' }],
    ['the case of the address', { email: 'OLD@Acme.example' }],
    ['nothing', { email: OLD }],
  ])('hears nothing of a change of %s', async (_, customer) => {
    const contract = await contractOf(OLD);
    expect((await amend(contract, customer)).status).toBe(200);
    await test.stack.engine.advanceBy('PT1H');
    expect(inboxOf(test, contract)).toEqual([]);
  });

  it('hears nothing of a change that is only asked for, or made again', async () => {
    const contract = await contractOf(OLD);
    await amend(contract, { email: NEW }, { dryRun: true });
    await test.stack.engine.advanceBy('PT1H');
    expect(inboxOf(test, contract)).toEqual([]);
    for (let n = 0; n < 3; n += 1) await amend(contract, { email: NEW });
    await test.stack.engine.advanceBy('PT1H');
    expect(recipients(contract)).toEqual([OLD]);
  });

  it('is told each time: there, back, and there again', async () => {
    const contract = await contractOf(OLD);
    for (const email of [NEW, OLD, NEW]) await amend(contract, { email });
    await test.stack.engine.advanceBy('PT1H');
    expect(recipients(contract).sort()).toEqual([NEW, OLD, OLD]);
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('is called by the name it had before', async () => {
    const contract = await contractOf(OLD);
    await amend(contract, { email: NEW, name: 'Somebody Else' });
    await test.stack.engine.advanceBy('PT1H');
    const [letter] = inboxOf(test, contract);
    expect(letter?.text).toContain('Dear Acme SRL,');
    expect(letter?.text).not.toContain('Somebody');
  });
});

describe('an old address that does not take its letter', () => {
  it.each([
    ['bounce', 'BOUNCED', 'bounced'],
    ['suppressionlist', 'SUPPRESSED', 'was withheld'],
    ['complaint', 'COMPLAINED', 'was reported as unwanted'],
  ])('%s@: the provider is told once', async (mailbox, state, words) => {
    const { contract, id } = await changedFrom(`${mailbox}@simulator.amazonses.com`);
    expect((await noticeOf(contract, id))?.state).toBe(state);
    await test.stack.engine.advanceBy('P3D');
    const [escalation, ...others] = inboxOf(test, contract, 'provider');
    expect(others).toEqual([]);
    expect(escalation?.subject).toContain(`letter to the old address of Acme SRL ${words}`);
    expect(escalation?.text).toContain(NEW);
    expect(await storyOf(test, contract, id)).toContain('notice.escalated');
    expect(await test.check()).toEqual([]);
  });

  it('is a task, which a person can say is dealt with', async () => {
    const { contract, id } = await changedFrom('bounce+task@simulator.amazonses.com');
    const open = async () => {
      const { tasks } = (await test.get('/tasks')).body;
      return tasks.filter((task: { contract: string }) => task.contract === contract);
    };
    expect(await open()).toMatchObject([{ kind: 'letter', id, reason: 'bounced' }]);
    const { status, body } = await test.post(`/contracts/${contract}/notices/${id}/acknowledge`, {
      by: 'ana',
      reason: 'They confirmed the change by phone.',
    });
    expect([status, body.event, body.deadline]).toEqual([200, expect.stringMatching(/^amended~/), undefined]);
    expect(await open()).toEqual([]);
  });

  it('nobody is told if the escalation bounces as well', async () => {
    const { contract } = await changedFrom('bounce+loop@simulator.amazonses.com');
    const [escalation] = inboxOf(test, contract, 'provider');
    const { notice = '' } = escalation?.tags ?? {};
    expect(await noticeOf(contract, notice)).toMatchObject({
      purpose: 'escalation',
      event: expect.stringMatching(/^amended~\d+$/),
    });
    const event = {
      eventType: 'Bounce',
      mail: { messageId: 'm-1', timestamp: TEST_START, tags: { contract: [contract], notice: [notice] } },
      bounce: { timestamp: TEST_START, bounceType: 'Permanent', bounceSubType: 'General' },
    };
    await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify(event));
    await test.stack.engine.advanceBy('P3D');
    expect((await noticeOf(contract, notice))?.state).toBe('BOUNCED');
    expect(inboxOf(test, contract)).toHaveLength(2);
  });
});

describe('the letter to an old address survives', () => {
  it.each([
    [
      'a crash before the amendment is written',
      { service: 'table', operation: 'TransactWriteItems', fault: 'crash-before' },
    ],
    ['a crash after it is written', { service: 'table', operation: 'TransactWriteItems', fault: 'crash-after' }],
  ])('%s: whoever asks again has it told once', async (_, fault) => {
    const contract = await contractOf(OLD);
    test.stack.faults.arm(fault);
    expect((await amend(contract, { email: NEW })).status).toBe(500);
    expect(test.stack.faults.list()).toEqual([]);
    await amend(contract, { email: NEW });
    await test.stack.engine.advanceBy('PT1H');
    expect(recipients(contract)).toEqual([OLD]);
  });

  it.each([
    ['a crash before it is sent', { fault: 'crash-before' }],
    ['a crash after it is sent', { fault: 'crash-after' }],
    ['a refusal of the mail service', { fault: 'throttle' }],
    ['a lost answer', { fault: 'timeout', effect: true }],
  ])('%s', async (_, fault) => {
    const contract = await contractOf(OLD);
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', ...fault });
    await amend(contract, { email: NEW });
    await test.stack.engine.advanceBy('P1D');
    expect(test.stack.faults.list()).toEqual([]);
    expect(recipients(contract)).toEqual([OLD]);
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('answers that are lost five times: then a person is told', async () => {
    const contract = await contractOf(OLD);
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false, times: 5 });
    await amend(contract, { email: NEW });
    await test.stack.engine.advanceBy('P4D');
    expect(inboxOf(test, contract, 'provider').map(({ subject }) => subject)).toEqual([
      expect.stringContaining('letter to the old address of Acme SRL has an unknown outcome'),
    ]);
  });
});
