import { expect, it, onTestFinished } from 'vitest';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { contractBody, failedPayment, paidInvoice } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { type Story, storyOf } from './storyteller.ts';

/** Begins on Friday, 27 November 2026 at 10:00 in Bucharest; letters go out from 08:00 to 18:00 on working days. */
async function begin(id: string, changes: Readonly<Record<string, unknown>> = {}): Promise<Story> {
  const test = await startTestStack({ sendWindow: '08:00-18:00', clock: '2026-11-27T08:00:00Z' });
  onTestFinished(() => test.stop());
  expect((await test.post('/contracts', contractBody(id, changes))).status).toBe(201);
  return storyOf(test, id);
}

/** An invoice that was due on 27 November: reminder on Saturday, 5 December, due letter on the 12th, a Saturday, too. */
async function unpaid({ test, contract }: Story): Promise<void> {
  await test.webhook('stripe', failedPayment(contract, 'in_1', '2026-11-27T08:00:00Z', test.stack.clock.now()));
}

const nextOf = async (test: TestStack, contract: string) =>
  (await test.get(`/contracts/${contract}/deadlines`)).body.deadlines[0].next;
const REMINDER = 'Mon 7 Dec 2026, 08:00 reminder-7-days to customer';

it('has a reminder of a Saturday go out on Monday, and the letters of the last day and of the lapse in their time', async () => {
  const story = await begin('window-1');
  await unpaid(story);
  expect(await story.schedules()).toEqual(['suspension~in_1: reminder-7-days at 2026-12-07T06:00:00Z']);
  expect(await nextOf(story.test, story.contract)).toEqual({
    ...{ step: 'reminder-7-days', at: '2026-12-07T06:00:00Z', dueAt: '2026-12-05T07:00:00Z' },
  });
  await story.until('2026-12-07T05:59:00Z');
  expect(await story.notices()).toEqual([]);
  await story.until('2026-12-14T00:00:00Z');
  expect(await story.notices()).toEqual([
    REMINDER,
    'Sat 12 Dec 2026, 09:00 due to customer',
    'Sun 13 Dec 2026, 00:00 lapsed to customer',
    'Sun 13 Dec 2026, 00:00 lapsed to provider',
  ]);
  const [fired] = (await evidenceOf(story.test, story.contract)).filter(({ type }) => type === 'step.fired');
  expect(fired?.facts).toMatchObject({ dueAt: '2026-12-05T07:00:00Z', movedTo: '2026-12-07T06:00:00Z' });
  expect(await story.evidence()).not.toContain('step.missed');
  expect(await story.test.check()).toEqual([]);
});

it('goes by the clocks of a customer who lives elsewhere', async () => {
  const story = await begin('window-2', { customer: { email: 'ana@acme.example', timezone: 'America/New_York' } });
  await unpaid(story);
  expect(await story.schedules()).toEqual(['suspension~in_1: reminder-7-days at 2026-12-07T13:00:00Z']);
  expect(await story.test.check()).toEqual([]);
});

it('tells nobody of what was paid while its letter waited for Monday, and misses nothing', async () => {
  const story = await begin('window-3');
  await unpaid(story);
  await story.until('2026-12-06T12:00:00Z');
  await story.test.webhook('stripe', paidInvoice(story.contract, 'in_1', story.test.stack.clock.now()));
  await story.until('2026-12-20T00:00:00Z');
  expect(inboxOf(story.test, story.contract)).toEqual([]);
  expect(await story.evidence()).not.toContain('step.missed');
});

it('moves nothing that a person or an outage kept from going out when it was to', async () => {
  const story = await begin('window-4');
  const { test, contract } = story;
  await unpaid(story);
  const by = { by: 'Ana', reason: 'looks at the pack' };
  const { body: hold } = await test.post('/holds', { scope: 'all', ...by });
  await story.until('2026-12-07T20:00:00Z');
  expect(inboxOf(test, contract, 'customer')).toEqual([]);
  await test.post(`/holds/${hold.id}/release`, by);
  await story.until('2026-12-07T20:20:00Z');
  // Prepared at 08:00, let go in the evening: it goes, since it is late by then.
  expect(await story.notices()).toEqual([
    expect.stringMatching(/^Mon 7 Dec 2026, 22:\d\d reminder-7-days to customer$/),
  ]);
  expect(await test.check()).toEqual([]);
});

it('has its step fire as the window opens, although a schedule fires before', async () => {
  const story = await begin('window-5');
  const { test, contract } = story;
  await unpaid(story);
  const load = async () => (await test.stack.table.load(contract))?.deadlines[0];
  const revision = (await load())?.revision ?? 0;
  await story.until('2026-12-06T12:00:00Z');
  const [notices] = test.stack.functions.filter(({ declaration }) => declaration.name === 'send-notice');
  if (!notices) throw new Error('there is no send-notice');
  await test.stack.queues.put(
    test.stack.queues.arn('notices'),
    JSON.stringify({ kind: 'step', contract, deadline: 'suspension~in_1', revision, step: 'reminder-7-days' }),
  );
  await test.stack.engine.drain();
  expect((await load())?.done).toEqual([]);
  await story.until('2026-12-07T07:00:00Z');
  expect(await story.notices()).toEqual([REMINDER]);
});

it('leaves what a person records on Friday evening to Monday morning, where there is time', async () => {
  const story = await begin('window-6');
  await story.until('2026-12-04T17:00:00Z');
  await story.happens('contract.terminated', '2026-12-04T17:00:00Z');
  await story.until('2026-12-07T12:00:00Z');
  const [first, ...others] = await story.notices('export-window');
  expect(first).toBe('Mon 7 Dec 2026, 08:00 opened to customer');
  expect(others).toEqual([]);
});

it('moves the steps after the first one as well', async () => {
  const story = await begin('window-7');
  await story.happens('terms-change.announced', '2026-11-27', { change: 'c1', effectiveOn: '2027-01-09' });
  await story.until('2027-01-08T12:00:00Z');
  expect(await story.notices((await story.deadline('terms-change-exit', 'c1')).id)).toEqual([
    'Fri 27 Nov 2026, 10:02 opened to customer',
    'Mon 4 Jan 2027, 08:00 reminder-7-days to customer',
  ]);
  expect(await story.test.check()).toEqual([]);
});
