import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { deliveryItem } from '../../shared/aws/table/delivery-item.ts';
import { HoldTable } from '../../shared/aws/table/holds.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import type { Delivery } from '../../shared/inbound/delivery.ts';
import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { dismissDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../harness/notices.ts';
import { createContract, paidInvoice, recordEvent, stripeEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
let holds: HoldTable;
beforeAll(async () => {
  test = await startTestStack();
  holds = new HoldTable(test.stack.dynamodb, RESOURCES.table);
});
afterAll(() => test.stop());
afterEach(async () => {
  await free();
  await holds.write({ from: null, at: test.stack.clock.now() });
  for (const contract of opened.splice(0)) await payInvoice(test, contract);
});

const opened: string[] = [];
const MINUTE_MS = 60_000;
const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString().replace('.000Z', 'Z');

const WAITING: Delivery = {
  ...{ id: 'stripe~default~evt_1', provider: 'stripe', account: 'default', eventId: 'evt_1', type: 'invoice.paid' },
  ...{ mode: 'live', receivedAt: TEST_START, hash: '0'.repeat(64), bytes: 2, parts: 1, headers: {}, secret: 'default' },
  ...{ revision: 1, state: 'stored', attempts: 0, facts: [], replays: [] },
};

/** Has a webhook wait that came in ten minutes before an instant, and that no sweep queues. Letters are held from then on. */
async function hold(from: string): Promise<void> {
  const receivedAt = later(from, -10);
  const { agendaShard: _shard, agendaAt: _at, ...Item } = deliveryItem({ ...WAITING, receivedAt });
  await test.stack.dynamodb.send(new PutItemCommand({ TableName: RESOURCES.table, Item }));
  await holds.write({ from, delivery: WAITING.id, receivedAt, at: receivedAt });
}

/** The webhook waits no longer; the next sweep sees it. */
async function free(): Promise<void> {
  const Key = pack(keys.delivery(WAITING.id));
  await test.stack.dynamodb.send(new DeleteItemCommand({ TableName: RESOURCES.table, Key }));
}

/** Goes to a step of a new deadline about an unpaid invoice, with letters held back from `minutes` before it. */
async function stepWhileHeld(step: 'reminder' | 'due' = 'reminder', minutes = 1) {
  const suspension = await openSuspension(test);
  opened.push(suspension.contract);
  const at = suspension.at(step);
  await test.advanceTo(later(at, -2));
  await hold(later(at, -minutes));
  await test.advanceTo(at);
  const notice = (await preparedNotices(test, suspension.contract)).at(-1);
  return { ...suspension, firedAt: at, id: notice?.notice ?? '' };
}

describe('a letter that a waiting webhook could make wrong', () => {
  it('is never sent where the webhook brings the payment', async () => {
    const { contract, id, firedAt } = await stepWhileHeld();
    expect(await storyOf(test, contract, id)).toEqual(['notice.held']);
    await test.advanceTo(later(firedAt, 30));
    expect(inboxOf(test, contract)).toEqual([]);
    await payInvoice(test, contract);
    await free();
    await test.advanceTo(later(firedAt, 120));
    expect(await storyOf(test, contract, id)).toEqual(['notice.held', 'notice.cancelled']);
    expect(inboxOf(test, contract)).toEqual([]);
  });

  it('goes out with the next sweep once nothing waits', async () => {
    const { contract, id, firedAt } = await stepWhileHeld();
    await test.advanceTo(later(firedAt, 31));
    await free();
    await test.advanceTo(later(firedAt, 45));
    expect(await storyOf(test, contract, id)).toEqual(expect.arrayContaining(['notice.held', 'notice.delivered']));
    expect(inboxOf(test, contract)).toHaveLength(1);
  });

  it('goes out before its time is over, and evidence says what waited', async () => {
    const { contract, id, deadline } = await stepWhileHeld('due');
    await test.advanceTo(later(deadline.instant, -16));
    expect(inboxOf(test, contract).filter(({ tags }) => tags.notice === id)).toEqual([]);
    await test.advanceTo(later(deadline.instant, -1));
    expect(inboxOf(test, contract).filter(({ tags }) => tags.notice === id)).toHaveLength(1);
    const letGo = (await evidenceOf(test, contract)).filter(({ type }) => type === 'notice.let-go');
    const facts = { notice: id, latest: deadline.instant, delivery: 'stripe~default~evt_1', waitsFor: 'work' };
    expect(letGo.map((entry) => entry.facts)).toContainEqual(expect.objectContaining(facts));
  });

  it('is given up and escalated if the mail service refuses it after it was let go, until the next one is due', async () => {
    const { contract, id, firedAt, at } = await stepWhileHeld();
    expect(await storyOf(test, contract, id)).toEqual(['notice.held']);
    await free();
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
    await test.advanceTo(later(firedAt, 120));
    expect(await storyOf(test, contract, id)).toContain('notice.released');
    await test.advanceTo(later(at('due'), 30));
    test.stack.faults.clear();
    expect((await storyOf(test, contract, id)).slice(-2)).toEqual(['notice.given-up', 'notice.escalated']);
  });

  it('does not wait for a hold whose time has not come', async () => {
    const { contract } = await stepWhileHeld('reminder', -60);
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

describe('while webhooks are stored and not worked on', () => {
  it('the reminder of an invoice whose payment has waited for eleven minutes is never sent', async () => {
    const suspension = await openSuspension(test);
    opened.push(suspension.contract);
    const { contract } = suspension;
    const reminder = suspension.at('reminder');
    const paidAt = later(reminder, -11);
    await test.advanceTo(paidAt);
    test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'error', times: 1000 });
    const body = paidInvoice(contract, 'in_1', paidAt);
    expect(await test.webhook('stripe', body)).toMatchObject({ status: 200, body: { state: 'stored' } });
    await test.advanceTo(later(reminder, -0.5));
    test.stack.faults.clear();
    await test.advanceTo(reminder);
    const [notice] = await preparedNotices(test, contract);
    const id = notice?.notice ?? '';
    expect(await storyOf(test, contract, id)).toEqual(['notice.held']);
    await test.advanceTo(later(reminder, 60));
    expect(await storyOf(test, contract, id)).toEqual(['notice.held', 'notice.cancelled']);
    expect(inboxOf(test, contract)).toEqual([]);
    expect(await holds.read()).toMatchObject({ from: null });
  });
});

describe('a webhook that names a contract and waits for a person', () => {
  it('holds back the letters of that contract only, until it is dismissed', async () => {
    const startsOn = test.stack.clock.now().slice(0, 10);
    const [named, other] = [await openSuspension(test, { startsOn }), await openSuspension(test)];
    opened.push(named.contract, other.contract);
    const ended = {
      id: `sub_${named.contract}`,
      status: 'canceled',
      ended_at: Date.parse(TEST_START) / 1000 - 200_000,
    };
    const body = stripeEvent('customer.subscription.deleted', ended, test.stack.clock.now());
    const { outcome } = (await test.webhook('stripe', body)).body;
    expect(outcome).toMatchObject({ state: 'set-aside', facts: [{ contract: named.contract }] });
    await test.advanceTo(later(named.at('reminder'), 30));
    expect([inboxOf(test, named.contract), inboxOf(test, other.contract)].map(({ length }) => length)).toEqual([0, 1]);
    const held = (await evidenceOf(test, named.contract)).filter(({ type }) => type === 'notice.held');
    expect(held).toMatchObject([{ facts: { waitsFor: 'person', delivery: outcome.id } }]);
    await dismissDelivery(inbound(), outcome.id, { by: 'Ana', reason: 'It ended later, which is recorded by hand.' });
    await test.advanceTo(later(named.at('reminder'), 60));
    expect(inboxOf(test, named.contract)).toHaveLength(1);
  });
});

function inbound(): InboundDependencies {
  const { deliveries, clock, timer } = test.stack;
  const settings = { retentionDays: 90, acceptsTestData: true, accounts: [] };
  return { deliveries, clock, timer, inbound: settings } as unknown as InboundDependencies;
}

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

it('a letter to an address that was replaced does not wait', async () => {
  const contract = await createContract(test);
  const now = test.stack.clock.now();
  await hold(later(now, -60));
  const change = { customer: { email: 'bo@acme.example' } };
  await test.patch(`/contracts/${contract}`, { change, by: 'ana', reason: 'they wrote to us' });
  await test.advanceTo(later(now, 10));
  expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toEqual(['address-changed']);
});
