import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordOutcome } from '../../../functions/send-notice/record-outcome.ts';
import { evidenceOf, openSuspension, preparedNotices } from '../../harness/notices.ts';
import { wakesNothing } from '../../harness/samples.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

it('a report that is recorded before the answer is missed settles the notice, which is not called unknown', async () => {
  const { contract, at } = await openSuspension(test);
  await test.stack.engine.advanceTo(at('reminder'));
  await test.stack.engine.advanceBy('PT1M');
  const [reminder] = await preparedNotices(test, contract);
  const stored = await test.stack.table.notice(contract, reminder?.notice ?? '');
  if (stored?.notice.state !== 'DELIVERED') throw new Error('the reminder was not delivered');
  const correspondents = { fromAddress: 'a@provider.example', operationsAddress: 'b@provider.example' };
  const dependencies = { ...test.stack, ...test.terms, correspondents, wake: wakesNothing };
  const result = { outcome: 'unknown', code: 'TimeoutError' } as const;
  const told = await recordOutcome(
    dependencies as unknown as Parameters<typeof recordOutcome>[0],
    [stored.notice],
    result,
  );
  expect(told).toBe('settled-by-report');
  const after = (await test.stack.table.notice(contract, stored.notice.id))?.notice;
  expect(after).toEqual(stored.notice);
  const entry = (await evidenceOf(test, contract)).at(-1);
  expect(entry).toMatchObject({ type: 'notice.unknown', facts: { attempt: 1, code: 'TimeoutError' } });
  expect(entry?.facts).not.toHaveProperty('until');
});
