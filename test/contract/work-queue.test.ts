import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { FakeQueues } from '../../local/aws/queues.ts';
import { VirtualClock } from '../../local/time/clock.ts';
import { WorkNotQueuedError, WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Work } from '../../shared/core/notices/work.ts';

function setUp() {
  const faults = new FaultPlan();
  const queues = new FakeQueues({
    clock: new VirtualClock('2026-11-20T08:00:00Z'),
    faults,
    queues: [{ name: 'work' }],
  });
  return { faults, queues, queue: new WorkQueue<Work>(queues as unknown as SQSClient, queues.url('work')) };
}

const work = (n: number): Work[] => Array.from({ length: n }, (_, at) => ({ kind: 'settle', contract: `c-${at}` }));

it.each([0, 1, 10, 11, 25])('%i pieces of work reach the queue, each as its own message', async (n) => {
  const { queue, queues } = setUp();
  await queue.send(work(n));
  expect(queues.messages('work').map(({ body }) => JSON.parse(body))).toEqual(work(n));
});

it('one that does not reach it is told, and the others are there', async () => {
  const { queue, queues, faults } = setUp();
  faults.arm({ service: 'queue', fault: 'partial', operation: 'SendMessageBatch' });
  await expect(queue.send(work(15))).rejects.toThrow(new WorkNotQueuedError('1 of 15 messages were not queued'));
  expect(queues.messages('work')).toHaveLength(14);
});
