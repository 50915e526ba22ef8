import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type GetQueueAttributesResult,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageResult,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SendMessageBatchResult,
  SendMessageCommand,
  type SendMessageRequest,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../../local/aws/faults.ts';
import type { EventSource } from '../../../local/aws/queue-event-source.ts';
import { FakeQueues, type FakeQueuesOptions } from '../../../local/aws/queues.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';
import { dataFolder } from './folder.ts';

function stack(options: Partial<FakeQueuesOptions> = {}) {
  const clock = options.clock ?? new VirtualClock('2026-11-20T08:00:00Z');
  const queues = new FakeQueues({
    clock,
    queues: [
      { name: 'notices', visibilityTimeout: 60, redrive: { deadLetter: 'dead', maxReceives: 3 } },
      { name: 'dead', retention: 14 * 86_400 },
      { name: 'slow', delay: 30 },
    ],
    ...options,
  });
  return { clock, queues, url: queues.url('notices'), engine: new Engine({ clock, sources: [queues] }) };
}

const put = (queues: FakeQueues, body: string, more: Partial<SendMessageRequest> = {}) =>
  queues.send(new SendMessageCommand({ QueueUrl: queues.url('notices'), MessageBody: body, ...more }));

async function receive(queues: FakeQueues, most = 10, queue = 'notices') {
  const command = new ReceiveMessageCommand({ QueueUrl: queues.url(queue), MaxNumberOfMessages: most });
  return ((await queues.send(command)) as ReceiveMessageResult).Messages ?? [];
}

function connect(queues: FakeQueues, handler: EventSource['handler'], more: Partial<EventSource> = {}): SQSEvent[] {
  const events: SQSEvent[] = [];
  queues.connect(queues.url('notices'), {
    batchSize: 10,
    handler: (event, context) => {
      events.push(event);
      return handler(event, context);
    },
    ...more,
  });
  return events;
}

const failing =
  (...bodies: string[]) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => ({
    batchItemFailures: event.Records.filter((record) => bodies.includes(record.body)).map((record) => ({
      itemIdentifier: record.messageId,
    })),
  });

describe('sending', () => {
  it.each<[string, Partial<SendMessageRequest>, string]>([
    ['an empty body', { MessageBody: '' }, 'MissingParameter'],
    ['a body over 1 MiB', { MessageBody: 'é'.repeat(524_289) }, 'InvalidParameterValue'],
    ['a control character', { MessageBody: 'a\u0001' }, 'InvalidMessageContents'],
    ['a delay of 901 s', { DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['a negative delay', { DelaySeconds: -1 }, 'InvalidParameterValue'],
    [
      'an attribute without a type',
      { MessageAttributes: { a: { DataType: '', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'an unknown queue',
      { QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/other' },
      'QueueDoesNotExist',
    ],
  ])('refuses %s', async (_, changes, name) => {
    const { queues } = stack();
    await expect(put(queues, 'body', changes)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    expect(queues.messages('notices')).toEqual([]);
  });

  it('takes 1 MiB, all of it', async () => {
    const { queues } = stack();
    await put(queues, 'é'.repeat(524_288));
    expect((await receive(queues))[0]?.Body).toHaveLength(524_288);
  });

  it('hides a message until its delay is over', async () => {
    const { queues, clock } = stack();
    await put(queues, 'later', { DelaySeconds: 900 });
    expect(await receive(queues)).toEqual([]);
    clock.moveTo(clock.epochMs() + 900_000);
    expect(await receive(queues)).toHaveLength(1);
  });

  const entry = (Id: string, more: Partial<SendMessageBatchRequestEntry> = {}) => ({ Id, MessageBody: Id, ...more });
  it.each<[string, SendMessageBatchRequestEntry[], string]>([
    ['no entries', [], 'EmptyBatchRequest'],
    ['eleven entries', Array.from({ length: 11 }, (_, n) => entry(`e${n}`)), 'TooManyEntriesInBatchRequest'],
    ['an id twice', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['an id with a space', [entry('a b')], 'InvalidBatchEntryId'],
    [
      'more than 1 MiB together',
      [entry('a', { MessageBody: 'x'.repeat(600_000) }), entry('b', { MessageBody: 'x'.repeat(600_000) })],
      'BatchRequestTooLong',
    ],
  ])('refuses a batch with %s', async (_, Entries, name) => {
    const { queues, url } = stack();
    await expect(queues.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))).rejects.toMatchObject({ name });
    expect(queues.messages('notices')).toEqual([]);
  });

  it('sends the good entries of a batch and reports the others', async () => {
    const faults = new FaultPlan();
    faults.arm({ service: 'queue', fault: 'partial' });
    const { queues, url } = stack({ faults });
    const Entries = [entry('good'), entry('bad', { DelaySeconds: 1000 }), entry('unlucky')];
    const result = (await queues.send(
      new SendMessageBatchCommand({ QueueUrl: url, Entries }),
    )) as SendMessageBatchResult;
    expect(result.Successful).toMatchObject([{ Id: 'good' }]);
    expect(result.Failed).toMatchObject([
      { Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' },
      { Id: 'unlucky', SenderFault: false, Code: 'InternalError' },
    ]);
    expect(queues.messages('notices').map((message) => message.body)).toEqual(['good']);
  });
});

describe('receiving', () => {
  it('hides a received message for its visibility timeout, then gives it again with a higher count', async () => {
    const { queues, clock } = stack();
    await put(queues, 'one');
    const [first] = await receive(queues);
    expect(first?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SentTimestamp: String(clock.epochMs()) });
    clock.moveTo(clock.epochMs() + 59_999);
    expect(await receive(queues)).toEqual([]);
    clock.moveTo(clock.epochMs() + 1);
    expect((await receive(queues))[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
  });

  it('deletes by the handle of the last receive only', async () => {
    const { queues, url, clock } = stack();
    await put(queues, 'one');
    const [first] = await receive(queues);
    clock.moveTo(clock.epochMs() + 60_000);
    const [second] = await receive(queues);
    await queues.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(queues.messages('notices')).toHaveLength(1);
    const Entries = [
      { Id: 'a', ReceiptHandle: second?.ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'nonsense' },
    ];
    const result = (await queues.send(
      new DeleteMessageBatchCommand({ QueueUrl: url, Entries }),
    )) as SendMessageBatchResult;
    expect(result.Successful).toMatchObject([{ Id: 'a' }]);
    expect(result.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
    expect(queues.messages('notices')).toEqual([]);
  });

  it('changes the visibility of a message in flight only', async () => {
    const { queues, url } = stack();
    await put(queues, 'one');
    const [message] = await receive(queues);
    const change = (VisibilityTimeout: number) =>
      queues.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await expect(change(43_201)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await change(0);
    await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    expect(await receive(queues)).toHaveLength(1);
  });

  it('moves a message to the dead-letter queue after its receives, and drops it there after the retention', async () => {
    const { queues, clock } = stack();
    await put(queues, 'poison');
    for (let n = 0; n < 3; n += 1) {
      expect(await receive(queues)).toHaveLength(1);
      clock.moveTo(clock.epochMs() + 60_000);
    }
    expect(await receive(queues)).toEqual([]);
    expect(queues.messages('dead').map((message) => message.body)).toEqual(['poison']);
    clock.moveTo(clock.epochMs() + 14 * 86_400_000);
    expect(queues.messages('dead')).toEqual([]);
    expect(await receive(queues, 1, 'dead')).toEqual([]);
  });

  it('counts waiting, hidden and delayed messages', async () => {
    const { queues, url } = stack();
    await put(queues, 'seen');
    await receive(queues);
    await put(queues, 'waiting');
    await put(queues, 'delayed', { DelaySeconds: 5 });
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    expect(((await queues.send(command)) as GetQueueAttributesResult).Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queues.arn('dead'), maxReceiveCount: 3 }),
    });
  });

  it('finds a queue by name, and names a command it does not know', async () => {
    const { queues, url } = stack();
    expect(await queues.send(new GetQueueUrlCommand({ QueueName: 'notices' }))).toMatchObject({ QueueUrl: url });
    await expect(queues.send(new GetQueueUrlCommand({ QueueName: 'other' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(queues.send(new ListQueuesCommand({}))).rejects.toThrow(/ListQueues/);
  });
});

describe('event source', () => {
  it('hands messages over in batches, as Lambda does, and deletes what was handled', async () => {
    const { queues, engine, clock } = stack();
    const events = connect(queues, async () => undefined, { batchSize: 2 });
    for (const body of ['a', 'b', 'c']) await queues.put(queues.arn('notices'), body, { KIND: 'test' });
    await engine.drain();
    expect(events.map((event) => event.Records.map((record) => record.body))).toEqual([['a', 'b'], ['c']]);
    expect(events[0]?.Records[0]).toMatchObject({
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(clock.epochMs()) },
      eventSource: 'aws:sqs',
      eventSourceARN: queues.arn('notices'),
      messageAttributes: { KIND: { dataType: 'String', stringValue: 'test' } },
    });
    expect(queues.messages('notices')).toEqual([]);
  });

  it('gives failed items again after the visibility timeout, and the others not', async () => {
    const { queues, engine } = stack();
    const events = connect(queues, failing('bad'));
    await put(queues, 'good');
    await put(queues, 'bad');
    await engine.advanceTo('2026-11-20T08:01:59Z');
    expect(events.map((event) => event.Records.map((record) => record.body))).toEqual([['good', 'bad'], ['bad']]);
    await engine.advanceTo('2026-11-20T12:00:00Z');
    expect(events).toHaveLength(3);
    expect(queues.messages('dead').map((message) => message.body)).toEqual(['bad']);
  });

  it.each<[string, EventSource['handler']]>([
    ['throws', async () => Promise.reject(new Error('no'))],
    ['reports an unknown item', async () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['reports an empty identifier', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ])('fails the whole batch when the handler %s', async (_, handler) => {
    const { queues, engine } = stack();
    connect(queues, handler);
    await put(queues, 'a');
    await put(queues, 'b');
    await engine.drain();
    expect(queues.messages('notices')).toMatchObject([{ receives: 1 }, { receives: 1 }]);
  });

  it('delivers at least once: a handled message can come again', async () => {
    const faults = new FaultPlan();
    faults.arm({ service: 'queue', fault: 'deliver-twice' });
    const { queues, engine } = stack({ faults });
    const events = connect(queues, async () => undefined);
    await put(queues, 'a');
    await engine.advanceTo('2026-11-20T09:00:00Z');
    expect(events.map((event) => event.Records[0]?.attributes.ApproximateReceiveCount)).toEqual(['1', '2']);
    expect(queues.messages('notices')).toEqual([]);
  });

  it('does not delete a message that a slow handler has lost to another receive', async () => {
    const { queues, clock, engine } = stack();
    connect(queues, async (event) => {
      if (event.Records[0]?.attributes.ApproximateReceiveCount !== '1') return;
      clock.moveTo(clock.epochMs() + 60_000);
      await receive(queues);
    });
    await put(queues, 'slow');
    await engine.drain();
    expect(queues.messages('notices')).toMatchObject([{ body: 'slow', receives: 2 }]);
    await engine.advanceBy('PT1M');
    expect(queues.messages('notices')).toEqual([]);
  });

  it('works on several batches at once when it may', async () => {
    const { queues, engine } = stack();
    let running = 0;
    let most = 0;
    const handler = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    connect(queues, handler, { batchSize: 1, concurrency: 3 });
    for (let n = 0; n < 7; n += 1) await put(queues, `${n}`);
    await engine.drain();
    expect(most).toBe(3);
  });
});

describe('a new process on the same folder', () => {
  it('has the messages with their counts and hidden times, and gives new ones new ids', async () => {
    const folder = dataFolder();
    const before = stack({ folder });
    await put(before.queues, 'seen');
    await receive(before.queues);
    await put(before.queues, 'new');
    const after = stack({ folder, clock: before.clock });
    expect((await receive(after.queues)).map((message) => message.Body)).toEqual(['new']);
    after.clock.moveTo(after.clock.epochMs() + 60_000);
    const again = await receive(after.queues);
    expect(again.map((message) => [message.Body, message.Attributes?.ApproximateReceiveCount])).toEqual([
      ['seen', '2'],
      ['new', '2'],
    ]);
    await put(after.queues, 'third');
    expect(new Set(after.queues.messages('notices').map((message) => message.id)).size).toBe(3);
  });
});
