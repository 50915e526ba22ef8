import { describe, expect } from 'vitest';
import { tellSideBySide } from './side-by-side.ts';
import { type Story, why } from './storyteller.ts';

const tell = tellSideBySide();

async function outage(
  story: Story,
  id: string,
  from: string,
  to: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  await story.until(from);
  expect((await story.happens('outage.started', from, { outage: id, ...more })).status).toBe(201);
  await story.until(to);
  expect((await story.happens('outage.ended', to, { outage: id, ...more })).status).toBe(201);
}

describe('availability of 99.5 % in 2027, which allows 43 hours and 48 minutes of downtime', () => {
  tell(
    'is used up at 00:48 on Thursday 4 March, in an outage that goes on; both sides are told once',
    async (story) => {
      await outage(story, 'first', '2027-03-02T03:00:00Z', '2027-03-04T01:30:00Z');
      expect(await story.notices()).toEqual([
        'Thu 4 Mar 2027, 00:48 lapsed to customer',
        'Thu 4 Mar 2027, 00:48 lapsed to provider',
      ]);
      const availability = await story.deadline('availability', '2027');
      expect(availability).toMatchObject({ state: 'lapsed', instant: '2027-03-03T22:48:00Z' });
      expect(why(availability)).toContain('0.5 % of it, 1 day 19 hours 48 minutes, may be lost');
      await story.until('2028-02-01T00:00:00Z');
      expect(await story.notices()).toHaveLength(2);
    },
  );

  tell('is used up by the second of two outages', async (story) => {
    await outage(story, 'first', '2027-02-01T00:00:00Z', '2027-02-02T16:00:00Z');
    expect(await story.notices()).toEqual([]);
    expect((await story.deadline('availability', '2027')).state).toBe('open');
    await outage(story, 'second', '2027-05-05T06:00:00Z', '2027-05-05T12:00:00Z');
    expect(await story.notices()).toEqual([
      'Wed 5 May 2027, 12:48 lapsed to customer',
      'Wed 5 May 2027, 12:48 lapsed to provider',
    ]);
  });

  tell('is not touched by excused outages, and begins anew on 1 January 2028', async (story) => {
    await outage(story, 'maintenance', '2027-02-01T00:00:00Z', '2027-02-04T00:00:00Z', { excused: true });
    await outage(story, 'first', '2027-06-01T00:00:00Z', '2027-06-02T16:00:00Z');
    await outage(story, 'next year', '2028-01-10T00:00:00Z', '2028-01-11T16:00:00Z');
    expect(await story.notices()).toEqual([]);
    expect(await story.deadline('availability', '2027')).toMatchObject({ state: 'met' });
    expect(await story.deadline('availability', '2028')).toMatchObject({ state: 'open' });
  });
});

describe('a breach is alleged on Friday 20 November 2026', () => {
  tell(
    'the limit of liability is what was paid in the twelve months before, per currency',
    { startsOn: '2025-01-15' },
    async (story) => {
      const pay = (payment: string, on: string, amount: number, currency: string) =>
        story.happens('payment.received', on, { payment, amount, currency });
      await pay('too-early', '2025-11-19', 111, 'EUR');
      await pay('first', '2025-11-20', 20_000, 'EUR');
      await pay('second', '2026-11-19', 30_000, 'EUR');
      await pay('third', '2026-05-05', 700, 'USD');
      const answer = await story.happens('breach.alleged', '2026-11-20', { breach: 'b-1', by: 'customer' });
      expect(answer.status).toBe(201);
      const cap = await story.deadline('liability-cap', 'b-1');
      expect(cap.figure).toEqual([
        { currency: 'EUR', amount: 50_000 },
        { currency: 'USD', amount: 700 },
      ]);
      await story.until('2027-12-01T00:00:00Z');
      expect(await story.notices()).toEqual([]);
    },
  );

  tell('a serious breach allows suspension at once: no period, and it says where that stands', async (story) => {
    const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
    expect(none).toContainEqual(
      expect.objectContaining({ clause: 'immediate-suspension', ref: expect.stringContaining('second bullet') }),
    );
  });
});
