import type { Context, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { declaration } from '../../../functions/send-notice/declaration.ts';
import { SILENT } from '../../../shared/runtime/log.ts';
import { jsonOf, queueHandler } from '../../../shared/runtime/queue-handler.ts';
import { manyInvoices } from '../../harness/many-invoices.ts';
import { inboxOf } from '../../harness/notices.ts';
import { startTestStack, TEST_START, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const CONTRACTS = 5;
const INVOICES = 10;

it('letters that are due to one address in one minute all go out, each once, and those of a deadline in order', async () => {
  const dueOn = TEST_START.slice(0, 10);
  const contracts: string[] = [];
  for (let n = 0; n < CONTRACTS; n += 1) contracts.push(await manyInvoices(test, INVOICES, dueOn));
  await test.stack.engine.advanceBy('P20D');
  const sent = contracts.flatMap((contract) => inboxOf(test, contract, 'customer'));
  expect(new Set(sent.map(({ to }) => to)).size).toBe(1);
  const reminders = sent.filter(({ tags }) => tags.step === 'reminder-7-days');
  expect(reminders).toHaveLength(CONTRACTS * INVOICES);
  const minutes = reminders.map(({ sentAt }) => Date.parse(sentAt) / 60_000);
  expect(Math.max(...minutes) - Math.min(...minutes)).toBeLessThan(1);
  const byNotice = Map.groupBy(sent, ({ tags }) => tags.notice);
  expect(byNotice.size).toBe(sent.length);
  const steps = sent.toSorted((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt)).map(({ tags }) => tags.step);
  expect(steps).toEqual(
    ['reminder-7-days', 'due', 'lapsed'].flatMap((step) => Array.from({ length: CONTRACTS * INVOICES }, () => step)),
  );
  expect(await test.check()).toEqual([]);
});

const messageSchema = z.object({ n: z.int() });

/** A queue of letters, of which each takes so many seconds, worked on by one sender. Answers how often the unluckiest was put back. */
async function workOff(letters: number, seconds: number) {
  let now = 0;
  const done: number[] = [];
  const back = new Map<number, number>();
  const queue = Array.from({ length: letters }, (_, n) => JSON.stringify({ n }));
  const read = jsonOf(messageSchema);
  const handler = queueHandler<z.infer<typeof messageSchema>>(SILENT, {
    read,
    work: async ({ n }) => {
      now += seconds * 1000;
      done.push(n);
    },
    about: () => ({}),
    putBack: async (bodies) => {
      for (const body of bodies) back.set(read(body).n, (back.get(read(body).n) ?? 0) + 1);
      queue.push(...bodies);
    },
    leastTimeMs: 25_000,
  });
  let runs = 0;
  for (; queue.length > 0; runs += 1) {
    const end = now + declaration.timeoutSeconds * 1000;
    const Records = queue.splice(0, declaration.triggers[0].batchSize).map((body, n) => ({
      messageId: `${runs}-${n}`,
      body,
      attributes: { ApproximateReceiveCount: '1' },
    })) as SQSEvent['Records'];
    const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis: () => end - now } as Context);
    expect(batchItemFailures).toEqual([]);
  }
  return { done: done.toSorted((a, b) => a - b), mostPutBack: Math.max(0, ...back.values()) };
}

it.each([
  [1, 0],
  [10, 4],
  [20, 13],
])(
  'letters that take %i seconds each are worked off, and none is put back more often than %i times',
  async (seconds, most) => {
    const letters = 1000;
    const { done, mostPutBack } = await workOff(letters, seconds);
    expect(done).toEqual(Array.from({ length: letters }, (_, n) => n));
    expect(mostPutBack).toBe(most);
  },
);
