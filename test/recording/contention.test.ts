import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
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
