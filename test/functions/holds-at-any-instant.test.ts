import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hold, isInForce } from '../../shared/core/notices/sending.ts';
import { later } from '../harness/instants.ts';
import { evidenceOf, inboxOf, openSuspension } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const ANA = { by: 'Ana', reason: 'a look first' };
const DAY_MINUTES = 24 * 60;

/** What a person does: places a hold on something, for a time or until it is released, or releases the oldest one. */
const act = fc.oneof(
  fc.record({
    scope: fc.constantFrom('all', 'pack', 'clause', 'first', 'second'),
    days: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  }),
  fc.constant('release' as const),
);
const acts = fc.array(fc.record({ after: fc.integer({ min: 1, max: 4 * DAY_MINUTES }), act }), { maxLength: 8 });

const bodyOf = (scope: string, contracts: readonly string[]) => {
  if (scope === 'pack') return { scope, pack: 'exoopus' };
  if (scope === 'clause') return { scope, pack: 'exoopus', clause: 'suspension' };
  return scope === 'all' ? { scope } : { scope: 'contract', contract: contracts[scope === 'first' ? 0 : 1] };
};

type Act = 'release' | { readonly scope: string; readonly days: number | undefined };

async function carryOut(one: Act, contracts: readonly string[]): Promise<void> {
  const now = test.stack.clock.now();
  if (one === 'release') {
    const [oldest] = (await test.get('/holds')).body.holds;
    if (oldest) await test.post(`/holds/${oldest.id}/release`, ANA);
    return;
  }
  const until = one.days === undefined ? {} : { until: later(now, one.days * DAY_MINUTES) };
  const { status } = await test.post('/holds', { ...ANA, ...bodyOf(one.scope, contracts), ...until });
  expect([200, 201]).toContain(status);
}

const isOn = (hold: Hold, contract: string) => hold.scope !== 'contract' || hold.contract === contract;

async function allHolds(): Promise<Hold[]> {
  const holds: Hold[] = [];
  for await (const hold of test.stack.table.sending.holds({ pageSize: 100 })) holds.push(hold);
  return holds;
}

/** Whether a hold stopped letters at an instant, as it turned out. */
function stopped({ at, released, ...hold }: Hold, instant: string): boolean {
  const isPlaced = Date.parse(at) < Date.parse(instant);
  return isPlaced && isInForce(hold, instant) && !(released && Date.parse(released.at) <= Date.parse(instant));
}

/** What became of every letter to the customer: how often it went out, and what the evidence says last. */
async function fatesOf(contract: string): Promise<string[]> {
  const evidence = await evidenceOf(test, contract);
  const prepared = evidence.flatMap(({ facts }) => (Array.isArray(facts.notices) ? facts.notices : []));
  return prepared
    .filter(({ party }) => party === 'customer')
    .map(({ notice }) => {
      const sent = inboxOf(test, contract).filter(({ tags }) => tags.notice === notice).length;
      const types = evidence.filter(({ facts }) => facts.notice === notice).map(({ type }) => type);
      const isOver = types.includes('notice.cancelled') || types.includes('notice.given-up');
      return isOver && sent === 0 ? 'left out' : sent === 1 && !isOver ? 'sent once' : `${sent} times: ${types}`;
    });
}

describe('holds placed and released at any instant', () => {
  it('stop every letter that they cover, and each that still serves goes once when none is left', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        const contracts = [(await openSuspension(test)).contract, (await openSuspension(test)).contract];
        for (const { after, act: one } of story) {
          await test.advanceTo(later(test.stack.clock.now(), after));
          await carryOut(one, contracts);
        }
        await test.stack.engine.advanceBy('P20D');
        for (const { id } of (await test.get('/holds')).body.holds) await test.post(`/holds/${id}/release`, ANA);
        await test.stack.engine.advanceBy('PT1H');
        const holds = await allHolds();
        for (const contract of contracts) {
          for (const { sentAt } of inboxOf(test, contract, 'customer'))
            expect(holds.filter((hold) => isOn(hold, contract) && stopped(hold, sentAt))).toEqual([]);
          const fates = await fatesOf(contract);
          expect(fates.length).toBeGreaterThan(0);
          expect(new Set(fates).difference(new Set(['sent once', 'left out']))).toEqual(new Set());
          // The lapse is told however late.
          expect(fates.at(-1)).toBe('sent once');
        }
        expect((await test.get('/sending')).body).toMatchObject({ holds: 0, letters: 0 });
      }),
      { numRuns: 12, seed: 13 },
    );
    expect(await test.check()).toEqual([]);
  });
});
