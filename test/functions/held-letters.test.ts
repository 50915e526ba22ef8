import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { type Hold, HoldTable } from '../../shared/aws/table/holds.ts';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
let holds: HoldTable;
beforeAll(async () => {
  test = await startTestStack();
  holds = new HoldTable(test.stack.dynamodb, RESOURCES.table);
});
afterAll(() => test.stop());
afterEach(async () => {
  await holds.write({ from: null, at: test.stack.clock.now() });
  for (const contract of opened.splice(0)) await payInvoice(test, contract);
});

const opened: string[] = [];
const MINUTE_MS = 60_000;
const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString().replace('.000Z', 'Z');

/** Holds letters back from an instant on, for a webhook that came in ten minutes before. */
async function hold(from: string): Promise<Hold> {
  const set = { from, delivery: 'stripe~default~evt_1', receivedAt: later(from, -10), at: from };
  await holds.write(set);
  return set;
}

/** Goes to the reminder of a new deadline about an unpaid invoice, with letters held back from `minutes` before it. */
async function remindWhileHeld(minutes = 1) {
  const suspension = await openSuspension(test);
  opened.push(suspension.contract);
  const reminder = suspension.at('reminder');
  await test.advanceTo(later(reminder, -2));
  await hold(later(reminder, -minutes));
  await test.advanceTo(reminder);
  const [notice] = await preparedNotices(test, suspension.contract);
  return { ...suspension, reminder, id: notice?.notice ?? '' };
}

describe('a letter that a waiting webhook could make wrong', () => {
  it('is never sent where the webhook brings the payment', async () => {
    const { contract, id, reminder } = await remindWhileHeld();
    expect(await storyOf(test, contract, id)).toEqual(['notice.held']);
    await test.advanceTo(later(reminder, 30));
    expect(inboxOf(test, contract)).toEqual([]);
    await payInvoice(test, contract);
    await holds.write({ from: null, at: test.stack.clock.now() });
    await test.advanceTo(later(reminder, 120));
    expect(await storyOf(test, contract, id)).toEqual(['notice.held', 'notice.cancelled']);
    expect(inboxOf(test, contract)).toEqual([]);
  });

  it('goes out with the next sweep once nothing waits', async () => {
    const { contract, id, reminder } = await remindWhileHeld();
    await test.advanceTo(later(reminder, 31));
    await holds.write({ from: null, at: test.stack.clock.now() });
    await test.advanceTo(later(reminder, 45));
    expect(await storyOf(test, contract, id)).toEqual(expect.arrayContaining(['notice.held', 'notice.delivered']));
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('goes out before its time is over, and evidence says what waited', async () => {
    const { contract, id, deadline } = await remindWhileHeld();
    await test.advanceTo(later(deadline.instant, -16));
    expect(inboxOf(test, contract).filter(({ tags }) => tags.notice === id)).toEqual([]);
    await test.advanceTo(later(deadline.instant, -1));
    expect(inboxOf(test, contract).filter(({ tags }) => tags.notice === id)).toHaveLength(1);
    const letGo = (await evidenceOf(test, contract)).filter(({ type }) => type === 'notice.let-go');
    const facts = { notice: id, latest: deadline.instant, delivery: 'stripe~default~evt_1' };
    expect(letGo.map((entry) => entry.facts)).toContainEqual(expect.objectContaining(facts));
  });

  it('does not wait for a hold whose time has not come', async () => {
    const { contract } = await remindWhileHeld(-60);
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('waits again after an attempt that certainly sent nothing', async () => {
    const suspension = await openSuspension(test);
    opened.push(suspension.contract);
    const reminder = suspension.at('reminder');
    await test.advanceTo(later(reminder, -1));
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 1 });
    await test.advanceTo(reminder);
    await hold(reminder);
    await test.advanceTo(later(reminder, 30));
    expect(inboxOf(test, suspension.contract)).toEqual([]);
  });
});

it('a letter that no message of a provider can make wrong does not wait', async () => {
  const contract = await createContract(test, { terms: 'exolyt', startsOn: '2026-11-15', statutes: ['gdpr'] });
  await hold(later(test.stack.clock.now(), -60));
  await recordEvent(test, contract, 'subject-request.received', test.stack.clock.now(), {
    request: 'r1',
    role: 'controller',
  });
  await test.stack.engine.drain();
  const held = (await evidenceOf(test, contract)).filter(({ type }) => type === 'notice.held');
  expect(held).toEqual([]);
});
