import { WAITING_KINDS, type WaitingKind, type WaitingTable } from '../../shared/aws/table/waiting.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import { taskOf } from '../../shared/tasks/task.ts';

/** Most things of each kind that wait and that one sweep looks at, oldest first. Where there are more, it counts no further. */
export const MOST_EXAMINED = 500;
const BATCH = 100;
const HOUR_SECONDS = 3600;

interface TaskDependencies {
  readonly waiting: WaitingTable;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Tells how much waits for a person, and for how many hours the oldest of it does. */
export async function countTasks({ waiting, clock, telemetry }: TaskDependencies): Promise<void> {
  const found = [];
  for (const kind of WAITING_KINDS) found.push(...(await agesOf({ waiting, clock }, kind)));
  if (found.length > 0) telemetry.count('TaskAgeHours', Math.floor(Math.max(...found) / HOUR_SECONDS));
  telemetry.count('TaskWaiting', found.length);
}

/** For how many seconds each task of a kind has waited. Of one kind there may be thousands, such as proposals after a correction. */
async function agesOf({ waiting, clock }: Omit<TaskDependencies, 'telemetry'>, kind: WaitingKind): Promise<number[]> {
  const now = clock.now();
  const ages: number[] = [];
  let examined = 0;
  for await (const each of waiting.list({ kinds: [kind], batchSize: BATCH })) {
    const task = taskOf(each, now);
    if (task) ages.push(task.ageSeconds);
    examined += 1;
    if (examined === MOST_EXAMINED) break;
  }
  return ages;
}
