/**
 * Counting of legal and contractual periods: a day or moment, a period with its settings, and the place whose zone and
 * holidays apply go in; the day, the instant at which it is over, and the steps that lead there come out.
 */

export { computeChain } from './chain.ts';
export { choose, combine } from './combine.ts';
export { computePeriod } from './compute-period.ts';
export { type BillingCycle, type CycleComputation, cycleEndOnOrAfter } from './cycle.ts';
export { asOnePeriod } from './one-period.ts';
export { computeWindow, lookBack, type WindowComputation, type WindowOpening } from './window.ts';
