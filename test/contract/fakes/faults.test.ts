import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { FaultError, FaultPlan, SDK_SERVICES } from '../../../local/aws/faults.ts';
import { invoke, SimulatedCrash } from '../../../local/aws/invocation.ts';
import { FakeQueues } from '../../../local/aws/queues.ts';
import { FakeSecrets } from '../../../local/aws/secrets.ts';
import { withFaults } from '../../../local/aws/with-faults.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';

/** Counts the calls that had their effect. */
function counting() {
  const effects: unknown[] = [];
  return {
    effects,
    client: {
      send: async (command: unknown): Promise<unknown> => {
        effects.push(command);
        return 'answer';
      },
    },
  };
}

const get = () => new GetItemCommand({ TableName: 't', Key: {} });

describe('arming', () => {
  it.each<[string, unknown, string]>([
    ['an unknown service', { service: 'tabel', fault: 'throttle' }, 'service'],
    ['an unknown fault', { service: 'table', fault: 'thrttle' }, 'fault'],
    ['no times at all', { service: 'table', fault: 'throttle', times: 0 }, 'times'],
    ['a fraction of a time', { service: 'table', fault: 'throttle', times: 1.5 }, 'times'],
    ['a field that is not known', { service: 'table', fault: 'throttle', count: 2 }, ''],
    ['a fault of another service', { service: 'mail', fault: 'fire-twice' }, 'service'],
    ['a late firing without seconds', { service: 'scheduler', fault: 'fire-late' }, 'seconds'],
    ['latency without milliseconds', { service: 'table', fault: 'latency' }, 'ms'],
    ['an operation that is none', { service: 'table', operation: 'write!', fault: 'throttle' }, 'operation'],
    ['text', 'throttle', ''],
  ])('refuses %s and names the field', (_, fault, field) => {
    const plan = new FaultPlan();
    const arm = () => plan.arm(fault);
    expect(arm).toThrow(FaultError);
    expect(arm).toThrow(expect.objectContaining({ field }));
    expect(plan.list()).toEqual([]);
  });

  it('lists what is armed until it has struck', async () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', times: 2 });
    expect(plan.list()).toMatchObject([{ operation: 'TransactWriteItems', fault: 'throttle', times: 2, skip: 0 }]);
    plan.take('call', 'table', 'TransactWriteItems');
    expect(plan.list()).toMatchObject([{ times: 1 }]);
    plan.take('call', 'table', 'TransactWriteItems');
    expect(plan.list()).toEqual([]);
  });

  it('lets calls pass first when told so, and can be cleared', () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', fault: 'error', skip: 2 });
    const struck = [1, 2, 3, 4].map(() => plan.take('call', 'table', 'GetItem') !== undefined);
    expect(struck).toEqual([false, false, true, false]);
    plan.arm({ service: 'table', fault: 'error' });
    plan.clear();
    expect(plan.take('call', 'table', 'GetItem')).toBeUndefined();
  });
});

describe('striking', () => {
  it.each([
    ['table', 'throttle', 'ThrottlingException', 400],
    ['scheduler', 'throttle', 'ThrottlingException', 429],
    ['queue', 'throttle', 'RequestThrottled', 400],
    ['mail', 'throttle', 'Throttling', 400],
    ['secrets', 'throttle', 'ThrottlingException', 400],
    ['table', 'error', 'InternalServerError', 500],
    ['scheduler', 'error', 'InternalServerException', 500],
    ['queue', 'error', 'InternalError', 500],
    ['mail', 'error', 'ServiceUnavailable', 503],
    ['secrets', 'error', 'InternalServiceError', 500],
  ] as const)('%s %s answers %s once, without effect', async (service, fault, name, httpStatusCode) => {
    const plan = new FaultPlan();
    plan.arm({ service, fault });
    const { client, effects } = counting();
    const faulty = withFaults(client, service, plan);
    await expect(faulty.send(get())).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(effects).toEqual([]);
    expect(await faulty.send(get())).toBe('answer');
  });

  it('strikes only its service and operation', async () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle' });
    const { client } = counting();
    const table = withFaults(client, 'table', plan);
    for (const service of SDK_SERVICES.filter((other) => other !== 'table')) {
      expect(await withFaults(client, service, plan).send(get())).toBe('answer');
    }
    expect(await table.send(get())).toBe('answer');
    await expect(table.send(new TransactWriteItemsCommand({ TransactItems: [] }))).rejects.toThrow();
    expect(plan.list()).toEqual([]);
  });

  it('answers a conflict as a cancelled transaction with a reason for each item', async () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', fault: 'conflict' });
    const { client } = counting();
    const put = { Put: { TableName: 't', Item: {} } };
    const call = withFaults(client, 'table', plan).send(new TransactWriteItemsCommand({ TransactItems: [put, put] }));
    await expect(call).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('loses the answer of a call whose effect is %s', async (effect, count) => {
    const plan = new FaultPlan();
    plan.arm({ service: 'mail', fault: 'timeout', effect });
    const { client, effects } = counting();
    await expect(withFaults(client, 'mail', plan).send(get())).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(effects).toHaveLength(count);
  });

  it('lets virtual time pass before a slow answer, and work that fell due runs late', async () => {
    const clock = new VirtualClock('2026-11-20T08:00:00Z');
    const plan = new FaultPlan();
    plan.arm({ service: 'secrets', fault: 'latency', ms: 5000 });
    const queues = new FakeQueues({ clock, queues: [{ name: 'work' }] });
    const secrets = withFaults(new FakeSecrets(new Map([['a', 'b']])), 'secrets', plan, clock);
    const seen: string[] = [];
    queues.connect(queues.url('work'), {
      batchSize: 1,
      handler: async (event) => {
        await secrets.send(new GetSecretValueCommand({ SecretId: 'a' }));
        seen.push(`${event.Records[0]?.body}@${clock.now()}`);
      },
    });
    await queues.send(new SendMessageCommand({ QueueUrl: queues.url('work'), MessageBody: 'slow' }));
    await queues.send(new SendMessageCommand({ QueueUrl: queues.url('work'), MessageBody: 'due', DelaySeconds: 4 }));
    await new Engine({ clock, sources: [queues] }).advanceBy('PT3S');
    expect(seen).toEqual(['slow@2026-11-20T08:00:05Z', 'due@2026-11-20T08:00:05Z']);
  });
});

describe('crashes', () => {
  it.each([
    ['crash-before', 0],
    ['crash-after', 1],
  ] as const)('%s ends the invocation at the call: nothing after it runs', async (fault, count) => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', fault });
    const { client, effects } = counting();
    const faulty = withFaults(client, 'table', plan);
    const after: string[] = [];
    const handler = async () => {
      try {
        await faulty.send(get());
        after.push('went on');
      } catch {
        after.push('caught');
      } finally {
        after.push('finally');
      }
    };
    await expect(invoke(handler, {})).rejects.toThrow(SimulatedCrash);
    await new Promise((resolve) => setImmediate(resolve));
    expect(after).toEqual([]);
    expect(effects).toHaveLength(count);
    await invoke(handler, {});
    expect(after).toEqual(['went on', 'finally']);
  });

  it('stops what else the dead invocation had under way, and no other invocation', async () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', operation: 'GetItem', fault: 'crash-before' });
    const { client, effects } = counting();
    const faulty = withFaults(client, 'table', plan);
    const other = withFaults(client, 'scheduler', plan);
    const handler = () =>
      Promise.all([
        faulty.send(get()),
        new Promise((resolve) => setImmediate(resolve)).then(() => other.send(new GetScheduleCommand({ Name: 'x' }))),
      ]);
    const alive = () => new Promise((resolve) => setImmediate(resolve)).then(() => other.send('alive'));
    const results = await Promise.allSettled([invoke(handler, {}), invoke(alive, {})]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
    expect(effects).toEqual(['alive']);
  });

  it('makes a queue deliver again what a crashed handler had in work', async () => {
    const clock = new VirtualClock('2026-11-20T08:00:00Z');
    const plan = new FaultPlan();
    plan.arm({ service: 'scheduler', fault: 'crash-after' });
    const { client, effects } = counting();
    const scheduler = withFaults(client, 'scheduler', plan);
    const queues = new FakeQueues({ clock, queues: [{ name: 'work' }] });
    const command = new CreateScheduleCommand({} as never);
    queues.connect(queues.url('work'), { batchSize: 1, handler: async () => void (await scheduler.send(command)) });
    await queues.send(new SendMessageCommand({ QueueUrl: queues.url('work'), MessageBody: 'x' }));
    await new Engine({ clock, sources: [queues] }).advanceBy('PT1H');
    expect(effects).toHaveLength(2);
    expect(queues.messages('work')).toEqual([]);
  });

  it('is an error to a caller outside an invocation', async () => {
    const plan = new FaultPlan();
    plan.arm({ service: 'table', fault: 'crash-before' });
    await expect(withFaults(counting().client, 'table', plan).send(get())).rejects.toThrow(SimulatedCrash);
  });
});
