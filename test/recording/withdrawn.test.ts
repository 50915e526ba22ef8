import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceOf } from '../harness/notices.ts';
import { createContract } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

it('of what a withdrawal changes, the evidence names the withdrawal as the cause', async () => {
  const contract = await createContract(test);
  const post = (id: string, kind: string, data: object) =>
    test.post(`/contracts/${contract}/events`, { id, kind, occurredAt: '2026-11-20', data });
  await post('end', 'contract.terminated', {});
  expect((await post('undo', 'event.withdrawn', { event: 'end', reason: 'Recorded by mistake' })).status).toBe(201);
  const { changes } = (await evidenceOf(test, contract)).at(-1)?.facts ?? {};
  expect(changes).toMatchObject([
    { change: 'superseded', because: 'undo' },
    { change: 'superseded', because: 'undo' },
  ]);
});
