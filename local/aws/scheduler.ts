import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  type DeleteScheduleInput,
  GetScheduleCommand,
  type GetScheduleInput,
  ListSchedulesCommand,
  type ListSchedulesInput,
  ResourceNotFoundException,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { WorkSource } from '../time/engine.ts';
import { instantText } from '../time/instant.ts';
import { clientFault, metadata, unknownCommand } from './errors.ts';
import { JournaledStore } from './journal.ts';
import {
  type Delivery,
  ScheduleRunner,
  type ScheduleStore,
  type StoredSchedule,
  type Undeliverable,
} from './schedule-runner.ts';
import {
  requireClientToken,
  requireName,
  requirePageSize,
  validateSchedule,
  validation,
} from './schedule-validation.ts';

/** A schedule as operations see it. `at` is the due instant as UTC text. */
export interface ScheduleView {
  readonly name: string;
  readonly group: string;
  readonly at: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly phase: 'waiting' | 'retrying' | 'completed';
  readonly targetArn: string;
  readonly input: string | undefined;
}

export interface FakeSchedulerOptions extends Delivery {
  /** Schedule groups that exist beside `default`. */
  readonly groups?: readonly string[];
  /** Where schedules are kept; in memory when absent. */
  readonly folder?: string | undefined;
  readonly region?: string;
  readonly account?: string;
}

/** EventBridge Scheduler for one-time schedules, on the virtual clock: AWS's validation, at-least-once, retries, dead letters. */
export class FakeScheduler implements WorkSource {
  readonly name = 'scheduler';
  readonly #options: FakeSchedulerOptions;
  readonly #store: ScheduleStore;
  readonly #runner: ScheduleRunner;
  readonly #groups: ReadonlySet<string>;

  constructor(options: FakeSchedulerOptions) {
    this.#options = options;
    this.#groups = new Set(['default', ...(options.groups ?? [])]);
    this.#store = new JournaledStore({ name: 'scheduler', folder: options.folder, tables: ['schedule', 'firing'] });
    this.#runner = new ScheduleRunner(this.#store, { ...options, arn: (input) => this.#arn(input) });
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    if (command instanceof CreateScheduleCommand) return this.#create(command.input);
    if (command instanceof GetScheduleCommand) return this.#get(command.input);
    if (command instanceof UpdateScheduleCommand) return this.#update(command.input);
    if (command instanceof DeleteScheduleCommand) return this.#delete(command.input);
    if (command instanceof ListSchedulesCommand) return this.#list(command.input);
    throw unknownCommand('FakeScheduler', command);
  }

  /** All schedules, by due instant and name. */
  schedules(): readonly ScheduleView[] {
    const retrying = new Set([...this.#store.entries('firing')].map(([, firing]) => firing.schedule));
    return [...this.#store.entries('schedule')]
      .sort(([a, one], [b, other]) => one.at - other.at || (a < b ? -1 : 1))
      .map(([key, { input, at, completed }]) => ({
        name: input.Name ?? '',
        group: input.GroupName ?? 'default',
        at: instantText(at),
        state: input.State ?? 'ENABLED',
        phase: retrying.has(key) ? 'retrying' : completed ? 'completed' : 'waiting',
        targetArn: input.Target?.Arn ?? '',
        input: input.Target?.Input,
      }));
  }

  get undeliverable(): readonly Undeliverable[] {
    return this.#runner.undeliverable;
  }

  async nextAt(): Promise<number | undefined> {
    return this.#runner.nextAt();
  }

  /** Fires the first schedule, or makes the first delivery, that is due. */
  runAt(nowMs: number): Promise<string> {
    return this.#runner.runAt(nowMs);
  }

  #create(input: CreateScheduleInput): unknown {
    const at = validateSchedule(input, this.#options.clock.epochMs());
    this.#requireGroup(input.GroupName);
    const key = scheduleKeyOf(input);
    const existing = this.#store.get('schedule', key);
    if (existing !== undefined) {
      const repeated = input.ClientToken !== undefined && existing.input.ClientToken === input.ClientToken;
      if (repeated && JSON.stringify(existing.input) === JSON.stringify(input)) return this.#answer(input);
      const message = `Schedule ${input.Name} already exists.`;
      throw new ConflictException({ message, Message: message, ...clientFault(409) });
    }
    const now = this.#options.clock.epochMs();
    this.#put(key, { input, at, revision: now, createdAt: now, changedAt: now, completed: false });
    return this.#answer(input);
  }

  #update(input: CreateScheduleInput): unknown {
    requireName(input.Name);
    const existing = this.#require(input);
    const at = validateSchedule(input, this.#options.clock.epochMs());
    const now = this.#options.clock.epochMs();
    this.#put(scheduleKeyOf(input), {
      ...existing,
      input,
      at,
      revision: existing.revision + 1,
      changedAt: now,
      completed: false,
    });
    return this.#answer(input);
  }

  #put(key: string, schedule: StoredSchedule): void {
    this.#store.write(['schedule', key, schedule]);
    this.#runner.expect(key, schedule);
  }

  #get(input: GetScheduleInput): unknown {
    requireName(input.Name);
    const schedule = this.#require(input);
    const { ClientToken: _token, ...stored } = schedule.input;
    return {
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      ScheduleExpressionTimezone: 'UTC',
      ...stored,
      GroupName: input.GroupName ?? 'default',
      Arn: this.#arn(input),
      CreationDate: new Date(schedule.createdAt),
      LastModificationDate: new Date(schedule.changedAt),
      $metadata: metadata(),
    };
  }

  #delete(input: DeleteScheduleInput): unknown {
    requireName(input.Name);
    requireClientToken(input.ClientToken);
    this.#require(input);
    const key = scheduleKeyOf(input);
    this.#store.write(['schedule', key, null]);
    this.#runner.forget(key);
    return { $metadata: metadata() };
  }

  #list(input: ListSchedulesInput): unknown {
    requirePageSize(input.MaxResults);
    if (input.NamePrefix !== undefined) requireName(input.NamePrefix, 'namePrefix');
    const after = input.NextToken === undefined ? '' : decodeToken(input.NextToken);
    const size = input.MaxResults ?? 100;
    const matching = [...this.#store.entries('schedule')]
      .filter(([key]) => key > after)
      .filter(([, { input: stored }]) => {
        const group = stored.GroupName ?? 'default';
        if (input.GroupName !== undefined && group !== input.GroupName) return false;
        if (input.State !== undefined && (stored.State ?? 'ENABLED') !== input.State) return false;
        return (stored.Name ?? '').startsWith(input.NamePrefix ?? '');
      })
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const page = matching.slice(0, size);
    const last = page.at(-1)?.[0];
    return {
      Schedules: page.map(([, schedule]) => this.#summary(schedule)),
      ...(matching.length > size && last !== undefined ? { NextToken: Buffer.from(last).toString('base64url') } : {}),
      $metadata: metadata(),
    };
  }

  #summary(schedule: StoredSchedule): unknown {
    const { input } = schedule;
    return {
      Arn: this.#arn(input),
      Name: input.Name,
      GroupName: input.GroupName ?? 'default',
      State: input.State ?? 'ENABLED',
      CreationDate: new Date(schedule.createdAt),
      LastModificationDate: new Date(schedule.changedAt),
      Target: { Arn: input.Target?.Arn },
    };
  }

  #require(input: GetScheduleInput): StoredSchedule {
    this.#requireGroup(input.GroupName);
    const schedule = this.#store.get('schedule', scheduleKeyOf(input));
    if (schedule === undefined) throw notFound(`Schedule ${input.Name} does not exist.`);
    return schedule;
  }

  #requireGroup(group = 'default'): void {
    if (!this.#groups.has(group)) throw notFound(`Schedule group ${group} does not exist.`);
  }

  #answer(input: GetScheduleInput): unknown {
    return { ScheduleArn: this.#arn(input), $metadata: metadata() };
  }

  #arn(input: GetScheduleInput): string {
    const { region = 'eu-central-1', account = '000000000000' } = this.#options;
    return `arn:aws:scheduler:${region}:${account}:schedule/${scheduleKeyOf(input)}`;
  }
}

function scheduleKeyOf(input: GetScheduleInput): string {
  return `${input.GroupName ?? 'default'}/${input.Name}`;
}

function notFound(message: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ message, Message: message, ...clientFault(404) });
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (!key.includes('/')) throw validation('Invalid NextToken.');
  return key;
}
