import type { ItemChange } from '../../../local/dynamo/embedded-table.ts';
import { recurringTrigger } from '../../../local/recurring.ts';
import { DueIndex } from '../../../local/time/due-index.ts';
import { TABLE_SCHEMA } from '../../../shared/aws/table-schema.ts';
import type { SimulatedFunction } from './function.ts';
import type { Ground } from './instance.ts';

const EVERY_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** 02:17 UTC. */
const NIGHT_MS = 2 * 3_600_000 + 17 * 60_000;
/** 03:17 UTC. */
const PROPOSE_MS = 3 * 3_600_000 + 17 * 60_000;
const PROPOSED_NIGHTS = 10;
/** After so many sweeps that find the same first, the pauses between them double, up to a day. */
const PATIENCE = 600;

/** Runs the recurring tasks: the sweep every five minutes while something is overdue, the comparison after a day of changes. */
export class Sweeper {
  readonly #ground: Ground;
  readonly #target: SimulatedFunction;
  readonly #due = new DueIndex();
  #planned: { at: number; cancel: () => void } | undefined;
  #isNightPlanned = false;
  #first = '';
  #same = 0;

  constructor(ground: Ground, target: SimulatedFunction) {
    this.#ground = ground;
    this.#target = target;
  }

  follow({ before, after }: ItemChange): void {
    const item = after ?? before;
    const key = `${item?.pk?.S} ${item?.sk?.S}`;
    const at = after?.[TABLE_SCHEMA.indexes.agenda.sortKey]?.S;
    if (at === undefined) this.#due.delete(key);
    else this.#due.set(key, Date.parse(at));
    // What waits beside the one that is found again and again does not wait for it.
    if (at !== undefined && !this.#first.startsWith(`${key} `)) this.#same = 0;
    this.#plan();
    if (item?.sk?.S?.startsWith('deadline#')) this.#planNight();
  }

  #plan(): void {
    const first = this.#due.first();
    if (first === undefined) return;
    const { kernel } = this.#ground;
    const doubled = this.#same > PATIENCE ? EVERY_MS * 2 ** Math.min(8, this.#same - PATIENCE) : EVERY_MS;
    const at = Math.ceil((Math.max(first.at, kernel.now) + 1) / EVERY_MS) * EVERY_MS + (doubled - EVERY_MS);
    if (this.#planned && this.#planned.at <= at) return;
    this.#planned?.cancel();
    this.#planned = { at, cancel: kernel.at(at, () => this.#sweep()) };
  }

  #sweep(): void {
    this.#planned = undefined;
    const first = this.#due.first();
    if (first === undefined) return;
    if (first.at > this.#ground.kernel.now) {
      this.#plan();
      return;
    }
    const name = `${first.key} ${first.at}`;
    this.#same = name === this.#first ? this.#same + 1 : 0;
    this.#first = name;
    this.#run('overdue');
    this.#plan();
  }

  /** For some nights after another edition is out: what it would make of deadlines. Later ones find nothing new. */
  proposeFrom(releaseAt: number): void {
    const first = nextAt(releaseAt, PROPOSE_MS);
    for (let night = 0; night < PROPOSED_NIGHTS; night += 1)
      this.#ground.kernel.at(first + night * DAY_MS, () => this.#run('propose'));
  }

  #planNight(): void {
    if (this.#isNightPlanned) return;
    this.#isNightPlanned = true;
    const { kernel } = this.#ground;
    kernel.at(nextAt(kernel.now + 1, NIGHT_MS), () => {
      this.#isNightPlanned = false;
      this.#run('reconcile');
    });
  }

  #run(task: string): void {
    const { kernel, faults, trace } = this.#ground;
    // The recurring tasks are schedules themselves.
    if (faults.outageOf('scheduler', kernel.now) || faults.outageOf('functions', kernel.now)) return;
    kernel.settle();
    const { input } = recurringTrigger(this.#target.declaration, task);
    this.#target.invoke(input).catch((error) => trace.add(`${task} failed: ${String(error)}`));
  }
}

/** The first instant at a time of day (UTC) from `from` on. */
function nextAt(from: number, time: number): number {
  return Math.ceil((from - time) / DAY_MS) * DAY_MS + time;
}
