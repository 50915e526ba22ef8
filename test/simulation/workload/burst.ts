import { instantText } from '../../../local/time/instant.ts';
import type { Random } from '../engine/random.ts';
import { dayOf, instantOf } from '../oracle/calendar.ts';
import { type Fact, standing } from '../oracle/model.ts';
import type { Telling } from './telling.ts';
import type { Workload } from './workload.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The workload with invoices of one contract besides that are overdue on one day, so that a day holds many letters to one reader. */
export function withBurst(random: Random, { contracts, tellings }: Workload, until: number): Workload {
  const [first, ...others] = contracts;
  if (first === undefined) return { contracts, tellings };
  const contract = random.pick([first, ...others]);
  const taken = new Set(tellings.map(({ fact }) => fact.at));
  const moment = (at: number) => {
    let one = Math.floor(at / 1000) * 1000 + 1000;
    while (taken.has(one) || one % (30 * MINUTE_MS) === 0) one += 1000;
    taken.add(one);
    return one;
  };
  const day = dayOf(
    random.int(contract.at + 2 * DAY_MS, Math.max(contract.at + 3 * DAY_MS, until - 60 * DAY_MS)),
    contract.zone,
  );
  const told: Telling[] = [];
  for (let n = 1; n <= random.int(4, 7); n += 1) {
    const data = { invoice: `invoice-burst-${n}` };
    const begins = moment(instantOf(day, 10, contract.zone) + random.int(0, 6 * HOUR_MS));
    const fact: Fact = { id: `burst-${n}-begins`, kind: 'invoice.overdue', at: begins, data };
    told.push({ contract: contract.id, fact, at: begins + random.int(1, HOUR_MS) });
    if (random.chance(0.6)) told.push(paid(random, { contract: contract.id, zone: contract.zone, n, fact, moment }));
  }
  return { contracts, tellings: [...tellings, ...told] };
}

interface Overdue {
  readonly contract: string;
  readonly zone: string;
  readonly n: number;
  readonly fact: Fact;
  readonly moment: (at: number) => number;
}

/** Often within minutes of a step, where it races with the message that tells of it. */
function paid(random: Random, { contract, zone, n, fact, moment }: Overdue): Telling {
  const [one] = standing({ zone, facts: [fact], until: fact.at }).values();
  if (one === undefined) throw new Error(`nothing is owed at ${instantText(fact.at)}`);
  const [first = fact.at, ...rest] = one.steps.flatMap(({ step, at }) => (/^(reminder|due)/.test(step) ? [at] : []));
  const close = random.pick([first, ...rest]) + Math.round((random.next() - 0.3) * 6 * MINUTE_MS);
  const at = moment(
    Math.min(random.chance(0.7) ? close : random.int(fact.at + HOUR_MS, one.instant), one.instant - HOUR_MS),
  );
  const { data } = fact;
  return {
    contract,
    fact: { id: `burst-${n}-ends`, kind: 'payment.received', at, data },
    at: at + random.int(1, 60_000),
  };
}
