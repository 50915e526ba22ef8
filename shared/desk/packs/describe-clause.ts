import { parsePeriods } from '../../core/calendar/period-text.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn } from '../../core/terms/match.ts';
import type { AllowanceShape } from '../../core/terms/shapes/allowance.ts';
import type { AtOnceShape } from '../../core/terms/shapes/at-once.ts';
import type { LookBackShape } from '../../core/terms/shapes/look-back.ts';
import { singleCountingsIn } from '../../core/terms/shapes/questions.ts';
import type { WindowShape } from '../../core/terms/shapes/window.ts';
import {
  anchorsOf,
  type Counting,
  eventIn,
  type SingleCounting,
  singlesIn,
} from '../../core/terms/written-counting.ts';
import { dayName } from '../../core/words/day-names.ts';
import { describeEvents, describeStart, describeTrigger, listed } from './describe-events.ts';

export { describeEvents, describeTrigger };

/** The length of a setting if the contract chooses none. Names: `objection-window`, or `gdpr/answer` of a statute. */
export type SettingLengths = (setting: string) => string | undefined;

/** A clause's timing in one phrase: `15 business days after contract.terminated`. */
export function describeTiming(clause: Clause, lengthOf: SettingLengths = () => undefined): string {
  const { shape } = clause;
  const named = { clause, lengthOf };
  switch (shape.kind) {
    case 'period':
      return inContext(describeCounting(shape.counting, named), clause);
    case 'window':
      return inContext(describeWindow(shape, named), clause);
    case 'atOnce':
      return describeAtOnce(shape, clause);
    case 'allowance':
      return describeAllowance(shape);
    case 'lookBack':
      return describeLookBack(shape, clause);
    case 'none':
      return 'no period';
  }
}

function inContext(text: string, clause: Clause): string {
  return withCycles(pointingBack(text, clause), clause);
}

interface Named {
  readonly clause: Clause;
  readonly lengthOf: SettingLengths;
}

function describeCounting(counting: Counting, named: Named): string {
  const options = singlesIn(counting).map((single) => describeSingle(single, named));
  const many = options.length > 2;
  if (counting.earlierOf) return `the ${many ? 'earliest' : 'earlier'} of ${listed(options, 'and')}`;
  if (counting.laterOf) return `the ${many ? 'latest' : 'later'} of ${listed(options, 'and')}`;
  return options.join('');
}

function describeSingle(single: SingleCounting, named: Named): string {
  const { day, takesEffect, inEach } = single;
  if (day !== undefined) return `the ${takesEffect === 'as-it-begins' ? 'start' : 'end'} of ${dayCalled(day)}`;
  const counted = isNoTime(single) ? onTheDay(single, named.clause) : fromAnchors(single, named);
  const whole = single.endsWith === undefined ? counted : endOfCycle(counted, single, named.clause);
  if (takesEffect === 'as-it-begins') return `${whole} (as that day begins)`;
  if (!inEach) return whole;
  return `${whole} in ${listed(inEach.timezones, 'and in')}, whichever ends ${inEach.take === 'earliest' ? 'first' : 'last'}`;
}

/** Whether the length leads to the day itself, as `0 days` does. `0 business days` may lead to another day. */
function isNoTime({ length }: SingleCounting): boolean {
  return length !== undefined && parsePeriods(length).every(({ n, unit }) => n === 0 && !MAY_MOVE.has(unit));
}

const MAY_MOVE: ReadonlySet<string> = new Set(['businessDays', 'hours']);

function onTheDay(single: SingleCounting, clause: Clause): string {
  return anchorsOf(single)
    .map((anchor) =>
      anchor === 'trigger'
        ? `the day ${clauseIn(clause.on) ? 'when' : 'of'} ${describeStart(clause)}`
        : called(anchor, clause),
    )
    .join(', else ');
}

function fromAnchors(single: SingleCounting, { clause, lengthOf }: Named): string {
  const { length, setting = '', direction = 'after', method, mustExceed } = single;
  const known = lengthOf(setting);
  const long = length ?? (known === undefined ? `the setting ${setting}` : `${known} (setting ${setting})`);
  const towards = single.overBefore ? 'and over before' : direction;
  const anchors = anchorsOf(single).map((anchor) => `${towards} ${called(anchor, clause)}`);
  return `${method === 'forwardMax' ? 'at least ' : ''}${mustExceed ? 'more than ' : ''}${long} ${anchors.join(', else ')}`;
}

function endOfCycle(counted: string, single: SingleCounting, clause: Clause): string {
  const least = !isNoTime(single) && single.direction !== 'before';
  return `the first end of ${cycleCalled(clause)} ${least ? 'at least' : 'on or after'} ${counted}`;
}

function describeWindow(window: WindowShape, named: Named): string {
  const { clause } = named;
  const from = `${clauseIn(clause.on) ? 'when ' : ''}${describeStart(clause)}`;
  if (window.closes !== undefined) {
    const { opens, closes } = window;
    return `from ${opens === undefined ? from : describeCounting(opens, named)} to ${describeCounting(closes, named)}`;
  }
  const { until, lastDay } = window;
  const end = `${lastDay === 'day-before' ? 'the day before ' : ''}${called(until, clause)}`;
  const fillsItsCycle = clause.recurs !== undefined && until.startsWith('cycle.');
  return fillsItsCycle ? end : `from ${from} until ${end}`;
}

function describeAtOnce({ from }: AtOnceShape, clause: Clause): string {
  const start = `at once ${clauseIn(clause.on) ? 'when' : 'with'} ${describeStart(clause)}`;
  return from === 'trigger' ? start : `${start}, or as a later ${wordsFor(from)} begins`;
}

function describeAllowance({ share, from, to, excusedBy }: AllowanceShape): string {
  const percent = Number((share * 100).toFixed(4));
  return `until ${percent} % of a calendar year is lost, from ${from} to ${to}, where ${excusedBy} is not set`;
}

function describeLookBack({ length, from = 'trigger', sums, percent, atLeast }: LookBackShape, clause: Clause): string {
  const share = percent === undefined ? '' : `${percent} % of `;
  const days = [from].flat().map((anchor) => called(anchor, clause));
  const floor = atLeast === undefined ? '' : `, at least ${inUnits(atLeast)}`;
  return `${share}the sum of ${sums} in the ${length} before ${days.join(', else before ')}${floor}`;
}

/** `USD 500.00` */
function inUnits({ currency, amount }: { readonly currency: string; readonly amount: number }): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return `${currency} ${(amount / 10 ** digits).toFixed(digits)}`;
}

/** The name of a day that a clause counts from. */
function called(anchor: string, clause: Clause): string {
  if (anchor === 'trigger') return describeStart(clause);
  if (anchor === 'cycle.start') return `the start of ${cycleCalled(clause)}`;
  if (anchor === 'cycle.end') return `the end of ${cycleCalled(clause)}`;
  if (anchor === 'cycle.next') return `the day after ${cycleCalled(clause)}`;
  const other = eventIn(anchor);
  if (other !== undefined) return other;
  if (anchor !== 'deadline') return dayCalled(anchor);
  const parent = clauseIn(clause.on);
  return `the last day of ${parent?.clause ?? `the clause about ${parent?.topic}`}`;
}

function cycleCalled({ cycle, recurs }: Clause): string {
  return `${recurs === undefined ? 'the' : 'each'} ${cycle}`;
}

/** `the due date (data.dueOn)` */
function dayCalled(anchor: string): string {
  return dayName(anchor) === undefined ? anchor : `the ${wordsFor(anchor)}`;
}

function wordsFor(anchor: string): string {
  const name = dayName(anchor);
  return name === undefined ? anchor : `${name} (${anchor})`;
}

/** Replaces the second and later mentions of a day after `after` or `before` by `it`. */
function pointingBack(text: string, clause: Clause): string {
  const names = new Set(
    singleCountingsIn(clause)
      .flatMap(anchorsOf)
      .map((anchor) => called(anchor, clause)),
  );
  return [...names].reduce((said, name) => {
    const first = said.indexOf(name) + name.length;
    const later = said.slice(first).replaceAll(`after ${name}`, 'after it').replaceAll(`before ${name}`, 'before it');
    return said.slice(0, first) + later;
  }, text);
}

/** The first mention of the cycle is `each …`; the later ones are `that …`. */
function withCycles(text: string, { recurs, cycle }: Clause): string {
  if (recurs === undefined) return text;
  const [first, ...later] = text.split(`each ${cycle}`);
  if (later.length === 0) return `${text}, again for each ${cycle}`;
  return `${first}each ${cycle}${later.join(`that ${cycle}`)}`;
}
