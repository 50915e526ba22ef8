import { expect, it, onTestFinished } from 'vitest';
import { contractBody } from '../harness/samples.ts';
import { startTestStack } from '../harness/stack.ts';
import { paddleNarrator } from '../stories/paddle.ts';
import { inFull, type Story, storyOf } from './storyteller.ts';

/**
 * A contract, told from `clock` on. Every letter of it is read in full in the snapshots: as the customer reads it, and as the
 * provider's operations do.
 */
async function begin(id: string, zone: string, clock: string, changes: object): Promise<Story> {
  const test = await startTestStack({ clock });
  onTestFinished(() => test.stop());
  expect((await test.post('/contracts', contractBody(id, { timezone: zone, ...changes }))).status).toBe(201);
  return storyOf(test, id, zone);
}

/** That the letters are those of the snapshot, and say nothing of what `never` matches. */
async function expectTold(story: Story, never?: RegExp): Promise<void> {
  const letters = inFull(story);
  expect(letters).toMatchSnapshot();
  if (never) expect(letters.replaceAll(/\s+/g, ' ')).not.toMatch(never);
  expect(await story.test.check()).toEqual([]);
}

const HELSINKI = 'Europe/Helsinki';
const BUCHAREST = 'Europe/Bucharest';

it('a Paddle trial cancelled within it: the customer is never told of a charge, nor that a subscription has begun', async () => {
  const story = await begin('trial', HELSINKI, '2026-12-16T09:00:00Z', {
    ...{ terms: 'exolyt', holidays: ['FI'], startsOn: '2026-12-16', billing: { cycle: '1 month' } },
    references: { paddle: ['sub_01'] },
  });
  const paddle = paddleNarrator();
  const subscription = paddle.subscribed({ at: '2026-12-16T09:00:00Z', until: '2026-12-30T09:00:00Z', trial: true });
  subscription.cancelledFor('2026-12-20T12:00:00Z', '2026-12-30T09:00:00Z');
  subscription.ended('2026-12-30T09:00:00Z');
  for (const { at, body } of paddle.messages) {
    await story.until(at);
    expect((await story.test.webhook('paddle', body)).status).toBe(200);
  }
  await story.until('2027-01-15T09:00:00Z');
  await story.happens('data.deleted', '2027-01-15T10:00:00+02:00');
  await story.until('2027-02-10T09:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "trial-cancellation: cancelled, last day 2026-12-30",
      "trial-end: met, last day 2026-12-30",
      "renewal: cancelled, last day 2027-01-29",
      "dpa-end: met, last day 2027-01-30",
    ]
  `);
  await expectTold(story, /if you do not want that|has begun|renews/);
});

it('protest by termination: who gives notice within the time to leave is out before the changed terms apply', async () => {
  const story = await begin('protest', BUCHAREST, '2026-12-01T08:00:00Z', { terms: 'exoopus', holidays: ['RO'] });
  const change = { change: 'tc_1', effectiveOn: '2027-01-15', toVersion: '2026-01' };
  await story.happens('terms-change.announced', '2026-12-01T10:00:00+02:00', change);
  await story.until('2026-12-28T08:00:00Z');
  await story.happens('termination.noticed', '2026-12-28T10:00:00+02:00');
  await story.until('2027-01-20T08:00:00Z');
  await story.happens('data-export.delivered', '2027-01-20T10:00:00+02:00');
  await story.until('2027-04-10T08:00:00Z');
  await story.happens('data.deleted', '2027-04-10T10:00:00+03:00');
  await story.until('2027-05-01T08:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "terms-change-notice: met, last day 2026-12-16",
      "terms-change-exit: met, last day 2027-01-14",
      "terms-change-termination: lapsed, last day 2027-01-14",
      "termination-notice: cancelled, last day 2027-01-27",
      "export-window: met, last day 2027-02-04",
      "deletion: met, last day 2027-04-14",
    ]
  `);
  await expectTold(story, /new terms apply|nothing on record shows that it has been used/);
});

it('a bare rejection: both sides are told at once that it ends the contract, and the customer may say otherwise', async () => {
  const story = await begin('rejected', BUCHAREST, '2026-12-01T08:00:00Z', { terms: 'exoopus', holidays: ['RO'] });
  const change = { change: 'tc_1', effectiveOn: '2027-01-15', toVersion: '2026-01' };
  await story.happens('terms-change.announced', '2026-12-01T10:00:00+02:00', change);
  await story.until('2026-12-20T08:00:00Z');
  await story.happens('terms-change.rejected', '2026-12-20T10:00:00+02:00', { change: 'tc_1' });
  await story.until('2026-12-29T08:00:00Z');
  await story.happens('terms-change.accepted', '2026-12-29T10:00:00+02:00', { change: 'tc_1' });
  await story.until('2027-01-20T08:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "terms-change-notice: met, last day 2026-12-16",
      "terms-change-exit: lapsed, last day 2027-01-14",
      "terms-change-termination: superseded, last day 2027-01-14",
    ]
  `);
  await expectTold(story);
});

/** An error of 1 January, observed on 31 August and notified in time. */
async function claimOf(id: string): Promise<Story> {
  const story = await begin(id, HELSINKI, '2026-08-31T07:00:00Z', {
    ...{ terms: 'exolyt', holidays: ['FI'], startsOn: '2026-01-01', billing: { cycle: '12 months' } },
  });
  await story.happens('claim.observed', '2026-08-31T10:00:00+03:00', { claim: 'c_1', errorOn: '2026-01-01' });
  await story.until('2026-09-10T07:00:00Z');
  await story.happens('claim.noticed', '2026-09-10T10:00:00+03:00', { claim: 'c_1' });
  return story;
}

// By hand: six months from the damage of 15 October are 15 April; three years from the error of 1 January 2026, 1 January 2029.
it('a claim with damage seen later: the six months run from the damage, and the customer is told of the later day', async () => {
  const story = await claimOf('claim');
  await story.until('2026-10-15T07:00:00Z');
  await story.happens('claim.damage-observed', '2026-10-15T10:00:00+03:00', { claim: 'c_1' });
  await story.until('2029-02-01T07:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "dpa-claim-notice: met, last day 2026-09-30",
      "renewal: lapsed, last day 2026-12-31",
      "dpa-claim-specified: lapsed, last day 2027-04-15",
      "renewal: lapsed, last day 2027-12-31",
      "renewal: lapsed, last day 2028-12-31",
      "dpa-claim-absolute: lapsed, last day 2029-01-01",
      "renewal: open, last day 2029-12-31",
    ]
  `);
  await expectTold(story);
});

// By hand: six months from 31 August would be 31 February, so 28 February; six months from the damage of 1 April are 1 October.
it('a claim with damage seen after the six months from the error: it is open again, and the customer is told so', async () => {
  const story = await claimOf('claim-late');
  await story.until('2027-04-01T07:00:00Z');
  await story.happens('claim.damage-observed', '2027-04-01T10:00:00+03:00', { claim: 'c_1' });
  await story.until('2027-09-20T07:00:00Z');
  await story.happens('claim.specified', '2027-09-20T10:00:00+03:00', { claim: 'c_1' });
  await story.until('2027-11-01T07:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "dpa-claim-notice: met, last day 2026-09-30",
      "renewal: lapsed, last day 2026-12-31",
      "dpa-claim-specified: met, last day 2027-10-01",
      "renewal: open, last day 2027-12-31",
      "dpa-claim-absolute: met, last day 2029-01-01",
    ]
  `);
  await expectTold(story);
});

// By hand, in Romania: noticed on 1 December, two months are 1 February; 30 days of transition end with 3 March, and 30 days of
// retrieval with Friday 2 April. 30 days from then are Sunday 2 May, Easter, and Monday is Easter too: erased by Tuesday 4 May.
it('a switch under the Data Act: completed early, retrieval runs from the end of the transition and erasure follows', async () => {
  const story = await begin('switch', BUCHAREST, '2026-12-01T08:00:00Z', {
    ...{ terms: 'exoopus', holidays: ['RO'], statutes: ['eu-data-act'] },
  });
  await story.happens('switching.noticed', '2026-12-01T10:00:00+02:00');
  await story.until('2027-02-15T08:00:00Z');
  await story.happens('switching.completed', '2027-02-15T10:00:00+02:00');
  await story.until('2027-04-20T08:00:00Z');
  await story.happens('data.deleted', '2027-04-20T10:00:00+03:00');
  await story.until('2027-06-20T08:00:00Z');
  expect(await story.deadlines()).toMatchInlineSnapshot(`
    [
      "switching-extension-notice: lapsed, last day 2026-12-21",
      "switching-notice: lapsed, last day 2027-02-01",
      "contract-end: lapsed, last day 2027-02-15",
      "switching-transition: met, last day 2027-03-03",
      "transition-end: lapsed, last day 2027-03-03",
      "export-window: lapsed, last day 2027-03-08",
      "data-retrieval: lapsed, last day 2027-04-02",
      "erasure: met, last day 2027-05-04",
      "deletion: met, last day 2027-07-01",
    ]
  `);
  await expectTold(story, /renew/);
});
