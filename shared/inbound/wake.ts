import type { WorkQueue } from '../aws/work-queue.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import type { InboundWork } from './work.ts';

/** Queues deliveries to be worked on. */
export function wakeThrough(queue: WorkQueue<InboundWork>): RecordingDependencies['wake'] {
  return (deliveries) => queue.send(deliveries.map((delivery) => ({ kind: 'delivery', delivery })));
}
