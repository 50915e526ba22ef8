import { instantText } from '../../../local/time/instant.ts';
import type { Stop, StopWatch } from '../oracle/stops.ts';
import type { ActorOptions } from './actor.ts';
import type { PlannedStop } from './stops.ts';

export interface StopperOptions extends ActorOptions {
  readonly stops: StopWatch;
}

interface Request {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
}

/** What is read of an answer. */
interface Said {
  readonly id?: string;
  readonly released?: { readonly at: string };
}

const PAUSE_MS = 60_000;
const BEN = { by: 'Ben', reason: 'it is looked into' };
/** The share of requests that are made once more after they are answered. */
const REPEATED = 0.3;

/** A person who stops letters and lets them go again, each time asking until it is answered. */
export class Stopper {
  readonly #options: StopperOptions;
  #open = 0;

  constructor(options: StopperOptions) {
    this.#options = options;
  }

  /** How many stops are not at their end. */
  get open(): number {
    return this.#open;
  }

  start(planned: readonly PlannedStop[]): void {
    for (const one of planned) {
      this.#open += 1;
      this.#options.kernel.at(one.at, () => void this.#liveThrough(one));
    }
  }

  async #liveThrough(one: PlannedStop): Promise<void> {
    const { kernel } = this.#options;
    await this.#stop(one);
    if (one.againAfterMs !== undefined) {
      await kernel.reach(kernel.now + one.againAfterMs);
      await this.#stop(laterBy(one, kernel.now - one.at));
    }
    this.#open -= 1;
  }

  async #stop({ scope, path, body, to, until, softensAt }: PlannedStop): Promise<void> {
    const { kernel, stops } = this.#options;
    const asked = stops.asked(scope, until, kernel.now);
    const isOver = () => until !== undefined && kernel.now >= until - 2 * PAUSE_MS;
    const stopping: Request = {
      ...{ method: path === '/sending' ? 'PUT' : 'POST', path },
      body: { ...body, ...(until !== undefined && { until: instantText(until) }) },
    };
    const said = await this.#ask(stopping, isOver);
    for (const stop of asked) if (said !== undefined) stop.answered = kernel.now;
    await this.#repeat(stopping, said, isOver);
    if (softensAt !== undefined) await this.#soften(asked, body, softensAt);
    if (said === undefined || until === to) await kernel.reach(until ?? to);
    else await this.#release(asked, path === '/sending' ? switching(body, 'on') : releasing(said), to);
  }

  async #soften(asked: readonly Stop[], body: PlannedStop['body'], at: number): Promise<void> {
    await this.#release(
      asked.filter(({ reader }) => reader === 'provider'),
      switching(body, 'operations-only'),
      at,
    );
  }

  async #release(stops: readonly Stop[], request: Request, at: number): Promise<void> {
    const { kernel } = this.#options;
    await kernel.reach(at);
    for (const stop of stops) stop.lifting ??= kernel.now;
    const said = await this.#ask(request, () => false);
    for (const stop of stops) stop.lifted ??= kernel.now;
    await this.#repeat(request, said, () => false);
  }

  /** The same request says the same again. */
  async #repeat(request: Request, said: Said | undefined, isOver: () => boolean): Promise<void> {
    const { report, share } = this.#options;
    if (said === undefined || isOver() || share(`stopped again ${JSON.stringify(request)}`) >= REPEATED) return;
    const again = await this.#ask(request, isOver);
    if (again !== undefined && (again.id !== said.id || again.released?.at !== said.released?.at))
      report('invariant', 'I8', `${request.path} was answered ${JSON.stringify(again)} after ${JSON.stringify(said)}`);
  }

  /** What was answered; undefined once it is given up. */
  async #ask({ method, path, body }: Request, isOver: () => boolean): Promise<Said | undefined> {
    const { kernel, cloud, report } = this.#options;
    while (!isOver()) {
      const answer = await cloud.request(method, path, body);
      if (answer.status === 200 || answer.status === 201) return JSON.parse(String(answer.body)) as Said;
      // The contract may not be recorded yet.
      if (answer.status < 500 && answer.status !== 422)
        report('invariant', 'I8', `${method} ${path} was answered ${answer.status} ${answer.body}`);
      await kernel.reach(kernel.now + PAUSE_MS);
    }
    return undefined;
  }
}

function switching({ pack }: PlannedStop['body'], value: string): Request {
  return { method: 'PUT', path: '/sending', body: { value, ...(pack !== undefined && { pack }), ...BEN } };
}

function releasing({ id = '' }: Said): Request {
  return { method: 'POST', path: `/holds/${id}/release`, body: BEN };
}

function laterBy({ at, to, until, softensAt, ...one }: PlannedStop, by: number): PlannedStop {
  return {
    ...one,
    ...{ at: at + by, to: to + by },
    ...(until !== undefined && { until: until + by }),
    ...(softensAt !== undefined && { softensAt: softensAt + by }),
  };
}
