import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../shared/recording/write.ts';
import {
  evidenceOf,
  inboxOf,
  openSuspension,
  payInvoice,
  preparedNotices,
  type Suspension,
  storyOf,
  suspensionOf,
  wrongSends,
} from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(async () => {
  test.stack.faults.clear();
  for (const contract of opened.splice(0)) await payInvoice(test, contract);
});

const opened: string[] = [];

async function open(changes = {}): Promise<Suspension> {
  const suspension = await openSuspension(test, changes);
  opened.push(suspension.contract);
  return suspension;
}

const CALL = { service: 'mail', operation: 'SendRawEmail' } as const;

/** Goes to the reminder of a new deadline with these faults armed for it. Answers the reminder's id. */
async function remind(...faults: readonly object[]) {
  const suspension = await open();
  const { engine } = test.stack;
  await engine.advanceTo(new Date(Date.parse(suspension.at('reminder')) - 1000).toISOString());
  for (const fault of faults) test.stack.faults.arm({ ...CALL, ...fault });
  await engine.advanceTo(suspension.at('reminder'));
  const [reminder] = await preparedNotices(test, suspension.contract);
  return { ...suspension, id: reminder?.notice ?? '' };
}

async function noticeOf(contract: string, id: string) {
  return (await test.stack.table.notice(contract, id))?.notice;
}

async function resendsOf(contract: string) {
  const entries = await evidenceOf(test, contract);
  return entries.filter(({ type }) => type === 'notice.resend-after-unknown');
}

describe('an attempt to send', () => {
  it('that is accepted and delivered is told so, once', async () => {
    const { contract, id } = await remind();
    await test.stack.engine.advanceBy('PT1H');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
    expect(await storyOf(test, contract, id)).toEqual([
      'notice.attempt',
      'notice.accepted',
      'notice.sent',
      'notice.delivered',
    ]);
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it.each(['throttle', 'error'])(
    'that meets a service without room or out of order (%s) is released and made again',
    async (fault) => {
      const { contract, id } = await remind({ fault, times: 2 });
      expect(await noticeOf(contract, id)).toMatchObject({ state: 'PENDING', attempts: 1 });
      await test.stack.engine.advanceBy('PT1H');
      expect((await storyOf(test, contract, id)).slice(0, 6)).toEqual([
        'notice.attempt',
        'notice.released',
        'notice.attempt',
        'notice.released',
        'notice.attempt',
        'notice.accepted',
      ]);
      expect(inboxOf(test, contract)).toHaveLength(1);
    },
  );

  it('without an answer is unknown, and repeated after the wait', async () => {
    const { contract, id, deadline } = await remind({ fault: 'timeout', effect: false });
    const unknown = await noticeOf(contract, id);
    expect(unknown).toMatchObject({ state: 'UNKNOWN', attempts: 1 });
    // Seven days are left, so the wait is the longest there is.
    expect(Date.parse(unknown?.until ?? '') - test.stack.clock.epochMs()).toBe(6 * 3_600_000);
    expect(Date.parse(unknown?.until ?? '')).toBeLessThan(Date.parse(deadline.instant));
    await test.stack.engine.advanceBy('PT5H59M');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'UNKNOWN', attempts: 1 });
    expect(inboxOf(test, contract)).toHaveLength(0);
    await test.stack.engine.advanceBy('PT1H');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    expect(await storyOf(test, contract, id)).toEqual([
      'notice.attempt',
      'notice.unknown',
      'notice.resend-after-unknown',
      'notice.accepted',
      'notice.sent',
      'notice.delivered',
    ]);
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('whose answer is lost is settled by its report, and not repeated', async () => {
    const { contract, id } = await remind({ fault: 'timeout', effect: true });
    await test.stack.engine.advanceBy('P1D');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
    expect(await resendsOf(contract)).toEqual([]);
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('whose answer and reports are all lost is repeated with the same bytes, and says so', async () => {
    const lost = { service: 'mail', fault: 'lost', times: 2 };
    const { contract, id } = await remind({ fault: 'timeout', effect: true }, { ...lost, operation: undefined });
    await test.stack.engine.advanceBy('PT5H50M');
    expect(inboxOf(test, contract)).toHaveLength(1);
    await test.stack.engine.advanceBy('P1D');
    const [first, second, ...more] = inboxOf(test, contract);
    expect(more).toEqual([]);
    expect(second?.sha256).toBe(first?.sha256);
    expect(second?.tags).toMatchObject({ notice: id, attempt: '2' });
    expect(await resendsOf(contract)).toMatchObject([{ facts: { notice: id, attempt: 2, sha256: first?.sha256 } }]);
  });

  it('that dies before the call is never pending again: its claim runs out and becomes unknown', async () => {
    const { contract, id } = await remind({ fault: 'crash-before' });
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'CLAIMED', attempts: 1 });
    await test.stack.engine.advanceBy('PT10M');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'UNKNOWN', attempts: 1 });
    await test.stack.engine.advanceBy('PT20M');
    expect(inboxOf(test, contract)).toHaveLength(1);
    await test.stack.engine.advanceBy('P1D');
    expect((await storyOf(test, contract, id)).slice(0, 4)).toEqual([
      'notice.attempt',
      'notice.unknown',
      'notice.resend-after-unknown',
      'notice.accepted',
    ]);
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('that dies after the call is settled by its report', async () => {
    const { contract, id } = await remind({ fault: 'crash-after' });
    await test.stack.engine.advanceBy('P1D');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
    expect(inboxOf(test, contract)).toHaveLength(1);
    expect((await noticeOf(contract, id))?.messageIds).toHaveLength(1);
  });

  it('that is refused for good is not repeated, and the provider is told once', async () => {
    const email = `${'x'.repeat(65)}@acme.example`;
    const { contract, at } = await open({ customer: { name: 'Acme', email: 'ana@acme.example' } });
    // Stored by an earlier release: such an address is refused at the door.
    const { head } = (await test.stack.table.load(contract)) ?? {};
    if (!head) throw new Error(`${contract} has vanished`);
    const customer = { ...head.contract.customer, email };
    await write(test.stack, { head }, { amended: { contract: { ...head.contract, customer } }, evidence: [] });
    await test.stack.engine.advanceTo(at('reminder'));
    const [reminder] = await preparedNotices(test, contract);
    expect(await noticeOf(contract, reminder?.notice ?? '')).toMatchObject({ state: 'REJECTED', attempts: 1 });
    await test.stack.engine.advanceBy('PT1H');
    expect(inboxOf(test, contract, 'customer')).toEqual([]);
    const told = inboxOf(test, contract, 'provider');
    expect(told.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Action needed: notice to Acme was refused/),
    ]);
    expect(told[0]?.text).toContain('InvalidParameterValue');
    expect(told[0]?.text).toContain('Last attempt');
    const types = await storyOf(test, contract, reminder?.notice ?? '');
    expect(types).toEqual(['notice.attempt', 'notice.rejected', 'notice.escalated']);
  });

  it('is given up after five lost answers, and handed to a person', async () => {
    const { contract, id } = await remind({ fault: 'timeout', effect: false, times: 5 });
    await test.stack.engine.advanceBy('P2D');
    expect(await noticeOf(contract, id)).toMatchObject({ state: 'ESCALATED', attempts: 5 });
    expect(inboxOf(test, contract, 'customer')).toEqual([]);
    expect(inboxOf(test, contract, 'provider').map(({ subject }) => subject)).toEqual([
      expect.stringContaining('has an unknown outcome'),
    ]);
  });
});

describe('a notice that is late', () => {
  it('is not sent when the facts have moved on since it was prepared', async () => {
    const suspension = await open();
    // The step is taken, and the process dies before the notice is claimed.
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'crash-before', skip: 1 });
    await test.stack.engine.advanceTo(suspension.at('reminder'));
    const [reminder] = await preparedNotices(test, suspension.contract);
    expect(await noticeOf(suspension.contract, reminder?.notice ?? '')).toMatchObject({
      state: 'PENDING',
      attempts: 0,
    });
    await recordEvent(test, suspension.contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    await test.stack.engine.advanceBy('P1D');
    expect(await noticeOf(suspension.contract, reminder?.notice ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect(inboxOf(test, suspension.contract)).toEqual([]);
  });

  it('does not claim it was not sent when that is not known', async () => {
    const { contract, id } = await remind(
      { fault: 'timeout', effect: true },
      { fault: 'lost', operation: undefined, times: 2 },
    );
    await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    await test.stack.engine.advanceBy('P1D');
    expect(inboxOf(test, contract)).toHaveLength(1);
    const cancelled = (await evidenceOf(test, contract)).find(({ type }) => type === 'notice.cancelled');
    expect(cancelled).toMatchObject({ facts: { notice: id, stateBefore: 'UNKNOWN', attempts: 1 } });
  });

  it('past the end of its time is handed to a person, not dropped', async () => {
    const suspension = await open();
    await test.stack.engine.advanceTo(new Date(Date.parse(suspension.at('due')) - 1000).toISOString());
    test.stack.faults.arm({ ...CALL, fault: 'throttle', times: 100_000 });
    await test.stack.engine.advanceTo(suspension.at('lapsed'));
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('P1D');
    const due = (await preparedNotices(test, suspension.contract))[1];
    expect(await noticeOf(suspension.contract, due?.notice ?? '')).toMatchObject({ state: 'ESCALATED' });
    const subjects = inboxOf(test, suspension.contract, 'provider').map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining([expect.stringMatching(/^Action needed.*did not go out in time/)]));
  });

  it('of a lapse still has time to arrive', async () => {
    const suspension = await open();
    await test.stack.engine.advanceTo(suspension.at('lapsed'));
    const prepared = await preparedNotices(test, suspension.contract);
    const lapse = await noticeOf(suspension.contract, prepared.at(-1)?.notice ?? '');
    expect(lapse?.step).toBe('lapsed');
    expect(Date.parse(lapse?.latest ?? '')).toBe(Date.parse(lapse?.createdAt ?? '') + 24 * 3_600_000);
  });
});

/** load, write; then twice load, notice, claim, load, notice, outcome. */
const CALLS_OF_A_LAPSE = 14;

describe.each([
  { fault: 'throttle', calls: CALLS_OF_A_LAPSE },
  { fault: 'timeout', effect: true, operation: 'TransactWriteItems', calls: 5 },
  { fault: 'crash-before', operation: 'TransactWriteItems', calls: 5 },
  { fault: 'crash-after', calls: CALLS_OF_A_LAPSE },
  { fault: 'conflict', operation: 'TransactWriteItems', calls: 5 },
] as const)('while the table answers with %j', ({ calls, ...fault }) => {
  it('at any call of a step, each notice goes out exactly once, or says why twice', async () => {
    const { queues, engine, faults } = test.stack;
    const suspensions: Suspension[] = [];
    // Their last instant has passed, so all that is left is the lapse: an event, two notices, and what follows.
    for (let skip = 0; skip < calls; skip += 1) opened.push(await createContract(test));
    await engine.advanceBy('P16D');
    for (const contract of opened) suspensions.push(await suspensionOf(test, contract, 16));
    let struck = 0;
    for (const [skip, { contract, deadline }] of suspensions.entries()) {
      faults.arm({ service: 'table', ...fault, skip });
      await queues.put(queues.arn('notices'), JSON.stringify({ kind: 'overdue', contract, deadline: deadline.id }));
      await engine.drain();
      struck += Number(faults.list().length === 0);
      faults.clear();
    }
    expect(struck).toBeGreaterThanOrEqual(calls - 1);
    await engine.advanceBy('P1D');
    for (const { contract } of suspensions) {
      expect(await wrongSends(test, contract)).toEqual([]);
      expect(await preparedNotices(test, contract)).toHaveLength(2);
    }
  });
});

it('leaves everything consistent', async () => {
  await test.stack.engine.advanceBy('P1D');
  expect(await test.check()).toEqual([]);
});
