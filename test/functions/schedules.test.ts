import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inboxOf, openSuspension, payInvoice, type Suspension, wrongSends } from '../harness/notices.ts';
import { recordEvent } from '../harness/samples.ts';
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

async function open(): Promise<Suspension> {
  const suspension = await openSuspension(test);
  opened.push(suspension.contract);
  return suspension;
}

const schedulesOf = (contract: string) =>
  test.stack.scheduler.schedules().filter(({ name }) => name.startsWith(`${contract}.`));

const putStep = (contract: string, changes: object) =>
  test.stack.queues.put(
    test.stack.queues.arn('notices'),
    JSON.stringify({
      kind: 'step',
      contract,
      deadline: 'suspension~in_1',
      revision: 1,
      step: 'reminder-7-days',
      ...changes,
    }),
  );

const remindersTo = (contract: string) =>
  inboxOf(test, contract, 'customer').filter(({ subject }) => subject.startsWith('Reminder'));

describe.each([
  { fault: 'throttle' },
  { fault: 'error' },
  { fault: 'timeout', effect: false },
  { fault: 'timeout', effect: true },
  { fault: 'crash-before' },
  { fault: 'crash-after' },
] as const)('while the scheduler answers with %j', (fault) => {
  it('a deadline gets its one schedule all the same', async () => {
    test.stack.faults.arm({ service: 'scheduler', operation: 'CreateSchedule', ...fault, times: 2 });
    const { contract, at } = await open();
    await test.stack.engine.advanceBy('PT10M');
    expect(test.stack.faults.list()).toEqual([]);
    expect(schedulesOf(contract)).toMatchObject([{ at: at('reminder') }]);
  });

  it('a deadline that is met loses its schedule all the same', async () => {
    const { contract } = await open();
    test.stack.faults.arm({ service: 'scheduler', operation: 'DeleteSchedule', ...fault, times: 2 });
    await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    await test.stack.engine.advanceBy('PT10M');
    expect(test.stack.faults.list()).toEqual([]);
    expect(schedulesOf(contract)).toEqual([]);
  });
});

describe('a schedule that', () => {
  it('fires twice sends once', async () => {
    const { contract, at } = await open();
    test.stack.faults.arm({ service: 'scheduler', fault: 'fire-twice', times: 5 });
    await test.stack.engine.advanceTo(at('due'));
    await test.stack.engine.advanceBy('PT1H');
    expect(inboxOf(test, contract)).toHaveLength(2);
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('reaches the queue once and is delivered twice sends once', async () => {
    const { contract, at } = await open();
    test.stack.faults.arm({ service: 'queue', fault: 'deliver-twice', times: 10 });
    await test.stack.engine.advanceTo(at('due'));
    await test.stack.engine.advanceBy('PT1H');
    expect(inboxOf(test, contract)).toHaveLength(2);
  });

  it('never fires is made up for by the sweep within minutes, and counted', async () => {
    const { contract, at } = await open();
    const before = test.telemetry.counted('OverdueFound');
    test.stack.faults.arm({ service: 'scheduler', fault: 'fire-never' });
    await test.stack.engine.advanceTo(at('reminder'));
    expect(remindersTo(contract)).toEqual([]);
    await test.stack.engine.advanceBy('PT16M');
    expect(remindersTo(contract)).toHaveLength(1);
    expect(test.telemetry.counted('OverdueFound')).toBe(before + 1);
    expect(test.telemetry.with('DEADLINE_OVERDUE').at(-1)?.facts).toEqual({ contract, deadline: 'suspension~in_1' });
    await test.stack.engine.advanceTo(at('due'));
    expect(await wrongSends(test, contract)).toEqual([]);
  });

  it('fires hours late finds its step taken', async () => {
    const { contract, at } = await open();
    test.stack.faults.arm({ service: 'scheduler', fault: 'fire-late', seconds: 7200 });
    await test.stack.engine.advanceTo(at('reminder'));
    await test.stack.engine.advanceBy('PT3H');
    expect(remindersTo(contract)).toHaveLength(1);
  });

  it('fires too early does nothing, and its step comes at its time', async () => {
    const { contract, at } = await open();
    await putStep(contract, {});
    await test.stack.engine.drain();
    expect(inboxOf(test, contract)).toEqual([]);
    await test.stack.engine.advanceTo(at('reminder'));
    expect(remindersTo(contract)).toHaveLength(1);
  });

  it('belongs to an earlier revision, an unknown step, deadline or contract does nothing', async () => {
    const { contract, at } = await open();
    await test.stack.engine.advanceTo(at('reminder'));
    await test.stack.engine.advanceBy('PT1H');
    const before = inboxOf(test, contract).length;
    const changes = [{ step: 'due' }, { revision: 7 }, { step: 'nonsense' }, { deadline: 'suspension~x' }];
    for (const change of changes) await putStep(contract, change);
    await putStep('nobody', {});
    await test.stack.engine.drain();
    expect(inboxOf(test, contract)).toHaveLength(before);
    const skipped = test.telemetry.with('STEP_SKIPPED').slice(-5);
    expect(skipped.map(({ facts }) => facts.reason).toSorted()).toEqual([
      'already-fired',
      'another-revision',
      'another-revision',
      'no-deadline',
      'no-deadline',
    ]);
  });
});

it('leaves everything consistent', async () => {
  await test.stack.engine.advanceBy('P1D');
  expect(await test.check()).toEqual([]);
});
