import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inboxOf, openSuspension, payInvoice, preparedNotices, type Suspension, storyOf } from '../harness/notices.ts';
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
  await test.stack.engine.advanceBy('PT10M');
});

const opened: string[] = [];
const SIMULATOR = 'simulator.amazonses.com';
const SAID = { by: 'Ana', reason: 'The mailbox works again.' };

interface Failed extends Suspension {
  readonly id: string;
}

/** The reminder of a contract was sent to this address, by way of these faults, and that came to an end. */
async function reminderTo(email: string, ...faults: readonly object[]): Promise<Failed> {
  const suspension = await openSuspension(test, { customer: { name: 'Acme', email } });
  opened.push(suspension.contract);
  for (const fault of faults) test.stack.faults.arm({ service: 'mail', ...fault });
  await test.stack.engine.advanceTo(suspension.at('reminder'));
  await test.stack.engine.advanceBy('PT10M');
  const [reminder] = await preparedNotices(test, suspension.contract);
  return { ...suspension, id: reminder?.notice ?? '' };
}

const sendAgain = ({ contract, id }: Pick<Failed, 'contract' | 'id'>, body: object = SAID) =>
  test.post(`/contracts/${contract}/notices/${id}/send-again`, body);
const noticeOf = async ({ contract, id }: Pick<Failed, 'contract' | 'id'>) =>
  (await test.stack.table.notice(contract, id))?.notice;
const lettersTo = (contract: string) => inboxOf(test, contract, 'customer');
const amend = ({ contract }: Failed, email: string) =>
  test.patch(`/contracts/${contract}`, { change: { customer: { email } }, by: 'Ana', reason: 'A further address.' });

const REFUSED = { operation: 'SendRawEmail', fault: 'refused', message: 'Illegal attachment.' };

describe('to the same address, a letter', () => {
  it.each([
    ['REJECTED', 'ana@acme.example', [REFUSED]],
    ['BOUNCED', `bounce+again@${SIMULATOR}`, []],
    ['SUPPRESSED', `suppressionlist+again@${SIMULATOR}`, []],
  ])('that is %s goes out with the same bytes, as the next attempt', async (state, email, faults) => {
    const failed = await reminderTo(email, ...faults);
    expect(await noticeOf(failed)).toMatchObject({ state, attempts: 1 });
    const { status, body } = await sendAgain(failed);
    expect([status, body]).toEqual([202, expect.objectContaining({ notice: failed.id, to: email, state: 'PENDING' })]);
    await test.stack.engine.advanceBy('PT10M');
    const again = await noticeOf(failed);
    expect(again?.attempts).toBe(2);
    const sent = lettersTo(failed.contract);
    expect(sent.at(-1)).toMatchObject({ tags: { notice: failed.id, attempt: '2' } });
    expect(sent.at(-1)?.sha256).toBe(again?.sha256);
    expect(await storyOf(test, failed.contract, failed.id)).toContain('notice.sent-again');
  });

  it('that bounces again is escalated again', async () => {
    const failed = await reminderTo(`bounce+twice@${SIMULATOR}`);
    const escalations = () => inboxOf(test, failed.contract, 'provider').length;
    expect(escalations()).toBe(1);
    expect((await sendAgain(failed)).status).toBe(202);
    await test.stack.engine.advanceBy('PT10M');
    expect(await noticeOf(failed)).toMatchObject({ state: 'BOUNCED', attempts: 2 });
    expect(escalations()).toBe(2);
    const story = await storyOf(test, failed.contract, failed.id);
    expect(story.filter((type) => type === 'notice.escalated')).toHaveLength(2);
  });

  it('that is UNDELIVERED goes out again, and a late bounce of the first attempt does not stop it', async () => {
    const failed = await reminderTo('ana@acme.example', { fault: 'lost', operation: 'Delivery' });
    await test.stack.engine.advanceBy('P1D');
    await test.stack.engine.advanceBy('PT15M');
    expect(await noticeOf(failed)).toMatchObject({ state: 'UNDELIVERED' });
    expect((await sendAgain(failed)).status).toBe(202);
    const tags = { contract: [failed.contract], notice: [failed.id], attempt: ['1'] };
    const mail = { messageId: 'first', timestamp: test.stack.clock.now(), tags };
    const bounce = { timestamp: test.stack.clock.now(), bounceType: 'Permanent', bounceSubType: 'General' };
    const { queues } = test.stack;
    await queues.put(queues.arn('deliveries'), JSON.stringify({ eventType: 'Bounce', mail, bounce }));
    await test.stack.engine.advanceBy('PT10M');
    expect(await noticeOf(failed)).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    expect(await storyOf(test, failed.contract, failed.id)).toContain('notice.bounced');
  });

  it('that the mail service keeps refusing is tried and put into evidence as at first', async () => {
    const failed = await reminderTo('ana@acme.example', { operation: 'SendRawEmail', fault: 'throttle', times: 9 });
    await test.stack.engine.advanceBy('PT50M');
    test.stack.faults.arm({ service: 'mail', ...REFUSED });
    await test.stack.engine.advanceBy('PT50M');
    expect(await noticeOf(failed)).toMatchObject({ state: 'REJECTED', refusals: { times: 9 } });
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 2 });
    expect((await sendAgain(failed)).status).toBe(202);
    await test.stack.engine.advanceBy('PT30M');
    const story = await storyOf(test, failed.contract, failed.id);
    const since = story.slice(story.indexOf('notice.sent-again'));
    expect(since.filter((type) => type === 'notice.released')).toHaveLength(2);
    expect(await noticeOf(failed)).toMatchObject({ state: 'DELIVERED', refusals: { times: 11 } });
  });

  it('that was given up after five lost answers is tried again as often', async () => {
    const failed = await reminderTo('ana@acme.example', {
      operation: 'SendRawEmail',
      fault: 'timeout',
      effect: false,
      times: 5,
    });
    await test.stack.engine.advanceBy('P2D');
    expect(await noticeOf(failed)).toMatchObject({ state: 'ESCALATED', attempts: 5 });
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false });
    expect((await sendAgain(failed)).status).toBe(202);
    await test.stack.engine.advanceBy('P1D');
    expect(await noticeOf(failed)).toMatchObject({ state: 'DELIVERED', attempts: 7 });
  });
});

describe('in its place goes a further letter that names it', () => {
  it('if the customer has another address', async () => {
    const failed = await reminderTo(`bounce+other@${SIMULATOR}`);
    await amend(failed, 'new@acme.example');
    const { status, body } = await sendAgain(failed);
    expect([status, body.insteadOf, body.to]).toEqual([202, failed.id, 'new@acme.example']);
    expect((await sendAgain(failed)).body.notice).toBe(body.notice);
    await test.stack.engine.advanceBy('PT10M');
    const letter = lettersTo(failed.contract).find(({ tags }) => tags.notice === body.notice);
    expect(letter).toMatchObject({ to: 'new@acme.example', tags: { step: 'reminder-7-days' } });
    expect(letter?.text.replaceAll(/\s+/g, ' ')).toContain(
      `takes the place of an earlier one with the reference ${failed.id.slice(0, 12)}`,
    );
    expect(await noticeOf({ ...failed, id: body.notice })).toMatchObject({ state: 'DELIVERED' });
    const { tasks } = (await test.get('/tasks')).body;
    expect(tasks.map(({ id }: Failed) => id)).not.toContain(failed.id);
  });

  it('if the deadline has lapsed since: it tells of the lapse', async () => {
    const failed = await reminderTo(`bounce+late@${SIMULATOR}`);
    await test.stack.engine.advanceTo(failed.at('lapsed'));
    await test.stack.engine.advanceBy('PT10M');
    const { body } = await sendAgain(failed);
    await test.stack.engine.advanceBy('PT10M');
    expect(lettersTo(failed.contract).find(({ tags }) => tags.notice === body.notice)?.tags.step).toBe('lapsed');
  });
});

describe('a letter is not sent again', () => {
  it('that is cancelled', async () => {
    const failed = await reminderTo('ana@acme.example', { operation: 'SendRawEmail', fault: 'throttle', times: 9 });
    await payInvoice(test, failed.contract);
    await test.stack.engine.advanceBy('PT15M');
    expect(await noticeOf(failed)).toMatchObject({ state: 'CANCELLED' });
    expect(await sendAgain(failed, { ...SAID, anyway: true })).toMatchObject({
      status: 409,
      body: { type: 'urn:clauseclock:problem:cancelled' },
    });
  });

  it('that is under way', async () => {
    const failed = await reminderTo('ana@acme.example', { operation: 'SendRawEmail', fault: 'throttle', times: 9 });
    expect((await sendAgain(failed)).body.type).toBe('urn:clauseclock:problem:under-way');
  });

  it('that was delivered, unless that is wanted anyway', async () => {
    const failed = await reminderTo('ana@acme.example');
    expect(await sendAgain(failed)).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'anyway', value: false }] },
    });
    expect((await sendAgain(failed, { ...SAID, anyway: true })).status).toBe(202);
    await test.stack.engine.advanceBy('PT10M');
    expect(lettersTo(failed.contract)).toHaveLength(2);
  });

  it('of which there is nothing left to say', async () => {
    const failed = await reminderTo(`bounce+paid@${SIMULATOR}`);
    await recordEvent(test, failed.contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    expect((await sendAgain(failed)).body.type).toBe('urn:clauseclock:problem:nothing-to-say');
  });

  it('that nobody knows, or without a word who wants it and why', async () => {
    const failed = await reminderTo(`bounce+body@${SIMULATOR}`);
    expect((await sendAgain({ ...failed, id: '0'.repeat(32) })).status).toBe(404);
    expect((await sendAgain({ ...failed, id: 'x' })).status).toBe(404);
    expect((await sendAgain(failed, { by: 'Ana' })).body.errors).toMatchObject([{ field: 'reason' }]);
  });
});
