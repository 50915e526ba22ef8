import { instantText } from '../../../local/time/instant.ts';
import type { Accepted } from '../cloud/letter.ts';
import { dayOf, instantOf } from './calendar.ts';
import type { StoredEvent, StoredNotice } from './items.ts';
import { type Fact, type History, type Reader, type Standing, type Step, standing } from './model.ts';
import type { Report } from './violations.ts';
import { openingAfter } from './window.ts';

/** One letter that somebody is to get: a step of a deadline that ends at an instant, to one reader. */
export interface Obligation {
  readonly key: string;
  readonly deadline: string;
  readonly instant: number;
  readonly step: string;
  readonly reader: Reader;
  readonly at: number;
  /** It is of use before this instant. */
  readonly limit: number;
  /** Since when the facts on record ask for it. */
  readonly since: number;
}

/** A stretch in which a deadline keeps its end: what was told in it need not be told again. */
interface Stretch {
  readonly instant: number;
}

export interface WatchedContract {
  readonly id: string;
  readonly zone: string;
  /** The facts of the workload by id. */
  readonly facts: ReadonlyMap<string, Fact>;
}

const DAY_MS = 86_400_000;
/** The release after the first one has it. */
export const NEWEST_EDITION = 2;
const FAR = Date.UTC(2190, 0, 1);
/** What the facts on record ask for and forbid, of one contract, at any moment. */
export class ContractWatch {
  readonly contract: WatchedContract;
  readonly #skewMs: number;
  readonly #recorded: Fact[] = [];
  readonly #lapses = new Set<string>();
  /** The edition of the holidays with which each fact came on record. */
  readonly #editions = new Map<string, number>();
  /** The edition that a person had a deadline counted with. */
  readonly #rebound = new Map<string, number>();
  /** The deadlines that a person had stay. */
  readonly #kept = new Set<string>();
  readonly #stretches = new Map<string, Stretch>();
  readonly #last = new Map<string, Standing>();
  readonly #stretchOf = new Map<string, Stretch | undefined>();
  readonly #letters: { readonly notice: StoredNotice; readonly letter: Accepted }[] = [];
  #obligations = new Map<string, Obligation>();

  readonly #counting = {
    editionOf: (fact: string) => this.#editions.get(fact) ?? 1,
    acceptedFor: (deadline: string) => this.#rebound.get(deadline),
  };

  /** `skewMs`: by how much a process may be wrong about the time. It may record a lapse so much before its instant. */
  constructor(contract: WatchedContract, skewMs: number) {
    this.contract = contract;
    this.#skewMs = skewMs;
  }

  get obligations(): Iterable<Obligation> {
    return this.#obligations.values();
  }

  /** Whether an obligation still stands. */
  stands(obligation: Obligation): boolean {
    return this.#obligations.get(obligation.key) === obligation;
  }

  /** Events came on record. Answers the obligations that came up by it. */
  record(events: readonly StoredEvent[], now: number): Obligation[] {
    for (const { id, kind, data, edition = 1, cause } of events) {
      this.#editions.set(id, edition);
      if (kind === 'deadline.rebound') this.#rebound.set(String(data.deadline), Number(data.edition));
      if (kind === 'proposal.declined') this.#kept.add(String(data.deadline));
      if (cause) this.#lapses.add(`${cause.deadline} ${Date.parse(cause.instant)}`);
      const fact = this.contract.facts.get(id);
      if (fact) this.#recorded.push(fact);
    }
    this.#follow(now);
    return this.#refresh(now);
  }

  /** The open deadlines that would end otherwise by the newest edition, in order, without those that a person had stay. */
  movedByNewest(now: number): string[] {
    const others = this.#asRecorded(now, { editionOf: () => NEWEST_EDITION });
    const open = [...this.#asRecorded(now).values()].filter(({ state }) => state === 'open');
    return open
      .filter(({ id, instant }) => !this.#kept.has(id) && others.get(id)?.instant !== instant)
      .map(({ id }) => id)
      .sort();
  }

  /** The deadlines as the facts on record have them. */
  standingAt(now: number): ReadonlyMap<string, Standing> {
    return this.#asRecorded(now);
  }

  /** A notice is stored for the first time. */
  prepared({ id, deadline }: StoredNotice): void {
    this.#stretchOf.set(id, deadline === undefined ? undefined : this.#stretches.get(deadline));
  }

  /** Whether one of these notices tells the reader of another the same already: unless it was withdrawn, the step is told once. */
  isToldBy(others: readonly StoredNotice[], { id, purpose, deadline, step, party }: StoredNotice): boolean {
    const stretch = this.#stretchOf.get(id);
    return others.some(
      (one) =>
        purpose === 'step' &&
        one.purpose === 'step' &&
        one.deadline === deadline &&
        one.step === step &&
        one.party === party &&
        one.state !== 'CANCELLED' &&
        this.#stretchOf.get(one.id) === stretch,
    );
  }

  /** Why the facts on record forbid to send a notice now; undefined if they do not. */
  whyNot(notice: StoredNotice, now: number): string | undefined {
    if (notice.purpose !== 'step' || notice.deadline === undefined) return undefined;
    const one = this.#asRecorded(now).get(notice.deadline);
    if (one === undefined) return 'there is no such deadline';
    if (this.#stretchOf.get(notice.id) !== this.#stretches.get(notice.deadline)) return 'its date has moved';
    const wanted = notice.step === 'lapsed' ? 'lapsed' : 'open';
    return one.state === wanted ? undefined : `the deadline is ${one.state}`;
  }

  /** Whether a letter was of no use any more at an instant: the next one to its reader was due, or its date was over. */
  isOver({ purpose, deadline, step, party }: StoredNotice, at: number): boolean {
    if (purpose !== 'step' || step === 'lapsed') return false;
    const own = [...this.#obligations.values()].filter((one) => one.deadline === deadline && one.reader === party);
    return own.some((one) => one.step === step && one.limit <= at);
  }

  /** Whether the letter of a step is prepared before the window opens, although a day would be left then. */
  isBeforeWindow({ deadline, step }: StoredNotice, now: number, skewMs: number): boolean {
    const { zone } = this.contract;
    const own = [...this.obligations].filter((one) => one.deadline === deadline && one.step === step);
    const [first] = own;
    if (first === undefined || step === 'lapsed') return false;
    const opens = openingAfter(first.at, zone);
    return now + skewMs < opens && own.every(({ limit }) => opens + DAY_MS + skewMs <= limit);
  }

  /** SES took a letter. */
  accepted(notice: StoredNotice, letter: Accepted, skewMs: number, report: Report): void {
    this.#letters.push({ notice, letter });
    if (letter.sha256 !== notice.sha256) report('invariant', 'I4', `${notice.id} went out with other bytes`);
    const step = this.#stepOf(notice);
    const from = step && notice.digest && /^(reminder|due)/.test(step.step) ? this.#dayOf(step.at) : step?.at;
    if (step && from !== undefined && letter.at < from - skewMs)
      report('early', 'early', `${notice.step} of ${notice.deadline} is due at ${instantText(step.at)}`);
  }

  /** Whether the letter of an obligation has gone out. */
  isSent({ deadline, step, reader, instant, since }: Obligation): boolean {
    return this.#letters.some(
      ({ notice, letter }) =>
        notice.deadline === deadline &&
        notice.purpose === 'step' &&
        notice.step === step &&
        notice.party === reader &&
        this.#stretchOf.get(notice.id)?.instant === instant &&
        (letter.at >= since || this.#stretchOf.get(notice.id) === this.#stretches.get(deadline)),
    );
  }

  /** Letters by notice, each with how often it went out. */
  get copies(): Map<string, { readonly notice: StoredNotice; readonly letters: Accepted[] }> {
    const byNotice = new Map<string, { notice: StoredNotice; letters: Accepted[] }>();
    for (const { notice, letter } of this.#letters) {
      const known = byNotice.get(notice.id) ?? { notice, letters: [] };
      known.letters.push(letter);
      byNotice.set(notice.id, known);
    }
    return byNotice;
  }

  #stepOf({ deadline = '', step, id }: StoredNotice): Step | undefined {
    const stretch = this.#stretchOf.get(id);
    const one = this.#last.get(deadline);
    return one && stretch?.instant === one.instant ? one.steps.find((each) => each.step === step) : undefined;
  }

  /** When the day of a moment begins: what a digest takes along may go out then. */
  #dayOf(at: number): number {
    const { zone } = this.contract;
    return instantOf(dayOf(at, zone), 0, zone);
  }

  #asRecorded(
    now: number,
    counting: Pick<History, 'editionOf' | 'acceptedFor'> = this.#counting,
  ): Map<string, Standing> {
    const { zone } = this.contract;
    const isRecorded = (deadline: string, instant: number) => this.#lapses.has(`${deadline} ${instant}`);
    return standing({ zone, facts: this.#recorded, until: now + this.#skewMs, isRecorded, ...counting });
  }

  /** A deadline whose end moves, or that another event starts after it was over, begins a new stretch. */
  #follow(now: number): void {
    const standing = this.#asRecorded(now);
    for (const [id, one] of standing) {
      const last = this.#last.get(id);
      const known = this.#stretches.get(id);
      const startsAnew =
        last !== undefined && last.state !== 'open' && one.state === 'open' && last.trigger !== one.trigger;
      if (known === undefined || known.instant !== one.instant || startsAnew)
        this.#stretches.set(id, { instant: one.instant });
      this.#last.set(id, one);
    }
    for (const one of this.#last.values()) if (!standing.has(one.id) && one.state === 'open') one.state = 'cancelled';
  }

  #refresh(now: number): Obligation[] {
    const { zone } = this.contract;
    const projected = standing({ zone, facts: this.#recorded, until: FAR, ...this.#counting });
    const news: Obligation[] = [];
    const next = new Map<string, Obligation>();
    for (const one of projected.values()) {
      if (isEndedByFact(one, now)) continue;
      for (const each of obligationsOf(one, now)) {
        const known = this.#obligations.get(each.key);
        next.set(each.key, known ?? each);
        if (!known) news.push(each);
      }
    }
    this.#obligations = next;
    return news;
  }
}

/** Closed already, or by a fact: not by a lapse to come. */
function isEndedByFact({ state, closedAt = 0 }: Standing, now: number): boolean {
  return state === 'met' || (state === 'cancelled' && closedAt <= now);
}

function obligationsOf(one: Standing, now: number): Obligation[] {
  const end = one.state === 'cancelled' ? (one.closedAt ?? one.instant) : one.instant;
  return one.steps.flatMap((step) => {
    const isLapse = step.step === 'lapsed';
    if (isLapse ? one.state !== 'lapsed' : step.at >= end) return [];
    // A reminder of which the time had passed when the deadline became known is left out.
    if (step.step.startsWith('reminder') && step.at < now) return [];
    return step.to.map((reader) => {
      const later = one.steps.filter(({ at, to }) => at > step.at && to.includes(reader)).map(({ at }) => at);
      const limit = isLapse ? step.at + DAY_MS : Math.min(end, ...later);
      const key = `${one.id} ${one.instant} ${step.step} ${reader} ${limit}`;
      return { key, deadline: one.id, instant: one.instant, step: step.step, reader, at: step.at, limit, since: now };
    });
  });
}
