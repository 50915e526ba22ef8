import {
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  type ListSchedulesOutput,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../../local/aws/faults.ts';
import { FakeScheduler, type FakeSchedulerOptions } from '../../../local/aws/scheduler.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';
import { dataFolder } from './folder.ts';

const DLQ = 'arn:aws:sqs:eu-central-1:000000000000:schedules-dead';

function stack(options: Partial<FakeSchedulerOptions> & { readonly failing?: (attempt: number) => boolean } = {}) {
  const clock = options.clock ?? new VirtualClock('2026-11-20T08:00:00Z');
  const attempts: string[] = [];
  const delivered: string[] = [];
  const dead: {
    readonly queue: string;
    readonly input: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[] = [];
  const scheduler = new FakeScheduler({
    clock,
    groups: ['test'],
    deliver: async (_arn, input) => {
      attempts.push(clock.now());
      if (options.failing?.(attempts.length)) throw new Error('target away');
      delivered.push(`${input}@${clock.now()}`);
    },
    deadLetter: async (queue, input, attributes) => {
      dead.push({ queue, input, attributes });
    },
    ...options,
  });
  return { clock, scheduler, engine: new Engine({ clock, sources: [scheduler] }), attempts, delivered, dead };
}

function schedule(changes: Partial<CreateScheduleInput> = {}): CreateScheduleInput {
  return {
    Name: 'deadline-1',
    GroupName: 'test',
    ScheduleExpression: 'at(2026-12-05T00:00:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:sqs:eu-central-1:000000000000:notices',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: '{"n":1}',
    },
    ...changes,
  };
}

function target(changes: Partial<NonNullable<CreateScheduleInput['Target']>>): CreateScheduleInput {
  const base = schedule();
  return {
    ...base,
    Target: { Arn: base.Target?.Arn, RoleArn: base.Target?.RoleArn, Input: base.Target?.Input, ...changes },
  };
}

const create = (scheduler: FakeScheduler, input: CreateScheduleInput) =>
  scheduler.send(new CreateScheduleCommand(input));

describe('validation', () => {
  it.each<[string, CreateScheduleInput]>([
    ['a name of 65 characters', schedule({ Name: 'x'.repeat(65) })],
    ['a name with a slash', schedule({ Name: 'a/b' })],
    ['no name', schedule({ Name: undefined })],
    ['a day that does not exist', schedule({ ScheduleExpression: 'at(2026-02-30T00:00:00)' })],
    ['a time that does not exist', schedule({ ScheduleExpression: 'at(2026-12-05T24:00:00)' })],
    ['an instant with Z', schedule({ ScheduleExpression: 'at(2026-12-05T00:00:00Z)' })],
    ['milliseconds', schedule({ ScheduleExpression: 'at(2026-12-05T00:00:00.000)' })],
    ['no expression', schedule({ ScheduleExpression: undefined })],
    ['the past', schedule({ ScheduleExpression: 'at(2026-11-20T07:59:59)' })],
    ['this very instant', schedule({ ScheduleExpression: 'at(2026-11-20T08:00:00)' })],
    ['a zone that does not exist', schedule({ ScheduleExpressionTimezone: 'Europe/Nowhere' })],
    ['no flexible window', schedule({ FlexibleTimeWindow: undefined })],
    [
      'a window that is off and has minutes',
      schedule({ FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }),
    ],
    ['a flexible window without minutes', schedule({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } })],
    ['no target', schedule({ Target: undefined })],
    ['no target ARN', target({ Arn: undefined })],
    ['no role', target({ RoleArn: undefined })],
    ['an input over 256 KB', target({ Input: 'é'.repeat(131_073) })],
    ['an empty input', target({ Input: '' })],
    ['186 retries', target({ RetryPolicy: { MaximumRetryAttempts: 186 } })],
    ['an event age of 59 s', target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } })],
    [
      'a dead-letter ARN that is no queue',
      target({ DeadLetterConfig: { Arn: 'arn:aws:sns:eu-central-1:000000000000:x' } }),
    ],
    ['a description of 513 characters', schedule({ Description: 'x'.repeat(513) })],
    ['a client token with a space', schedule({ ClientToken: 'a b' })],
  ])('refuses %s', async (_, input) => {
    const { scheduler } = stack();
    await expect(create(scheduler, input)).rejects.toMatchObject({
      name: 'ValidationException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    });
    expect(scheduler.schedules()).toEqual([]);
  });

  it('takes what lies on the limits', async () => {
    const { scheduler } = stack();
    await create(scheduler, schedule({ Name: 'x'.repeat(64), ScheduleExpression: 'at(2026-11-20T08:00:01)' }));
    await create(
      scheduler,
      target({ Input: 'é'.repeat(131_072), RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 } }),
    );
    expect(scheduler.schedules()).toHaveLength(2);
  });

  it('reads the expression in its zone', async () => {
    const { scheduler } = stack();
    await create(scheduler, schedule({ ScheduleExpressionTimezone: 'Europe/Bucharest' }));
    expect(scheduler.schedules()).toMatchObject([{ name: 'deadline-1', at: '2026-12-04T22:00:00Z', phase: 'waiting' }]);
  });

  it('refuses an unknown group, a name in use and an unknown name', async () => {
    const { scheduler } = stack();
    await expect(create(scheduler, schedule({ GroupName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await create(scheduler, schedule());
    await expect(create(scheduler, schedule())).rejects.toMatchObject({
      name: 'ConflictException',
      $metadata: { httpStatusCode: 409 },
    });
    for (const command of [GetScheduleCommand, DeleteScheduleCommand]) {
      await expect(scheduler.send(new command({ Name: 'other', GroupName: 'test' }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 404 },
      });
    }
    await expect(scheduler.send(new UpdateScheduleCommand(schedule({ Name: 'other' })))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('answers a repeated create with the same client token as the first', async () => {
    const { scheduler } = stack();
    const first = await create(scheduler, schedule({ ClientToken: 'once' }));
    expect(await create(scheduler, schedule({ ClientToken: 'once' }))).toEqual(first);
    const other = schedule({ ClientToken: 'once', ScheduleExpression: 'at(2026-12-06T00:00:00)' });
    await expect(create(scheduler, other)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('names a command it does not know', async () => {
    await expect(stack().scheduler.send(new ListScheduleGroupsCommand({}))).rejects.toThrow(/ListScheduleGroups/);
  });
});

describe('reading', () => {
  it('gives back what was created', async () => {
    const { scheduler } = stack();
    await create(scheduler, schedule({ ClientToken: 'once' }));
    const got = (await scheduler.send(
      new GetScheduleCommand({ Name: 'deadline-1', GroupName: 'test' }),
    )) as GetScheduleOutput;
    const { ClientToken: _token, ...expected } = schedule({ ClientToken: 'once' });
    expect(got).toMatchObject({ ...expected, State: 'ENABLED', ScheduleExpressionTimezone: 'UTC' });
    expect(got.Arn).toBe('arn:aws:scheduler:eu-central-1:000000000000:schedule/test/deadline-1');
    expect(got).not.toHaveProperty('ClientToken');
  });

  it('lists by prefix and group in pages without gaps or repeats', async () => {
    const { scheduler } = stack();
    for (let n = 0; n < 25; n += 1) await create(scheduler, schedule({ Name: `a-${String(n).padStart(2, '0')}` }));
    await create(scheduler, schedule({ Name: 'b-1' }));
    await create(scheduler, schedule({ Name: 'a-other', GroupName: 'default' }));
    const names: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const input = {
        GroupName: 'test',
        NamePrefix: 'a-',
        MaxResults: 10,
        ...(token === undefined ? {} : { NextToken: token }),
      };
      const page = (await scheduler.send(new ListSchedulesCommand(input))) as ListSchedulesOutput;
      names.push(...(page.Schedules ?? []).map((entry) => entry.Name));
      token = page.NextToken;
    } while (token !== undefined);
    expect(names).toEqual(Array.from({ length: 25 }, (_, n) => `a-${String(n).padStart(2, '0')}`));
  });
});

describe('firing', () => {
  it('delivers at its instant, once, and is gone', async () => {
    const { scheduler, engine, delivered } = stack();
    await create(scheduler, schedule());
    await engine.advanceTo('2026-12-04T23:59:59Z');
    expect(delivered).toEqual([]);
    await engine.advanceTo('2027-12-31T00:00:00Z');
    expect(delivered).toEqual(['{"n":1}@2026-12-05T00:00:00Z']);
    expect(scheduler.schedules()).toEqual([]);
  });

  it('keeps a schedule that is not to be deleted, completed', async () => {
    const { scheduler, engine, delivered } = stack();
    await create(scheduler, schedule({ ActionAfterCompletion: 'NONE' }));
    await engine.advanceTo('2026-12-31T00:00:00Z');
    expect(delivered).toHaveLength(1);
    expect(scheduler.schedules()).toMatchObject([{ phase: 'completed' }]);
  });

  it('fires within the delay that is set', async () => {
    const { scheduler, engine, delivered } = stack({ delaySeconds: 59 });
    await create(scheduler, schedule());
    await engine.advanceTo('2026-12-06T00:00:00Z');
    expect(delivered).toEqual(['{"n":1}@2026-12-05T00:00:59Z']);
    const early = stack({ delaySeconds: () => -30 });
    await create(early.scheduler, schedule());
    await early.engine.advanceTo('2026-12-06T00:00:00Z');
    expect(early.delivered).toEqual(['{"n":1}@2026-12-04T23:59:30Z']);
  });

  it('follows an update and forgets a deleted or disabled schedule', async () => {
    const { scheduler, engine, delivered } = stack();
    await create(scheduler, schedule());
    await create(scheduler, schedule({ Name: 'deleted' }));
    await create(scheduler, schedule({ Name: 'disabled', State: 'DISABLED' }));
    await scheduler.send(new UpdateScheduleCommand(schedule({ ScheduleExpression: 'at(2026-12-08T00:00:00)' })));
    await scheduler.send(new DeleteScheduleCommand({ Name: 'deleted', GroupName: 'test' }));
    await engine.advanceTo('2026-12-31T00:00:00Z');
    expect(delivered).toEqual(['{"n":1}@2026-12-08T00:00:00Z']);
  });

  it('has nothing to do once its only schedule is deleted', async () => {
    const { scheduler } = stack();
    await create(scheduler, schedule());
    await scheduler.send(new DeleteScheduleCommand({ Name: 'deadline-1', GroupName: 'test' }));
    expect(await scheduler.nextAt()).toBeUndefined();
  });

  it('retries with growing waits until the target takes it', async () => {
    const { scheduler, engine, attempts, delivered } = stack({ failing: (attempt) => attempt <= 3 });
    await create(scheduler, schedule());
    await engine.advanceTo('2026-12-06T00:00:00Z');
    expect(attempts).toEqual([
      '2026-12-05T00:00:00Z',
      '2026-12-05T00:00:01Z',
      '2026-12-05T00:00:03Z',
      '2026-12-05T00:00:07Z',
    ]);
    expect(delivered).toHaveLength(1);
  });

  it('puts the input on the dead-letter queue once its retries are used up', async () => {
    const { scheduler, engine, attempts, dead } = stack({ failing: () => true });
    await create(scheduler, target({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: DLQ } }));
    await engine.advanceTo('2026-12-31T00:00:00Z');
    expect(attempts).toHaveLength(3);
    expect(dead).toMatchObject([
      {
        queue: DLQ,
        input: '{"n":1}',
        attributes: {
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
          ERROR_MESSAGE: 'target away',
        },
      },
    ]);
    expect(scheduler.schedules()).toEqual([]);
  });

  it('gives up when the event is too old, and counts 185 retries within a day by default', async () => {
    const aged = stack({ failing: () => true });
    await create(
      aged.scheduler,
      target({ RetryPolicy: { MaximumEventAgeInSeconds: 60 }, DeadLetterConfig: { Arn: DLQ } }),
    );
    await aged.engine.advanceTo('2026-12-31T00:00:00Z');
    expect(aged.dead).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } }]);
    const lasting = stack({ failing: () => true });
    await create(lasting.scheduler, target({ DeadLetterConfig: { Arn: DLQ } }));
    await lasting.engine.advanceTo('2026-12-31T00:00:00Z');
    expect(lasting.dead).toHaveLength(1);
    expect(lasting.attempts.length).toBeGreaterThan(170);
    expect(lasting.attempts.every((at) => at <= '2026-12-06T00:00:00Z')).toBe(true);
  });

  it('shows what was lost without a dead-letter queue', async () => {
    const { scheduler, engine } = stack({ failing: () => true });
    await create(scheduler, target({ RetryPolicy: { MaximumRetryAttempts: 0 } }));
    await engine.advanceTo('2026-12-31T00:00:00Z');
    expect(scheduler.undeliverable).toEqual([{ name: 'deadline-1', input: '{"n":1}', error: 'target away' }]);
  });

  it.each([
    [{ fault: 'fire-twice' }, ['{"n":1}@2026-12-05T00:00:00Z', '{"n":1}@2026-12-05T00:00:00Z']],
    [{ fault: 'fire-late', seconds: 600 }, ['{"n":1}@2026-12-05T00:10:00Z']],
    [{ fault: 'fire-never' }, []],
  ])('can be made to misfire: %o', async (fault, expected) => {
    const faults = new FaultPlan();
    faults.arm({ service: 'scheduler', ...fault });
    const { scheduler, engine, delivered } = stack({ faults });
    await create(scheduler, schedule());
    await engine.advanceTo('2026-12-06T00:00:00Z');
    expect(delivered).toEqual(expected);
    await create(scheduler, schedule({ ScheduleExpression: 'at(2026-12-07T00:00:00)' }));
    await engine.advanceTo('2026-12-08T00:00:00Z');
    expect(delivered).toHaveLength(expected.length + 1);
  });
});

describe('a new process on the same folder', () => {
  it('does not fire again what it has completed', async () => {
    const folder = dataFolder();
    const before = stack({ folder });
    await create(before.scheduler, schedule({ ActionAfterCompletion: 'NONE' }));
    await before.engine.advanceTo('2026-12-06T00:00:00Z');
    const after = stack({ folder, clock: before.clock });
    await after.engine.advanceTo('2026-12-07T00:00:00Z');
    expect(after.delivered).toEqual([]);
    expect(after.scheduler.schedules()).toMatchObject([{ phase: 'completed' }]);
  });

  it('fires what was scheduled, at the latest at once, and goes on with a delivery under way', async () => {
    const folder = dataFolder();
    const before = stack({ folder, failing: () => true });
    await create(before.scheduler, schedule());
    await create(before.scheduler, schedule({ Name: 'later', ScheduleExpression: 'at(2027-01-01T00:00:00)' }));
    await before.engine.advanceTo('2026-12-05T00:00:02Z');
    const after = stack({ folder, clock: before.clock });
    expect(after.scheduler.schedules().map((entry) => entry.name)).toEqual(['later']);
    await after.engine.advanceTo('2027-01-02T00:00:00Z');
    expect(after.delivered).toEqual(['{"n":1}@2026-12-05T00:00:03Z', '{"n":1}@2027-01-01T00:00:00Z']);
    expect(stack({ folder, clock: before.clock }).scheduler.schedules()).toEqual([]);
  });
});
