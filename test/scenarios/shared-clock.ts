interface Waiting {
  readonly at: number;
  readonly goOn: () => void;
  readonly giveUp: (error: unknown) => void;
}

/** One clock for several stories: it moves to the earliest instant that is waited for, once all of them wait. */
export class SharedClock {
  readonly #advance: (instant: string) => Promise<void>;
  readonly #waiting = new Set<Waiting>();
  #telling: number;

  /** `stories`: how many there are; the clock stands until each of them has begun. */
  constructor(stories: number, advance: (instant: string) => Promise<void>) {
    this.#telling = stories;
    this.#advance = advance;
  }

  /** Tells a story to its end. */
  async tell(story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } finally {
      this.#pause();
    }
  }

  /** Resolves when the clock stands at the instant, or later, and all that was due by then is done. */
  until(instant: string): Promise<void> {
    return new Promise((goOn, giveUp) => {
      this.#waiting.add({ at: Date.parse(instant), goOn, giveUp });
      this.#pause();
    });
  }

  #pause(): void {
    this.#telling -= 1;
    if (this.#telling === 0 && this.#waiting.size > 0) void this.#moveOn();
  }

  async #moveOn(): Promise<void> {
    const at = Math.min(...[...this.#waiting].map((waiting) => waiting.at));
    const due = [...this.#waiting].filter((waiting) => waiting.at === at);
    this.#telling = due.length;
    for (const waiting of due) this.#waiting.delete(waiting);
    try {
      await this.#advance(new Date(at).toISOString());
      for (const { goOn } of due) goOn();
    } catch (error) {
      for (const { giveUp } of due) giveUp(error);
    }
  }
}
