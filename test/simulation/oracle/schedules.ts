import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemChange } from '../../../local/dynamo/embedded-table.ts';
import { instantText } from '../../../local/time/instant.ts';
import type { Outage } from '../cloud/rates.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Report } from './violations.ts';

const MINUTE_MS = 60_000;
/** A schedule is made soon after its deadline is written, and by the comparison of the night at the latest. */
const REGISTERED_MS = 24 * 60 * MINUTE_MS;
/** Schedules fire up to two minutes early. One that is made for a step that is due already fires two minutes later. */
const AROUND_DUE_MS = 5 * MINUTE_MS;

interface Schedule {
  /** UTC instant text. */
  readonly at: string;
  readonly input: string | undefined;
}

interface Stored {
  readonly id: string;
  readonly revision: number;
  readonly next?: { readonly step: string; readonly at: string };
}

export interface ScheduleWatchOptions {
  readonly kernel: Kernel;
  readonly outages: readonly Outage[];
  /** All there are now. */
  readonly schedules: () => readonly Schedule[];
  readonly report: Report;
}

/** I6: a day after a deadline was written its next step has its schedule, and no other schedule is left of it. */
export class ScheduleWatch {
  readonly #options: ScheduleWatchOptions;
  /** The revision of each deadline, by contract and id. */
  readonly #revisions = new Map<string, number>();

  constructor(options: ScheduleWatchOptions) {
    this.#options = options;
  }

  onWrite(changes: readonly ItemChange[]): void {
    for (const { after } of changes) {
      if (!after?.sk?.S?.startsWith('deadline#')) continue;
      const { contract, deadline } = unmarshall(after) as { contract: string; deadline: Stored };
      this.#revisions.set(`${contract} ${deadline.id}`, deadline.revision);
      this.#expect(contract, deadline);
    }
  }

  #expect(contract: string, { id, revision, next }: Stored): void {
    const { kernel, outages } = this.#options;
    const from = kernel.now;
    const to = from + REGISTERED_MS;
    if (next !== undefined && Date.parse(next.at) <= to + AROUND_DUE_MS) return;
    kernel.at(to, () => {
      const isCurrent = this.#revisions.get(`${contract} ${id}`) === revision;
      if (isCurrent && !outages.some((outage) => outage.from < to && from < outage.to))
        this.#check(contract, id, revision, next);
    });
  }

  #check(contract: string, id: string, revision: number, next: Stored['next']): void {
    const { report, schedules } = this.#options;
    const own = schedules().flatMap(({ at, input = '{}' }) => {
      const work = JSON.parse(input) as { contract?: string; deadline?: string; revision?: number; step?: string };
      return work.contract === contract && work.deadline === id ? [{ at, ...work }] : [];
    });
    const isRight = (one: (typeof own)[number]) =>
      one.revision === revision && one.step === next?.step && isAt(one.at, next?.at ?? '');
    if (next !== undefined && !own.some(isRight))
      report('invariant', 'I6', `${next.step} of ${id} at ${instantText(Date.parse(next.at))} has no schedule`);
    const others = own.filter((one) => !isRight(one));
    if (others.length > 0) report('invariant', 'I6', `${id} has ${others.length} schedules for what is not next`);
  }
}

/** Schedules have whole seconds, and none is early. */
function isAt(at: string, due: string): boolean {
  const late = Date.parse(at) - Date.parse(due);
  return late >= 0 && late < MINUTE_MS;
}
