import type { Day, InstantText } from '../../core/calendar/types.ts';
import type { EventMatches } from '../../core/terms/match.ts';

export type Effect =
  | 'meets'
  | 'ends'
  | 'reopens'
  | 'suspends'
  | 'resumes'
  | 'extends'
  | 'moves'
  | 'restarts'
  | 'lapses'
  | 'changes-terms';

/** One kind of event, or one narrowed by what its data holds, as clauses name it. */
export type EventNamed = Extract<EventMatches, readonly unknown[]>[number];

/** A deadline that something else opens or ends; without `id` and `date` a clause that has no deadline yet. */
export interface Affected {
  readonly clause: string;
  readonly title: string;
  readonly id?: string;
  readonly date?: Day;
}

/** One thing that would still change a deadline, or the whole contract, and how. */
export interface Prospect {
  readonly effect: Effect;
  /** Any of them does it. Empty for what happens by itself. */
  readonly events: readonly EventNamed[];
  /** What the event has to say it is about; without `value`, it says nothing about that. */
  readonly about?: { readonly key: string; readonly value?: string };
  /** The first instant at which an event has the effect. */
  readonly from?: InstantText;
  /** The first instant at which it comes too late. Absent where it never does, or not while a period stands still. */
  readonly until?: InstantText;
  /** The whole length, and the last day it leads to. */
  readonly extendedTo?: { readonly length: string; readonly date?: Day };
  /** The event that follows, with its bare day or moment. */
  readonly brings?: { readonly kind: string; readonly occurredAt: string };
  readonly opens?: readonly Affected[];
  readonly ends?: readonly Affected[];
  /** The same in plain words. */
  readonly text: string;
}
