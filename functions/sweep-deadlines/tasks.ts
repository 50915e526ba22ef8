import type { WaitingTable } from '../../shared/aws/table/waiting.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import { taskOf } from '../../shared/tasks/task.ts';

/** Most waiting webhooks and letters that one sweep looks at, oldest first. Where there are more, it counts no further. */
const MOST_EXAMINED = 500;
const BATCH = 100;
const HOUR_SECONDS = 3600;

interface TaskDependencies {
  readonly waiting: WaitingTable;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Tells how much waits for a person, and for how many hours the oldest of it does. */
export async function countTasks({ waiting, clock, telemetry }: TaskDependencies): Promise<void> {
  const now = clock.now();
  let [examined, count] = [0, 0];
  for await (const each of waiting.list({ batchSize: BATCH })) {
    const task = taskOf(each, now);
    if (task) {
      if (count === 0) telemetry.count('TaskAgeHours', Math.floor(task.ageSeconds / HOUR_SECONDS));
      count += 1;
    }
    examined += 1;
    if (examined === MOST_EXAMINED) break;
  }
  telemetry.count('TaskWaiting', count);
}
