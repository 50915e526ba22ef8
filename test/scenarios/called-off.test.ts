import { describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { begin, inFull, type Story, why } from './storyteller.ts';

// From Friday 20 November 2026, 10:00 in Bucharest. A step goes out two minutes after what brings it about at the earliest.

const CHANGE = { change: 'tc_1', effectiveOn: '2027-01-15', toVersion: '2026-01' };
const END = 'terms-change-termination';

async function announced(id: string): Promise<Story> {
  const story = await begin(id, { terms: 'exoopus' });
  await story.happens('terms-change.announced', '2026-11-20T10:00:00+02:00', CHANGE);
  await story.until('2026-12-01T08:00:00Z');
  return story;
}

const refuse = (story: Story, day: string, id?: string) =>
  story.happens('terms-change.rejected', `${day}T10:00:00+02:00`, { change: 'tc_1' }, id);
const accept = (story: Story, day: string) =>
  story.happens('terms-change.accepted', `${day}T10:00:00+02:00`, { change: 'tc_1' });
/** What was told of the end of the contract, and when. */
const told = (story: Story) => story.notices(`${END}~tc_1`);
const ended = async (story: Story) =>
  (await story.deadlines()).filter((line) => /termination|export/.test(line)).sort();

const OPENED = ['Tue 1 Dec 2026, 10:02 opened to customer', 'Tue 1 Dec 2026, 10:02 opened to provider'];
const CALLED_OFF = ['Mon 7 Dec 2026, 10:02 called-off to customer', 'Mon 7 Dec 2026, 10:02 called-off to provider'];

it('a rejection that is taken back: both who were told of the end are told that it is off, with the letter that told of it', async () => {
  const story = await announced('accepted');
  await refuse(story, '2026-12-01');
  await story.until('2026-12-07T08:00:00Z');
  await accept(story, '2026-12-07');
  await story.until('2026-12-08T08:00:00Z');
  expect(await told(story)).toEqual([...OPENED, ...CALLED_OFF]);
  expect(await ended(story)).toEqual([`${END}: superseded, last day 2027-01-14`]);
  const letters = inFull(story).split('\n========\n\n');
  expect(letters.find((letter) => letter.includes('called off for'))).toMatchSnapshot();
  const [opened] = inboxOf(story.test, story.contract, 'customer')
    .filter(({ tags }) => tags.step === 'opened')
    .slice(1);
  expect(letters.at(-2)).toContain(`Earlier letter:   ${opened?.tags.notice?.slice(0, 12)}`);
  const fired = (await evidenceOf(story.test, story.contract)).filter(({ type }) => type === 'step.fired');
  expect(fired.at(-1)?.facts).toMatchObject({
    ...{ deadline: `${END}~tc_1`, step: 'called-off', date: '2027-01-14', dueAt: '2026-12-07T08:00:00Z' },
    notices: [{ party: 'customer' }, { party: 'provider' }],
  });
  await story.until('2027-01-20T08:00:00Z');
  expect(story.subjects('customer').at(-1)).toMatch(/^Leaving instead of accepting changed terms: closed after/);
  expect(await told(story)).toHaveLength(4);
  expect(await story.test.check()).toEqual([]);
});

it('the letter that calls it off can be sent again to another address, and names both the failed one and the one that told of the end', async () => {
  const story = await announced('another-address');
  await refuse(story, '2026-12-01');
  await story.until('2026-12-06T08:00:00Z');
  story.test.stack.faults.arm({
    service: 'mail',
    operation: 'SendRawEmail',
    fault: 'refused',
    message: 'Illegal header.',
  });
  await accept(story, '2026-12-07');
  await story.until('2026-12-07T12:00:00Z');
  const rejected = (await evidenceOf(story.test, story.contract)).find(({ type }) => type === 'notice.rejected');
  const failed = String(rejected?.facts.notice);
  const said = { by: 'Ana', reason: 'They told us by telephone.' };
  await story.test.patch(`/contracts/${story.contract}`, {
    change: { customer: { email: 'bo@acme.example' } },
    ...said,
  });
  const again = await story.test.post(`/contracts/${story.contract}/notices/${failed}/send-again`, said);
  expect([again.status, again.body.to, again.body.insteadOf]).toEqual([202, 'bo@acme.example', failed]);
  await story.until('2026-12-07T13:00:00Z');
  const opened = inboxOf(story.test, story.contract, 'customer').findLast(({ tags }) => tags.step === 'opened');
  const letter = inboxOf(story.test, story.contract, 'customer').at(-1);
  expect(letter).toMatchObject({ to: 'bo@acme.example', tags: { step: 'called-off', notice: again.body.notice } });
  expect(letter?.text).toContain(`Earlier letter:   ${opened?.tags.notice?.slice(0, 12)}`);
  expect(letter?.text.replaceAll(/\s+/g, ' ')).toContain(`reference ${failed.slice(0, 12)}`);
});

it('a rejection that was recorded by mistake, the same', async () => {
  const story = await announced('mistaken');
  await refuse(story, '2026-12-01', 'wrong');
  await story.until('2026-12-07T08:00:00Z');
  await story.happens('event.withdrawn', '2026-12-07T10:00:00+02:00', { event: 'wrong' });
  await story.until('2027-01-20T08:00:00Z');
  expect(await told(story)).toEqual([...OPENED, ...CALLED_OFF]);
  expect(await story.test.check()).toEqual([]);
});

it('a change that is given up ends nothing either', async () => {
  const story = await announced('given-up');
  await refuse(story, '2026-12-01');
  await story.until('2026-12-07T08:00:00Z');
  await story.happens('terms-change.withdrawn', '2026-12-07T10:00:00+02:00', { change: 'tc_1' });
  await story.until('2027-01-20T08:00:00Z');
  expect(await told(story)).toEqual([...OPENED, ...CALLED_OFF]);
  expect(why(await story.deadline(END, 'tc_1'))).toContain('terms-change.withdrawn');
  expect(await ended(story)).toEqual([`${END}: cancelled, last day 2027-01-14`]);
});

it('refused once more, it is told once more, and it ends the contract', async () => {
  const story = await announced('twice');
  await refuse(story, '2026-12-01');
  await story.until('2026-12-07T08:00:00Z');
  await accept(story, '2026-12-07');
  await story.until('2026-12-09T08:00:00Z');
  await refuse(story, '2026-12-09');
  await story.until('2027-01-20T08:00:00Z');
  expect(await told(story)).toEqual([
    ...OPENED,
    ...CALLED_OFF,
    'Wed 9 Dec 2026, 10:02 opened to customer',
    'Wed 9 Dec 2026, 10:02 opened to provider',
    'Fri 15 Jan 2027, 00:00 lapsed to customer',
    'Fri 15 Jan 2027, 00:00 lapsed to provider',
  ]);
});

it('the same rejection stands again, since its withdrawal was a mistake: it is told once more', async () => {
  const story = await announced('back');
  await refuse(story, '2026-12-01', 'right');
  await story.until('2026-12-07T08:00:00Z');
  await story.happens('event.withdrawn', '2026-12-07T10:00:00+02:00', { event: 'right' }, 'mistake');
  await story.until('2026-12-09T08:00:00Z');
  await story.happens('event.withdrawn', '2026-12-09T10:00:00+02:00', { event: 'mistake' });
  await story.until('2026-12-10T08:00:00Z');
  expect(await told(story)).toEqual([
    ...OPENED,
    ...CALLED_OFF,
    'Wed 9 Dec 2026, 10:02 opened to customer',
    'Wed 9 Dec 2026, 10:02 opened to provider',
  ]);
});

it('of an end that nobody was told of nobody is told that it is off', async () => {
  const story = await announced('at-once');
  await refuse(story, '2026-12-01');
  await accept(story, '2026-12-01');
  await story.until('2027-01-20T08:00:00Z');
  expect(await told(story)).toEqual([]);
  expect(await story.test.check()).toEqual([]);
});

it('a notice that is taken back, and given again', async () => {
  const story = await begin('notice', { terms: 'exoopus' });
  await story.happens('termination.noticed', '2026-11-20T10:00:00+02:00');
  await story.until('2026-12-07T08:00:00Z');
  await story.happens('termination.withdrawn', '2026-12-07T10:00:00+02:00');
  await story.until('2027-01-04T08:00:00Z');
  await story.happens('termination.noticed', '2027-01-04T10:00:00+02:00');
  await story.until('2027-01-05T08:00:00Z');
  expect(await story.notices('termination-notice')).toEqual([
    'Fri 20 Nov 2026, 10:02 opened to customer',
    'Fri 20 Nov 2026, 10:02 opened to provider',
    ...CALLED_OFF,
    'Mon 4 Jan 2027, 10:02 opened to customer',
    'Mon 4 Jan 2027, 10:02 opened to provider',
  ]);
});

it('an end before which the contract ends is not called off', async () => {
  const story = await announced('sooner');
  await refuse(story, '2026-12-01');
  // Thirty days from 2 December end with 1 January, two weeks before the change.
  await story.happens('termination.noticed', '2026-12-02T10:00:00+02:00');
  await story.until('2027-01-20T08:00:00Z');
  expect(await told(story)).toEqual(OPENED);
  expect(await ended(story)).toEqual([
    'export-window: open, last day 2027-01-26',
    'termination-notice: lapsed, last day 2027-01-01',
    `${END}: cancelled, last day 2027-01-14`,
  ]);
});

it('an end that has come about, by a rejection that was a mistake', async () => {
  const story = await announced('too-late');
  await refuse(story, '2026-12-01', 'wrong');
  await story.until('2027-01-16T08:00:00Z');
  await story.happens('event.withdrawn', '2027-01-16T10:00:00+02:00', { event: 'wrong' });
  await story.until('2027-01-17T08:00:00Z');
  expect((await told(story)).slice(2)).toEqual([
    'Fri 15 Jan 2027, 00:00 lapsed to customer',
    'Fri 15 Jan 2027, 00:00 lapsed to provider',
    'Sat 16 Jan 2027, 10:02 called-off to customer',
    'Sat 16 Jan 2027, 10:02 called-off to provider',
  ]);
  expect(await story.test.check()).toEqual([]);
});

it('an end that moved, and was off before anyone was told of the move: the day that was told is off', async () => {
  const story = await begin('moved', { terms: 'exoopus' });
  await story.happens('termination.noticed', '2026-11-20T10:00:00+02:00', {}, 'first');
  await story.until('2026-12-07T08:00:00Z');
  // From Sunday 22 November on the thirty days end two days later.
  await story.happens('event.withdrawn', '2026-12-07T10:00:00+02:00', { event: 'first' });
  await story.happens('termination.noticed', '2026-11-22T10:00:00+02:00', {}, 'second');
  expect(await ended(story)).toEqual(['termination-notice: open, last day 2026-12-22']);
  await story.happens('event.withdrawn', '2026-12-07T10:00:00+02:00', { event: 'second' });
  await story.until('2026-12-08T08:00:00Z');
  expect((await story.notices('termination-notice')).slice(2)).toEqual(CALLED_OFF);
  expect(story.subjects('customer').at(-1)).toMatch(/: called off for Sunday 20 December 2026$/);
  expect(inFull(story)).not.toContain('22 December');
  expect(await story.test.check()).toEqual([]);
});

describe('the contract ends otherwise before', () => {
  const opened = ['Fri 20 Nov 2026, 10:02 opened to customer', 'Fri 20 Nov 2026, 10:02 opened to provider'];
  const told = (story: Story) => story.notices('termination-notice');

  async function noticed(id: string): Promise<Story> {
    const story = await begin(id, { terms: 'exoopus' });
    await story.happens('termination.noticed', '2026-11-20T10:00:00+02:00', {}, 'notice');
    await story.until('2026-12-07T08:00:00Z');
    return story;
  }

  it.each(['2026-11-19', '2026-11-20', '2026-12-05'])('on %s, recorded late', async (day) => {
    const story = await noticed(`ended-${day}`);
    await story.happens('contract.terminated', `${day}T09:00:00+02:00`);
    await story.until('2026-12-12T08:00:00Z');
    expect(await told(story)).toEqual(opened);
    expect(await story.test.check()).toEqual([]);
  });

  it('before the letter that calls it off', async () => {
    const story = await noticed('at-once');
    await story.happens('termination.withdrawn', '2026-12-07T10:00:00+02:00');
    await story.happens('contract.terminated', '2026-12-07T10:00:30+02:00');
    await story.until('2026-12-12T08:00:00Z');
    expect(await told(story)).toEqual(opened);
    expect(await story.test.check()).toEqual([]);
  });

  it('and the notice turns out later to have been recorded by mistake', async () => {
    const story = await noticed('mistaken-later');
    await story.happens('contract.terminated', '2026-12-05T09:00:00+02:00');
    await story.until('2026-12-12T08:00:00Z');
    await story.happens('event.withdrawn', '2026-12-12T10:00:00+02:00', { event: 'notice' });
    await story.until('2026-12-19T08:00:00Z');
    expect(await told(story)).toEqual(opened);
  });

  it('and that end turns out to have been recorded by mistake: the first one is called off after all', async () => {
    const story = await noticed('back-again');
    await story.happens('contract.terminated', '2026-11-19T09:00:00+02:00', {}, 'end');
    await story.happens('event.withdrawn', '2026-12-07T10:00:00+02:00', { event: 'notice' });
    await story.until('2026-12-09T08:00:00Z');
    await story.happens('event.withdrawn', '2026-12-09T10:00:00+02:00', { event: 'end' });
    await story.until('2026-12-12T08:00:00Z');
    expect((await told(story)).slice(2)).toEqual([
      'Wed 9 Dec 2026, 10:02 called-off to customer',
      'Wed 9 Dec 2026, 10:02 called-off to provider',
    ]);
    expect(await story.test.check()).toEqual([]);
  });
});

it('an end that a sooner one overtakes is told once the sooner one is off', async () => {
  const story = await announced('overtaken');
  await story.until('2026-12-20T08:00:00Z');
  await story.happens('termination.noticed', '2026-12-20T10:00:00+02:00');
  await story.until('2027-01-04T08:00:00Z');
  // 30 days after 20 December are 19 January; the changed terms would apply from the 15th.
  expect(await story.deadline('termination-notice')).toMatchObject({ state: 'open', date: '2027-01-19' });
  expect(await story.notices('termination-notice')).toEqual([]);
  await story.happens('terms-change.withdrawn', '2027-01-04T10:00:00+02:00', { change: 'tc_1' });
  await story.until('2027-01-21T08:00:00Z');
  const toBoth = (what: string) => [`${what} to customer`, `${what} to provider`];
  expect(await told(story)).toEqual([
    ...toBoth('Sun 20 Dec 2026, 10:02 opened'),
    ...toBoth('Mon 4 Jan 2027, 10:02 called-off'),
  ]);
  expect(await story.notices('termination-notice')).toEqual([
    ...toBoth('Mon 4 Jan 2027, 10:02 opened'),
    ...toBoth('Wed 20 Jan 2027, 00:00 lapsed'),
  ]);
  expect(await story.test.check()).toEqual([]);
});
