import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { evidenceOf, inboxOf, preparedNotices } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

/** Its clauses tell both readers of one step, which those of the project's packs do of steps that no day holds many of. */
function termsOfTheSimulation(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-digest-'));
  cpSync(fileURLToPath(new URL('../simulation/terms', import.meta.url)), folder, { recursive: true });
  cpSync(join(sourceFolder(), 'calendars'), join(folder, 'calendars'), { recursive: true });
  return folder;
}

/** 15 days after invoices that were due on 20 November: reminders on Saturday, 28 November, due letters on 5 December. */
const REMINDERS = '2026-11-28T07:00:00Z';
const SAID = { by: 'Ana', reason: 'The mailbox works again.' };

interface Owing {
  readonly test: TestStack;
  readonly contract: string;
}

/** A contract with so many unpaid invoices of one day. */
async function owing(count: number, email = 'ana@acme.example'): Promise<Owing> {
  const test = await startTestStack({ digest: true });
  onTestFinished(() => test.stop());
  const contract = await createContract(test, { customer: { name: 'Acme', email } });
  for (let n = 1; n <= count; n += 1)
    await recordEvent(test, contract, 'invoice.overdue', '2026-11-20', { invoice: `in_${n}`, dueOn: '2026-11-20' });
  await test.stack.engine.drain();
  return { test, contract };
}

const sentTo = ({ test, contract }: Owing, to: 'customer' | 'provider' = 'customer') => inboxOf(test, contract, to);
const pay = ({ test, contract }: Owing, invoice: string) =>
  recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice });

async function noticesOf({ test, contract }: Owing, step: string): Promise<NoticeRecord[]> {
  const prepared = await preparedNotices(test, contract);
  const stored = await Promise.all(prepared.map(({ notice }) => test.stack.table.notice(contract, notice)));
  return stored.flatMap((each) => (each?.notice.step === step ? [each.notice] : []));
}

const typesOf = async ({ test, contract }: Owing) => (await evidenceOf(test, contract)).map(({ type }) => type);

it('twelve invoices of one day are one reminder and one due letter, of which each is a notice, and lapse one by one', async () => {
  const story = await owing(12);
  await story.test.advanceTo('2026-11-28T08:00:00Z');
  const [message, ...others] = sentTo(story);
  expect(others).toEqual([]);
  expect(message?.subject).toMatch(/^12 notices under contract contract-\d+ \[ref [0-9a-f]{12}\]$/);
  const reminders = await noticesOf(story, 'reminder-7-days');
  expect(reminders).toHaveLength(12);
  for (const { state, attempts, sha256, messageIds, id } of reminders) {
    expect({ state, attempts, sha256 }).toEqual({ state: 'DELIVERED', attempts: 1, sha256: message?.sha256 });
    expect(messageIds).toEqual(reminders[0]?.messageIds);
    expect(message?.text).toContain(id.slice(0, 12));
  }
  const fired = story.test.telemetry.lines.filter(({ code }) => code === 'STEP_FIRED').map(({ facts }) => facts);
  expect(new Set(fired.map(({ deadline }) => deadline)).size).toBe(12);
  const { deadlines } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  for (const { done, next } of deadlines)
    expect({ done, next }).toMatchObject({ done: ['reminder-7-days'], next: { step: 'due' } });
  await story.test.advanceTo('2026-12-06T08:00:00Z');
  expect(sentTo(story).map(({ tags }) => tags.step)).toEqual(['reminder-7-days', 'due', ...Array(12).fill('lapsed')]);
  expect(await typesOf(story)).not.toContain('step.missed');
  expect(await story.test.check()).toEqual([]);
});

it('three letters of a day go out alone, and of more than twenty the others as a further message', async () => {
  const few = await owing(3);
  await few.test.advanceTo('2026-11-28T08:00:00Z');
  expect(sentTo(few)).toHaveLength(3);
  const many = await owing(26);
  await many.test.advanceTo('2026-11-28T08:00:00Z');
  const counts = sentTo(many).map(({ subject }) => /^(\d+) notices/.exec(subject)?.[1]);
  expect(counts).toEqual(['20', '6']);
  expect(await noticesOf(many, 'reminder-7-days')).toHaveLength(26);
  expect(await many.test.check()).toEqual([]);
});

it('twenty steps that tell both readers fire in one transaction, as a digest to each', async () => {
  const test = await startTestStack({ digest: true, termsDirectory: termsOfTheSimulation() });
  onTestFinished(() => test.stop());
  const parties = { customer: { name: 'Acme', email: 'ana@acme.example' }, timezone: 'UTC', holidays: [] };
  const contract = await createContract(test, { terms: 'sim', ...parties });
  for (let n = 1; n <= 20; n += 1)
    await recordEvent(test, contract, 'breach.alleged', `2026-11-20T07:${10 + n}:00Z`, { breach: `b_${n}` });
  const story = { test, contract };
  // The last day is 20 December; three days before it both are told.
  await test.advanceTo('2026-12-17T10:00:00Z');
  for (const to of ['customer', 'provider'] as const) {
    const messages = sentTo(story, to).filter(({ tags }) => tags.step === 'reminder-3-days');
    expect(messages.map(({ subject }) => subject.slice(0, 10))).toEqual(['20 notices']);
  }
  const reminders = await noticesOf(story, 'reminder-3-days');
  expect(reminders.map(({ state }) => state)).toEqual(Array(40).fill('DELIVERED'));
  expect(await test.check()).toEqual([]);
});

it('the bounce of a digest is that of each of its notices; a person has one of them sent again, alone', async () => {
  const story = await owing(5, 'bounce+digest@simulator.amazonses.com');
  const { test, contract } = story;
  await test.advanceTo('2026-11-28T08:00:00Z');
  expect(sentTo(story)).toHaveLength(1);
  const failed = await noticesOf(story, 'reminder-7-days');
  expect(failed.map(({ state }) => state)).toEqual(Array(5).fill('BOUNCED'));
  // Operations is told of each, by one letter and one entry, and each waits for a person.
  expect(sentTo(story, 'provider')).toHaveLength(5);
  const entries = await evidenceOf(test, contract);
  expect(entries.filter(({ type }) => type === 'notice.bounced')).toHaveLength(1);
  const escalated = entries.flatMap(({ type, facts }) => (type === 'notice.escalated' ? [facts.notice] : []));
  expect(escalated.toSorted()).toEqual(failed.map(({ id }) => id).toSorted());
  const { tasks } = (await test.get('/tasks')).body;
  expect(tasks.filter((task: { kind: string }) => task.kind === 'letter')).toHaveLength(5);

  await test.patch(`/contracts/${contract}`, { change: { customer: { email: 'ana@acme.example' } }, ...SAID });
  const [one] = failed;
  const path = `/contracts/${contract}/notices/${one?.id}/send-again`;
  const { status, body } = await test.post(path, SAID);
  expect([status, body.insteadOf]).toEqual([202, one?.id]);
  await test.stack.engine.advanceBy('PT10M');
  const last = sentTo(story).find(({ tags }) => tags.notice === body.notice);
  expect(last).toMatchObject({ to: 'ana@acme.example', subject: expect.stringMatching(/^Reminder: /) });
  expect(last?.text.replaceAll(/\s+/g, ' ')).toContain(
    `the place of an earlier one with the reference ${one?.id.slice(0, 12)}`,
  );
  const now = await noticesOf(story, 'reminder-7-days');
  expect(now.map(({ state }) => state)).toEqual([...Array(5).fill('BOUNCED'), 'DELIVERED']);
  expect(await test.check()).toEqual([]);
});

it('to the same address as well one of a digest is sent again alone: its bytes tell of other matters', async () => {
  const story = await owing(4, 'bounce+same@simulator.amazonses.com');
  await story.test.advanceTo('2026-11-28T08:00:00Z');
  const [one] = await noticesOf(story, 'reminder-7-days');
  const { body } = await story.test.post(`/contracts/${story.contract}/notices/${one?.id}/send-again`, SAID);
  expect(body.insteadOf).toBe(one?.id);
});

it('a digest of which a letter does not hold any more is not sent: the others go out anew, without it', async () => {
  const story = await owing(6);
  const { test } = story;
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 1 });
  await test.advanceTo('2026-11-28T07:00:30Z');
  expect(sentTo(story)).toEqual([]);
  await pay(story, 'in_3');
  await test.advanceTo('2026-11-28T09:00:00Z');
  const [message, ...others] = sentTo(story);
  expect(others).toEqual([]);
  expect(message?.subject).toMatch(/^5 notices/);
  const states = (await noticesOf(story, 'reminder-7-days')).map(({ state }) => state);
  expect(states).toEqual([...Array(6).fill('CANCELLED'), ...Array(5).fill('DELIVERED')]);
  const cancelled = (await evidenceOf(test, story.contract)).filter(({ type }) => type === 'notice.cancelled');
  expect(cancelled.map(({ facts }) => facts.verdict).toSorted()).toEqual([...Array(5).fill('regrouped'), undefined]);
  expect(await test.check()).toEqual([]);
});

it('a digest that may have gone out, of which a letter does not hold any more, is replaced by one that names its letters', async () => {
  const story = await owing(5);
  const { test } = story;
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false, times: 1 });
  test.stack.faults.arm({ service: 'queue', fault: 'deliver-twice', times: 3 });
  await test.advanceTo('2026-11-28T07:30:00Z');
  const before = await noticesOf(story, 'reminder-7-days');
  expect(before.map(({ state, attempts }) => [state, attempts])).toEqual(Array(5).fill(['UNKNOWN', 1]));
  expect(new Set(before.map(({ until }) => until)).size).toBe(1);
  await pay(story, 'in_1');
  await test.advanceTo('2026-11-28T15:00:00Z');
  const [message, ...others] = sentTo(story);
  expect([message?.subject.slice(0, 9), others]).toEqual(['4 notices', []]);
  const states = (await noticesOf(story, 'reminder-7-days')).map(({ state }) => state);
  expect(states).toEqual([...Array(5).fill('CANCELLED'), ...Array(4).fill('DELIVERED')]);
  const named = before.filter(({ id }) => message?.text.includes(id.slice(0, 12)));
  expect(named).toHaveLength(4);
  expect(await test.check()).toEqual([]);
});

it('a hold on some of its letters has those wait alone, and one on all has the digest wait', async () => {
  const story = await owing(5);
  const { test, contract } = story;
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 1 });
  await test.advanceTo('2026-11-28T07:00:30Z');
  const { body: hold } = await test.post('/holds', { scope: 'contract', contract, ...SAID });
  await test.advanceTo('2026-11-28T09:00:00Z');
  expect((await noticesOf(story, 'reminder-7-days')).every(({ heldBy }) => heldBy === hold.id)).toBe(true);
  await test.post(`/holds/${hold.id}/release`, SAID);
  await test.stack.engine.advanceBy('PT15M');
  expect(sentTo(story).map(({ subject }) => subject.slice(0, 9))).toEqual(['5 notices']);
  // What is stopped as it fires is prepared alone.
  await test.post('/holds', { scope: 'clause', pack: 'exoopus', clause: 'suspension', ...SAID });
  await test.advanceTo('2026-12-05T08:00:00Z');
  const due = await noticesOf(story, 'due');
  expect(due.map(({ digest, state }) => [digest, state])).toEqual(Array(5).fill([undefined, 'PENDING']));
  expect(await test.check()).toEqual([]);
});

it('is given up as a whole if nothing could be sent until its time was over, and each of its notices is escalated', async () => {
  const story = await owing(4);
  const { test } = story;
  await test.advanceTo('2026-12-05T06:30:00Z');
  test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 10_000 });
  await test.advanceTo('2026-12-05T22:30:00Z');
  test.stack.faults.clear();
  await test.advanceTo('2026-12-06T02:00:00Z');
  const due = await noticesOf(story, 'due');
  expect(due.map(({ state }) => state)).toEqual(Array(4).fill('ESCALATED'));
  // Tried every eight minutes, and not once for each of its notices.
  for (const { attempts } of due) expect(attempts).toBeLessThan(130);
  const types = await typesOf(story);
  const count = (type: string) => types.filter((one) => one === type).length;
  expect([count('notice.given-up'), count('notice.escalated')]).toEqual([4, 4]);
  expect(await test.check()).toEqual([]);
});

it('in one transaction, whatever dies: each letter goes out once', async () => {
  for (const fault of ['crash-before', 'crash-after'] as const) {
    for (const operation of ['TransactWriteItems', 'SendRawEmail'] as const) {
      for (const skip of operation === 'TransactWriteItems' ? [0, 1, 2] : [0]) {
        const story = await owing(4);
        const { test } = story;
        await test.advanceTo(REMINDERS.replace('07:00', '06:59'));
        const service = operation === 'SendRawEmail' ? 'mail' : 'table';
        test.stack.faults.arm({ service, operation, fault, skip });
        await test.advanceTo('2026-11-28T16:00:00Z');
        const where = `${fault} ${operation} ${skip}`;
        const messages = sentTo(story);
        const again = (await typesOf(story)).filter((type) => type === 'notice.resend-after-unknown').length;
        expect(new Set(messages.map(({ sha256 }) => sha256)).size, where).toBe(1);
        expect(messages.length, where).toBeLessThanOrEqual(1 + again);
        const reminders = await noticesOf(story, 'reminder-7-days');
        expect(
          reminders.map(({ state }) => state),
          where,
        ).toEqual(Array(4).fill('DELIVERED'));
        expect(await test.check(), where).toEqual([]);
      }
    }
  }
});
