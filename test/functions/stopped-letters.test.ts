import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { SendingTable } from '../../shared/aws/table/sending.ts';
import { later } from '../harness/instants.ts';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { invokeSweep } from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(async () => {
  test.stack.faults.clear();
  await test.put('/sending', { value: 'on', ...ANA });
  for (const { id } of (await test.get('/holds')).body.holds) await release(id);
  for (const contract of opened.splice(0)) await payInvoice(test, contract);
  await test.stack.engine.advanceBy('PT30M');
});

const opened: string[] = [];
async function suspension() {
  const made = await openSuspension(test);
  opened.push(made.contract);
  return made;
}

const ANA = { by: 'Ana', reason: 'the dates of the pack are wrong' };
const BEN = { by: 'Ben', reason: 'the pack is corrected' };

async function hold(body: Readonly<Record<string, unknown>>): Promise<string> {
  const placed = await test.post('/holds', { ...ANA, ...body });
  expect(placed.status).toBe(201);
  return placed.body.id;
}

const release = (id: string) => test.post(`/holds/${id}/release`, BEN);
const lastNotice = async (contract: string) => (await preparedNotices(test, contract)).at(-1)?.notice ?? '';
const lettersOf = (contract: string, id: string) => inboxOf(test, contract).filter(({ tags }) => tags.notice === id);

describe('a hold', () => {
  it('stops the letters of its contract and no others, and lets them go once it is released', async () => {
    const [held, other] = [await suspension(), await suspension()];
    const id = await hold({ scope: 'contract', contract: held.contract });
    await test.advanceTo(later(held.at('reminder'), 30));
    expect(inboxOf(test, held.contract)).toEqual([]);
    expect(inboxOf(test, other.contract)).toHaveLength(1);
    const notice = await lastNotice(held.contract);
    expect(await storyOf(test, held.contract, notice)).toEqual(['notice.stopped']);
    expect((await test.get('/holds')).body.holds).toEqual([expect.objectContaining({ id, letters: 1, ...ANA })]);
    const again = await test.post(`/contracts/${held.contract}/notices/${notice}/send-again`, ANA);
    expect([again.status, again.body.type]).toEqual([409, 'urn:clauseclock:problem:stopped']);
    expect((await release(id)).body).toMatchObject({ id, released: BEN });
    await test.advanceTo(later(held.at('reminder'), 40));
    expect(await storyOf(test, held.contract, notice)).toEqual([
      'notice.stopped',
      'notice.attempt',
      'notice.accepted',
      'notice.sent',
      'notice.delivered',
    ]);
    expect(lettersOf(held.contract, notice)).toHaveLength(1);
  });

  it('lets its letters go by itself once its time is over', async () => {
    const { contract, at } = await suspension();
    const until = later(at('reminder'), 60);
    await hold({ scope: 'contract', contract, until });
    await test.advanceTo(later(at('reminder'), 59));
    expect(inboxOf(test, contract)).toEqual([]);
    await test.advanceTo(later(at('reminder'), 70));
    expect(inboxOf(test, contract)).toHaveLength(1);
    expect((await test.get('/holds', { state: 'released' })).body.holds).toContainEqual(
      expect.objectContaining({ until, released: { by: 'Ana', reason: 'its time is over', at: until } }),
    );
  });

  it('has what reaches its latest moment escalated, not sent, and says who held it and why', async () => {
    const { contract, at, deadline } = await suspension();
    const id = await hold({ scope: 'all' });
    await test.advanceTo(later(at('due'), 5));
    const due = await lastNotice(contract);
    await test.advanceTo(later(deadline.instant, -10));
    expect(await storyOf(test, contract, due)).toEqual(['notice.stopped', 'notice.given-up', 'notice.escalated']);
    const given = (await evidenceOf(test, contract)).find(
      ({ type, facts }) => type === 'notice.given-up' && facts.notice === due,
    );
    expect(given?.facts).toMatchObject({ verdict: 'stopped', hold: id, ...ANA });
    const [letter] = inboxOf(test, contract, 'provider');
    expect(letter?.subject).toContain('was stopped until its time was over');
    expect(letter?.text.replaceAll(/\s+/g, ' ')).toContain(`hold ${id}, by Ana: the dates of the pack are wrong`);
    expect(inboxOf(test, contract, 'customer')).toEqual([]);
    // The reminder was to go until the due step: it is left out.
    await release(id);
    await test.advanceTo(later(deadline.instant, -1));
    const story = (await evidenceOf(test, contract)).filter(({ type }) => type === 'notice.cancelled');
    expect(story).toHaveLength(1);
  });

  it('that comes while a claim is being made stops it', async () => {
    const { contract, at } = await suspension();
    await test.advanceTo(later(at('reminder'), -1));
    // The claim has read that nothing stops the letter, and has not been written yet.
    const read = SendingTable.prototype.holdsOf;
    let placed: Promise<string> | undefined;
    vi.spyOn(SendingTable.prototype, 'holdsOf').mockImplementation(async function (this: SendingTable, state) {
      const holds = await read.call(this, state);
      if (placed === undefined) {
        placed = Promise.resolve('');
        placed = hold({ scope: 'all' });
        await placed;
      }
      return holds;
    });
    try {
      await test.advanceTo(later(at('reminder'), 30));
    } finally {
      vi.restoreAllMocks();
    }
    expect(await placed).toMatch(/^hold-/);
    expect(inboxOf(test, contract)).toEqual([]);
    expect(await storyOf(test, contract, await lastNotice(contract))).toEqual(['notice.stopped']);
  });

  it('also stops what would be sent again after an unknown outcome', async () => {
    const { contract, at } = await suspension();
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false, times: 1 });
    await test.advanceTo(later(at('reminder'), 1));
    const notice = await lastNotice(contract);
    const id = await hold({ scope: 'pack', pack: 'exoopus' });
    await test.stack.engine.advanceBy('P1D');
    expect(await storyOf(test, contract, notice)).toEqual(['notice.attempt', 'notice.unknown', 'notice.stopped']);
    await release(id);
    await test.stack.engine.advanceBy('PT10M');
    expect(await storyOf(test, contract, notice)).toContain('notice.resend-after-unknown');
    expect(lettersOf(contract, notice)).toHaveLength(1);
  });

  it('has a lapse escalated once at its latest moment, and told once it is released', async () => {
    const { contract, at } = await suspension();
    const id = await hold({ scope: 'clause', pack: 'exoopus', clause: 'suspension' });
    await test.advanceTo(later(at('lapsed'), 5));
    const lapse = (await preparedNotices(test, contract)).findLast(({ party }) => party === 'customer')?.notice ?? '';
    expect(await storyOf(test, contract, lapse)).toEqual(['notice.stopped']);
    await test.stack.engine.advanceBy('P3D');
    expect(await storyOf(test, contract, lapse)).toEqual(['notice.stopped', 'notice.escalated']);
    await release(id);
    await test.stack.engine.advanceBy('PT10M');
    const story = await storyOf(test, contract, lapse);
    expect(story.filter((type) => type === 'notice.escalated')).toHaveLength(1);
    expect(story.at(-1)).toBe('notice.delivered');
    expect(lettersOf(contract, lapse)).toHaveLength(1);
    expect(await test.check()).toEqual([]);
  });

  it('has what is let go sent in the order of what time is left', async () => {
    const late = await suspension();
    await test.stack.engine.advanceBy('P1D');
    const later1 = await suspension();
    await test.stack.engine.advanceBy('P1D');
    const last = await suspension();
    const id = await hold({ scope: 'all' });
    await test.advanceTo(later(last.at('reminder'), 10));
    const before = test.stack.mail.inbox().length;
    await release(id);
    await test.stack.engine.advanceBy('PT6M');
    const sent = test.stack.mail
      .inbox()
      .slice(before)
      .map(({ contract }) => contract);
    expect(sent).toEqual([late, later1, last].map(({ contract }) => contract));
  });
});

describe('sending', () => {
  it('that is for operations only has letters to customers wait, and others go', async () => {
    const { contract, at } = await suspension();
    await test.put('/sending', { value: 'operations-only', ...ANA });
    await test.advanceTo(later(at('lapsed'), 5));
    expect(inboxOf(test, contract, 'customer')).toEqual([]);
    expect(inboxOf(test, contract, 'provider').length).toBeGreaterThan(0);
    const { headers, body } = await test.get('/sending');
    expect(headers['clauseclock-sending']).toBe('operations-only');
    expect(body).toMatchObject({ value: 'operations-only', ...ANA, holds: 0, letters: expect.any(Number) });
    expect(body.letters).toBeGreaterThan(0);
    await test.put('/sending', { value: 'on', ...BEN });
    await test.stack.engine.advanceBy('PT10M');
    expect(inboxOf(test, contract, 'customer').length).toBe(1);
    expect((await test.get('/sending')).body.letters).toBe(0);
  });

  it('that is off has letters to operations wait as well, and escalations go', async () => {
    const { contract, at, deadline } = await suspension();
    await test.put('/sending', { value: 'off', pack: 'exoopus', ...ANA });
    await test.advanceTo(later(at('due'), 5));
    expect(inboxOf(test, contract)).toEqual([]);
    await test.advanceTo(later(deadline.instant, -10));
    const [escalation, ...others] = inboxOf(test, contract);
    expect(others).toEqual([]);
    expect(escalation?.text.replaceAll(/\s+/g, ' ')).toContain('sending is off for exoopus, by Ana');
    await test.put('/sending', { value: 'on', pack: 'exoopus', ...BEN });
    await test.stack.engine.advanceBy('PT30M');
    expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toContain('lapsed');
  });

  it('is told by metrics at every sweep: how many letters wait, and for how many holds and switches', async () => {
    const { at } = await suspension();
    await hold({ scope: 'all' });
    await test.put('/sending', { value: 'operations-only', pack: 'eloomi', ...ANA });
    await test.advanceTo(later(at('reminder'), 10));
    const before = new Map(test.telemetry.written);
    await invokeSweep({ test }, 'overdue');
    const since = (metric: 'LettersStopped' | 'StopsInForce') =>
      (test.telemetry.written.get(metric) ?? 0) - (before.get(metric) ?? 0);
    expect([since('LettersStopped'), since('StopsInForce')]).toEqual([1, 2]);
    await test.put('/sending', { value: 'on', pack: 'eloomi', ...BEN });
  });
});

describe('a stack that is started anew', () => {
  it('lets go what an earlier process had wait, at the end of the hold', async () => {
    const database = memoryDatabase();
    const first = await startTestStack({ database });
    const { contract, at } = await openSuspension(first);
    const until = later(at('reminder'), 120);
    await first.post('/holds', { scope: 'all', until, ...ANA });
    await first.advanceTo(later(at('reminder'), 5));
    expect(inboxOf(first, contract)).toEqual([]);
    const second = await startTestStack({ database, clock: first.stack.clock.now() });
    await second.advanceTo(later(until, -1));
    expect(inboxOf(second, contract)).toEqual([]);
    await second.advanceTo(later(until, 10));
    expect(inboxOf(second, contract)).toHaveLength(1);
    await first.stop();
  });
});
