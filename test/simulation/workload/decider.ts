import type { ProposalWatch } from '../oracle/proposals.ts';
import type { ActorOptions } from './actor.ts';
import type { SimulatedContract } from './telling.ts';

export interface DeciderOptions extends ActorOptions {
  readonly proposals: ProposalWatch;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** So many days after a release little is open that was opened before it. */
const DAYS = 30;
/** The shares of the proposals that are accepted, and declined; the rest is left alone. */
const ACCEPTED = 0.5;
const DECLINED = 0.3;
/** The share of decisions that are sent once more after they are answered. */
const REPEATED = 0.3;

interface Listed {
  readonly proposals: readonly { readonly deadline: string; readonly edition: number }[];
}

interface Stored {
  readonly contract: string;
  readonly deadline: string;
}

/** A person who looks each day what another edition of the holidays would move, and decides about most of it. */
export class Decider {
  readonly #options: DeciderOptions;

  constructor(options: DeciderOptions) {
    this.#options = options;
  }

  /** `end`: when all proposals are listed once more. */
  start(contracts: readonly SimulatedContract[], releaseAt: number, end: number): void {
    const { kernel, share } = this.#options;
    kernel.at(end, () => void this.#lookAtAll(contracts));
    for (const { id } of contracts) {
      for (let day = 0; day < DAYS; day += 1) {
        const at = releaseAt + HOUR_MS + day * DAY_MS + Math.round(share(`looks at ${id} ${day}`) * DAY_MS);
        kernel.at(at, () => void this.#look(id));
      }
    }
  }

  /** Looks, and does not insist: there is another day. */
  async #look(contract: string): Promise<void> {
    const { kernel, cloud, share, proposals } = this.#options;
    kernel.settle();
    const before = proposals.expected(contract, kernel.now);
    const answer = await cloud.request('GET', `/contracts/${contract}/proposals`, undefined);
    if (answer.status !== 200) return;
    const { proposals: listed } = JSON.parse(String(answer.body)) as Listed;
    proposals.listed(contract, listed, { before, now: kernel.now });
    for (const { deadline, edition } of listed) {
      const drawn = share(`decides on ${contract} ${deadline}`);
      if (drawn < ACCEPTED + DECLINED)
        await this.#decide(contract, deadline, edition, drawn < ACCEPTED ? 'accept' : 'decline');
    }
  }

  async #lookAtAll(contracts: readonly SimulatedContract[]): Promise<void> {
    const { kernel, cloud, proposals } = this.#options;
    kernel.settle();
    const { body } = await cloud.request('GET', '/proposals', undefined);
    const { proposals: stored } = JSON.parse(String(body)) as { proposals: readonly Stored[] };
    for (const { id } of contracts) {
      const own = stored.filter(({ contract }) => contract === id);
      proposals.listed(id, own, { before: proposals.expected(id, kernel.now), now: kernel.now });
    }
  }

  async #decide(contract: string, deadline: string, edition: number, decision: 'accept' | 'decline'): Promise<void> {
    const { kernel, cloud, report, proposals, share } = this.#options;
    proposals.asked(contract, deadline, decision);
    const path = `/contracts/${contract}/proposals/${deadline}/${decision}`;
    const body = { edition, by: 'Ana', reason: 'the holidays were corrected' };
    for (;;) {
      const answer = await cloud.request('POST', path, body);
      if (answer.status === 200 || answer.status === 201) break;
      // It may have ended meanwhile.
      if (answer.status === 422) return;
      if (answer.status < 500) report('invariant', 'I8', `${path} was answered ${answer.status} ${answer.body}`);
      await kernel.reach(kernel.now + MINUTE_MS);
    }
    if (share(`decides again ${path}`) >= REPEATED) return;
    const { status } = await cloud.request('POST', path, body);
    if (status !== 200 && status < 500) report('invariant', 'I8', `${path}, sent again, was answered ${status}`);
  }
}
