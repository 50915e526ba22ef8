import type { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { HoldTable } from '../../shared/aws/table/holds.ts';
import { heldFrom } from '../../shared/inbound/held-from.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

interface HoldDependencies {
  readonly holds: HoldTable;
  readonly deliveries: Pick<DeliveryTable, 'oldest'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Sets, moves or lifts the hold on letters that a waiting webhook could undo. It is set before its time has come, since the
 * next sweep may come after it.
 */
export async function holdLetters({ holds, deliveries, clock, telemetry }: HoldDependencies): Promise<void> {
  const now = clock.now();
  const [oldest, before] = [await deliveries.oldest('stored'), await holds.read()];
  const from = oldest ? heldFrom(oldest.receivedAt) : null;
  if (from === (before?.from ?? null)) return;
  await holds.write({ from, at: now, ...(oldest && { delivery: oldest.id, receivedAt: oldest.receivedAt }) });
  if (oldest) telemetry.warn('LETTERS_HELD', { delivery: oldest.id, from: heldFrom(oldest.receivedAt) });
  else telemetry.info('LETTERS_FREE');
}
