/**
 * Counting of legal and contractual periods. Input: a day or moment, a period with its settings, a zone and holidays.
 * Output: the last day, the instant at which that day is over, and the steps of the count.
 */

export { computeChain } from './chain.ts';
export { choose, combine } from './combine.ts';
export { computePeriod } from './compute-period.ts';
export { type BillingCycle, type CycleComputation, cycleEndOnOrAfter } from './cycle.ts';
export { asOnePeriod } from './one-period.ts';
export { computeWindow, lookBack, type WindowComputation, type WindowOpening } from './window.ts';
