import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { jsonOf, queueHandler } from '../../shared/runtime/queue-handler.ts';
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
  const back: string[] = [];
  const handler = queueHandler<z.infer<typeof schema>>(telemetry.of('test'), {
    read: (body) => (body === 'nothing' ? undefined : jsonOf(schema)(body)),
    work: async ({ n }, receives) => {
      work(n, receives);
      done.push(n);
    },
    about: ({ n }) => ({ contract: `contract-${n}` }),
    putBack: async (bodies) => {
      if (bodies.includes('{"n":99}')) throw new Error('the queue is down');
      back.push(...bodies);
    },
    leastTimeMs: 25_000,
  });
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    body,
    attributes: { ApproximateReceiveCount: String(index + 1) },
  })) as SQSEvent['Records'];
  const getRemainingTimeInMillis = () => remaining(done.length);
  const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis } as Context);
  return { done, back, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), telemetry };
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
      { messageId: 'm1', contract: 'contract-2' },
      { messageId: 'm2' },
      { messageId: 'm3' },
    ]);
  });

  it('is put on the queue anew from where the time runs short, which is no failure, and its first message is always tried', async () => {
    const { done, failed, back } = await handle(['{"n":1}', '{"n":2}', '{"n":3}'], (so) => (so < 2 ? 25_000 : 24_999));
    expect({ done, failed, back }).toEqual({ done: [1, 2], failed: [], back: ['{"n":3}'] });
    const late = await handle(['{"n":1}', '{"n":2}', '{'], () => 1);
    expect(late).toMatchObject({ done: [1], failed: [], back: ['{"n":2}', '{'] });
  });

  it('comes again whole where it cannot be put on the queue anew', async () => {
    const { failed, telemetry } = await handle(['{"n":1}', '{"n":2}', '{"n":99}'], () => 1);
    expect(failed).toEqual(['m1', 'm2']);
    expect(telemetry.with('MESSAGES_NOT_PUT_BACK').map(({ facts }) => facts)).toEqual([{ messages: 2 }]);
  });

  it('takes a message with nothing to do for done', async () => {
    const { done, failed } = await handle(['nothing', '{"n":2}']);
    expect({ done, failed }).toEqual({ done: [2], failed: [] });
  });
});
