import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { Day, InstantText, Zone } from '../calendar/types.ts';
import { localDay, startOfDay, toInstant } from '../calendar/zone.ts';
import type { PinnedContract } from '../events/contract.ts';
import { type DaysOutOfOrder, daysOutOfOrder } from '../events/day-order.ts';
import { dayOf, type Fact, isBareDay } from '../events/event.ts';
import { findPack, type TermsCatalog } from '../terms/catalog.ts';
import { type Pack, revisedVersion, versionLabel } from '../terms/pack.ts';
import type { TermsInForce } from './clauses.ts';
import { Derived } from './derived.ts';
import { type KnownKinds, kindsKnownTo } from './kinds.ts';
import { KnownAgreements } from './known-agreements.ts';
import type { Place } from './place.ts';
import { type AcceptedReading, type NewerReading, newerReading, readBy } from './readings.ts';
import { ALWAYS, type Stretch, stretchesOfEvery, stretchesUnder } from './stretches.ts';

export type { AcceptedReading, NewerReading };

/** The contract, with the packs and holiday tables needed to work out its agreement. */
export interface AgreementInput {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
  /** The corrected readings that people accepted, in the order of acceptance. */
  readonly readings?: readonly AcceptedReading[];
}

/** Facts about the contract that come from its events. */
interface Known {
  /** In time order; `from` of the first is -Infinity. */
  readonly stretches: readonly [Stretch, ...Stretch[]];
  /** The day or moment of the event `contract.commenced`, as recorded; absent before that event. */
  readonly commencedAt?: string;
  /** The table of zone offsets by which the day of that moment is read; the newest when absent. */
  readonly commencedIn?: string | undefined;
  readonly lastMoment?: InstantText;
}

/**
 * What applies to one contract at each moment: zone, holidays, version of the terms, versions of the statutes, clauses
 * and kinds of event. All other code asks the agreement for these. An agreement is immutable: a change of terms makes
 * another agreement.
 *
 * The contract of eloomi 5.9 with `law: US-DE` (governing law) and no zone of its own:
 *
 *     agreement.placeAt('2026-03-01')            America/New_York, holidays US-DE: both from that law
 *     agreement.dayOf('2026-03-01T02:00:00Z')    2026-02-28: the evening before in New York
 *     agreement.momentOf('2026-07-01')           2026-07-01T04:00:00Z: the first instant of that day there
 *
 * A contract of exoopus 2026-01 in Bucharest, whose terms change to 2026-07 as 1 July 2026 begins:
 *
 *     const later = agreement.withTermsFrom('2026-06-30T21:00:00Z', '2026-07')
 *     later.versionAt('2026-06-30T20:59:59Z')    exoopus@2026-01
 *     later.versionAt('2026-06-30T21:00:00Z')    exoopus@2026-07: the moment of the change belongs to the changed terms
 *     later.kindsAt('2026-06-30T20:59:59Z')      the common kinds of event, and those that 2026-01 declares
 *     later.kindsAt('2026-06-30T21:00:00Z')      these, and those that 2026-07 declares
 *
 * The same contract with `statutes: ["gdpr"]`, of which there are the versions 2018-05-25 and 2027-06-01:
 *
 *     agreement.termsAt('2027-05-31T20:59:59Z').statutes    gdpr@2018-05-25
 *     agreement.termsAt('2027-05-31T21:00:00Z').statutes    gdpr@2027-06-01: applicable from that day, by its version
 */
export class Agreement {
  readonly #input: AgreementInput;
  readonly #known: Known;
  readonly #derived: Derived;

  /** Use `agreementOf`. */
  constructor(input: AgreementInput, known: Known, derived = new Derived()) {
    this.#input = input;
    this.#known = known;
    this.#derived = derived;
  }

  /** The contract's own `startsOn`, else the day of `contract.commenced`; undefined while neither is known. */
  get startsOn(): Day | undefined {
    const { commencedAt, commencedIn: zones } = this.#known;
    const { startsOn } = this.#input.contract;
    if (startsOn !== undefined || commencedAt === undefined) return startsOn;
    return dayOf(commencedAt, { timezone: this.zoneOf(commencedAt), ...(zones !== undefined && { zones }) });
  }

  /** The terms in force at the last event. Before the first event, the newest version of each statute is used. */
  get current(): TermsInForce {
    const { stretches, lastMoment } = this.#known;
    return (lastMoment === undefined ? (stretches.at(-1) ?? this.#first) : this.#at(lastMoment)).terms;
  }

  /** A corrected reading of the terms in force and their statutes; undefined if the contract is read by the newest. */
  get newerReading(): NewerReading | undefined {
    return this.#derived.newer(this.current.pack, (pack) => {
      const { contract } = readBy(pack, this.#input, this.#input.readings ?? []);
      return newerReading(pack, { ...this.#input, contract });
    });
  }

  /** Every version of the terms at hand, oldest first. */
  get versions(): readonly Pack[] {
    const { contract, catalog } = this.#input;
    return catalog.get(contract.terms) ?? [];
  }

  /** The plan that the contract is on after all events; undefined if nothing says so. */
  get plan(): string | undefined {
    return this.#input.contract.plan;
  }

  /** The version of the terms in force. */
  versionAt(moment: InstantText): Pack {
    return this.#at(moment).pack;
  }

  /**
   * The terms and statutes in force, with every clause as it applies. Also before a corrected reading was accepted, these are
   * read by it, so that what it adds begins with the facts on record. @throws UnknownHolidaySetError
   */
  termsAt(moment: InstantText): TermsInForce {
    return this.#at(moment).terms;
  }

  /** The same by each reading that has been replaced since, in their order. */
  earlierTermsAt(moment: InstantText): readonly TermsInForce[] {
    return this.#at(moment).earlier;
  }

  /**
   * The kinds of event known to the packs in force and to those in force earlier. Deadlines counted under earlier packs
   * still wait for the kinds of those packs.
   */
  kindsAt(moment: InstantText): KnownKinds {
    const { stretches } = this.#known;
    return kindsKnownTo(packsOf(stretches.slice(0, stretches.indexOf(this.#at(moment)) + 1)));
  }

  /** Zone, holidays and law on a day, by the terms in force when the day begins. */
  placeAt(day: Day): Place {
    return this.#on(day).place;
  }

  /** By which clocks and holidays a party’s working days are told around a moment: a customer may live in another zone. */
  workingDaysOf(party: 'customer' | 'provider', moment: InstantText): Pick<Place, 'timezone' | 'calendar'> {
    const { timezone, calendar } = this.placeAt(this.dayOf(moment));
    const { customer } = this.#input.contract;
    return { timezone: (party === 'customer' ? customer.timezone : undefined) ?? timezone, calendar };
  }

  /** The zone that decides on which civil day an event happened. */
  zoneOf(occurredAt: string): Zone {
    return (isBareDay(occurredAt) ? this.#on(occurredAt) : this.#at(occurredAt)).place.timezone;
  }

  /** The moment by which an event is ordered. For a bare day, the first instant of that day. */
  momentOf(occurredAt: string): InstantText {
    return isBareDay(occurredAt) ? startOfDay(occurredAt, this.zoneOf(occurredAt)) : toInstant(occurredAt);
  }

  /** The civil day of an event. */
  dayOf(occurredAt: string): Day {
    return isBareDay(occurredAt) ? occurredAt : localDay(occurredAt, this.zoneOf(occurredAt));
  }

  /** The first two days of an event that cannot be in that order; undefined if there are none. */
  daysOutOfOrder(fact: Pick<Fact, 'kind' | 'occurredAt' | 'data'>): DaysOutOfOrder | undefined {
    return daysOutOfOrder(fact, this.zoneOf(fact.occurredAt));
  }

  /** True if an event precedes the contract's `startsOn` although events of its kind may not. */
  isBeforeStart({ kind, occurredAt }: Pick<Fact, 'kind' | 'occurredAt'>): boolean {
    const { startsOn } = this.#input.contract;
    if (startsOn === undefined || this.dayOf(occurredAt) >= startsOn) return false;
    return !this.kindsAt(this.momentOf(occurredAt)).mayPrecedeStart(kind);
  }

  /**
   * The provider's name for letters about a deadline, taken from the version of the terms (`terms`) that the deadline
   * is counted under. A statute has no provider: then the name comes from the terms in force at `moment`.
   */
  providerUnder(terms: string, moment: InstantText): string {
    const own = this.versions.find((pack) => versionLabel(pack) === terms);
    return (own ?? this.versionAt(moment)).provider;
  }

  /**
   * The same agreement with another version of the terms from a moment on; undefined if the catalogue lacks that
   * version.
   * `2026-07+2` names a revision. Without a number it is the first one, so that a later revision changes no contract.
   */
  withTermsFrom(moment: InstantText, version: string): Agreement | undefined {
    const pack = this.versions.find((one) => revisedVersion(one) === version);
    if (pack === undefined) return undefined;
    const from = Date.parse(moment);
    const [first, ...others] = this.#known.stretches;
    const before = others.filter((stretch) => stretch.from < from);
    return this.#with({ stretches: [first, ...before, ...stretchesUnder(pack, from, this.#input)] });
  }

  /**
   * The same agreement with the contract on another plan from a moment on; undefined if the terms in force do not list that
   * plan, or if the contract is on it already.
   */
  withPlanFrom(moment: InstantText, plan: string): Agreement | undefined {
    const { pack } = this.#at(moment);
    if (!Object.hasOwn(pack.plans ?? {}, plan) || this.#input.contract.plan === plan) return undefined;
    const from = Date.parse(moment);
    const input = { ...this.#input, contract: { ...this.#input.contract, plan } };
    const [first, ...others] = this.#known.stretches;
    const before = others.filter((stretch) => stretch.from < from);
    return new Agreement(input, {
      ...this.#known,
      stretches: [first, ...before, ...stretchesUnder(pack, from, input)],
    });
  }

  /** The same agreement with the day or moment of `contract.commenced`, and the table by which that moment's day is read. */
  withCommencement(occurredAt: string, zones?: string): Agreement {
    return this.#with({ commencedAt: occurredAt, commencedIn: zones });
  }

  /** The same agreement with the moment of the last event. */
  withLastEvent(moment: InstantText): Agreement {
    return this.#with({ lastMoment: moment });
  }

  /**
   * Every version of the terms with every version of its statutes, in force or not: a change of terms may put any
   * version into force. Order: the versions that have been in force, the latest first; then the others, the newest
   * first.
   */
  everyTerms(): TermsInForce[] {
    return this.#everyStretch().map(({ terms }) => terms);
  }

  /** Every pack of `everyTerms`. */
  everyPack(): Pack[] {
    return packsOf(this.#everyStretch());
  }

  /** The kinds of event known to any pack of `everyPack`. */
  everyKind(): KnownKinds {
    return kindsKnownTo(this.everyPack());
  }

  #everyStretch(): readonly Stretch[] {
    const known = this.#known.stretches.map(({ pack }) => pack);
    return this.#derived.every(known, () => stretchesOfEvery(this.versions, known, this.#input));
  }

  #with(known: Partial<Known>): Agreement {
    return new Agreement(this.#input, { ...this.#known, ...known }, this.#derived);
  }

  #at(moment: InstantText): Stretch {
    const { stretches } = this.#known;
    if (stretches.length === 1) return this.#first;
    const epoch = Date.parse(moment);
    return stretches.findLast(({ from }) => from <= epoch) ?? this.#first;
  }

  /**
   * The stretch in which a day begins. If changed terms also change the zone, a day belongs to the later stretch only
   * if it begins at or after the change in both zones.
   */
  #on(day: Day): Stretch {
    const { stretches } = this.#known;
    const begins = ({ place }: Stretch) => Date.parse(startOfDay(day, place.timezone));
    return stretches.reduce((at, next) => (begins(at) >= next.from && begins(next) >= next.from ? next : at));
  }

  get #first(): Stretch {
    return this.#known.stretches[0];
  }
}

/**
 * The agreement of a contract under the version of the terms it is pinned to.
 * @throws UnknownTermsError for terms, a version or a statute that the catalogue lacks
 */
export function agreementOf(input: AgreementInput): Agreement {
  const { contract, catalog, holidays, readings = [] } = input;
  if (readings.length > 0) return newAgreement(input);
  return known.of({ catalog, holidays }, JSON.stringify(contract), (text) =>
    newAgreement({ catalog, holidays, contract: JSON.parse(text) }),
  );
}

function newAgreement(input: AgreementInput): Agreement {
  const { contract, catalog } = input;
  const pack = findPack(catalog, contract.terms, revisedVersion(contract));
  return new Agreement(input, { stretches: stretchesUnder(pack, ALWAYS, input) });
}

const known = new KnownAgreements<Agreement>();

function packsOf(stretches: readonly Stretch[]): Pack[] {
  return [...new Set(stretches.flatMap(({ packs }) => packs))];
}
