import { type ContractWatch, NEWEST_EDITION } from './contract-watch.ts';
import type { StoredEvent } from './items.ts';
import type { Report } from './violations.ts';

type Decision = 'accept' | 'decline';

const KINDS: ReadonlyMap<string, Decision> = new Map([
  ['deadline.rebound', 'accept'],
  ['proposal.declined', 'decline'],
]);

/** The longest time that a function has. */
const UNDER_WAY_MS = 15 * 60_000;

/** What the newest edition of the holidays would move, and what a person decided about it. */
export class ProposalWatch {
  readonly #contracts: ReadonlyMap<string, ContractWatch>;
  readonly #report: Report;
  readonly #releaseAt: number;
  /** What a person asked for, by contract, deadline and decision; true once it is on record. */
  readonly #asked = new Map<string, boolean>();

  /** `releaseAt`: from when on the newest edition is out. */
  constructor(contracts: ReadonlyMap<string, ContractWatch>, releaseAt: number, report: Report) {
    this.#contracts = contracts;
    this.#releaseAt = releaseAt;
    this.#report = report;
  }

  asked(contract: string, deadline: string, decision: Decision): void {
    const key = `${contract} ${deadline} ${decision}`;
    this.#asked.set(key, this.#asked.get(key) ?? false);
  }

  /** Events came on record: a decision is one that a person asked for, and is there once. */
  record(contract: string, events: readonly StoredEvent[], now: number): void {
    for (const { id, kind, data, edition } of events) {
      this.#checkEdition(`${id} of ${contract}`, edition, now);
      const decision = KINDS.get(kind);
      if (decision === undefined) continue;
      const key = `${contract} ${data.deadline} ${decision}`;
      if (this.#asked.get(key) !== false) this.#report('invariant', 'I8', `${contract}: nobody asked for ${id}`);
      this.#asked.set(key, true);
    }
  }

  /** What is under way as a release takes over is recorded by the one before. */
  #checkEdition(event: string, edition: number | undefined, now: number): void {
    const isBetween = now >= this.#releaseAt && now < this.#releaseAt + UNDER_WAY_MS;
    if (!isBetween && edition !== (now < this.#releaseAt ? 1 : NEWEST_EDITION))
      this.#report('invariant', 'edition', `${event} was recorded with edition ${edition}`);
  }

  /** The deadlines that the newest edition would move, by the facts on record. */
  expected(contract: string, now: number): string[] {
    return this.#contracts.get(contract)?.movedByNewest(now) ?? [];
  }

  /** A person was told that these are proposed. `before`: what was expected as the person asked. */
  listed(
    contract: string,
    proposals: readonly { readonly deadline: string }[],
    { before, now }: { readonly before: readonly string[]; readonly now: number },
  ): void {
    const [told, expected] = [proposals.map(({ deadline }) => deadline).sort(), this.expected(contract, now)];
    // A fact came between the two.
    if (JSON.stringify(before) !== JSON.stringify(expected)) return;
    if (JSON.stringify(told) === JSON.stringify(expected)) return;
    this.#report('invariant', 'proposals', `of ${contract} ${told} are proposed, and not ${expected}`);
  }
}
