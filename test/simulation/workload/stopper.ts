import { instantText } from '../../../local/time/instant.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Stop, StopWatch } from '../oracle/stops.ts';
import type { Report } from '../oracle/violations.ts';
import type { PlannedStop } from './stops.ts';

export interface StopperOptions {
  readonly kernel: Kernel;
  readonly cloud: Cloud;
  readonly report: Report;
  readonly stops: StopWatch;
}

const PAUSE_MS = 60_000;
const BEN = { by: 'Ben', reason: 'it is looked into' };

/** A person who stops letters and lets them go again, each time asking until it is answered. */
export class Stopper {
  readonly #options: StopperOptions;

  constructor(options: StopperOptions) {
    this.#options = options;
  }

  start(planned: readonly PlannedStop[]): void {
    for (const one of planned) this.#options.kernel.at(one.at, () => void this.#stop(one));
  }

  async #stop(planned: PlannedStop): Promise<void> {
    const { kernel, stops } = this.#options;
    const { path, body, to, expires } = planned;
    const stop = stops.asked(planned, kernel.now);
    const until = expires ? { until: instantText(Math.ceil(to / 1000) * 1000) } : {};
    const method = path === '/sending' ? 'PUT' : 'POST';
    const said = await this.#ask(method, path, { ...body, ...until }, () => expires && kernel.now >= to - PAUSE_MS);
    if (said !== undefined) stop.answered = kernel.now;
    if (!expires) kernel.at(Math.max(to, kernel.now), () => void this.#release(planned, stop, said));
  }

  async #release({ path, body: { pack } }: PlannedStop, stop: Stop, said: unknown): Promise<void> {
    const { kernel } = this.#options;
    stop.lifting = kernel.now;
    const id = (said as { id?: string } | undefined)?.id ?? '';
    await (path === '/sending'
      ? this.#ask('PUT', path, { value: 'on', ...(pack !== undefined && { pack }), ...BEN })
      : this.#ask('POST', `${path}/${id}/release`, BEN));
    stop.lifted = kernel.now;
  }

  /** What was answered; undefined once it is given up. */
  async #ask(method: string, path: string, body: unknown, isOver = () => false): Promise<unknown> {
    const { kernel, cloud, report } = this.#options;
    for (;;) {
      kernel.settle();
      const answer = await cloud.request(method, path, body);
      if (answer.status === 200 || answer.status === 201) return JSON.parse(String(answer.body));
      if (isOver()) return undefined;
      // The contract may not be recorded yet.
      if (answer.status < 500 && answer.status !== 422)
        report('invariant', 'I8', `${method} ${path} was answered ${answer.status} ${answer.body}`);
      await new Promise<void>((resolve) => kernel.at(kernel.now + PAUSE_MS, resolve));
    }
  }
}
