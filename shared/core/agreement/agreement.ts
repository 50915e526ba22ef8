import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { Day, InstantText, Zone } from '../calendar/types.ts';
import { localDay, startOfDay, toInstant } from '../calendar/zone.ts';
import type { PinnedContract } from '../events/contract.ts';
import { type Fact, isBareDay } from '../events/event.ts';
import { mayPrecedeStart } from '../events/kinds.ts';
import { findPack, type TermsCatalog } from '../terms/catalog.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import type { TermsInForce } from './clauses.ts';
import { type KnownKinds, kindsKnownTo } from './kinds.ts';
import type { Place } from './place.ts';
import { type Stretch, stretchesUnder } from './stretches.ts';

/** What an agreement is made from. */
export interface AgreementInput {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** What an agreement knows beside the contract. */
interface Known {
  /** In time order; the first has no beginning. */
  readonly stretches: readonly [Stretch, ...Stretch[]];
  /** The day or the moment at which the contract commenced, as it was told. */
  readonly commencedAt?: string;
  readonly lastMoment?: InstantText;
}

const ALWAYS = Number.NEGATIVE_INFINITY;

/**
 * What applies to one contract, and when: the one place that knows its zone, its holidays, the version of its terms, the
 * versions of the statutes beside them, the clauses and the kinds of event. Everybody else asks. It never changes: a change
 * of terms makes another agreement.
 *
 * The contract of eloomi 5.9 with `law: US-DE` (governing law) and no zone of its own:
 *
 *     agreement.placeAt('2026-03-01')            America/New_York, holidays US-DE: what goes with that law
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

  /** Use `agreementOf`. */
  constructor(input: AgreementInput, known: Known) {
    this.#input = input;
    this.#known = known;
  }

  /** The first day of the contract: the one it names itself, else that on which it commenced; undefined while neither is known. */
  get startsOn(): Day | undefined {
    const { commencedAt } = this.#known;
    return this.#input.contract.startsOn ?? (commencedAt === undefined ? undefined : this.dayOf(commencedAt));
  }

  /** What is in force after the last event. Without an event, the newest version of each statute is taken. */
  get current(): TermsInForce {
    const { stretches, lastMoment } = this.#known;
    return (lastMoment === undefined ? (stretches.at(-1) ?? this.#first) : this.#at(lastMoment)).terms;
  }

  /** Every version of the terms at hand, oldest first. */
  get versions(): readonly Pack[] {
    const { contract, catalog } = this.#input;
    return catalog.get(contract.terms) ?? [];
  }

  /** The version of the terms in force. */
  versionAt(moment: InstantText): Pack {
    return this.#at(moment).pack;
  }

  /** That version and the statutes of the day, with every clause as it applies. @throws UnknownHolidaySetError */
  termsAt(moment: InstantText): TermsInForce {
    return this.#at(moment).terms;
  }

  /**
   * The kinds of event that mean something: to the packs in force, and to those that were in force before, since what stands
   * under them still waits for its own kinds.
   */
  kindsAt(moment: InstantText): KnownKinds {
    const { stretches } = this.#known;
    return kindsKnownTo(packsOf(stretches.slice(0, stretches.indexOf(this.#at(moment)) + 1)));
  }

  /** Zone, holidays and law of a day: those of the terms that are in force as it begins. */
  placeAt(day: Day): Place {
    return this.#on(day).place;
  }

  /** The zone in which the day of an event is told. */
  zoneOf(occurredAt: string): Zone {
    return (isBareDay(occurredAt) ? this.#on(occurredAt) : this.#at(occurredAt)).place.timezone;
  }

  /** The moment by which an event is ordered: a bare day counts from its first instant. */
  momentOf(occurredAt: string): InstantText {
    return isBareDay(occurredAt) ? startOfDay(occurredAt, this.zoneOf(occurredAt)) : toInstant(occurredAt);
  }

  /** The civil day of an event. */
  dayOf(occurredAt: string): Day {
    return isBareDay(occurredAt) ? occurredAt : localDay(occurredAt, this.zoneOf(occurredAt));
  }

  /** Whether an event lies before the start that the contract names, and is of a kind that cannot. */
  isBeforeStart({ kind, occurredAt }: Pick<Fact, 'kind' | 'occurredAt'>): boolean {
    const { startsOn } = this.#input.contract;
    return startsOn !== undefined && !mayPrecedeStart(kind) && this.dayOf(occurredAt) < startsOn;
  }

  /**
   * The provider as letters about a deadline name it: as the terms do that the deadline is counted under. A statute is
   * nobody's; what follows from it comes from the party to the contract, as the terms in force at a moment name it.
   */
  providerUnder(terms: string, moment: InstantText): string {
    const own = this.versions.find((pack) => packLabel(pack) === terms);
    return (own ?? this.versionAt(moment)).provider;
  }

  /** The same agreement under another version of the terms from a moment on; undefined where no pack of it is at hand. */
  withTermsFrom(moment: InstantText, version: string): Agreement | undefined {
    const pack = this.versions.find((one) => one.version === version);
    if (pack === undefined) return undefined;
    const from = Date.parse(moment);
    const [first, ...others] = this.#known.stretches;
    const before = others.filter((stretch) => stretch.from < from);
    return this.#with({ stretches: [first, ...before, ...stretchesUnder(pack, from, this.#input)] });
  }

  /** The same agreement, knowing the event with which the contract commenced. */
  withCommencement(occurredAt: string): Agreement {
    return this.#with({ commencedAt: occurredAt });
  }

  /** The same agreement, knowing the moment of the last event. */
  withLastEvent(moment: InstantText): Agreement {
    return this.#with({ lastMoment: moment });
  }

  /**
   * Every version of the terms with every version of the statutes beside it: what is in force, was, or may come to be, since
   * changed terms may put any version into force. The version that was put into force last comes first, those before it
   * follow, then the others, the newest first.
   */
  everyTerms(): TermsInForce[] {
    return this.#everyStretch().map(({ terms }) => terms);
  }

  /** Every pack among those. */
  everyPack(): Pack[] {
    return packsOf(this.#everyStretch());
  }

  /** The kinds of event that mean something to any of those, whenever that is in force. */
  everyKind(): KnownKinds {
    return kindsKnownTo(this.everyPack());
  }

  #everyStretch(): Stretch[] {
    const known = this.#known.stretches.map(({ pack }) => pack);
    const packs = new Set([...this.versions, ...known].toReversed());
    return [...packs].flatMap((pack) => stretchesUnder(pack, ALWAYS, this.#input).toReversed());
  }

  #with(known: Partial<Known>): Agreement {
    return new Agreement(this.#input, { ...this.#known, ...known });
  }

  #at(moment: InstantText): Stretch {
    const { stretches } = this.#known;
    if (stretches.length === 1) return this.#first;
    const epoch = Date.parse(moment);
    return stretches.findLast(({ from }) => from <= epoch) ?? this.#first;
  }

  /**
   * The stretch in which a day begins. A day that has begun in one zone does not begin again in another that changed terms
   * bring before it is over, and one that would have begun earlier in that zone still begins in the one before.
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
 * The agreement of a contract under the version that it was made under.
 * @throws UnknownTermsError for terms, a version or a statute that no pack is at hand for
 */
export function agreementOf(input: AgreementInput): Agreement {
  const { contract, catalog } = input;
  const pack = findPack(catalog, contract.terms, contract.version);
  return new Agreement(input, { stretches: stretchesUnder(pack, ALWAYS, input) });
}

function packsOf(stretches: readonly Stretch[]): Pack[] {
  return [...new Set(stretches.flatMap(({ pack, statutes }) => [pack, ...statutes]))];
}
