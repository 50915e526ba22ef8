import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { manyInvoices } from '../../harness/many-invoices.ts';
import { evidenceOf, inboxOf } from '../../harness/notices.ts';
import { recordEvent } from '../../harness/samples.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const TRANSACTION = { service: 'table', operation: 'TransactWriteItems' } as const;

/** More than one transaction closes. */
const INVOICES = 84;

/** A second before its reminders fall due. */
async function nearReminders() {
  const contract = await manyInvoices(test, INVOICES);
  const [first] = (await test.stack.table.load(contract))?.deadlines ?? [];
  const at = first?.ladder.find(({ kind }) => kind === 'reminder')?.at ?? '';
  await test.stack.engine.advanceTo(new Date(Date.parse(at) - 1000).toISOString());
  return { contract, at };
}

const lettersOf = (contract: string) => inboxOf(test, contract, 'customer').map(({ tags }) => tags.step);

describe('a contract that ends while its reminders are about to go out', () => {
  it('sends none of them if the function dies after the first of its transactions', async () => {
    const { contract, at } = await nearReminders();
    test.stack.faults.arm({ ...TRANSACTION, fault: 'crash-after' });
    expect((await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now())).status).toBe(500);
    const half = await test.stack.table.load(contract);
    expect(half?.deadlines.filter(({ clause, state }) => clause === 'suspension' && state === 'open').length).toBe(4);
    await test.stack.engine.advanceTo(new Date(Date.parse(at) + 2000).toISOString());
    expect(lettersOf(contract).filter((step) => step !== 'opened')).toEqual([]);
    await test.stack.engine.advanceBy('P10D');
    expect(lettersOf(contract)).toEqual(['opened']);
    expect((await evidenceOf(test, contract)).some(({ type }) => type === 'deadlines.settled')).toBe(true);
    expect(await test.check()).toEqual([]);
  });

  it('sends none of them while whoever settles the rest dies each time', async () => {
    const { contract, at } = await nearReminders();
    test.stack.faults.arm({ ...TRANSACTION, fault: 'crash-after' });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    // Each piece of work gets one transaction done, and no more.
    for (let skip = 1; skip < 60; skip += 2) test.stack.faults.arm({ ...TRANSACTION, fault: 'crash-before', skip });
    await test.stack.engine.advanceTo(new Date(Date.parse(at) + 3_600_000).toISOString());
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('P10D');
    expect(lettersOf(contract)).toEqual(['opened']);
    expect(await test.check()).toEqual([]);
  });

  it('claims no letter that was prepared before', async () => {
    const { contract, at } = await nearReminders();
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: INVOICES });
    await test.stack.engine.advanceTo(new Date(Date.parse(at) + 90_000).toISOString());
    expect(lettersOf(contract)).toEqual([]);
    test.stack.faults.arm({ ...TRANSACTION, fault: 'crash-after' });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await test.stack.engine.advanceBy('P10D');
    expect(lettersOf(contract)).toEqual(['opened']);
  });
});
