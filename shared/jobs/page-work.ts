import type { Timer } from '../runtime/clock.ts';
import type { Pace } from './pace.ts';

/** One piece of a job's work. It may be done twice: the second time must do no harm. */
export interface Piece {
  /** Names the piece in the job's list of failures, such as `contract acme`. */
  readonly name: string;
  /** Resolves to an outcome to count, such as `registered`, or to undefined. Rejects if the piece fails. */
  work(): Promise<string | undefined>;
}

export interface FailedPiece {
  readonly name: string;
  readonly error: unknown;
}

/** The result of a page. Every piece is done or has failed. */
export interface PageResult {
  readonly done: number;
  /** How often each outcome came about. */
  readonly counts: Readonly<Record<string, number>>;
  readonly failed: readonly FailedPiece[];
}

export interface PageWork {
  readonly timer: Timer;
  readonly pace: Pace;
  /** How many pieces are worked on at once. */
  readonly parallel: number;
  /** True when no time is left for another piece. */
  isShort(): boolean;
}

/** The pause before each try of a page's pieces. After the first only those that failed are tried again. */
const TRIES_AFTER_MS = [0, 1000, 4000];

/** Works on a page of pieces. Undefined when the time ran short, so that the page has to be gone over again. */
export async function workOn(pieces: readonly Piece[], work: PageWork): Promise<PageResult | undefined> {
  const counts: Record<string, number> = {};
  const failures = new Map<Piece, unknown>();
  let left = pieces;
  for (const pause of TRIES_AFTER_MS) {
    if (left.length === 0) break;
    if (pause > 0) await work.timer.pause(pause);
    failures.clear();
    if (!(await tryOnce(left, work, counts, failures))) return undefined;
    left = [...failures.keys()];
  }
  const failed = [...failures].map(([{ name }, error]) => ({ name, error }));
  return { done: pieces.length - failed.length, counts, failed };
}

/** Adds up outcomes and failures. False when the time ran short before every piece had its turn. */
async function tryOnce(
  pieces: readonly Piece[],
  { parallel, pace, isShort }: PageWork,
  counts: Record<string, number>,
  failures: Map<Piece, unknown>,
): Promise<boolean> {
  const waiting = pieces.values();
  const worker = async (): Promise<boolean> => {
    for (const piece of waiting) {
      if (isShort()) return false;
      await pace.turn();
      try {
        const outcome = await piece.work();
        if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + 1;
      } catch (error) {
        failures.set(piece, error);
      }
    }
    return true;
  };
  const whole = await Promise.all(Array.from({ length: parallel }, worker));
  return whole.every(Boolean);
}
