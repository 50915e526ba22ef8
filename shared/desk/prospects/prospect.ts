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

/** A deadline that a prospect opens or ends. Without `id` and `date`: a clause that has no deadline yet. */
export interface Affected {
  readonly clause: string;
  readonly title: string;
  readonly id?: string;
  readonly date?: Day;
}

/** An event, or the lapse, that would still change a deadline or the whole contract, and how. */
export interface Prospect {
  readonly effect: Effect;
  /** Any one of these has the effect. Empty for a lapse, which needs no event. */
  readonly events: readonly EventNamed[];
  /** The data key and value that the event has to carry; without `value`, an event that does not carry the key. */
  readonly about?: { readonly key: string; readonly value?: string };
  /** First instant (UTC) at which an event has the effect. */
  readonly from?: InstantText;
  /** First instant (UTC) that is too late. Undefined if there is none, or while the period is suspended. */
  readonly until?: InstantText;
  /** The new length of the whole period, and the last day it gives. */
  readonly extendedTo?: { readonly length: string; readonly date?: Day };
  /** The event that the lapse produces, with its bare day or moment. */
  readonly brings?: { readonly kind: string; readonly occurredAt: string };
  readonly opens?: readonly Affected[];
  readonly ends?: readonly Affected[];
  /** The prospect as a sentence. */
  readonly text: string;
}
