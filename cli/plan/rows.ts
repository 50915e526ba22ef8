import type { Day, InstantText, Zone } from '../../shared/core/calendar/types.ts';
import { localDateTime, toInstant } from '../../shared/core/calendar/zone.ts';
import { type Deadline, type Rung, takesNoTime } from '../../shared/core/deadlines/deadline.ts';
import { oneLine } from '../../shared/core/notices/letter.ts';
import { formatDay, MONTHS, weekdayName } from '../../shared/core/words/days.ts';
import { endKind, timeOfEnd } from '../../shared/core/words/ends.ts';
import { figureInWords } from '../../shared/core/words/money.ts';
import type { Prospects } from '../../shared/desk/prospects/prospects.ts';
import { type AsOf, distanceOf, type PlanView } from './view.ts';

/** A deadline in one line of a table. */
export interface Row {
  /** `Fri 11 Dec 2026`; for a window both ends; with the time of day if the deadline ends within the day. */
  readonly day: readonly string[];
  readonly what: string;
  readonly who: string;
  readonly state: string;
  readonly end: string;
}

export function rowOf(deadline: Deadline, { prospects, asOf }: Pick<PlanView, 'prospects' | 'asOf'>): Row {
  return {
    day: daysOf(deadline),
    what: whatOf(deadline, prospects),
    who: whoOf(deadline),
    state: stateOf(deadline, asOf),
    end: endInWords(deadline),
  };
}

/** Longer subjects are cut: a reader recognizes an invoice by fewer characters. */
const LONGEST_MATTER = 60;

/** The title with the subject: `Suspension for non-payment (in_1)`. */
export function whatOf({ id, title }: Deadline, prospects: Prospects): string {
  const matter = [...oneLine(prospects.matterOf(id) ?? '')];
  if (matter.length === 0) return title;
  const brief = matter.length > LONGEST_MATTER ? `${matter.slice(0, LONGEST_MATTER).join('')}…` : matter.join('');
  return `${title} (${brief})`;
}

/** `Fri 11 Dec 2026`; one-digit days are padded so that the days align. */
export function shortDay(day: Day): string {
  return `${weekdayName(day).slice(0, 3)} ${String(Number(day.slice(8))).padStart(2)} ${monthAndYear(day)}`;
}

function monthAndYear(day: Day): string {
  return `${MONTHS[Number(day.slice(5, 7)) - 1]?.slice(0, 3)} ${day.slice(0, 4)}`;
}

/** `3 Dec 2026` */
export function plainDay(day: Day): string {
  return `${Number(day.slice(8))} ${monthAndYear(day)}`;
}

function daysOf(deadline: Deadline): string[] {
  const { date, opensOn, nature } = deadline;
  const last = [shortDay(date), ...timeOf(deadline)];
  if (opensOn === undefined || nature === 'figure' || opensOn === date) return last;
  return [`${shortDay(opensOn)} –`, ...last];
}

/** The first and the last day in full, of a window or of the payments that a look-back sums. */
export function stretchOf({ date, opensOn, nature, summedUntil }: Deadline): string | undefined {
  const last = nature === 'figure' ? summedUntil : date;
  return opensOn === undefined || last === undefined ? undefined : `${formatDay(opensOn)} to ${formatDay(last)}`;
}

/** The notices of an open deadline: `Notices: opened, to the customer, on Fri 20 Nov 2026 09:00; …`. */
export function noticesOf(deadline: Deadline): string | undefined {
  const { state, ladder, timezone } = deadline;
  if (state !== 'open') return undefined;
  const step = (kind: Rung['kind']) =>
    kind !== 'lapsed' ? kind : takesNoTime(deadline) ? 'at once' : 'once it is over';
  const told = ladder
    .filter(({ to }) => to.length > 0)
    .map(({ kind, to, at }) => `${step(kind)}, to the ${to.join(' and the ')}, on ${shortMoment(at, timezone)}`);
  return `Notices: ${told.join('; ') || 'none'}`;
}

function shortMoment(at: InstantText, zone: Zone): string {
  const local = localDateTime(toInstant(at), zone);
  return `${shortDay(local.slice(0, 10)).replace('  ', ' ')} ${local.slice(11, 16)}`;
}

/** `at 15:30`, if the deadline ends within its day. */
function timeOf(deadline: Deadline): string[] {
  const time = timeOfEnd(deadline);
  return time === undefined ? [] : [`at ${time}`];
}

/** The party that has to act. Once a right has arisen, the party that has the right. */
export function whoOf(deadline: Deadline): string {
  const { nature, state, obligor, beneficiary } = deadline;
  switch (nature) {
    case 'obligation':
      return obligor;
    case 'right':
      return state === 'lapsed' || takesNoTime(deadline) ? `${beneficiary} may` : obligor;
    case 'window':
      return `${obligor} may`;
    case 'effect':
    case 'figure':
      return 'nobody';
  }
}

/** `open, 5 days left`, `lapsed, past`; without `--as-of` the state alone. */
export function stateOf(deadline: Deadline, asOf: AsOf | undefined): string {
  const state = deadline.nature === 'figure' ? 'figure' : deadline.state;
  if (asOf === undefined) return state;
  const { past, daysLeft, opensIn } = distanceOf(deadline, asOf);
  if (past) return `${state}, past`;
  if (opensIn !== undefined) return `${state}, opens ${opensIn === 1 ? 'tomorrow' : `in ${opensIn} days`}`;
  if (daysLeft === undefined) return state;
  return `${state}, ${daysLeft === 0 ? 'last day' : `${daysLeft} day${daysLeft === 1 ? '' : 's'} left`}`;
}

/** The outcome, or what happens at the end. */
export function endInWords(deadline: Deadline): string {
  const { state, nature, figure, onLapse } = deadline;
  if (nature === 'figure') return figure === undefined ? 'no sum' : figureInWords(deadline);
  if (state === 'met' || state === 'cancelled') return closedBy(deadline);
  if (state === 'paused') {
    const since = deadline.paused?.since;
    return `stands still${since === undefined ? '' : ` since ${plainDay(since)}`}`;
  }
  const follows = onLapse.kind === 'deadline.lapsed' ? '' : `: ${onLapse.kind}`;
  return `${(state === 'lapsed' ? whatCame : whatComes)(deadline)}${follows}`;
}

/** What an open deadline leads to if nothing happens. */
function whatComes(deadline: Deadline): string {
  const { nature } = deadline;
  if (takesNoTime(deadline)) return nature === 'right' ? 'right arises at once' : 'happens at once';
  if (deadline.allowance) return deadline.allowance.usedUp ? 'allowance used up' : 'year ends in order';
  switch (nature) {
    case 'obligation':
      return 'counts as not met';
    case 'right':
      return 'right arises';
    case 'window':
      return 'closes';
    case 'effect':
    case 'figure':
      return endKind(deadline) === 'begins' ? 'takes effect as the day begins' : 'takes effect';
  }
}

/** What a lapsed deadline has led to. */
function whatCame(deadline: Deadline): string {
  const { nature } = deadline;
  if (takesNoTime(deadline)) return nature === 'right' ? 'right arose at once' : 'happened at once';
  if (deadline.allowance) return 'allowance used up';
  switch (nature) {
    case 'obligation':
      return 'not met on record';
    case 'right':
      return 'right has arisen';
    case 'window':
      return 'closed';
    case 'effect':
    case 'figure':
      return 'in effect';
  }
}

/** The event that met or ended the deadline. */
function closedBy({ closing, state, allowance }: Deadline): string {
  if (closing === undefined) return state;
  const { how, kind } = closing;
  const on = plainDay(closing.day);
  switch (how) {
    case 'met':
      return `met by ${kind}, ${on}`;
    case 'ended':
      return `ended by ${kind}, ${on}`;
    case 'contract-ended':
      return `ended with the contract, ${on}`;
    case 'parent-settled':
      return `settled by ${kind}, ${on}`;
    case 'no-next-cycle':
      return `no next cycle after ${kind}, ${on}`;
    case 'lapsed':
      return allowance ? 'year ended in order' : 'met by its notice';
  }
}
