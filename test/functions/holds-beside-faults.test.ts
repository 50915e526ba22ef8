import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { later } from '../harness/instants.ts';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { invokeSweep } from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(async () => {
  test.stack.faults.clear();
  for (const { id } of (await test.get('/holds')).body.holds) await release(id);
  await test.stack.engine.advanceBy('PT1H');
});

const ANA = { by: 'Ana', reason: 'a look first' };

async function hold(body: Readonly<Record<string, unknown>>): Promise<string> {
  const placed = await test.post('/holds', { ...ANA, ...body });
  expect(placed.status).toBe(201);
  return placed.body.id;
}

const release = (id: string) => test.post(`/holds/${id}/release`, ANA);
const firstNotice = async (contract: string) => (await preparedNotices(test, contract))[0]?.notice ?? '';

/** A reminder that the mail service refuses once; then nothing is written until the instant comes. */
async function refusedReminder(minutesAfterDue: number) {
  const { contract, at } = await openSuspension(test);
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 1 });
  await test.advanceTo(later(at('reminder'), 1));
  test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', times: 100_000 });
  await test.advanceTo(later(at('due'), minutesAfterDue));
  test.stack.faults.clear();
  return { contract, at, reminder: await firstNotice(contract) };
}

async function sweep(): Promise<void> {
  await invokeSweep({ test }, 'overdue');
  await test.stack.engine.drain();
}

describe('a letter that the mail service refused, and that is over by now', () => {
  it('was missed if it was stopped only then', async () => {
    const { contract, reminder } = await refusedReminder(1);
    await hold({ scope: 'all' });
    await sweep();
    expect((await storyOf(test, contract, reminder)).slice(-2)).toEqual(['notice.given-up', 'notice.escalated']);
    const given = (await evidenceOf(test, contract)).find(({ type }) => type === 'notice.given-up');
    expect(given?.facts).toMatchObject({ notice: reminder, verdict: 'overtaken' });
    await payInvoice(test, contract);
  });

  it('also where a fact ends its deadline before it is looked at again', async () => {
    const { contract, reminder } = await refusedReminder(1);
    await hold({ scope: 'contract', contract });
    await payInvoice(test, contract);
    await sweep();
    expect((await storyOf(test, contract, reminder)).slice(-2)).toEqual(['notice.given-up', 'notice.escalated']);
  });

  it('was not if it was stopped before', async () => {
    const { contract, at, reminder } = await refusedReminder(-40);
    const id = await hold({ scope: 'all' });
    await sweep();
    await test.advanceTo(later(at('due'), 5));
    await release(id);
    await sweep();
    expect((await storyOf(test, contract, reminder)).slice(-2)).toEqual(['notice.stopped', 'notice.cancelled']);
    await payInvoice(test, contract);
  });
});

describe('a hold whose time is over while nothing runs', () => {
  it('lets its letters go with the first sweep that runs', async () => {
    const { contract, at } = await openSuspension(test);
    await hold({ scope: 'all', until: later(at('reminder'), 60) });
    await test.advanceTo(later(at('reminder'), 30));
    for (const operation of ['TransactWriteItems', 'Query'])
      test.stack.faults.arm({ service: 'table', operation, fault: 'throttle', times: 100_000 });
    await test.advanceTo(later(at('reminder'), 300));
    expect(inboxOf(test, contract)).toEqual([]);
    test.stack.faults.clear();
    await sweep();
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('has what is told no more by then escalated, and leaves out what the next letter overtook while it waited', async () => {
    const { contract, at, deadline } = await openSuspension(test);
    const id = await hold({ scope: 'contract', contract });
    await test.advanceTo(later(at('due'), 30));
    const [reminder, due] = (await preparedNotices(test, contract)).map(({ notice }) => notice);
    await release(id);
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', times: 100_000 });
    await test.advanceTo(later(deadline.instant, 30));
    test.stack.faults.clear();
    await sweep();
    expect(await storyOf(test, contract, due ?? '')).toEqual(['notice.stopped', 'notice.given-up', 'notice.escalated']);
    expect(await storyOf(test, contract, reminder ?? '')).toEqual(['notice.stopped', 'notice.cancelled']);
  });
});

describe('a hold that is released well before a letter is over', () => {
  it('does not excuse that nothing is sent until then', async () => {
    const { contract, at } = await openSuspension(test);
    const id = await hold({ scope: 'contract', contract });
    await test.advanceTo(later(at('reminder'), 30));
    await release(id);
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', times: 100_000 });
    await test.advanceTo(later(at('due'), 1));
    test.stack.faults.clear();
    // Nor does another hold that comes after that.
    await hold({ scope: 'contract', contract });
    await sweep();
    const reminder = await firstNotice(contract);
    expect((await storyOf(test, contract, reminder)).slice(-2)).toEqual(['notice.given-up', 'notice.escalated']);
    await payInvoice(test, contract);
  });
});

describe('two holds on one letter', () => {
  it('let it go once both are released, in either order', async () => {
    for (const first of ['contract', 'all'] as const) {
      const { contract, at } = await openSuspension(test);
      const holds = { contract: await hold({ scope: 'contract', contract }), all: await hold({ scope: 'all' }) };
      await test.advanceTo(later(at('reminder'), 5));
      await release(holds[first]);
      await test.stack.engine.advanceBy('PT30M');
      expect(inboxOf(test, contract)).toEqual([]);
      await release(holds[first === 'all' ? 'contract' : 'all']);
      await test.stack.engine.advanceBy('PT10M');
      expect(inboxOf(test, contract)).toHaveLength(1);
      await payInvoice(test, contract);
    }
  });
});
