import type { ActorOptions } from './actor.ts';
import type { Amendment } from './amendments.ts';

const PAUSE_MS = 60_000;
/** The share of amendments that are made once more after they are answered. */
const REPEATED = 0.3;

/** A person who amends contracts, one amendment after the other, each until it is answered. */
export class Amender {
  readonly #options: ActorOptions;
  readonly #waiting: Amendment[] = [];
  #isBusy = false;

  constructor(options: ActorOptions) {
    this.#options = options;
  }

  /** How many are not acknowledged. */
  get open(): number {
    return this.#waiting.length + (this.#isBusy ? 1 : 0);
  }

  start(amendments: readonly Amendment[]): void {
    for (const one of amendments) {
      this.#options.kernel.at(one.at, () => {
        this.#waiting.push(one);
        if (!this.#isBusy) void this.#work();
      });
    }
  }

  async #work(): Promise<void> {
    const { share } = this.#options;
    this.#isBusy = true;
    for (let one = this.#waiting.shift(); one; one = this.#waiting.shift()) {
      await this.#ask(one);
      if (share(`amended again ${JSON.stringify(one)}`) >= REPEATED) continue;
      const again = await this.#ask(one);
      if (again !== 'unchanged') this.#complain(one, `made again: ${again}`);
    }
    this.#isBusy = false;
  }

  /** The outcome, once there is one. */
  async #ask(one: Amendment): Promise<string> {
    const { kernel, cloud } = this.#options;
    for (;;) {
      kernel.settle();
      const body = { change: { customer: one.customer }, by: 'Ana', reason: 'they wrote to us' };
      const answer = await cloud.request('PATCH', `/contracts/${one.contract}`, body);
      if (answer.status === 200) return (JSON.parse(String(answer.body)) as { outcome: string }).outcome;
      // The contract may not be recorded yet.
      if (answer.status < 500 && answer.status !== 404) this.#complain(one, `${answer.status} ${answer.body}`);
      await kernel.reach(kernel.now + PAUSE_MS);
    }
  }

  #complain(one: Amendment, answer: string): void {
    this.#options.report('invariant', 'I8', `the amendment ${JSON.stringify(one)} was answered ${answer}`);
  }
}
