import type { Random } from '../engine/random.ts';
import type { Fate } from './fates.ts';
import { CALL_FAULTS, type CallFault, OTHER_FAULTS, type OtherFault } from './fault-names.ts';
import type { Pair } from './pairs.ts';

export type Service = 'table' | 'scheduler' | 'queue' | 'mail' | 'functions';
export const SERVICES = ['table', 'scheduler', 'queue', 'mail', 'functions'] as const;

/** A time in which a service answers nobody. Epoch milliseconds; the end is no part of it. */
export interface Outage {
  readonly service: Service;
  readonly from: number;
  readonly to: number;
}

/** A fault that strikes one step at a rate of its own. */
export interface Focus {
  readonly step: string;
  readonly fault: CallFault | OtherFault;
  /** After the first time, at which it strikes for certain. */
  readonly rate: number;
}

/** How likely each fault is, in one run. */
export interface Rates {
  readonly calls: Readonly<Record<CallFault, number>>;
  readonly others: Readonly<Record<OtherFault, number>>;
  /** The clock of each process is off by up to so many milliseconds. */
  readonly skewMs: number;
  /** The indexes follow a write after up to so many milliseconds. */
  readonly lagMs: number;
  /** The usual time a call takes, in milliseconds. */
  readonly latencyMs: number;
  readonly outages: readonly Outage[];
  /** Steps at which a fault is far more likely, so that rare pairs come about. */
  readonly focus: readonly Focus[];
  /** The share of letters that do not simply arrive. */
  readonly troubled: number;
  /** The fate of the first letter and of half of the others, where there is one that is to come about. */
  readonly fate?: Fate;
}

/** The harshest rates are those that `docs/simulation.md` calls harsh. */
const MOST: Readonly<Record<CallFault | OtherFault, number>> = {
  ...{ 'crash-before': 0.01, 'crash-after': 0.01, 'lost-reply': 0.01, 'lost-request': 0.01 },
  ...{ throttle: 0.02, 'server-error': 0.01, conflict: 0.02, hang: 0.005 },
  ...{ 'fire-twice': 0.05, 'fire-late': 0.05, 'fire-early': 0.05, 'fire-never': 0.01 },
  ...{ redelivery: 0.02, 'partial-send': 0.02, poison: 0.01 },
  ...{ 'report-lost': 0.01, 'report-doubled': 0.05, 'report-late': 0.05 },
};

const DAY_MS = 86_400_000;

/**
 * Each run draws its own rates, and many of them are zero, so that rare faults also come alone. `moments`: when something is
 * told; outages come in the weeks after one of them, where they matter. `pair`: what to bring about in this run.
 */
export function drawRates(random: Random, moments: readonly [number, ...number[]], pair: Pair): Rates {
  const quiet = random.chance(0.1);
  const rate = (fault: CallFault | OtherFault) =>
    quiet || random.chance(0.5) ? 0 : random.spread(MOST[fault] / 30, MOST[fault]);
  const rates = <Fault extends CallFault | OtherFault>(faults: readonly Fault[]) =>
    Object.fromEntries(faults.map((fault) => [fault, rate(fault)])) as Record<Fault, number>;
  const outages = quiet || random.chance(0.5) ? 0 : random.int(1, 3);
  const fate = fateFor(pair);
  return {
    // Also where nothing else goes wrong.
    focus: focusOn(pair, random.spread(0.1, 0.6)),
    ...(fate !== undefined && { fate }),
    calls: rates(CALL_FAULTS),
    others: rates(OTHER_FAULTS),
    skewMs: random.chance(0.5) ? 0 : random.spread(10, 5_000),
    lagMs: random.chance(0.5) ? 0 : random.spread(10, 30_000),
    latencyMs: random.spread(2, 200),
    outages: Array.from({ length: outages }, () => outage(random, moments)),
    troubled: random.chance(0.3) ? 0 : random.spread(0.01, 0.4),
  };
}

function outage(random: Random, moments: readonly [number, ...number[]]): Outage {
  const begins = random.pick(moments) + random.int(-1 * DAY_MS, 32 * DAY_MS);
  const lasts = random.spread(10 * 60_000, 5 * DAY_MS);
  return { service: random.pick(SERVICES), from: begins, to: Math.round(begins + lasts) };
}

/**
 * What a piece of work calls many times may fail less often: a sweep asks each shard of each index, and what fails at every
 * other call is never done at all.
 */
function bearable(step: string, rate: number): number {
  if (step === 'sweep-deadlines Query') return rate / 30;
  return / (Query|GetItem)$/.test(step) ? rate / 5 : rate;
}

/** What has to go wrong for the step to be taken at all goes wrong often, too. */
function focusOn({ step, fault }: Pair, rate: number): Focus[] {
  const focus = { step, fault, rate: bearable(step, rate) };
  const mail = 'send-notice SendRawEmail';
  if (/notice\.(unknown|resend-after-unknown)$/.test(step))
    return [focus, { step: mail, fault: 'lost-request', rate: 0.3 }];
  // Letters have to be under way while something is left to settle.
  if (step.endsWith('deadlines.settled')) return [focus, { step: mail, fault: 'throttle', rate: 0.5 }];
  // A letter is withdrawn if it is still to be tried when a fact comes, which then comes soon (`caseOf`).
  if (step.endsWith('notice.cancelled'))
    return [
      { ...focus, rate: Math.max(rate, 0.6) },
      { step: mail, fault: 'throttle', rate: 0.6 },
    ];
  return step.endsWith('notice.released') ? [focus, { step: mail, fault: 'throttle', rate: 0.4 }] : [focus];
}

/** What SES has to report for a step to be taken. */
const FATES_OF: Readonly<Record<string, Fate>> = {
  ...{ 'notice.bounced': 'bounced', 'notice.suppressed': 'suppressed', 'notice.complained': 'complaint' },
  ...{ 'notice.rejected': 'rejected', 'notice.delayed': 'delayed-then-delivered' },
  ...{ 'notice.transient-bounce': 'auto-reply', Bounce: 'bounced', Complaint: 'complaint', Reject: 'rejected' },
  DeliveryDelay: 'delayed-then-delivered',
};

function fateFor({ step }: Pair): Fate | undefined {
  const [about, what = ''] = step.split(' ');
  return about === 'record-delivery' || about === 'report' ? FATES_OF[what] : undefined;
}

/** No fault at all. */
export function calm({ skewMs, latencyMs }: Pick<Rates, 'skewMs' | 'latencyMs'>): Rates {
  const none = <Fault extends string>(faults: readonly Fault[]) =>
    Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>;
  return {
    calls: none(CALL_FAULTS),
    others: none(OTHER_FAULTS),
    skewMs,
    latencyMs,
    lagMs: 0,
    focus: [],
    outages: [],
    troubled: 0,
  };
}
