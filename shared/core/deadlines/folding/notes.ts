import type { ExplanationStep } from '../explanation-facts.ts';

/**
 * What a note is about. `meeting`: what met the deadline, and that this was taken back. `date`: what passed or missed its
 * last day. Both fall when it gets another last day. `pause`: that the period stands still; it falls when the period runs
 * again. `course`: everything else, which stays.
 */
type NoteTopic = 'meeting' | 'date' | 'pause' | 'course';

interface Note {
  readonly topic: NoteTopic;
  /** Tells notes apart of which there is at most one. */
  readonly name: string | undefined;
  readonly step: ExplanationStep;
}

/** What is told of a deadline's history, in the order in which it happened. */
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
