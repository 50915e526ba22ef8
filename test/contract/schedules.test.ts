import { CreateScheduleCommand, GetScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeScheduler } from '../../local/aws/scheduler.ts';
import { VirtualClock } from '../../local/time/clock.ts';
import { ForeignScheduleError, Schedules, scheduleName } from '../../shared/aws/schedules.ts';
import type { StepWork } from '../../shared/core/notices/work.ts';

const NOW = '2026-11-20T08:00:00Z';
const GROUP = 'group';
const SETTINGS = {
  group: GROUP,
  roleArn: 'arn:aws:iam::000000000000:role/scheduler',
  queueArn: 'arn:aws:sqs:eu-central-1:000000000000:notices',
  deadLetterArn: 'arn:aws:sqs:eu-central-1:000000000000:dead',
};

let scheduler: FakeScheduler;
let schedules: Schedules;
let delivered: { arn: string; input: string }[];
let clock: VirtualClock;

beforeEach(() => {
  clock = new VirtualClock(NOW);
  delivered = [];
  scheduler = new FakeScheduler({
    clock,
    groups: [GROUP],
    deliver: async (arn, input) => void delivered.push({ arn, input }),
  });
  schedules = new Schedules(scheduler as unknown as SchedulerClient, SETTINGS);
});

async function names(): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await schedules.page(cursor);
    expect(page.names.length).toBeLessThanOrEqual(100);
    found.push(...page.names);
    cursor = page.next;
  } while (cursor);
  return found;
}

const step = (changes: Partial<StepWork> = {}): StepWork => ({
  kind: 'step',
  contract: 'acme',
  deadline: 'suspension~in_1',
  revision: 1,
  step: 'due',
  ...changes,
});

describe('registering a step', () => {
  it('brings its work to the queue at its instant, once, and leaves no schedule', async () => {
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    expect(scheduler.schedules()).toMatchObject([{ name: scheduleName(step()), at: '2026-12-01T07:00:00Z' }]);
    clock.moveTo(Date.parse('2026-12-01T07:00:00Z'));
    for (let n = 0; n < 3; n += 1) await scheduler.runAt(clock.epochMs());
    expect(delivered).toEqual([{ arn: SETTINGS.queueArn, input: JSON.stringify(step()) }]);
    expect(await names()).toEqual([]);
  });

  it('is dead-lettered and retried as AWS allows at most, and deletes itself', async () => {
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    const stored = await scheduler.send(new GetScheduleCommand({ Name: scheduleName(step()), GroupName: GROUP }));
    expect(stored).toMatchObject({
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        RoleArn: SETTINGS.roleArn,
        DeadLetterConfig: { Arn: SETTINGS.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  it('a second time is harmless', async () => {
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    expect(await names()).toEqual([scheduleName(step())]);
  });

  it.each([
    ['2026-11-20T07:59:59Z', '2026-11-20T08:02:00Z'],
    ['2020-01-01T00:00:00Z', '2026-11-20T08:02:00Z'],
    ['2026-11-20T08:01:59Z', '2026-11-20T08:02:00Z'],
    ['2026-11-20T08:02:00.001Z', '2026-11-20T08:02:01Z'],
    ['2026-12-01T07:00:00.999Z', '2026-12-01T07:00:01Z'],
  ])('for %s is set for %s: never in the past, never early', async (at, expected) => {
    await schedules.register(step(), at, NOW);
    expect(scheduler.schedules()).toMatchObject([{ at: expected }]);
  });

  it('does not pass over a schedule of that name that does something else', async () => {
    const thief = new Schedules(
      {
        send: async (command: { input: { Target?: { Input?: string } } }) => {
          if (command.input.Target) command.input.Target.Input = '{}';
          return scheduler.send(command);
        },
      } as unknown as SchedulerClient,
      SETTINGS,
    );
    await thief.register(step(), '2026-12-01T07:00:00Z', NOW);
    await expect(schedules.register(step(), '2026-12-01T07:00:00Z', NOW)).rejects.toThrow(ForeignScheduleError);
  });
});

describe('a schedule', () => {
  it('that is cancelled is gone, and cancelling it again is no error', async () => {
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    await schedules.cancel(step());
    await schedules.cancel(step());
    expect(await names()).toEqual([]);
  });

  it('has a name that AWS takes and that tells steps apart', () => {
    const all = [
      step(),
      step({ revision: 2 }),
      step({ step: 'lapsed' }),
      step({ deadline: 'suspension~in_2' }),
      step({ contract: 'x'.repeat(64) }),
      step({ contract: `${'x'.repeat(63)}y` }),
    ].map(scheduleName);
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(name).toMatch(/^[0-9a-zA-Z._-]{1,64}$/);
  });

  it('leads to its step, unless it is gone or was not made for one', async () => {
    await schedules.register(step(), '2026-12-01T07:00:00Z', NOW);
    expect(await schedules.workOf(scheduleName(step()))).toEqual(step());
    expect(await schedules.workOf(scheduleName(step({ revision: 2 })))).toBeUndefined();
    for (const Input of ['{}', 'not JSON', undefined]) {
      const Name = `foreign-${Input?.length}`;
      await scheduler.send(
        new CreateScheduleCommand({
          Name,
          GroupName: GROUP,
          ScheduleExpression: 'at(2027-05-05T00:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: SETTINGS.queueArn, RoleArn: SETTINGS.roleArn, Input },
        }),
      );
      await expect(schedules.workOf(Name)).rejects.toThrow(ForeignScheduleError);
    }
  });

  it('is listed, also beyond the first page', async () => {
    const steps = Array.from({ length: 205 }, (_, n) => step({ revision: n + 1 }));
    for (const each of steps) await schedules.register(each, '2026-12-01T07:00:00Z', NOW);
    expect((await names()).toSorted()).toEqual(steps.map(scheduleName).toSorted());
  });
});
