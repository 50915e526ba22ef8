import type { Random } from '../engine/random.ts';
import { type Fact, standing } from '../oracle/model.ts';
import type { SimulatedContract, Telling } from './telling.ts';

type Told = Omit<Telling, 'contract'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface Matter {
  readonly key: string;
  readonly on: string;
  readonly metBy: string;
  readonly endedBy?: string;
  /** The share that is left to lapse. */
  readonly unmet: number;
}

const MATTERS: readonly [Matter, ...Matter[]] = [
  { key: 'invoice', on: 'invoice.overdue', metBy: 'payment.received', endedBy: 'invoice.voided', unmet: 0.5 },
  { key: 'invoice', on: 'invoice.overdue', metBy: 'payment.received', endedBy: 'invoice.voided', unmet: 0.5 },
  { key: 'request', on: 'subject-request.received', metBy: 'subject-request.answered', unmet: 0.4 },
  { key: 'question', on: 'question.asked', metBy: 'question.answered', unmet: 0.4 },
  { key: 'breach', on: 'breach.alleged', metBy: 'breach.cured', unmet: 0.1 },
];

export interface StoriesOptions {
  /** Epoch milliseconds. */
  readonly until: number;
  readonly count: number;
  readonly closesSoon: boolean;
}

/** What happens to one contract until an instant, in `count` matters, and when it is told. */
export function stories(random: Random, contract: SimulatedContract, options: StoriesOptions): Told[] {
  const { until, count, closesSoon } = options;
  const told: Told[] = [];
  const moment = momentsOf(random);
  const storyOf = closesSoon ? closedSoon : followed;
  for (let n = 1; n <= count; n += 1) {
    const matter = random.pick(MATTERS);
    const begins = moment(random.int(contract.at + HOUR_MS, until - 90 * DAY_MS));
    told.push(...storyOf(random, contract, matter, `${matter.key}-${n}`, begins, moment));
    // An invoice whose time ends with that of the breach, which may end the contract.
    if (matter.key === 'breach' && random.chance(0.4)) {
      const beside = moment(begins + 15 * DAY_MS);
      told.push(...storyOf(random, contract, MATTERS[0], `invoice-beside-${n}`, beside, moment));
    }
  }
  if (random.chance(0.3)) told.push(...ending(random, endOf(random, contract.at, until, told), moment));
  return told;
}

/** Whole seconds, each once, so that no two facts happen at one instant. */
function momentsOf(_random: Random): (at: number) => number {
  const taken = new Set<number>();
  return (at) => {
    let moment = Math.floor(at / 1000) * 1000 + 1000;
    // No fact at the very instant at which a step is due.
    while (taken.has(moment) || moment % HOUR_MS === 0 || moment % (30 * MINUTE_MS) === 0) moment += 1000;
    taken.add(moment);
    return moment;
  };
}

/** A matter that is met or ended soon after one of its steps; in half of the cases that is withdrawn soon after. */
function closedSoon(
  random: Random,
  { zone }: SimulatedContract,
  { key, on, metBy }: Matter,
  subject: string,
  begins: number,
  moment: (at: number) => number,
): Told[] {
  const data = { [key]: subject };
  const trigger: Fact = { id: `${subject}-begins`, kind: on, at: begins, data };
  const [one] = standing({ zone, facts: [trigger], until: begins }).values();
  if (one === undefined) throw new Error(`${on} starts nothing`);
  const [first = begins, ...rest] = one.steps.flatMap(({ step, at }) => (step === 'lapsed' ? [] : [at]));
  const at = moment(random.pick([first, ...rest]) + random.int(5, 360) * 1000);
  const closing: Told = { fact: { id: `${subject}-ends`, kind: metBy, at, data }, at: at + random.int(1, 60_000) };
  const told: Told[] = [{ fact: trigger, at: begins + random.int(1, 5_000) }, closing];
  return random.chance(0.5) ? [...told, withdrawal(random, closing, subject, moment)] : told;
}

function followed(
  random: Random,
  { zone, at: contractAt }: SimulatedContract,
  matter: Matter,
  subject: string,
  begins: number,
  moment: (at: number) => number,
): Told[] {
  const data = { [matter.key]: subject };
  const trigger: Fact = { id: `${subject}-begins`, kind: matter.on, at: begins, data };
  const told: Told[] = [{ fact: trigger, at: begins + delay(random, 2 * DAY_MS) }];
  const [one] = standing({ zone, facts: [trigger], until: begins }).values();
  if (one === undefined) throw new Error(`${matter.on} starts nothing`);
  const steps = one.steps.map(({ at }) => at);
  if (random.chance(0.3)) told.push(...toldAnew(random, trigger, steps, moment, contractAt + HOUR_MS));
  if (random.chance(matter.unmet)) {
    if (random.chance(0.7)) return told;
    // Too late, or in time and told too late.
    const inTime = random.chance(0.5);
    const at = moment(
      inTime ? random.int(begins + HOUR_MS, one.instant - HOUR_MS) : one.instant + random.int(1, 20) * DAY_MS,
    );
    const told_ = Math.max(at, one.instant) + random.int(1, 15 * 24) * HOUR_MS;
    return [...told, { fact: { id: `${subject}-late`, kind: matter.metBy, at, data }, at: told_ }];
  }
  const kind = matter.endedBy !== undefined && random.chance(0.3) ? matter.endedBy : matter.metBy;
  const at = moment(closingTime(random, begins, one.instant, steps));
  const closing: Told = { fact: { id: `${subject}-ends`, kind, at, data }, at: at + delay(random, 5 * DAY_MS) };
  told.push(closing);
  if (random.chance(0.15)) told.push(withdrawal(random, closing, subject, moment));
  return told;
}

/** The beginning is told once more as of another time, or withdrawn, with or without another in its place: the date moves. */
function toldAnew(
  random: Random,
  trigger: Fact,
  steps: readonly number[],
  moment: (at: number) => number,
  earliest: number,
): Told[] {
  const { at: begins } = trigger;
  const at = moment(Math.max(earliest, begins - random.int(1, 10 * 24) * HOUR_MS));
  const [first = begins, ...rest] = steps;
  // Often soon after a step, while its letter may be under way.
  const after = random.chance(0.6) ? random.pick([first, ...rest]) : begins + random.int(1, 20 * 24) * HOUR_MS;
  const when = Math.max(after, begins) + Math.round(random.spread(1_000, 8 * HOUR_MS));
  const again: Told = { fact: { ...trigger, id: `${trigger.id}-again`, at }, at: when };
  if (random.chance(0.5)) return [again];
  const withdrawn = withdrawal(random, { fact: trigger, at: begins }, trigger.id, moment);
  return random.chance(0.7) ? [withdrawn, again] : [withdrawn];
}

/** Often close to a step, where it races with the letter. */
function closingTime(random: Random, begins: number, instant: number, steps: readonly number[]): number {
  const [first = begins, ...rest] = steps;
  const at = random.chance(0.6)
    ? random.pick([first, ...rest]) + Math.round((random.next() - 0.7) * 6 * MINUTE_MS)
    : random.int(begins + HOUR_MS, instant - HOUR_MS);
  return Math.min(Math.max(at, begins + 2_000), instant - 5_000);
}

function withdrawal(random: Random, closing: Told, subject: string, moment: (at: number) => number): Told {
  const at = moment(closing.at + random.int(1, 10 * 24) * HOUR_MS);
  const fact = { id: `${subject}-withdrawn`, kind: 'event.withdrawn', at, data: { event: closing.fact.id } };
  return { fact, at: at + delay(random, DAY_MS) };
}

/** In half of the cases soon after another fact is told, whose letter may be under way. */
function endOf(random: Random, from: number, until: number, told: readonly Told[]): number {
  const another = random.chance(0.5) ? told[random.int(0, told.length - 1)] : undefined;
  return another === undefined
    ? Math.max(from + DAY_MS, until - random.int(60, 400) * DAY_MS)
    : another.at + Math.round(random.spread(500, 120_000));
}

function ending(random: Random, ends: number, moment: (at: number) => number): Told[] {
  const at = moment(ends);
  const told: Told[] = [
    { fact: { id: 'terminated', kind: 'contract.terminated', at, data: {} }, at: at + delay(random, DAY_MS) },
  ];
  if (random.chance(0.5)) {
    const delivered = moment(at + random.int(1, 19 * 24) * HOUR_MS);
    const fact = { id: 'exported', kind: 'data-export.delivered', at: delivered, data: {} };
    told.push({ fact, at: delivered + delay(random, DAY_MS) });
  }
  return told;
}

/** From when it happens to when it is told. */
function delay(random: Random, longest: number): number {
  if (random.chance(0.6)) return random.int(1, 120_000);
  return Math.round(random.spread(120_000, longest));
}
