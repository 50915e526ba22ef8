import type { Agreement } from '../../shared/core/agreement/agreement.ts';
import { daysBetween } from '../../shared/core/calendar/days.ts';
import { CalendarError } from '../../shared/core/calendar/errors.ts';
import { instantText } from '../../shared/core/calendar/instants.ts';
import type { InstantText, Zone } from '../../shared/core/calendar/types.ts';
import { endOfDay, localDay, toInstant } from '../../shared/core/calendar/zone.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { ordered } from '../../shared/core/deadlines/folding/occurrence.ts';
import { type Lived, liveUntil } from '../../shared/core/deadlines/lapse-event.ts';
import { type Plan, type PlanInput, plan } from '../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import { type Fact, isBareDay } from '../../shared/core/events/event.ts';
import type { Pack } from '../../shared/core/terms/pack.ts';
import { formatDay } from '../../shared/core/words/days.ts';
import { momentInWords } from '../../shared/core/words/ends.ts';
import { type Words, wordsOf } from '../../shared/core/words/words.ts';
import { type IdleFact, idleFacts } from '../../shared/desk/plans/idle-facts.ts';
import { type Prospects, prospectsOf } from '../../shared/desk/prospects/prospects.ts';
import type { PlanningTerms } from '../../shared/runtime/terms.ts';
import { UsageError } from '../command-line.ts';

/** The moment of `--as-of`. */
export interface AsOf {
  readonly instant: InstantText;
  /** `Friday 11 December 2026`, or with the time of day. */
  readonly words: string;
}

/** Everything that a report shows. */
export interface PlanView {
  readonly contract: PinnedContract;
  readonly plan: Plan;
  /** As given, in the order in which they happened. */
  readonly facts: readonly Fact[];
  /** The facts with the recorded lapses. */
  readonly events: readonly Fact[];
  readonly prospects: Prospects;
  /** The words for explanations. */
  readonly words: Words;
  /** The facts that have no effect on any deadline. */
  readonly idle: readonly IdleFact[];
  readonly asOf?: AsOf;
  /** The terms in force after all events, and the statutes beside them. */
  readonly packs: readonly Pack[];
  readonly timezone: Zone;
  /** `RO@2026.1`, for clauses without holidays of their own. */
  readonly holidays: string;
}

/** Plans a case as of a moment (`--as-of`); without one, from the facts alone. */
export function viewOf(
  terms: PlanningTerms,
  { contract, events: facts }: { contract: PinnedContract; events: readonly Fact[] },
  when: string | undefined,
): PlanView {
  const input = { contract, events: facts, ...terms };
  const { asOf, lived } = livedUntil(when, input);
  const { plan: planned, events } = lived;
  const { agreement } = planned;
  const { pack, statutes, place } = agreement.current;
  return {
    contract,
    plan: planned,
    facts: ordered(facts, agreement).map(({ fact }) => fact),
    events,
    prospects: prospectsOf(planned, { ...input, events }),
    words: wordsOf(terms.catalog),
    idle: idleFacts(planned, { ...input, events }),
    ...(asOf && { asOf }),
    packs: [pack, ...statutes],
    timezone: place.timezone,
    holidays: place.calendar.version,
  };
}

/**
 * The plan as of a moment, with the lapses up to it; without a moment, from the facts alone. A bare day means its last
 * second in the zone of that day: a deadline that ends with the day is still open, and an event on the day has
 * happened.
 */
function livedUntil(when: string | undefined, input: PlanInput): { asOf?: AsOf; lived: Lived } {
  const told = plan(input);
  if (when === undefined) return { lived: { plan: told, events: input.events } };
  const begun = liveUntil(momentOf(when, told.agreement), input);
  const { agreement } = begun.plan;
  if (!isBareDay(when)) {
    const instant = toInstant(when);
    return { asOf: { instant, words: momentInWords(instant, agreement.zoneOf(instant)) }, lived: begun };
  }
  const instant = instantText(Date.parse(endOfDay(when, agreement.zoneOf(when))) - 1000);
  return { asOf: { instant, words: formatDay(when) }, lived: liveUntil(instant, { ...input, events: begun.events }) };
}

/** @throws UsageError for text that is neither a day nor a moment */
function momentOf(when: string, agreement: Agreement): InstantText {
  try {
    return agreement.momentOf(when);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    throw new UsageError(`--as-of ${when}: ${error.message}. Give a day, 2026-12-11, or a moment with its offset.`);
  }
}

/** The moment of the plan in words, and the number of facts after it that are counted as well. */
export function asOfLines(view: PlanView): string[] {
  if (view.asOf === undefined) return ['As the facts alone decide, without any lapse'];
  const after = factsAfter(view).length;
  const count = after === 1 ? '1 fact' : `${after} facts`;
  return [
    `As of ${view.asOf.words}, with every lapse up to then`,
    ...(after === 0 ? [] : [`Counted as well: ${count} from after that`]),
  ];
}

/** How far a deadline is from the moment of `--as-of`. */
export interface Distance {
  /** Its last day is over. */
  readonly past: boolean;
  /** Days to the last day, 0 on that day itself; only for an open deadline. */
  readonly daysLeft?: number;
  /** Days to the first day of a window; absent once it is open. */
  readonly opensIn?: number;
}

export function distanceOf({ state, date, opensOn, instant, timezone }: Deadline, asOf: AsOf): Distance {
  if (isOver({ instant }, asOf) && state !== 'paused') return { past: true };
  if (state !== 'open') return { past: false };
  const today = localDay(asOf.instant, timezone);
  const opensIn = opensOn === undefined ? 0 : daysBetween(today, opensOn);
  return { past: false, daysLeft: daysBetween(today, date), ...(opensIn > 0 && { opensIn }) };
}

/** Whether the last instant is at or before that moment. It does not matter whether the deadline is paused. */
export function isOver({ instant }: Pick<Deadline, 'instant'>, asOf: AsOf): boolean {
  return Date.parse(instant) <= Date.parse(asOf.instant);
}

/** The facts after the moment of `--as-of`. */
export function factsAfter({ facts, asOf, plan: { agreement } }: PlanView): readonly Fact[] {
  if (asOf === undefined) return [];
  return facts.filter(({ occurredAt }) => agreement.momentOf(occurredAt) > asOf.instant);
}
