import type { ActorOptions } from './actor.ts';
import { contractBody, eventBody, type Workload } from './workload.ts';

interface Request {
  readonly path: string;
  readonly body: unknown;
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Tells the service of everything in a workload, each until it is acknowledged, and some again afterwards. */
export class Teller {
  readonly #options: ActorOptions;
  #open = 0;

  constructor(options: ActorOptions) {
    this.#options = options;
  }

  /** How many are not acknowledged yet. */
  get open(): number {
    return this.#open;
  }

  start({ contracts, tellings }: Workload): void {
    for (const contract of contracts) this.#tellAt(contract.at, { path: '/contracts', body: contractBody(contract) });
    for (const { contract, fact, at } of tellings)
      this.#tellAt(at, { path: `/contracts/${contract}/events`, body: eventBody(fact) });
  }

  #tellAt(at: number, request: Request): void {
    this.#open += 1;
    this.#options.kernel.at(at, () => void this.#tell(request, FIRST_PAUSE_MS));
  }

  async #tell(request: Request, pauseMs: number): Promise<void> {
    const { kernel, cloud, share } = this.#options;
    kernel.settle();
    const { status, body } = await cloud.request('POST', request.path, request.body);
    if (status === 200 || status === 201) {
      this.#open -= 1;
      if (share(`again ${JSON.stringify(request)}`) < 0.1) this.#tellAgain(request);
      return;
    }
    if (status < 500 && !mayComeTooEarly(status, request)) {
      this.#complain(`${status} ${body}`, request);
      return;
    }
    const again = kernel.now + Math.round(pauseMs * (0.5 + share(`${kernel.now} ${request.path}`)));
    kernel.at(again, () => void this.#tell(request, Math.min(LONGEST_PAUSE_MS, pauseMs * 2)));
  }

  /** What is acknowledged stays so. */
  #tellAgain(request: Request): void {
    const { kernel, cloud, share } = this.#options;
    kernel.at(
      kernel.now + Math.round(1_000 * (30 * 86_400) ** share(`when again ${JSON.stringify(request)}`)),
      async () => {
        kernel.settle();
        const { status, body } = await cloud.request('POST', request.path, request.body);
        if (status !== 200 && status < 500) this.#complain(`repeated: ${status} ${body}`, request);
      },
    );
  }

  #complain(answer: string, { path, body }: Request): void {
    this.#options.report('invariant', 'I8', `${path} ${JSON.stringify(body)} was answered ${answer}`);
  }
}

/** The contract, or the event that is withdrawn, may not be recorded yet. */
function mayComeTooEarly(status: number, { body }: Request): boolean {
  return status === 404 || status === 429 || (status === 422 && JSON.stringify(body).includes('event.withdrawn'));
}
