import { expect, it, onTestFinished } from 'vitest';
import { inboxOf } from '../harness/notices.ts';
import { fresh } from '../harness/samples.ts';
import { startTestStack } from '../harness/stack.ts';
import { inFull, type Story, storyOf } from './storyteller.ts';

const ZONE = 'Europe/Copenhagen';

/** A subscription of eloomi since 1 January 2026, recorded on Thursday 3 December at 10:00: the notice not to renew was due on Monday. */
async function recordedLate(id = fresh('acme'), changes: object = {}): Promise<Story> {
  const test = await startTestStack({ clock: '2026-12-03T09:00:00Z' });
  onTestFinished(() => test.stop());
  const { status } = await test.post('/contracts', {
    ...{ id, terms: 'eloomi', startsOn: '2026-01-01', term: '12 months' },
    customer: { name: 'Acme ApS', email: 'ana@acme.example' },
    ...changes,
  });
  expect(status).toBe(201);
  return storyOf(test, id, ZONE);
}

it('a contract that is recorded three days after its notice day: operations is asked, the customer told nothing', async () => {
  const story = await recordedLate('acme');
  await story.happens('invoice.issued', '2026-10-01', {
    ...{ invoice: 'in_1', dueOn: '2026-10-31', amount: 100_000, currency: 'DKK' },
  });
  await story.until('2026-12-31T12:00:00Z');
  expect(await story.deadlines()).toEqual([
    'late-interest: lapsed, last day 2026-10-31',
    'downgrade-notice: lapsed, last day 2026-11-30',
    'non-renewal-notice: lapsed, last day 2026-11-30',
    'provider-notice: lapsed, last day 2026-11-30',
    'invoice-due: open, last day 2026-12-31',
    'downgrade-notice: open, last day 2027-11-30',
    'non-renewal-notice: open, last day 2027-11-30',
    'provider-notice: open, last day 2027-11-30',
  ]);
  expect(await story.deadline('non-renewal-notice', '2026-01-01')).toMatchObject({
    lateKnown: true,
    onLapse: { kind: 'term.renewed', occurredAt: '2027-01-01' },
  });
  expect(story.subjects('customer')).toEqual([]);
  expect(inFull(story)).toMatchSnapshot();
  const { entries } = (await story.test.get('/contracts/acme/evidence')).body;
  const told = entries
    .filter(({ type }: { type: string }) => ['deadline.lapsed', 'onboarding.told'].includes(type))
    .map(({ text }: { text: string }) => text);
  expect(told).toMatchSnapshot();
  expect(await story.test.check()).toEqual([]);
});

it('the letter asks for nothing that cannot be recorded, such as what a statute brings about that does not apply', async () => {
  const asksFor = async (statutes: readonly string[]) => {
    const story = await recordedLate(fresh('acme'), { terms: 'exoopus', term: undefined, statutes });
    await story.happens('contract.terminated', '2026-11-02');
    await story.until('2026-12-03T12:00:00Z');
    const [letter] = inboxOf(story.test, story.contract, 'provider');
    return /Deletion of .*?Settled by (.*?)\. /.exec(letter?.text.replaceAll(/\s+/g, ' ') ?? '')?.[1];
  };
  expect(await asksFor([])).toBe('data.deleted');
  expect(await asksFor(['eu-data-act'])).toBe('data.deleted or switching.transition-started');
});

it('notice had come in time: once operations records it, the renewal falls and the customer hears of the end', async () => {
  const story = await recordedLate('acme');
  await story.until('2026-12-04T09:00:00Z');
  await story.happens('termination.noticed', '2026-11-05');
  await story.until('2027-01-02T09:00:00Z');
  expect(await story.deadline('non-renewal-notice', '2026-01-01')).toMatchObject({ state: 'met' });
  expect(await story.deadline('non-renewal-notice', '2027-01-01')).toMatchObject({ state: 'superseded' });
  expect((await story.notices()).filter((notice) => notice.includes('onboarding'))).toEqual([
    'Thu 3 Dec 2026, 11:00 onboarding to provider',
  ]);
  expect(story.subjects('customer')).toEqual([
    'End of the subscription after notice: takes effect after Thursday 31 December 2026',
    'End of the subscription after notice: in effect after Thursday 31 December 2026',
    'Export of the customer’s data: possible until Friday 29 January 2027',
  ]);
  expect(await story.test.check()).toEqual([]);
});

it('the subscription had ended on Tuesday: the customer hears of the export that is open, not of the end', async () => {
  const story = await recordedLate('acme', { startsOn: '2025-12-02', trackedFrom: '2025-12-02' });
  await story.happens('termination.noticed', '2026-10-01');
  // Operations was asked at 11:00, and has a day to say that the notice was taken back.
  await story.until('2026-12-04T09:59:00Z');
  expect(story.subjects('customer')).toEqual([]);
  await story.until('2026-12-04T10:00:00Z');
  expect(story.subjects('customer')).toEqual([
    'Export of the customer’s data: possible until Wednesday 30 December 2026',
  ]);
  const [letter = ''] = inboxOf(story.test, 'acme', 'provider').flatMap(({ tags, text }) =>
    tags.step === 'onboarding' ? [text.replaceAll(/\s+/g, ' ')] : [],
  );
  const [, over = '', open = ''] = letter.split(/What was over|What is open/);
  expect(over).toContain('taken to bring about contract.terminated of Tuesday 1 December 2026');
  expect(open).toContain('Export of the customer’s data');
  expect(await story.test.check()).toEqual([]);
});

it('no notice had come: the renewal stands, and the end of the next year is watched and told', async () => {
  const story = await recordedLate();
  await story.until('2027-12-02T09:00:00Z');
  const toCustomer = (await story.notices()).filter((notice) => notice.endsWith('to customer'));
  expect(toCustomer.at(-1)).toBe('Wed 1 Dec 2027, 00:00 lapsed to customer');
  expect(toCustomer.filter((notice) => notice.includes('2026'))).toEqual([]);
  expect(await story.test.check()).toEqual([]);
});

it('of the years before it was recorded: operations is asked, and told that a notice of then does not count', async () => {
  const story = await recordedLate('acme', { startsOn: '2024-01-01' });
  await story.until('2026-12-03T12:00:00Z');
  const [letter = ''] = inboxOf(story.test, 'acme', 'provider').flatMap(({ tags, text }) =>
    tags.step === 'onboarding' ? [text.replaceAll(/\s+/g, ' ')] : [],
  );
  const [, granted = ''] = letter.split('What is taken for granted');
  expect(granted).toContain(
    '1. Notice not to renew (8.1), before Thursday 1 January 2026: earlier cycles are not tracked',
  );
  expect(granted).not.toContain('2. ');
  const { body } = await story.happens('termination.noticed', '2025-11-05');
  expect(body).toMatchObject({ deadlines: [], notStarted: [], notCounted: [] });
  expect(body.notApplied).toEqual([
    {
      clause: 'non-renewal-notice',
      event: body.event.id,
      why: expect.stringContaining('a cycle before the one that begins on Thursday 1 January 2026'),
    },
  ]);
  // Operations answers that the contract had ended.
  await story.happens('contract.terminated', '2025-12-31');
  expect(await story.deadline('non-renewal-notice', '2026-01-01')).toMatchObject({ untrackedBefore: '2026-01-01' });
  await story.until('2026-12-05T12:00:00Z');
  expect(story.subjects('customer')).toEqual([]);
  expect(await story.test.check()).toEqual([]);
});
