import { createHash } from 'node:crypto';
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { type StepWork, stepWorkSchema } from '../core/notices/work.ts';

export interface ScheduleSettings {
  readonly group: string;
  readonly roleArn: string;
  readonly queueArn: string;
  readonly deadLetterArn: string;
}

type ScheduleVariable = 'SCHEDULE_GROUP' | 'SCHEDULER_ROLE_ARN' | 'NOTICES_QUEUE_ARN' | 'SCHEDULER_DLQ_ARN';

/** The settings that a function's environment holds. */
export function scheduleSettings(environment: Readonly<Record<ScheduleVariable, string>>): ScheduleSettings {
  return {
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    queueArn: environment.NOTICES_QUEUE_ARN,
    deadLetterArn: environment.SCHEDULER_DLQ_ARN,
  };
}

/** A rung that is due already is scheduled this far ahead: AWS documents nothing for a time in the past. */
const LEAD_MS = 2 * 60_000;
/** A schedule that cannot reach the queue is retried for a day; the sweep takes over long before. */
const RETRY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

/** A schedule of the group that Clauseclock did not make, or of the same name with another input. */
export class ForeignScheduleError extends Error {
  override readonly name = 'ForeignScheduleError';
}

/** One-time EventBridge schedules that put the work of a rung onto the notices queue. */
export class Schedules {
  readonly #client: SchedulerClient;
  readonly #settings: ScheduleSettings;

  constructor(client: SchedulerClient, settings: ScheduleSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  /**
   * Schedules a rung’s work for `at` (instant), or for two minutes after `now` if that is later. Repeating it is
   * harmless.
   * @throws ForeignScheduleError if the name is taken by a schedule with another input
   */
  async register(work: StepWork, at: string, now: string): Promise<void> {
    const name = scheduleName(work);
    const { group, roleArn, queueArn, deadLetterArn } = this.#settings;
    const input = JSON.stringify(work);
    try {
      await this.#client.send(
        new CreateScheduleCommand({
          Name: name,
          GroupName: group,
          ScheduleExpression: atExpression(at, now),
          ScheduleExpressionTimezone: 'UTC',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: queueArn,
            RoleArn: roleArn,
            Input: input,
            DeadLetterConfig: { Arn: deadLetterArn },
            RetryPolicy: RETRY,
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#expectSame(name, input);
    }
  }

  /** Removes the schedule of a rung’s work. It is no error if the schedule fired or never existed. */
  async cancel(work: StepWork): Promise<void> {
    await this.remove(scheduleName(work));
  }

  async remove(name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ Name: name, GroupName: this.#settings.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  /** Up to 100 names of the group's schedules. `next`, the cursor of the page after it, is absent on the last page. */
  async page(cursor?: string): Promise<{ readonly names: readonly string[]; readonly next?: string }> {
    const { Schedules: found = [], NextToken: next } = await this.#client.send(
      new ListSchedulesCommand({ GroupName: this.#settings.group, MaxResults: 100, NextToken: cursor }),
    );
    return { names: found.map(({ Name }) => Name ?? ''), ...(next !== undefined && { next }) };
  }

  /**
   * The work that a schedule was registered for, which its name does not tell. Undefined if there is no such schedule.
   * @throws ForeignScheduleError if its input is no work of a rung
   */
  async workOf(name: string): Promise<StepWork | undefined> {
    const input = await this.#inputOf(name);
    if (input === undefined) return undefined;
    try {
      return stepWorkSchema.parse(JSON.parse(input));
    } catch {
      throw new ForeignScheduleError(
        `schedule ${name} is not for a rung of a deadline; remove it, or move it to another group`,
      );
    }
  }

  async #expectSame(name: string, input: string): Promise<void> {
    const found = await this.#inputOf(name);
    // A schedule that fired and was deleted between the two calls has done its work.
    if (found !== undefined && found !== input)
      throw new ForeignScheduleError(`schedule ${name} exists with another target input`);
  }

  /** The input of a schedule; undefined if there is none of that name. */
  async #inputOf(name: string): Promise<string | undefined> {
    try {
      const found = await this.#client.send(new GetScheduleCommand({ Name: name, GroupName: this.#settings.group }));
      return found.Target?.Input ?? '';
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }
}

/**
 * At most 64 characters of `[0-9a-zA-Z-_.]`, derived from contract, deadline, revision and rung, so that a retry finds
 * the schedule of its first try.
 */
export function scheduleName({ contract, deadline, revision, step }: Omit<StepWork, 'kind'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([contract, deadline, revision, step]))
    .digest('hex');
  return `${contract.slice(0, 20)}.${hash.slice(0, 40)}`;
}

/** Whole seconds, rounded up, so that a rung never fires early. */
function atExpression(at: string, now: string): string {
  const earliest = Date.parse(now) + LEAD_MS;
  const seconds = Math.ceil(Math.max(Date.parse(at), earliest) / 1000);
  return `at(${new Date(seconds * 1000).toISOString().slice(0, 19)})`;
}
