import { readMessage as readDelivery, readReport } from '../../functions/record-delivery/mail-event.ts';
import { readChange } from '../../functions/register-schedules/change.ts';
import { RESOURCES } from '../../local/environment.ts';
import { stepWorkSchema, workSchema } from '../../shared/core/notices/work.ts';
import type { GoldenMessage } from './format.ts';

/**
 * Reads a message as its function does.
 * @throws whatever that function would throw
 */
export function readMessage(message: GoldenMessage): unknown {
  if ('stream' in message) return readChange(message.stream);
  if ('schedule' in message) return stepWorkSchema.parse(JSON.parse(message.schedule.Target?.Input ?? ''));
  if (message.queue === RESOURCES.notices) return workSchema.parse(JSON.parse(message.body));
  if (message.queue === RESOURCES.deliveries) return readReport(readDelivery(message.body));
  throw new Error(`${message.queue} is no queue that a function reads`);
}

/** True if its function can read the message: tests also send broken ones. */
export function isReadable(message: GoldenMessage): boolean {
  try {
    readMessage(message);
    return true;
  } catch {
    return false;
  }
}
