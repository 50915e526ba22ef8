import type { ItemChange } from '../../../local/dynamo/embedded-table.ts';
import { instantText } from '../../../local/time/instant.ts';
import type { Accepted } from '../cloud/letter.ts';
import type { Outage } from '../cloud/rates.ts';
import type { Kernel } from '../engine/kernel.ts';
import { FIRST_NAME, type Workload } from '../workload/workload.ts';
import { Addresses } from './addresses.ts';
import { ContractWatch, type Obligation } from './contract-watch.ts';
import { checkDigest, leadOf } from './digest-rules.ts';
import { type StoredEvidence, type StoredNotice, type Written, writtenBy } from './items.ts';
import { checkNotice, claims } from './notice-rules.ts';
import { ProposalWatch } from './proposals.ts';
import { StoppedLetters } from './stopped-letters.ts';
import type { StopWatch } from './stops.ts';
import { expectDelivery } from './undelivered.ts';
import type { Report } from './violations.ts';

const MINUTE_MS = 60_000;
/** How long an answer is waited for at least. */
const ANSWER_MS = 20_000;
/** A claim that is made in time may come on record so much later. */
const CLAIM_TAKES_MS = 2 * MINUTE_MS;
/** After so many lost answers in a row a notice is handed to a person. */
const MOST_UNKNOWN = 5;
/** After so many refusals in a row an attempt need not be on record. */
const REFUSALS_ON_RECORD = 8;
/** As long as everything has to be up for a step to be called missed. */
export const UP_MS = 15 * MINUTE_MS;
/** What is left of a step's time has to be longer than this for it to count. */
const LEAST_WINDOW_MS = 30 * MINUTE_MS;

export interface WatchOptions {
  readonly kernel: Kernel;
  readonly workload: Workload;
  readonly stops: StopWatch;
  readonly outages: readonly Outage[];
  /** How many faults have struck. */
  readonly strikes: () => number;
  readonly skewMs: number;
  /** Whether letters go out within a window. */
  readonly hasWindow: boolean;
  readonly report: Report;
}

interface Chain {
  seq: number;
  hash: string | undefined;
  entries: StoredEvidence[];
}

/** A step for which nothing went out in time. */
export interface Missed extends Obligation {
  readonly contract: string;
  /** Whether something that it needed was out. */
  readonly isExcused: boolean;
  /** Whether it had to wait as it was over: then it may be left out or, if it is a lapse, told later. */
  readonly mayBeLeftOut: boolean;
}

/** Looks at every write to the table and every letter, and compares them with what the workload asks for. */
export class Watch {
  readonly contracts: ReadonlyMap<string, ContractWatch>;
  readonly addresses: ReadonlyMap<string, Addresses>;
  readonly proposals: ProposalWatch;
  readonly notices = new Map<string, StoredNotice>();
  readonly chains = new Map<string, Chain>();
  readonly missed: Missed[] = [];
  letters = 0;
  /** How late letters went out, in seconds after they were due and known. */
  readonly lateness: number[] = [];
  readonly stopped: StoppedLetters;
  readonly #claimedAt = new Map<string, number>();
  readonly #options: WatchOptions;
  readonly #report: Report;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#report = options.report;
    this.stopped = new StoppedLetters({ ...options, noticeOf: (id) => this.notices.get(id) });
    const { contracts, tellings, amendments = [], releaseAt = Number.POSITIVE_INFINITY } = options.workload;
    const factsOf = (contract: string) => tellings.flatMap((each) => (each.contract === contract ? [each.fact] : []));
    this.contracts = new Map(
      contracts.map((one) => {
        const facts = new Map(factsOf(one.id).map((fact) => [fact.id, fact]));
        return [one.id, new ContractWatch({ ...one, facts }, this.#tolerance)];
      }),
    );
    this.proposals = new ProposalWatch(this.contracts, releaseAt, options.report);
    this.addresses = new Map(
      contracts.map((one) => [one.id, new Addresses({ ...one, name: FIRST_NAME }, amendments, options.report)]),
    );
  }

  /** How many letters went out again. */
  get duplicates(): number {
    const all = [...this.contracts.values()].flatMap((contract) => [...contract.copies.values()]);
    const copies = all.filter(({ notice }) => leadOf(notice) === notice.id);
    return copies.reduce((sum, { letters }) => sum + letters.length - 1, 0);
  }

  onWrite(changes: readonly ItemChange[]): void {
    const written = changes.flatMap((change) => writtenBy(change) ?? []);
    // What a transaction records holds for the notices that it prepares.
    for (const [contract, own] of Map.groupBy(written, (each) => each.contract)) this.#onWritten(contract, own);
  }

  onAccepted(letter: Accepted): void {
    this.letters += 1;
    const { contract = '', notice: id = '', attempt } = letter.tags;
    const { kernel } = this.#options;
    const notice = this.notices.get(id);
    const watch = this.contracts.get(contract);
    if (notice === undefined || watch === undefined) {
      this.#report('invariant', 'I4', `a letter to ${letter.to} belongs to no notice`);
      return;
    }
    const isHeld = notice.state === 'CLAIMED' && String(notice.attempts) === attempt;
    // The answer may be given up for lost before the letter has reached the service, but not at once.
    const isLate = kernel.now >= (this.#claimedAt.get(id) ?? 0) + ANSWER_MS;
    if (!isHeld && !(notice.state === 'UNKNOWN' && isLate))
      this.#report(
        'invariant',
        'I2',
        `${notice.id} went out while it was ${notice.state}/${notice.attempts} (${attempt})`,
      );
    for (const each of notice.digest ?? [id]) this.#onSent(watch, this.notices.get(each) ?? notice, letter);
  }

  #onSent(watch: ContractWatch, notice: StoredNotice, letter: Accepted): void {
    const { kernel, stops } = this.#options;
    watch.accepted(notice, letter, this.#tolerance, this.#report);
    this.addresses.get(notice.contract)?.accepted(notice, letter);
    for (const { deadline, step, reader, at, since } of watch.obligations) {
      if (deadline !== notice.deadline || step !== notice.step || reader !== notice.party || notice.purpose !== 'step')
        continue;
      if (stops.mayWait(notice, kernel.now)) continue;
      this.lateness.push(Math.max(0, letter.at - Math.max(at, since)) / 1000);
    }
  }

  get #tolerance(): number {
    return this.#options.skewMs + 1_000;
  }

  #onWritten(contract: string, written: readonly Written[]): void {
    const watch = this.contracts.get(contract);
    if (watch === undefined) return;
    const { now } = this.#options.kernel;
    const events = written.flatMap((each) => (each.kind === 'event' && !each.before ? [each.event] : []));
    this.addresses.get(contract)?.record(events, now);
    this.proposals.record(contract, events, now);
    if (events.length > 0) for (const news of watch.record(events, now)) this.#expect(watch, news);
    for (const each of written) this.#check(watch, each, written);
    for (const each of written) if (each.kind === 'notice') checkDigest(each.notice, this.notices, this.#report);
  }

  #check(watch: ContractWatch, written: Written, beside: readonly Written[]): void {
    if (written.kind === 'removed' && !written.key.startsWith('proposal#'))
      this.#report('invariant', 'I7', `${written.key} of ${written.contract} was removed`);
    if (written.kind === 'event' && written.before && JSON.stringify(written.before) !== JSON.stringify(written.event))
      this.#report('invariant', 'I7', `event ${written.event.id} was changed`);
    if (written.kind === 'evidence') this.#onEvidence(written.contract, written.isNew, written.entry);
    if (written.kind === 'notice') this.#onNotice(watch, written, beside);
  }

  #onNotice(
    watch: ContractWatch,
    { before, notice }: Extract<Written, { kind: 'notice' }>,
    beside: readonly Written[],
  ): void {
    const { now } = this.#options.kernel;
    const others = [...this.notices.values()].filter(({ contract }) => contract === notice.contract);
    this.notices.set(notice.id, notice);
    if (!before) {
      watch.prepared(notice);
      this.addresses.get(notice.contract)?.prepared(notice);
      this.stopped.expectTold(notice, () => this.#isEscalated(notice));
      if (watch.isToldBy(others, notice))
        this.#report(
          'invariant',
          'I3',
          `${notice.step} of ${notice.deadline} is told to the ${notice.party} once more`,
        );
      if (!this.#options.hasWindow || notice.purpose !== 'step') return;
      if (watch.isBeforeWindow(notice, now, this.#tolerance))
        this.#report('early', 'window', `${notice.step} of ${notice.deadline} is prepared before the window opens`);
      return;
    }
    if (notice.state === 'ACCEPTED' && before.state !== 'ACCEPTED')
      expectDelivery(notice, { ...this.#options, noticeOf: (id) => this.notices.get(id) });
    checkNotice(before, notice, { nowMs: now, skewMs: this.#tolerance, report: this.#report });
    if (!claims(before, notice)) return;
    this.#claimedAt.set(notice.id, now);
    if (this.#options.stops.isStopped(notice, now))
      this.#report('invariant', 'stopped', `${notice.step} of ${notice.deadline} was claimed although it is stopped`);
    const type = before.state === 'UNKNOWN' ? 'notice.resend-after-unknown' : 'notice.attempt';
    const isOnRecord = beside.some(
      (each) => each.kind === 'evidence' && each.entry.type === type && each.entry.facts.notice === leadOf(notice),
    );
    if (!isOnRecord && !this.#isRefusedOften(before))
      this.#report('invariant', 'I3', `${notice.id} was claimed without ${type} on record`);
    const why = watch.whyNot(notice, now);
    if (watch.isOver(notice, now - this.#tolerance - CLAIM_TAKES_MS))
      this.#report('invariant', 'over', `${notice.step} of ${notice.deadline} was claimed after its time`);
    if (why) this.#report('stale', 'stale', `${notice.step} of ${notice.deadline} was claimed although ${why}`);
  }

  /** After many refusals an attempt is on record only once something else comes of it. */
  #isRefusedOften(notice: StoredNotice): boolean {
    const { contract, state } = notice;
    const entries = this.chains.get(contract)?.entries ?? [];
    const refusals = entries.filter(({ type, facts }) => type === 'notice.released' && facts.notice === leadOf(notice));
    return state === 'PENDING' && refusals.length >= REFUSALS_ON_RECORD;
  }

  #onEvidence(contract: string, isNew: boolean, entry: StoredEvidence): void {
    const chain = this.chains.get(contract) ?? { seq: 0, hash: undefined, entries: [] };
    this.chains.set(contract, chain);
    const follows = isNew && entry.seq === chain.seq + 1 && (chain.hash === undefined || entry.prev === chain.hash);
    if (!follows) this.#report('invariant', 'I7', `evidence ${entry.seq} of ${contract} does not follow ${chain.seq}`);
    chain.seq = entry.seq;
    chain.hash = entry.hash;
    const { messageId, at } = entry.facts;
    const isReport = (one: StoredEvidence) =>
      one.type === entry.type && one.facts.messageId === messageId && one.facts.at === at;
    if (messageId !== undefined && at !== undefined && chain.entries.some(isReport))
      this.#report('invariant', 'I7', `${entry.type} of ${messageId} at ${at} is on record twice`);
    chain.entries.push(entry);
    this.stopped.onEvidence(entry);
  }

  #expect(watch: ContractWatch, obligation: Obligation): void {
    const { kernel } = this.#options;
    if (obligation.limit <= kernel.now) return;
    kernel.at(obligation.limit, () => {
      const from = Math.max(obligation.at, obligation.since);
      if (!watch.stands(obligation) || obligation.limit - from < LEAST_WINDOW_MS || watch.isSent(obligation)) return;
      const notice = this.#noticeOf(obligation, watch.contract.id);
      // Whether it went out is not known: it is waited for, or a person was told.
      const isUnknown = notice !== undefined && isOpen(notice);
      const letter = { contract: watch.contract.id, ...obligation, party: obligation.reader, purpose: 'step' };
      const { stops } = this.#options;
      const isExcused = isUnknown || !this.#wasUp(from, obligation.limit, stops.waits(letter, kernel.now));
      const mayBeLeftOut = stops.mayWait(letter, obligation.limit) && !isLast(obligation);
      this.missed.push({ ...obligation, contract: watch.contract.id, isExcused, mayBeLeftOut });
      if (isExcused) return;
      const { step, deadline, reader, at } = obligation;
      this.#report('missed', 'missed', `${step} of ${deadline} to ${reader}, due at ${instantText(at)}`);
    });
  }

  #isEscalated({ contract, id }: StoredNotice): boolean {
    const entries = this.chains.get(contract)?.entries ?? [];
    return entries.some(({ type, facts }) => type === 'notice.escalated' && facts.notice === id);
  }

  /** The latest notice of an obligation. */
  #noticeOf({ deadline, step, reader }: Obligation, contract: string): StoredNotice | undefined {
    return [...this.notices.values()].findLast(
      (one) => one.contract === contract && one.deadline === deadline && one.step === step && one.party === reader,
    );
  }

  /** Whether everything was up for fifteen minutes within a time, and nothing stopped the letter. */
  #wasUp(from: number, to: number, waits: readonly Pick<Outage, 'from' | 'to'>[]): boolean {
    let since = from;
    const { outages } = this.#options;
    for (const outage of [...outages, ...waits].toSorted((a, b) => a.from - b.from)) {
      if (outage.to <= since || outage.from >= to) continue;
      if (outage.from - since >= UP_MS) return true;
      since = Math.max(since, outage.to);
    }
    return to - since >= UP_MS;
  }
}

/** Whether a letter that waits has to be given up and told of: no later one says more to its reader before the end. */
function isLast({ step, limit, instant }: Obligation): boolean {
  return step !== 'lapsed' && limit === instant;
}

/** Whether nobody knows if a notice went out: its report is waited for, or a person was told after five lost answers. */
function isOpen({ state, attempts }: StoredNotice): boolean {
  if (state === 'ESCALATED') return attempts >= MOST_UNKNOWN;
  return attempts > 0 && (state === 'CLAIMED' || state === 'UNKNOWN');
}
