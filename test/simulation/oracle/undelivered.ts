import type { Outage } from '../cloud/rates.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { StoredNotice } from './items.ts';
import type { Report } from './violations.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** With less time left a person has as much as there is. */
const LEAST_LEFT_MS = 6 * HOUR_MS;

export interface UndeliveredOptions {
  readonly kernel: Kernel;
  readonly outages: readonly Outage[];
  readonly report: Report;
  /** As stored now. */
  readonly noticeOf: (id: string) => StoredNotice | undefined;
}

/** A letter that the service has taken, and of which it says no more, is handed to a person while it is still of use. */
export function expectDelivery(
  { id, step, latest }: StoredNotice,
  { kernel, outages, report, noticeOf }: UndeliveredOptions,
): void {
  const from = kernel.now;
  const left = Date.parse(latest) - from;
  const to = left > LEAST_LEFT_MS ? Math.min(from + left, from + 2 * DAY_MS) : from + 2 * DAY_MS;
  kernel.at(to, () => {
    if (noticeOf(id)?.state !== 'ACCEPTED' || outages.some((outage) => outage.from < to && from < outage.to)) return;
    report('silent', 'undelivered', `${id} (${step}) was accepted and not delivered, and nobody was told by ${latest}`);
  });
}
