import type { ExplanationStep } from '../explanation-facts.ts';

/**
 * What a note is about. `meeting`: the deadline was met, or the meeting withdrawn. `date`: an event missed the last day, or
 * the last day passed. Both are dropped when the last day changes. `pause`: the period is suspended; dropped when it runs
 * again. `course`: everything else; never dropped.
 */
type NoteTopic = 'meeting' | 'date' | 'pause' | 'course';

interface Note {
  readonly topic: NoteTopic;
  /** Set for a note of which there is at most one. */
  readonly name: string | undefined;
  readonly step: ExplanationStep;
}

/** The explanation steps about a deadline's history, in the order in which it happened. */
export class Notes {
  #notes: readonly Note[] = [];

  get steps(): readonly ExplanationStep[] {
    return this.#notes.map(({ step }) => step);
  }

  add(topic: NoteTopic, step: ExplanationStep): void {
    this.#put(topic, step, undefined);
  }

  /** Adds a note unless there is one of that name. */
  addOnce(topic: NoteTopic, name: string, step: ExplanationStep): void {
    if (this.#notes.every((note) => note.name !== name)) this.#put(topic, step, name);
  }

  /** Adds a note in place of the one of that name. */
  replace(topic: NoteTopic, name: string, step: ExplanationStep): void {
    this.dropNamed(name);
    this.#put(topic, step, name);
  }

  drop(...topics: readonly NoteTopic[]): void {
    this.#notes = this.#notes.filter(({ topic }) => !topics.includes(topic));
  }

  dropNamed(name: string): void {
    this.#notes = this.#notes.filter((note) => note.name !== name);
  }

  #put(topic: NoteTopic, step: ExplanationStep, name: string | undefined): void {
    this.#notes = [...this.#notes, { topic, name, step }];
  }
}
