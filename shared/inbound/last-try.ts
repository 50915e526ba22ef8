import { LAST_TRY_MS } from '../aws/table/delivery-item.ts';
import type { Delivery } from './delivery.ts';

/** Whether the process that began the last try has died. `now`: an instant. */
export function diedAtLastTry({ lastTryAt }: Pick<Delivery, 'lastTryAt'>, now: string): boolean {
  return lastTryAt !== undefined && Date.parse(now) - Date.parse(lastTryAt) >= LAST_TRY_MS;
}

/** A delivery of which no last try is under way. */
export function withoutLastTry({ lastTryAt: _lastTryAt, ...delivery }: Delivery): Delivery {
  return delivery;
}
