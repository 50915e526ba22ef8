import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { queueHandler } from '../../shared/runtime/queue-handler.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

const schema = z.object({ n: z.int() });

/** `remaining`: how much time is left once so many messages are done. */
async function handle(
  bodies: readonly string[],
  remaining: (done: number) => number = () => 60_000,
  work: (n: number, receives: number) => void = () => {},
) {
  const telemetry = new CapturedTelemetry();
  const done: number[] = [];
  const handler = queueHandler(telemetry.of('test'), schema, async ({ n }, receives) => {
    work(n, receives);
    done.push(n);
  });
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    body,
    attributes: { ApproximateReceiveCount: String(index + 1) },
  })) as SQSEvent['Records'];
  const getRemainingTimeInMillis = () => remaining(done.length);
  const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis } as Context);
  return { done, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), telemetry };
}

describe('a batch of messages', () => {
  it('tells of each how often it was received', async () => {
    const received: number[] = [];
    await handle(['{"n":1}', '{"n":2}'], undefined, (_, receives) => received.push(receives));
    expect(received).toEqual([1, 2]);
  });

  it('fails only where one of them does', async () => {
    const fails = (n: number) => {
      if (n === 2) throw new Error('secret detail');
    };
    const { done, failed, telemetry } = await handle(
      ['{"n":1}', '{"n":2}', '{', '{"n":"x"}', '{"n":3}'],
      undefined,
      fails,
    );
    expect(done).toEqual([1, 3]);
    expect(failed).toEqual(['m1', 'm2', 'm3']);
    expect(telemetry.with('MESSAGE_FAILED').map(({ facts }) => facts)).toEqual([
      { message: 'm1' },
      { message: 'm2' },
      { message: 'm3' },
    ]);
  });

  it('is given back from where the time runs short, and its first message is always tried', async () => {
    const { done, failed } = await handle(['{"n":1}', '{"n":2}', '{"n":3}'], (so) => (so < 2 ? 25_000 : 24_999));
    expect({ done, failed }).toEqual({ done: [1, 2], failed: ['m2'] });
    const late = await handle(['{"n":1}', '{"n":2}'], () => 1);
    expect(late).toMatchObject({ done: [1], failed: ['m1'] });
  });
});
