import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../../harness/notices.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const UNVERIFIED =
  'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: notices@provider.example';

/** The mail service answers so many calls with this. */
function refuse(message: string, times: number): void {
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'refused', message, times });
}

/** The reminder of a contract whose letters are refused from then on; `accept` ends that. */
async function refusedReminder(message = UNVERIFIED, times = 1_000_000) {
  const suspension = await openSuspension(test);
  await test.stack.engine.advanceTo(new Date(Date.parse(suspension.at('reminder')) - 1000).toISOString());
  refuse(message, times);
  await test.stack.engine.advanceTo(suspension.at('reminder'));
  const [reminder] = await preparedNotices(test, suspension.contract);
  const id = reminder?.notice ?? '';
  const notice = async () => (await test.stack.table.notice(suspension.contract, id))?.notice;
  return { ...suspension, id, notice, accept: () => test.stack.faults.clear() };
}

describe('a sender that is not verified yet', () => {
  it('keeps the letters of that time waiting, which go out within a quarter of an hour of its verification', async () => {
    const { contract, accept, notice } = await refusedReminder();
    await test.stack.engine.advanceBy('PT1H');
    expect(await notice()).toMatchObject({ state: 'PENDING' });
    accept();
    await test.stack.engine.advanceBy('PT15M');
    expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toEqual(['reminder-7-days']);
    await payInvoice(test, contract);
  });

  it('leaves the words of the mail service in the evidence and, without addresses, in the log', async () => {
    const { contract, accept } = await refusedReminder();
    const released = (await evidenceOf(test, contract)).find(({ type }) => type === 'notice.released');
    expect(released?.facts).toMatchObject({ code: 'MessageRejected', detail: UNVERIFIED });
    const line = test.telemetry.lines.find(
      ({ code, facts }) => code === 'NOTICE_RELEASED' && facts.contract === contract,
    );
    expect(line?.facts).toMatchObject({ reason: 'MessageRejected', detail: expect.stringContaining('<address>') });
    accept();
    await payInvoice(test, contract);
  });

  it('for days does not fill the record, and the letter that tells of it quotes the mail service', async () => {
    const { contract, accept, at, id } = await refusedReminder();
    await test.stack.engine.advanceTo(new Date(Date.parse(at('due')) + 3_600_000).toISOString());
    accept();
    await test.stack.engine.advanceBy('PT1H');
    const story = await storyOf(test, contract, id);
    expect(story.filter((type) => type === 'notice.attempt')).toHaveLength(8);
    expect(story.slice(-2)).toEqual(['notice.given-up', 'notice.escalated']);
    const [escalation] = inboxOf(test, contract, 'provider');
    expect(escalation?.text.replaceAll(/\s+/g, ' ')).toContain(`MessageRejected: ${UNVERIFIED}`);
    expect(inboxOf(test, contract, 'customer').map(({ tags }) => tags.step)).toEqual(['due']);
    await payInvoice(test, contract);
  });

  it('raises the alarm once, after an hour', async () => {
    const { contract, accept } = await refusedReminder();
    const alarms = () => test.telemetry.counts.get('NoticeUndeliverable') ?? 0;
    const before = alarms();
    await test.stack.engine.advanceBy('PT30M');
    expect(alarms()).toBe(before);
    await test.stack.engine.advanceBy('PT4H');
    expect(alarms()).toBe(before + 1);
    accept();
    await payInvoice(test, contract);
  });

  it('counts no refusal as an attempt of unknown outcome', async () => {
    const { contract, accept, notice } = await refusedReminder();
    await test.stack.engine.advanceBy('PT1H');
    accept();
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false });
    await test.stack.engine.advanceBy('PT15M');
    expect(await notice()).toMatchObject({ state: 'UNKNOWN' });
    await test.stack.engine.advanceBy('PT7H');
    expect(await notice()).toMatchObject({ state: 'DELIVERED' });
    await payInvoice(test, contract);
  });
});

it('a message that is refused for what it is, is final, and operations reads why', async () => {
  const { contract, accept, notice } = await refusedReminder('Message length is more than 10485760 bytes long.', 1);
  expect(await notice()).toMatchObject({ state: 'REJECTED', attempts: 1 });
  accept();
  await test.stack.engine.advanceBy('PT1H');
  const [escalation] = inboxOf(test, contract, 'provider');
  expect(escalation?.text.replaceAll(/\s+/g, ' ')).toContain('Message length is more than 10485760 bytes long.');
  await payInvoice(test, contract);
});
