import type { PlannedStop } from '../workload/stops.ts';

/** A stop by a person, and what is known of when it began and ended (epoch milliseconds). */
export interface Stop extends Pick<PlannedStop, 'scope' | 'expires' | 'to'> {
  readonly asked: number;
  /** From then on it is certain. */
  answered?: number;
  /** From then on it may have ended. */
  lifting?: number;
  /** From then on it has ended. */
  lifted?: number;
}

/** What a stop may be about. */
export interface Letter {
  readonly contract: string;
  readonly deadline?: string;
  readonly party: 'customer' | 'provider';
  readonly purpose: string;
}

/** How long letters may wait for the sweep that lets them go. */
const LET_GO_MS = 15 * 60_000;

/** When letters were stopped, as the person who did so knows. */
export class StopWatch {
  readonly #stops: Stop[] = [];
  readonly #skewMs: number;

  constructor(skewMs: number) {
    this.#skewMs = skewMs;
  }

  asked({ scope, expires, to }: PlannedStop, now: number): Stop {
    const stop: Stop = { scope, expires, to, asked: now };
    this.#stops.push(stop);
    return stop;
  }

  /** Whether a letter must not be claimed at an instant. */
  isStopped(letter: Letter, at: number): boolean {
    return this.#stops.some((stop) => {
      const end = stop.lifting ?? (stop.expires ? stop.to - this.#skewMs : Number.POSITIVE_INFINITY);
      return covers(stop, letter) && stop.answered !== undefined && stop.answered <= at && at < end;
    });
  }

  /** The times in which a letter may have had to wait, `now` being the present. */
  waits(letter: Letter, now: number): { readonly from: number; readonly to: number }[] {
    return this.#stops
      .filter((stop) => covers(stop, letter))
      .map((stop) => ({ from: stop.asked, to: (this.#endOf(stop) ?? now) + LET_GO_MS + this.#skewMs }));
  }

  /** Whether a letter may have had to wait at an instant. */
  mayWait(letter: Letter, at: number): boolean {
    return this.waits(letter, at).some(({ from, to }) => from - this.#skewMs <= at && at <= to);
  }

  #endOf({ lifted, expires, to }: Stop): number | undefined {
    // Up to a second later: the request names a whole one.
    return expires ? to + 1000 + this.#skewMs : lifted;
  }
}

/** Escalations go however letters are stopped, and what goes to operations unless that is stopped, too. */
function covers({ scope }: Stop, { contract, deadline = '', party, purpose }: Letter): boolean {
  if (purpose === 'escalation' || (party === 'provider' && !scope.provider)) return false;
  if (scope.contract !== undefined) return scope.contract === contract;
  return scope.clause === undefined || deadline.split('~')[0] === scope.clause;
}
