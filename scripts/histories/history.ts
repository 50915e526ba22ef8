import type { Contract } from '../../shared/core/events/contract.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import type { Chance } from './chance.ts';

/** The choices a contract under a pack has, and the kinds of events that the pack names. */
export interface Choices {
  readonly pack: string;
  readonly version: string;
  readonly laws: readonly string[];
  readonly settings: readonly string[];
  readonly kinds: readonly string[];
}

/** A contract as it is sent, and its events in the order in which they are told. */
export interface History {
  readonly contract: Contract;
  readonly told: readonly Fact[];
  /** Lapses are recorded up to this instant while only the first `known` events are told; none when absent. */
  readonly clock?: { readonly until: string; readonly known: number };
}

const FIRST_DAY = Date.parse('2026-01-01');
const DAYS = 700;

/** One history under the terms and any of the statutes. */
export function drawHistory(chance: Chance, terms: Choices, statutes: readonly Choices[]): History {
  const chosen = chance.someOf(statutes, 0.3);
  const contract = drawContract(chance, terms, chosen);
  const told = drawEvents(
    chance,
    [terms, ...chosen].flatMap(({ kinds }) => kinds),
  );
  if (!chance.happens(0.6)) return { contract, told };
  return { contract, told, clock: { until: `${drawDay(chance)}T00:00:00Z`, known: chance.whole(0, told.length) } };
}

const PLACES: readonly Partial<Contract>[] = [
  {},
  {},
  { timezone: 'Europe/Bucharest', holidays: ['RO'] },
  { timezone: 'America/Chicago', holidays: ['US'] },
  { timezone: 'Europe/Copenhagen', holidays: ['DK', 'US'] },
  { timezone: 'Pacific/Auckland' },
  { timezone: 'America/St_Johns', holidays: [] },
  { holidays: ['DE-BY', 'GB-ENG'] },
];
const STARTS: readonly Partial<Contract>[] = [
  {},
  { startsOn: '2026-01-31' },
  { startsOn: '2026-02-28' },
  { startsOn: '2024-02-29' },
  { startsOn: '2025-03-01', trackedFrom: '2026-02-10' },
];
const TERMS = [undefined, '12 months', '3 months', '36 months', '1 year'];
const BILLINGS: readonly Contract['billing'][] = [
  undefined,
  { cycle: '1 month', anchorDay: 31 },
  { cycle: '2 weeks' },
  { cycle: '1 year' },
  { cycle: '3 months', anchorDay: 30 },
];
const LENGTHS = ['7 days', '10 business days', '1 month', '72 hours'];

function drawContract(
  chance: Chance,
  { pack, version, laws, settings }: Choices,
  statutes: readonly Choices[],
): Contract {
  const law = laws.length === 0 ? undefined : chance.oneOf([undefined, ...laws]);
  const term = chance.oneOf(TERMS);
  const billing = chance.oneOf(BILLINGS);
  const set = chance.someOf(settings, 0.4).map((name) => [name, chance.oneOf(LENGTHS)] as const);
  return {
    id: 'history',
    terms: pack,
    version,
    customer: { email: 'nobody@customer.example', locale: 'en' },
    ...chance.oneOf(PLACES),
    ...chance.oneOf(STARTS),
    ...(law !== undefined && { law }),
    ...(term !== undefined && { term }),
    ...(billing !== undefined && { billing }),
    ...(set.length > 0 && { settings: Object.fromEntries(set) }),
    ...(statutes.length > 0 && { statutes: statutes.map((statute) => statute.pack) }),
  };
}

/** Kinds that matter to every contract, whatever its terms. */
const ALWAYS = ['contract.commenced', 'contract.terminated', 'terms-change.effective', 'termination.noticed'];

/** Few kinds on few days, so that events interact. Some are repeated, corrected or withdrawn. */
function drawEvents(chance: Chance, kinds: readonly string[]): Fact[] {
  const among = Array.from({ length: chance.whole(2, 7) }, () => chance.oneOf(kinds));
  const ordinary = Array.from({ length: chance.whole(1, 12) }, (_, index): Fact => {
    const kind = chance.happens(0.15) ? chance.oneOf(ALWAYS) : chance.oneOf(among);
    return { id: `e${index}`, kind, occurredAt: drawMoment(chance), data: drawData(chance) };
  });
  const repeated = chance.someOf(ordinary, 0.1).map((fact): Fact => ({ ...fact, id: `${fact.id}-again` }));
  const corrected = chance.someOf(ordinary, 0.1).map((fact): Fact => {
    return { ...fact, id: `${fact.id}-corrected`, data: { ...fact.data, ...drawDays(chance, 0.5) } };
  });
  const facts = [...ordinary, ...repeated, ...corrected];
  const withdrawals = chance.happens(0.3)
    ? chance.someOf(facts, 0.2).map((fact) => withdrawalOf(fact.id, drawMoment(chance)))
    : [];
  const undone = chance.someOf(withdrawals, 0.2).map(({ id }) => withdrawalOf(id, drawMoment(chance)));
  return chance.shuffled([...facts, ...withdrawals, ...undone]);
}

/** Says that an event was recorded by mistake. */
export function withdrawalOf(event: string, occurredAt: string): Fact {
  return { id: `${event}-withdrawn`, kind: 'event.withdrawn', occurredAt, data: { event } };
}

const TIMES = ['00:00:00Z', '09:00:00Z', '15:30:00Z', '22:00:00Z', '23:00:00+02:00', '23:59:59-06:00'];
/** Ends of months, a leap day, clock changes and days before holidays come more often than by chance. */
const NOTABLE = [
  '2026-01-30',
  '2026-01-31',
  '2026-02-28',
  '2026-03-28',
  '2026-03-29',
  '2026-04-02',
  '2026-10-24',
  '2026-10-25',
  '2026-11-30',
  '2026-12-24',
  '2026-12-31',
  '2027-01-31',
  '2027-02-28',
];

function drawDay(chance: Chance): string {
  if (chance.happens(0.25)) return chance.oneOf(NOTABLE);
  return new Date(FIRST_DAY + chance.whole(0, DAYS) * 86_400_000).toISOString().slice(0, 10);
}

export function drawMoment(chance: Chance): string {
  const day = drawDay(chance);
  return chance.happens(0.4) ? day : `${day}T${chance.oneOf(TIMES)}`;
}

const MATTERS = ['invoice', 'change', 'breach', 'claim', 'outage', 'ticket', 'request', 'price', 'hold', 'payment'];
const DATED = ['dueOn', 'effectiveOn', 'endsOn', 'errorOn', 'warnedOn'];

function drawDays(chance: Chance, share: number): Fact['data'] {
  return Object.fromEntries(chance.someOf(DATED, share).map((key) => [key, drawDay(chance)]));
}

function drawData(chance: Chance): Fact['data'] {
  const flags: Fact['data'] = {
    ...(chance.happens(0.2) && { exception: 'emergency' }),
    ...(chance.happens(0.3) && { affectsPersonalData: chance.happens(0.5) }),
    ...(chance.happens(0.5) && { by: chance.oneOf(['customer', 'provider']) }),
    ...(chance.happens(0.4) && { role: chance.oneOf(['controller', 'processor']) }),
    ...(chance.happens(0.4) && { days: chance.whole(0, 45) }),
    ...(chance.happens(0.2) && { excused: chance.happens(0.5) }),
    ...(chance.happens(0.15) && { snapshot: true }),
    ...(chance.happens(0.2) && { toVersion: chance.oneOf(['9999', 'unknown']) }),
  };
  const money = chance.happens(0.5)
    ? { amount: chance.whole(0, 100_000), currency: chance.oneOf(['EUR', 'USD', 'JPY']) }
    : {};
  const matters = chance.someOf(MATTERS, 0.6).map((key) => [key, chance.oneOf(['a', 'a', 'b'])] as const);
  return { ...Object.fromEntries(matters), ...drawDays(chance, 0.35), ...flags, ...money };
}
