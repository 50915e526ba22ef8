import type { FunctionDeclaration, RecurringTrigger } from '../shared/runtime/declaration.ts';
import { invoke, type LambdaHandler, lambdaContext } from './aws/invocation.ts';
import type { WorkSource } from './time/engine.ts';

const LONGEST_PAUSE_MS = 24 * 60 * 60_000;

/** Lambda tries a failed run twice more: after a minute, then after two. */
const RETRY_PAUSES_MS: readonly number[] = [60_000, 120_000];

interface OnAgenda {
  readonly key: string;
  readonly at: number;
}

function nameOf({ key, at }: OnAgenda): string {
  return `${key} ${at}`;
}

/**
 * The sweep, run only when the agenda holds overdue work. While the same work stays overdue, the pause between runs
 * doubles up to a day, so that one stuck contract does not fill years of virtual time with sweeps. A run that fails has not
 * looked, so it lengthens no pause: after an outage the next one comes in time.
 */
export class SweepSource implements WorkSource {
  readonly name = 'sweep';
  readonly #everyMs: number;
  readonly #run: () => Promise<unknown>;
  readonly #nextOnAgenda: () => OnAgenda | undefined;
  #pauseMs: number;
  #lastRun = Number.NEGATIVE_INFINITY;
  #lastFound: string | undefined;
  /** When a run that failed is tried again, and how many tries it has had. */
  #retry: { readonly at: number; readonly tries: number } | undefined;

  constructor(
    declaration: FunctionDeclaration,
    handler: LambdaHandler<unknown, unknown>,
    nextOnAgenda: () => OnAgenda | undefined,
  ) {
    const trigger = recurringTrigger(declaration, 'overdue');
    this.#everyMs = everyMs(trigger.schedule);
    this.#pauseMs = this.#everyMs;
    this.#run = () => invoke(handler, trigger.input, lambdaContext(declaration.name, declaration.timeoutSeconds));
    this.#nextOnAgenda = nextOnAgenda;
  }

  async nextAt(): Promise<number | undefined> {
    const next = this.#nextOnAgenda();
    if (next === undefined) return undefined;
    const due = Math.ceil(next.at / this.#everyMs) * this.#everyMs;
    if (this.#retry) return this.#retry.at;
    const pauseMs = nameOf(next) === this.#lastFound ? this.#pauseMs : this.#everyMs;
    return Math.max(due, this.#lastRun + pauseMs);
  }

  async runAt(nowMs: number): Promise<string> {
    const next = this.#nextOnAgenda();
    this.#lastRun = nowMs;
    const tries = (this.#retry?.tries ?? 0) + 1;
    this.#retry = undefined;
    try {
      await this.#run();
      this.#looked(next && nameOf(next));
      return 'looked for overdue work';
    } catch (error) {
      const pause = RETRY_PAUSES_MS[tries - 1];
      if (pause !== undefined) this.#retry = { at: nowMs + pause, tries };
      return `could not look for overdue work (${String(error)})`;
    }
  }

  #looked(found: string | undefined): void {
    this.#pauseMs = found === this.#lastFound ? Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2) : this.#everyMs;
    this.#lastFound = found;
  }
}

export function recurringTrigger(declaration: FunctionDeclaration, name: string): RecurringTrigger {
  const found = declaration.triggers.find((trigger) => trigger.kind === 'recurring' && trigger.name === name);
  if (found?.kind !== 'recurring') throw new Error(`${declaration.name} declares no recurring trigger ${name}`);
  return found;
}

function everyMs(schedule: string): number {
  const minutes = /^rate\((\d+) minutes?\)$/.exec(schedule)?.[1];
  if (minutes === undefined) throw new Error(`${schedule}: the local stack knows rate(n minutes) only`);
  return Number(minutes) * 60_000;
}
