import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf, preparedNotices, storyOf, wrongSends } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const LONG_AGO = '2026-10-01';

/** An invoice that was due on a day: access may be suspended from fifteen days later on. */
const overdue = (contract: string, invoice: string, dueOn: string) =>
  recordEvent(test, contract, 'invoice.overdue', dueOn, { invoice, dueOn });

const lettersTo = (contract: string, to?: 'customer' | 'provider') =>
  inboxOf(test, contract, to).map(({ tags }) => tags.step);
const noticeOf = async (contract: string, id: string) => (await test.stack.table.notice(contract, id))?.notice;
const onboardingOf = async (contract: string) => (await test.stack.table.head(contract))?.onboarding;

/** The id of the one letter about the late onboarding of a contract with an invoice of long ago, an hour after it. */
async function told(): Promise<{ contract: string; id: string }> {
  const contract = await createContract(test);
  await overdue(contract, 'in_1', LONG_AGO);
  await test.stack.engine.advanceBy('PT65M');
  const [prepared] = await preparedNotices(test, contract);
  return { contract, id: prepared?.notice ?? '' };
}

describe('what was over before the contract was recorded', () => {
  it('lapses without a letter, and the API says that it was known too late', async () => {
    const contract = await createContract(test);
    const { body } = await overdue(contract, 'in_1', LONG_AGO);
    expect(body.deadlines).toMatchObject([{ change: 'opened', state: 'open', lateKnown: true }]);
    await test.stack.engine.advanceBy('PT59M');
    expect(lettersTo(contract)).toEqual([]);
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines).toMatchObject([{ id: 'suspension~in_1', state: 'lapsed', lateKnown: true, done: ['lapsed'] }]);
    const lapse = (await evidenceOf(test, contract)).find(({ type }) => type === 'deadline.lapsed');
    expect(lapse?.facts).toMatchObject({ lateKnown: true, notices: [] });
  });

  it('is told to operations once, an hour later', async () => {
    const { contract, id } = await told();
    await test.stack.engine.advanceBy('P3D');
    expect(lettersTo(contract)).toEqual(['onboarding']);
    const notice = await noticeOf(contract, id);
    expect(notice).toMatchObject({ purpose: 'onboarding', party: 'provider', state: 'DELIVERED', attempts: 1 });
    expect(notice).not.toHaveProperty('deadline');
    const entry = (await evidenceOf(test, contract)).find(({ type }) => type === 'onboarding.told');
    expect(entry?.facts).toMatchObject({ over: 1, open: 0, notices: [{ notice: id, sha256: notice?.sha256 }] });
    expect(await onboardingOf(contract)).toEqual({ toldAt: expect.any(String) });
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('is told anew only where more of it comes in, and then that only', async () => {
    const { contract } = await told();
    await overdue(contract, 'in_2', LONG_AGO);
    await overdue(contract, 'in_3', '2026-11-10');
    await overdue(contract, 'in_of_today', test.stack.clock.now().slice(0, 10));
    await test.stack.engine.advanceBy('PT65M');
    const [, second] = inboxOf(test, contract, 'provider').filter(({ tags }) => tags.step === 'onboarding');
    expect(second?.text).toMatch(/1 deadline was over[\s\S]+1 deadline is open/);
    await recordEvent(test, contract, 'payment.received', '2026-11-12', { invoice: 'in_3' });
    await test.stack.engine.advanceBy('P1D');
    expect(lettersTo(contract, 'provider').filter((step) => step === 'onboarding')).toHaveLength(2);
  });

  it('is not told where it is settled within the hour; what comes later is', async () => {
    const contract = await createContract(test);
    await overdue(contract, 'in_1', LONG_AGO);
    await recordEvent(test, contract, 'payment.received', '2026-10-02', { invoice: 'in_1' });
    await test.stack.engine.advanceBy('PT2H');
    expect(lettersTo(contract)).toEqual([]);
    expect(await onboardingOf(contract)).toEqual({});
    await overdue(contract, 'in_2', '2026-11-10');
    await test.stack.engine.advanceBy('PT2H');
    expect(lettersTo(contract, 'provider')).toEqual(['onboarding']);
  });
});

describe('a contract gets no such letter', () => {
  it.each([
    ['that began long ago and has no deadline of then', {}],
    ['that begins on the day it is recorded', { terms: 'exolyt', startsOn: '2026-11-20' }],
    ['that began yesterday', { terms: 'exolyt', startsOn: '2026-11-19' }],
  ])('%s', async (_, changes) => {
    const own = await startTestStack();
    try {
      const contract = await createContract(own, { billing: { cycle: '1 month' }, ...changes });
      await recordEvent(own, contract, 'payment.failed', '2026-11-20T07:59:59Z', { payment: 'p', invoice: 'i' });
      await own.stack.engine.advanceBy('PT2H');
      expect(inboxOf(own, contract).filter(({ tags }) => tags.step === 'onboarding')).toEqual([]);
      expect((await own.stack.table.head(contract))?.onboarding).toBeUndefined();
    } finally {
      await own.stop();
    }
  });
});

describe('the letter survives', () => {
  const WRITE = { service: 'table', operation: 'TransactWriteItems' } as const;

  it.each(['crash-before', 'crash-after'] as const)('a %s of the write that makes it due', async (fault) => {
    const contract = await createContract(test);
    test.stack.faults.arm({ ...WRITE, fault });
    expect((await overdue(contract, 'in_1', LONG_AGO)).status).toBe(500);
    expect(test.stack.faults.list()).toEqual([]);
    await overdue(contract, 'in_1', LONG_AGO);
    await test.stack.engine.advanceBy('P1D');
    expect(lettersTo(contract)).toEqual(['onboarding']);
  });

  it.each(['crash-before', 'crash-after'] as const)('a %s of the first settlement', async (fault) => {
    const own = await startTestStack();
    try {
      own.stack.faults.arm({ ...WRITE, fault, skip: 1 });
      const body = { id: 'late', terms: 'exolyt', startsOn: '2026-01-15', billing: { cycle: '1 month' } };
      const customer = { email: 'ana@acme.example' };
      expect((await own.post('/contracts', { ...body, customer })).status).toBe(500);
      expect(own.stack.faults.list()).toEqual([]);
      await own.stack.engine.advanceBy('PT3H');
      expect(inboxOf(own, 'late').map(({ tags }) => tags.step)).toEqual(['onboarding']);
      expect(await own.check()).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  it.each([
    ['a crash before it is stored', { ...WRITE, fault: 'crash-before' }],
    ['a crash after it is stored', { ...WRITE, fault: 'crash-after' }],
    ['another writer', { ...WRITE, fault: 'conflict' }],
    ['a crash before it is sent', { service: 'mail', operation: 'SendRawEmail', fault: 'crash-before' }],
    ['a crash after it is sent', { service: 'mail', operation: 'SendRawEmail', fault: 'crash-after' }],
    ['a lost answer', { service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: true }],
  ])('%s', async (_, fault) => {
    const contract = await createContract(test);
    await overdue(contract, 'in_1', LONG_AGO);
    await test.stack.engine.advanceBy('PT59M');
    test.stack.faults.arm(fault);
    await test.stack.engine.advanceBy('P1D');
    expect(test.stack.faults.list()).toEqual([]);
    expect(lettersTo(contract)).toEqual(['onboarding']);
    expect(await wrongSends(test, contract)).toEqual([]);
  });
});

describe('a letter that operations does not get', () => {
  const bounce = async (contract: string, notice: string) => {
    const timestamp = test.stack.clock.now();
    const event = {
      eventType: 'Bounce',
      mail: { messageId: `m-${notice}`, timestamp, tags: { contract: [contract], notice: [notice] } },
      bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General' },
    };
    await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify(event));
    await test.stack.engine.advanceBy('PT1H');
  };

  it('is escalated once, is a task until a person deals with it, and its escalation is not escalated', async () => {
    const { contract, id } = await told();
    await bounce(contract, id);
    expect(await storyOf(test, contract, id)).toContain('notice.escalated');
    const [, escalation, ...others] = inboxOf(test, contract);
    expect(others).toEqual([]);
    expect(escalation?.subject).toContain(`letter about the late start of contract ${contract} bounced`);
    expect(await noticeOf(contract, escalation?.tags.notice ?? '')).toMatchObject({ purpose: 'escalation' });
    const { tasks } = (await test.get('/tasks')).body;
    expect(tasks).toMatchObject([{ kind: 'letter', id, contract, reason: 'bounced' }]);
    const answer = await test.post(`/contracts/${contract}/notices/${id}/acknowledge`, { by: 'ana', reason: 'read' });
    expect([answer.status, answer.body.step, answer.body.deadline]).toEqual([200, 'onboarding', undefined]);
    await bounce(contract, escalation?.tags.notice ?? '');
    expect(inboxOf(test, contract)).toHaveLength(2);
  });
});

it('leaves everything consistent', async () => {
  await test.stack.engine.advanceBy('P1D');
  expect(await test.check()).toEqual([]);
});
