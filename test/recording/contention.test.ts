import { afterAll, beforeAll, expect, it } from 'vitest';
import { VirtualTimer } from '../../local/time/virtual-timer.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { BusyContractError } from '../../shared/recording/rejection.ts';
import { fileDatabase } from '../harness/databases.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database: fileDatabase() });
});
afterAll(() => test.stop());

const WRITES = 5;

/** So many write to one contract at once, each several times. Answers the statuses. */
async function write(writers: number) {
  const contract = await createContract(test);
  const one = async (writer: number) => {
    const answers: number[] = [];
    for (let n = 0; n < WRITES; n += 1) {
      const ticket = `${writer}-${n}`;
      answers.push((await recordEvent(test, contract, 'support.requested', TEST_START, { ticket })).status);
    }
    return answers;
  };
  const statuses = (await Promise.all(Array.from({ length: writers }, (_, writer) => one(writer)))).flat();
  expect((await test.stack.table.load(contract))?.events).toHaveLength(writers * WRITES);
  return statuses;
}

it('fifteen writers to one contract all get through', async () => {
  expect(await write(15)).toEqual(Array.from({ length: 15 * WRITES }, () => 201));
});

it('who lost pauses for longer and longer, and not for as long as others', async () => {
  const pausesOf = async (start: number) => {
    const pauses: number[] = [];
    let now = start;
    const pause = async (ms: number) => {
      pauses.push(ms);
      now += ms + 1;
    };
    const timer = { now: () => now, pause };
    await expect(untilSettled({ timer }, 'acme', async () => CONFLICT)).rejects.toThrow('acme is being written to');
    return pauses;
  };
  const [one, another] = [await pausesOf(0.1), await pausesOf(0.2)];
  expect(one.length).toBeGreaterThan(10);
  expect(Math.max(...one)).toBeLessThanOrEqual(1000);
  expect(
    one
      .slice(0, 1)
      .concat(another.slice(0, 1))
      .every((pause) => pause <= 60),
  ).toBe(true);
  expect(one).not.toEqual(another);
});

it.each([15, 50, 200])(
  'who keeps losing gives up before its function is cut off, with attempts of %i ms',
  async (ms) => {
    let now = 0.1;
    let attempts = 0;
    const pause = async (milliseconds: number) => {
      now += milliseconds;
    };
    const timer = { now: () => now, pause };
    const attempt = async () => {
      now += ms;
      attempts += 1;
      return CONFLICT;
    };
    await expect(untilSettled({ timer }, 'acme', attempt)).rejects.toThrow('acme is being written to');
    expect(now).toBeLessThan(15_000);
    expect(attempts).toBeGreaterThan(10);
  },
);

/** So many writers to one contract, each writing as soon as its last write is through, for ten seconds of virtual time. */
async function writeVirtually(writers: number, attemptMs: number) {
  const timer = new VirtualTimer();
  const until = 10_000;
  const per = Array.from({ length: writers }, () => 0);
  let revision = 0;
  let gaveUp = 0;
  const attempt = async () => {
    const read = revision;
    await timer.pause(attemptMs);
    if (read !== revision) return CONFLICT;
    revision += 1;
    return revision;
  };
  const write = async (writer: number) => {
    // Each begins at a moment of its own, as requests do.
    await timer.pause(writer * 1.37);
    while (timer.now() < until) {
      try {
        await untilSettled({ timer }, 'acme', attempt);
        per[writer] = (per[writer] ?? 0) + 1;
      } catch (error) {
        if (!(error instanceof BusyContractError)) throw error;
        gaveUp += 1;
      }
    }
  };
  await timer.run(async () => {
    await Promise.all(per.map((_, writer) => write(writer)));
  });
  return { perSecond: revision / (timer.now() / 1000), gaveUp, fewest: Math.min(...per) };
}

it.each([
  [15, 15],
  [15, 30],
  [20, 15],
])('of %i writers whose attempts take %i ms twenty a second get through, and none gives up', async (writers, ms) => {
  const { perSecond, gaveUp, fewest } = await writeVirtually(writers, ms);
  expect(gaveUp).toBe(0);
  expect(perSecond).toBeGreaterThanOrEqual(20);
  expect(fewest).toBeGreaterThan(0);
});
