import type { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invoke } from '../../local/aws/invocation.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { functionNamed } from '../../local/stack.ts';
import { FENCES, fenceOf } from '../../shared/aws/table/keys.ts';
import { conflicting } from '../harness/conflicts.ts';
import { later } from '../harness/instants.ts';
import { inboxOf, openSuspension, preparedNotices } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const database = conflicting(memoryDatabase());
let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database });
});
afterAll(() => test.stop());

const LETTERS = 15;
const ANA = { by: 'Ana', reason: 'a look first' };

interface Letter {
  readonly contract: string;
  readonly notice: string;
}

/** Letters of different contracts that a hold stopped, which is released: no sweep has queued them yet. */
async function stoppedLetters(): Promise<Letter[]> {
  const hold = await test.post('/holds', { scope: 'all', ...ANA });
  const made = [];
  for (let n = 0; n < LETTERS; n += 1) made.push(await openSuspension(test));
  await test.advanceTo(later(made.at(-1)?.at('reminder') ?? '', 1));
  const letters = made.map(async ({ contract }) => ({
    contract,
    notice: (await preparedNotices(test, contract)).at(-1)?.notice ?? '',
  }));
  const stopped = await Promise.all(letters);
  expect((await test.post(`/holds/${hold.body.id}/release`, ANA)).status).toBe(200);
  return stopped;
}

/** One invocation of the sender for each, all at once. Answers how many messages come again. */
async function sendAtOnce(letters: readonly Letter[]): Promise<number> {
  const { handler } = functionNamed(test.stack.functions, 'send-notice');
  const answers = letters.map(async (letter, n): Promise<SQSBatchResponse> => {
    const body = JSON.stringify({ kind: 'notice', ...letter });
    return invoke(handler, { Records: [{ messageId: String(n), body, attributes: {} }] } as unknown as SQSEvent);
  });
  return (await Promise.all(answers)).flatMap(({ batchItemFailures }) => batchItemFailures).length;
}

const isClaim = ({ input }: TransactWriteItemsCommand) => JSON.stringify(input).includes('notice.attempt');
const claims = () => database.written.filter(isClaim).length;
const sentOf = (letters: readonly Letter[]) => letters.map(({ contract }) => inboxOf(test, contract).length);

it('the claims of fifteen contracts get through at once, though transactions on one item refuse each other', async () => {
  const letters = await stoppedLetters();
  const refusedBefore = database.refused.length;
  expect(await sendAtOnce(letters)).toBe(0);
  expect(sentOf(letters)).toEqual(letters.map(() => 1));
  // Only where two depend on the same copy.
  expect(database.refused.length - refusedBefore).toBeLessThan(LETTERS);
});

it('a hold gets through a burst of claims, and none is made after it was answered', async () => {
  const letters = await stoppedLetters();
  const before = claims();
  const sending = sendAtOnce(letters);
  const placed = await test.post('/holds', { scope: 'all', ...ANA });
  const claimed = claims();
  expect(placed.status).toBe(201);
  expect(await sending).toBe(0);
  expect(claims()).toBe(claimed);
  expect(sentOf(letters).filter((sent) => sent === 1)).toHaveLength(claimed - before);
});

it('every copy is some contract’s', () => {
  const fences = Array.from({ length: 500 }, (_, n) => fenceOf(`acme-${n}`).pk);
  expect(new Set(fences).size).toBe(FENCES);
});
