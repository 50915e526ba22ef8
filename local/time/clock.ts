import { type AbortingTimer, systemTimer } from '../../shared/runtime/clock.ts';
import { JournaledStore } from '../aws/journal.ts';
import { instantText, parseInstant, TimeError } from './instant.ts';

/** A clock that stands still until it is moved, and never goes back. */
export class VirtualClock {
  #epochMs: number;
  #text: string | undefined;
  readonly #onMove: ((epochMs: number) => void) | undefined;

  /** `start`: an instant with offset, or epoch milliseconds. `onMove` is told of each new time before it holds. */
  constructor(start: string | number, onMove?: (epochMs: number) => void) {
    this.#epochMs = typeof start === 'string' ? parseInstant(start, 'clock') : start;
    this.#onMove = onMove;
  }

  /** The instant as UTC text, `2026-11-20T08:00:00Z`; milliseconds only when they are not zero. */
  now(): string {
    this.#text ??= instantText(this.#epochMs);
    return this.#text;
  }

  epochMs(): number {
    return this.#epochMs;
  }

  /** Moves to a later instant (or stays). Throws TimeError when asked to go back. */
  moveTo(epochMs: number): void {
    if (!Number.isSafeInteger(epochMs)) {
      throw new TimeError('clock', String(epochMs), 'is not a whole number of milliseconds.');
    }
    if (epochMs === this.#epochMs) return;
    if (epochMs < this.#epochMs) {
      const remedy = `lies before the clock's ${this.now()}. It only goes forward: give a later instant, or start anew.`;
      throw new TimeError('clock', instantText(epochMs), remedy);
    }
    this.#onMove?.(epochMs);
    this.#epochMs = epochMs;
    this.#text = undefined;
  }
}

/** A clock that goes on where it stood when the folder was last used; `start` holds for a new folder only. */
export function openClock(options: {
  readonly start: string | number;
  readonly folder?: string | undefined;
}): VirtualClock {
  const store = new JournaledStore<{ clock: number }>({ name: 'clock', folder: options.folder, tables: ['clock'] });
  const keep = (epochMs: number) => store.write(['clock', 'now', epochMs]);
  const stood = store.get('clock', 'now');
  const clock = new VirtualClock(stood ?? options.start, keep);
  // What is stored in the folder happens at this time, whether or not the clock is moved afterwards.
  if (stood === undefined) keep(clock.epochMs());
  return clock;
}

const LONGEST_BACK_OFF_MS = 250;

/**
 * Virtual time does not pass while a function runs, so a pause ends at once, and no call takes too long. Requests beside each
 * other are real: who backs off from another waits, and not for as long as a third one.
 */
export const motionlessTimer: AbortingTimer = {
  now: () => 0,
  pause: async () => undefined,
  backOff: (milliseconds) => systemTimer.pause(Math.min(LONGEST_BACK_OFF_MS, milliseconds) * (performance.now() % 1)),
  abortAfter: () => new AbortController().signal,
};
