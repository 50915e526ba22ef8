import type { Day, InstantText, Zone } from '../../calendar/types.ts';

/** An event that the terms do not allow, with the earliest day on which it would be lawful. It has no effect. */
export interface Refusal {
  readonly clause: string;
  readonly event: string;
  /** `data.effectiveOn` */
  readonly field: string;
  readonly value: Day;
  /** The last day on which the event would have been in time. */
  readonly latest: Day;
  /** The earliest day the field could have held for the event to be in time; absent if no day can be counted that is. */
  readonly earliest?: Day;
  /** The day on which the event came, in the zone of the clause. */
  readonly announced: Day;
  /** The same as moments, if the clause counts hours. */
  readonly moments?: {
    readonly value: InstantText;
    /** The first instant that was too late. */
    readonly latest: InstantText;
    readonly announced: InstantText;
    readonly earliest?: InstantText;
    readonly timezone: Zone;
  };
  /** The label of the clause's pack. */
  readonly terms: string;
}
