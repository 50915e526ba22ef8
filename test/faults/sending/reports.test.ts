import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  evidenceOf,
  inboxOf,
  openSuspension,
  payInvoice,
  preparedNotices,
  type Suspension,
  storyOf,
} from '../../harness/notices.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

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

async function open(): Promise<Suspension> {
  const suspension = await openSuspension(test);
  opened.push(suspension.contract);
  return suspension;
}

interface Sent extends Suspension {
  readonly id: string;
  readonly messageId: string;
}

/** The reminder of a contract has gone out, by way of these faults of mail. */
async function sentReminder(...faults: readonly object[]): Promise<Sent> {
  const suspension = await open();
  for (const fault of faults) test.stack.faults.arm({ service: 'mail', ...fault });
  await test.stack.engine.advanceTo(suspension.at('reminder'));
  await test.stack.engine.advanceBy('PT1M');
  const [reminder] = await preparedNotices(test, suspension.contract);
  const id = reminder?.notice ?? '';
  const messageId = inboxOf(test, suspension.contract)[0]?.messageId ?? '';
  return { ...suspension, id, messageId };
}

const stateOf = async ({ contract, id }: Sent) => (await test.stack.table.notice(contract, id))?.notice.state;

async function report({ contract, id, messageId }: Sent, eventType: string, more: object): Promise<void> {
  const timestamp = test.stack.clock.now();
  const tags = { contract: [contract], notice: [id], attempt: ['1'] };
  const mail = { messageId, timestamp, destination: ['ana@acme.example'], tags };
  const member = eventType === 'DeliveryDelay' ? 'deliveryDelay' : eventType.toLowerCase();
  const event = { eventType, mail, [member]: { timestamp, ...more } };
  await test.stack.queues.put(test.stack.queues.arn('deliveries'), JSON.stringify(event));
  await test.stack.engine.drain();
}

const bounce = (bounceType: string, bounceSubType: string, recipient: object = {}) => ({
  bounceType,
  bounceSubType,
  bouncedRecipients: [{ emailAddress: 'ana@acme.example', ...recipient }],
});

const actionNeeded = ({ contract }: Sent) =>
  inboxOf(test, contract, 'provider').flatMap(({ subject }) => (subject.startsWith('Action needed') ? [subject] : []));

it('a bounce that says the server only delays is no failure', async () => {
  const sent = await sentReminder({ fault: 'lost', operation: 'Delivery' });
  await report(sent, 'Bounce', bounce('Transient', 'General', { action: 'delayed', status: '4.4.1' }));
  expect(await stateOf(sent)).toBe('ACCEPTED');
  expect(await storyOf(test, sent.contract, sent.id)).toContain('notice.delayed');
  expect(actionNeeded(sent)).toEqual([]);
});

describe('a bounce after the delivery', () => {
  it.each([
    ['a full mailbox', bounce('Transient', 'MailboxFull', { action: 'failed', status: '5.2.2' }), 'BOUNCED'],
    ['content refused', bounce('Transient', 'ContentRejected', { action: 'failed', status: '5.7.1' }), 'BOUNCED'],
    ['time expired', bounce('Transient', 'General', { action: 'failed', status: '4.4.7' }), 'BOUNCED'],
    ['a status without an action', bounce('Transient', 'General', { status: '5.1.1' }), 'BOUNCED'],
    ['no such mailbox', bounce('Permanent', 'NoEmail'), 'BOUNCED'],
    ['nothing told', bounce('Undetermined', 'Undetermined'), 'BOUNCED'],
    ['an automatic reply', bounce('Transient', 'General'), 'DELIVERED'],
    ['a delay', bounce('Transient', 'General', { action: 'delayed', status: '4.2.2' }), 'DELIVERED'],
    ['a relay without reports', bounce('Transient', 'General', { action: 'relayed', status: '2.0.0' }), 'DELIVERED'],
    ['a suppressed address', bounce('Permanent', 'OnAccountSuppressionList'), 'DELIVERED'],
  ])('by %s decides by action and status', async (_, told, state) => {
    const sent = await sentReminder();
    expect(await stateOf(sent)).toBe('DELIVERED');
    await report(sent, 'Bounce', told);
    await test.stack.engine.advanceBy('PT10M');
    expect(await stateOf(sent)).toBe(state);
    expect(actionNeeded(sent)).toHaveLength(state === 'BOUNCED' ? 1 : 0);
  });

  it('keeps what the server said, or else what kind of bounce it was', async () => {
    const sent = await sentReminder();
    await report(sent, 'Bounce', bounce('Transient', 'MailboxFull', { action: 'failed', status: '5.2.2' }));
    const entry = (await evidenceOf(test, sent.contract)).find(({ type }) => type === 'notice.bounced');
    expect(entry?.facts.detail).toBe('Transient, MailboxFull, 5.2.2');
  });
});

describe('a complaint', () => {
  it('by the suppression list means that the mail service did not send', async () => {
    const sent = await sentReminder({ fault: 'lost', operation: 'Delivery' });
    await report(sent, 'Complaint', { complaintSubType: 'OnAccountSuppressionList', feedbackId: 'f' });
    expect(await stateOf(sent)).toBe('SUPPRESSED');
    await test.stack.engine.advanceBy('PT10M');
    const [letter] = inboxOf(test, sent.contract, 'provider');
    expect(letter?.subject).toContain('was withheld');
    expect(letter?.text).not.toContain('It was delivered');
  });

  it.each([
    ['abuse', 'COMPLAINED'],
    [undefined, 'COMPLAINED'],
    ['not-spam', 'DELIVERED'],
  ])('with feedback %s leaves the notice %s', async (complaintFeedbackType, state) => {
    const sent = await sentReminder();
    await report(sent, 'Complaint', { complaintFeedbackType, complaintSubType: null });
    expect(await stateOf(sent)).toBe(state);
  });
});

describe('a notice that was accepted', () => {
  it('and delayed, of which nothing more is heard, is escalated while there is time left', async () => {
    const sent = await sentReminder({ fault: 'lost', operation: 'Delivery' });
    await report(sent, 'DeliveryDelay', {
      delayType: 'MailboxFull',
      expirationTime: '2027-01-01T00:00:00Z',
      delayedRecipients: [{ emailAddress: 'ana@acme.example', status: '4.2.2' }],
    });
    expect(await stateOf(sent)).toBe('ACCEPTED');
    await test.stack.engine.advanceBy('P1D');
    await test.stack.engine.advanceBy('PT15M');
    expect(await stateOf(sent)).toBe('UNDELIVERED');
    expect(actionNeeded(sent)).toEqual([expect.stringContaining('has no reported delivery')]);
    expect((await storyOf(test, sent.contract, sent.id)).slice(-2)).toEqual(['notice.undelivered', 'notice.escalated']);
    expect(Date.parse(test.stack.clock.now())).toBeLessThan(Date.parse(sent.deadline.instant));
    // What comes late is still recorded, and nobody is told a second time.
    await report(sent, 'Delivery', { recipients: ['ana@acme.example'], smtpResponse: '250 ok' });
    expect(await stateOf(sent)).toBe('DELIVERED');
    await test.stack.engine.advanceBy('PT1H');
    expect(actionNeeded(sent)).toHaveLength(1);
  });

  it('on the last day is escalated before that day is over', async () => {
    const suspension = await open();
    await test.stack.engine.advanceTo(new Date(Date.parse(suspension.at('due')) - 1000).toISOString());
    test.stack.faults.arm({ service: 'mail', fault: 'lost', operation: 'Delivery' });
    await test.stack.engine.advanceTo(new Date(Date.parse(suspension.deadline.instant) - 3_600_000).toISOString());
    const due = (await preparedNotices(test, suspension.contract)).at(-1);
    const stored = (await test.stack.table.notice(suspension.contract, due?.notice ?? ''))?.notice;
    expect(stored).toMatchObject({ step: 'due', state: 'UNDELIVERED' });
  });

  it('by a report whose answer was lost waits for its delivery as well', async () => {
    const sent = await sentReminder(
      { fault: 'timeout', operation: 'SendRawEmail' },
      { fault: 'lost', operation: 'Delivery' },
    );
    expect(await stateOf(sent)).toBe('ACCEPTED');
    await test.stack.engine.advanceBy('P2D');
    expect(await stateOf(sent)).toBe('UNDELIVERED');
  });
});
