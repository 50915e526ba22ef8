import type { StopScope } from '../workload/stops.ts';
import type { Reader } from './model.ts';

/** A stop by a person of the letters to one reader, and what is known of when it began and ended (epoch milliseconds). */
export interface Stop {
  readonly scope: Omit<StopScope, 'readers'>;
  readonly reader: Reader;
  readonly asked: number;
  /** When its time is over by itself. */
  readonly until: number | undefined;
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
  readonly party: Reader;
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

  /** One for each of its readers. */
  asked({ readers, ...scope }: StopScope, until: number | undefined, now: number): Stop[] {
    const asked = readers.map((reader): Stop => ({ scope, reader, until, asked: now }));
    this.#stops.push(...asked);
    return asked;
  }

  /** Whether a letter must not be claimed at an instant. */
  isStopped(letter: Letter, at: number): boolean {
    return this.isStoppedAllOf(letter, at, at);
  }

  /** Whether one stop was certainly on a letter all the time. */
  isStoppedAllOf(letter: Letter, from: number, to: number): boolean {
    return this.#stops.some(({ answered, lifting = Number.POSITIVE_INFINITY, until, ...stop }) => {
      const end = Math.min(lifting, until === undefined ? lifting : until - this.#skewMs);
      return covers(stop, letter) && answered !== undefined && answered <= from && to < end;
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

  #endOf({ lifted, until }: Stop): number | undefined {
    if (until === undefined) return lifted;
    return Math.min(until + this.#skewMs, lifted ?? Number.POSITIVE_INFINITY);
  }
}

/** Escalations go however letters are stopped. */
function covers({ scope, reader }: Pick<Stop, 'scope' | 'reader'>, letter: Letter): boolean {
  const { contract, deadline = '', party, purpose } = letter;
  if (purpose === 'escalation' || party !== reader) return false;
  if (scope.contract !== undefined) return scope.contract === contract;
  return scope.clause === undefined || deadline.split('~')[0] === scope.clause;
}
