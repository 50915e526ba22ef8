import type { DeliveryTable } from '../aws/table/deliveries.ts';
import type { Job } from '../aws/table/jobs.ts';
import type { WorkQueue } from '../aws/work-queue.ts';
import type { Walk, WorkPage } from '../jobs/walk.ts';
import { isMeant, rangeOf } from './filters.ts';
import { replayAskedSchema, statesOf } from './replay-asked.ts';
import type { InboundWork } from './work.ts';

/** Most deliveries queued per second, so that what comes in meanwhile is not held up. */
const PER_SECOND = 20;
const AT_ONCE = 5;
/** Deliveries looked at for one page of the job. */
const PAGE = 100;

interface Dependencies {
  readonly deliveries: DeliveryTable;
  readonly queue: WorkQueue<InboundWork>;
}

/** Queues every delivery that is meant, to be worked on again, oldest first. */
export function replayWalk({ deliveries, queue }: Dependencies, { asked }: Pick<Job, 'asked'>): Walk {
  const { by, reason, ...filters } = replayAskedSchema.parse(asked);
  const states = statesOf(filters);
  const page = async (after: string | undefined): Promise<WorkPage> => {
    const query = { ...rangeOf(filters), states, order: 'oldest-first', after, batchSize: PAGE } as const;
    const pieces: WorkPage['pieces'][number][] = [];
    let examined = 0;
    for await (const { delivery, position } of deliveries.list(query)) {
      const { id } = delivery;
      const work = async () => {
        await queue.send([{ kind: 'replay', delivery: id, by, reason }]);
        return 'queued';
      };
      if (isMeant(delivery, states, filters)) pieces.push({ name: `delivery ${id}`, work });
      examined += 1;
      if (examined === PAGE) return { pieces, next: position };
    }
    return { pieces };
  };
  return { stages: [{ name: 'deliveries', page }], perSecond: PER_SECOND, parallel: AT_ONCE };
}
