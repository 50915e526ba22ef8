import { type Job, LONGEST_NAME, MOST_FAILURES } from '../aws/table/jobs.ts';
import { laterBy } from '../runtime/clock.ts';
import type { PageResult } from './page-work.ts';

export interface JobOptions {
  readonly kind: string;
  /** How many pieces of work there are, if that is known. */
  readonly total?: number;
  /** What its walk goes by. */
  readonly asked?: Job['asked'];
}

/** Where a job goes on. */
export type Place = NonNullable<Job['place']>;

/** A job at its start, over the one of the same id that ended before. */
export function started(id: string, { kind, total, asked }: JobOptions, now: string, before?: Job): Job {
  return {
    id,
    kind,
    ...(asked && { asked }),
    revision: before?.revision ?? 0,
    state: 'waiting',
    startedAt: now,
    freeAt: now,
    attempts: 0,
    done: 0,
    ...(total !== undefined && { total }),
    failed: 0,
    failures: [],
    counts: {},
  };
}

export function hasEnded({ state }: Job): boolean {
  return state === 'finished' || state === 'failed';
}

/** Held by a run, for `leaseMs` at most. */
export function taken(job: Job, now: string, leaseMs: number): Job {
  return { ...job, state: 'running', freeAt: laterBy(now, leaseMs), attempts: job.attempts + 1 };
}

/** After a page. `place`: where it goes on; undefined after the last page. */
export function passed(job: Job, place: Place | undefined, { done, counts, failed }: PageResult): Job {
  const failures = failed.map(({ name, error }) => ({ item: shortened(name), error: nameOf(error) }));
  const { error: _overcome, place: _before, ...rest } = job;
  return {
    ...rest,
    ...(place && { place }),
    attempts: 1,
    done: job.done + done,
    failed: job.failed + failed.length,
    failures: [...job.failures, ...failures].slice(0, MOST_FAILURES),
    counts: sum(job.counts, counts),
  };
}

/** Left for the next run. `error`: why this run could not pass the page. */
export function left(job: Job, now: string, error?: unknown): Job {
  return { ...job, state: 'waiting', freeAt: now, ...(error !== undefined && { error: nameOf(error) }) };
}

/** At its end. `error`: why it could not get there. */
export function ended(job: Job, now: string, error?: unknown): Job {
  const { freeAt: _free, place: _place, ...rest } = job;
  if (error === undefined) return { ...rest, state: 'finished', endedAt: now };
  return { ...rest, state: 'failed', endedAt: now, error: nameOf(error) };
}

/** An error's name only: its message may quote what is stored. */
function nameOf(error: unknown): string {
  return shortened(error instanceof Error ? error.name : typeof error);
}

/** Cut to the stored length. Half a character at the end is replaced, since the table refuses it. */
function shortened(text: string): string {
  return text.slice(0, LONGEST_NAME).toWellFormed();
}

function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
