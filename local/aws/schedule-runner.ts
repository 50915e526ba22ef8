import type { CreateScheduleInput, GetScheduleInput } from '@aws-sdk/client-scheduler';
import type { VirtualClock } from '../time/clock.ts';
import { DueIndex } from '../time/due-index.ts';
import { instantText } from '../time/instant.ts';
import type { FaultSource } from './faults.ts';
import type { JournaledStore } from './journal.ts';
import { type Firing, firingAfterFailure } from './schedule-firing.ts';

export interface StoredSchedule {
  readonly input: CreateScheduleInput;
  /** Due, epoch milliseconds. */
  readonly at: number;
  /** Tells the firings of one name's successive schedules apart. */
  readonly revision: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly completed: boolean;
}

export type ScheduleStore = JournaledStore<{ schedule: StoredSchedule; firing: Firing }>;

/** How a due schedule reaches its target. */
export interface Delivery {
  readonly clock: VirtualClock;
  /** Hands a fired schedule's input to its target; a rejection is retried as the schedule's policy says. */
  readonly deliver: (targetArn: string, input: string) => Promise<void>;
  /** Puts an input that could not be delivered on the dead-letter queue, with what went wrong as attributes. */
  readonly deadLetter?: (
    queueArn: string,
    input: string,
    attributes: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly faults?: FaultSource;
  /** How long after its instant a schedule fires, asked once for each; AWS allows itself up to 60 seconds. */
  readonly delaySeconds?: number | (() => number);
}

/** An input given up without a dead-letter queue to take it: lost, as on AWS. */
export interface Undeliverable {
  readonly name: string;
  readonly input: string;
  readonly error: string;
}

/** Fires schedules when they are due and sees each delivery to its end: at least once, or dead-lettered. */
export class ScheduleRunner {
  readonly #store: ScheduleStore;
  readonly #options: Delivery & { arn(input: GetScheduleInput): string };
  readonly #due = new DueIndex();
  readonly #undeliverable: Undeliverable[] = [];

  constructor(store: ScheduleStore, options: Delivery & { arn(input: GetScheduleInput): string }) {
    this.#store = store;
    this.#options = options;
    for (const [key, schedule] of store.entries('schedule')) if (!schedule.completed) this.expect(key, schedule);
    for (const [key, firing] of store.entries('firing')) this.#due.set(key, firing.at);
  }

  get undeliverable(): readonly Undeliverable[] {
    return this.#undeliverable;
  }

  /** Sets when the schedule fires. */
  expect(key: string, schedule: StoredSchedule): void {
    const { delaySeconds = 0 } = this.#options;
    this.#due.set(key, schedule.at + (typeof delaySeconds === 'number' ? delaySeconds : delaySeconds()) * 1000);
  }

  forget(key: string): void {
    this.#due.delete(key);
  }

  nextAt(): number | undefined {
    return this.#due.first()?.at;
  }

  /** Fires the first schedule, or makes the first delivery, that is due. */
  async runAt(nowMs: number): Promise<string> {
    const key = this.#due.takeDue(nowMs);
    if (key === undefined) return 'nothing due';
    const firing = this.#store.get('firing', key);
    if (firing !== undefined) return this.#deliver(key, firing);
    const schedule = this.#store.get('schedule', key);
    if (schedule === undefined) return 'nothing due';
    return this.#fire(key, schedule);
  }

  async #fire(key: string, schedule: StoredSchedule): Promise<string> {
    const { input } = schedule;
    const name = input.Name ?? '';
    if (input.State === 'DISABLED') {
      this.#complete(key, schedule);
      return `${name} is disabled and does not fire`;
    }
    const fault = this.#options.faults?.take('fire', 'scheduler', 'Fire');
    if (fault?.fault === 'fire-late') {
      this.#due.set(key, this.#options.clock.epochMs() + fault.seconds * 1000);
      return `${name} is ${fault.seconds} s late`;
    }
    if (fault?.fault === 'fire-never') {
      this.#complete(key, schedule);
      return `${name} never fires`;
    }
    const times = fault?.fault === 'fire-twice' ? 2 : 1;
    const now = this.#options.clock.epochMs();
    const firings = Array.from({ length: times }, (_, index) => {
      const firing: Firing = { schedule: key, input, at: now, firedAt: now, scheduledAt: schedule.at, attempts: 0 };
      return [`firing ${key} ${schedule.revision} ${index + 1}`, firing] as const;
    });
    // The schedule's end and its deliveries are one change: a crash here loses neither.
    this.#complete(key, schedule, firings);
    for (const [firingKey] of firings) this.#due.set(firingKey, now);
    return `${name} fires${times > 1 ? ' twice' : ''}`;
  }

  #complete(key: string, schedule: StoredSchedule, firings: readonly (readonly [string, Firing])[] = []): void {
    const ends = schedule.input.ActionAfterCompletion === 'DELETE';
    this.#store.write(
      ['schedule', key, ends ? null : { ...schedule, completed: true }],
      ...firings.map(([firingKey, firing]) => ['firing', firingKey, firing] as const),
    );
  }

  async #deliver(key: string, firing: Firing): Promise<string> {
    const target = firing.input.Target;
    const name = firing.input.Name ?? '';
    const body = target?.Input ?? '{}';
    try {
      await this.#options.deliver(target?.Arn ?? '', body);
    } catch (error) {
      return this.#retryLater(key, firing, error instanceof Error ? error : new Error(String(error)));
    }
    this.#store.write(['firing', key, null]);
    return `${name} is delivered`;
  }

  async #retryLater(key: string, firing: Firing, error: Error): Promise<string> {
    const name = firing.input.Name ?? '';
    const after = firingAfterFailure(firing, this.#options.clock.epochMs());
    if (after.outcome === 'retry') {
      this.#store.write(['firing', key, after.firing]);
      this.#due.set(key, after.firing.at);
      return `${name} could not be delivered (${error.message}); again at ${instantText(after.firing.at)}`;
    }
    const attributes = {
      ERROR_CODE: error.name,
      ERROR_MESSAGE: error.message,
      EXHAUSTED_RETRY_CONDITION: after.condition,
      RETRY_ATTEMPTS: String(firing.attempts),
      SCHEDULE_ARN: this.#options.arn(firing.input),
      SCHEDULED_TIME: instantText(firing.scheduledAt),
      TARGET_ARN: firing.input.Target?.Arn ?? '',
    };
    await this.#giveUp(firing, attributes);
    this.#store.write(['firing', key, null]);
    return `${name} is given up (${after.condition}: ${error.message})`;
  }

  async #giveUp(firing: Firing, attributes: Readonly<Record<string, string>>): Promise<void> {
    const queue = firing.input.Target?.DeadLetterConfig?.Arn;
    const input = firing.input.Target?.Input ?? '{}';
    const lost = (error: string) => this.#undeliverable.push({ name: firing.input.Name ?? '', input, error });
    if (queue === undefined || this.#options.deadLetter === undefined) {
      lost(attributes.ERROR_MESSAGE ?? '');
      return;
    }
    try {
      await this.#options.deadLetter(queue, input, attributes);
    } catch (error) {
      lost(String(error));
    }
  }
}
