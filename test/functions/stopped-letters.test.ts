import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { later } from '../harness/instants.ts';
import { evidenceOf, inboxOf, openSuspension, payInvoice, preparedNotices, storyOf } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

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
    const [held, other] = [await openSuspension(test), await openSuspension(test)];
    const id = await hold({ scope: 'contract', contract: held.contract });
    await test.advanceTo(later(held.at('reminder'), 30));
    expect(inboxOf(test, held.contract)).toEqual([]);
    expect(inboxOf(test, other.contract)).toHaveLength(1);
    const notice = await lastNotice(held.contract);
    expect(await storyOf(test, held.contract, notice)).toEqual(['notice.stopped']);
    expect((await test.get('/holds')).body.holds).toEqual([expect.objectContaining({ id, letters: 1, ...ANA })]);
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
    for (const { contract } of [held, other]) await payInvoice(test, contract);
  });

  it('lets its letters go by itself once its time is over', async () => {
    const { contract, at } = await openSuspension(test);
    const until = later(at('reminder'), 60);
    await hold({ scope: 'contract', contract, until });
    await test.advanceTo(later(at('reminder'), 59));
    expect(inboxOf(test, contract)).toEqual([]);
    await test.advanceTo(later(at('reminder'), 70));
    expect(inboxOf(test, contract)).toHaveLength(1);
    expect((await test.get('/holds', { state: 'released' })).body.holds).toContainEqual(
      expect.objectContaining({ until, released: { by: 'Ana', reason: 'its time is over', at: until } }),
    );
    await payInvoice(test, contract);
  });

  it('has what reaches its latest moment escalated, not sent, and says who held it and why', async () => {
    const { contract, at, deadline } = await openSuspension(test);
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
    await payInvoice(test, contract);
  });
});
