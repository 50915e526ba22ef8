import type { Cloud } from '../cloud/cloud.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Report } from '../oracle/violations.ts';

/** What whoever asks something of the service has at hand. */
export interface ActorOptions {
  readonly kernel: Kernel;
  readonly cloud: Cloud;
  readonly report: Report;
  /** A share, from 0 to 1, the same for the same key. */
  readonly share: (key: string) => number;
}
