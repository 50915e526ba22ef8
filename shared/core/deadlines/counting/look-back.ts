import { lookBack as countBack } from '../../calendar/compute.ts';
import { parsePeriod } from '../../calendar/period-text.ts';
import { endOfDay } from '../../calendar/zone.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import type { LookBackShape } from '../../terms/shapes/look-back.ts';
import { answersOf } from '../../terms/shapes/shape.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import type { Floor, Money } from '../money.ts';
import { anchorOf } from './clause-anchor.ts';
import type { Basis, Counted, Unanchored } from './counted.ts';

/**
 * Sums the amounts of earlier events in the window that ends with the day before this event, or before the day that the
 * shape counts from. Currencies stay apart. `date` is that day, to which the figure belongs.
 */
export function lookBackFrom(shape: LookBackShape, basis: Basis): Counted | Unanchored {
  const { context } = basis.rule;
  const { timezone } = context;
  const anchor = anchorOf(answersOf('lookBack').days(shape), basis);
  if ('missing' in anchor) return anchor;
  const date = dayOf(anchor.value, context);
  const { opensOn, date: until, steps } = countBack(date, parsePeriod(shape.length), context, ['anchor', 'no-roll']);
  const told = eachOnce(basis.earlier(shape.sums)).filter(({ occurredAt }) => {
    const day = dayOf(occurredAt, context);
    return day >= opensOn && day <= until;
  });
  const summed = told.filter(hasMoney);
  const sum = sumByCurrency(summed);
  const { steps: reckoning, ...reckoned } = reckon(sum, shape);
  const facts = { opensOn, until, sums: shape.sums, counted: told.length };
  return {
    date,
    unadjustedDate: date,
    opensOn,
    instant: endOfDay(date, timezone),
    ...reckoned,
    summedUntil: until,
    steps: [
      ...anchor.steps,
      ...steps,
      explain('sum', { ...facts, withoutAmount: told.length - summed.length, figure: sum }),
      ...reckoning,
    ],
  };
}

/** Each payment once. Its day comes from the first message about it, its amount from the last one that carries one. */
function eachOnce(facts: readonly Fact[]): Fact[] {
  const byPayment = new Map<string, Fact>();
  for (const [index, fact] of facts.entries()) {
    const { payment } = fact.data;
    const key = payment === undefined || payment === '' ? `#${index}` : `payment ${payment}`;
    const first = byPayment.get(key);
    if (first === undefined) byPayment.set(key, fact);
    else if (hasMoney(fact)) byPayment.set(key, { ...fact, occurredAt: first.occurredAt });
  }
  return [...byPayment.values()];
}

function hasMoney({ data }: Fact): boolean {
  return typeof data.amount === 'number' && typeof data.currency === 'string' && data.currency !== '';
}

/** The percentage of the sum, at least the floor. Amounts in another currency than the floor are given besides it. */
function reckon(
  sum: readonly Money[],
  { percent, atLeast }: LookBackShape,
): { figure: readonly Money[]; floor?: Floor; steps: ExplanationStep[] } {
  const steps: ExplanationStep[] = [];
  let figure = sum;
  if (percent !== undefined) {
    figure = sum.map(({ currency, amount }) => ({ currency, amount: percentOf(amount, percent) }));
    steps.push(explain('share', { percent, figure }));
  }
  if (atLeast === undefined) return { figure, steps };
  const { floored, comparable } = withFloor(figure, atLeast);
  const floor = { floor: atLeast, sum: figure, comparable };
  return { figure: floored, floor, steps: [...steps, explain('floor', { ...floor, figure: floored })] };
}

/**
 * If the sum in the floor's currency reaches the floor, the sum counts. Otherwise the floor takes its place; amounts in
 * other currencies cannot be compared with the floor and are given besides it.
 */
function withFloor(sum: readonly Money[], floor: Money): { floored: readonly Money[]; comparable: boolean } {
  const own = sum.find(({ currency }) => currency === floor.currency);
  if (own !== undefined && own.amount >= floor.amount) return { floored: sum, comparable: true };
  const others = sum.filter(({ currency }) => currency !== floor.currency);
  return { floored: [...others, floor].sort(byCurrency), comparable: others.length === 0 };
}

/** Whole minor units, rounded up. BigInt, because floating point would lose digits of large sums. */
function percentOf(amount: number, percent: number): number {
  return Number((BigInt(amount) * BigInt(percent) + 99n) / 100n);
}

function byCurrency(a: Money, b: Money): number {
  return a.currency < b.currency ? -1 : 1;
}

function sumByCurrency(payments: readonly Fact[]): Money[] {
  const sums = new Map<string, number>();
  for (const { data } of payments) {
    const currency = String(data.currency).toUpperCase();
    sums.set(currency, (sums.get(currency) ?? 0) + Number(data.amount));
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount })).sort(byCurrency);
}
