import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One entry set, or removed with `null`. */
export type Change<Tables> = { [T in keyof Tables & string]: readonly [T, string, Tables[T] | null] }[keyof Tables &
  string];

type StoredTables<Tables> = { [T in keyof Tables & string]: Map<string, Tables[T]> };

/** A journal that cannot be read; it is never repaired by guessing. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

const VERSION = 1;

/**
 * Keyed entries in memory and, when a folder is given, in an append-only file of JSON lines beside it.
 *
 * A write is one line, appended before the call answers: a killed process loses nothing that was acknowledged, and
 * the changes of one write survive together or not at all. Values must survive JSON.
 */
export class JournaledStore<Tables extends Record<string, unknown>> {
  readonly #tables: StoredTables<Tables>;
  readonly #file: string | undefined;
  readonly #name: string;
  #torn: string | undefined;

  constructor(options: {
    readonly name: string;
    readonly folder?: string | undefined;
    readonly tables: readonly (keyof Tables & string)[];
  }) {
    const entries = options.tables.map((table) => [table, new Map()]);
    this.#tables = Object.fromEntries(entries) as StoredTables<Tables>;
    this.#name = options.name;
    if (options.folder === undefined) return;
    mkdirSync(options.folder, { recursive: true });
    this.#file = join(options.folder, `${options.name}.jsonl`);
    this.#load(this.#file);
  }

  /** The unfinished last line found on loading, which was dropped: its write was never acknowledged. */
  get torn(): string | undefined {
    return this.#torn;
  }

  get<T extends keyof Tables & string>(table: T, key: string): Tables[T] | undefined {
    return this.#tables[table].get(key);
  }

  /** Entries in the order in which their keys were first set. */
  entries<T extends keyof Tables & string>(table: T): IterableIterator<[string, Tables[T]]> {
    return this.#tables[table].entries();
  }

  count(table: keyof Tables & string): number {
    return this.#tables[table].size;
  }

  /** Applies all changes as one. */
  write(...changes: readonly Change<Tables>[]): void {
    if (changes.length === 0) return;
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(changes)}\n`);
    for (const change of changes) this.#apply(change);
  }

  #apply([table, key, value]: Change<Tables>): void {
    if (value === null) this.#tables[table].delete(key);
    else this.#tables[table].set(key, value as Tables[typeof table]);
  }

  #load(file: string): void {
    if (!existsSync(file)) {
      this.#rewrite(file);
      return;
    }
    const text = readFileSync(file, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    if (end < text.length) {
      this.#torn = text.slice(end);
      truncateSync(file, Buffer.byteLength(text.slice(0, end)));
    }
    const lines = text.slice(0, end).split('\n').slice(0, -1);
    if (lines.length > 0) this.#checkHeader(file, lines[0] ?? '');
    for (const [index, line] of lines.entries()) {
      if (index > 0) for (const change of this.#parse(file, index + 1, line)) this.#apply(change);
    }
    const live = Object.values<Map<string, unknown>>(this.#tables).reduce((sum, table) => sum + table.size, 0);
    if (lines.length === 0 || lines.length > 2 * live + 1) this.#rewrite(file);
  }

  #checkHeader(file: string, line: string): void {
    if (line === this.#header()) return;
    throw new JournalError(
      `${file}: the first line ${line.slice(0, 80)} is not ${this.#header()}. Use another data folder.`,
    );
  }

  #parse(file: string, number: number, line: string): readonly Change<Tables>[] {
    try {
      const changes: unknown = JSON.parse(line);
      if (Array.isArray(changes) && changes.every((change) => this.#isChange(change))) return changes;
    } catch {
      // Reported below, like a line that is JSON of another shape.
    }
    const remedy = 'Restore the folder from a copy, or start with an empty one.';
    throw new JournalError(`${file}: line ${number} is not a change: ${line.slice(0, 80)}. ${remedy}`);
  }

  #isChange(change: unknown): change is Change<Tables> {
    if (!Array.isArray(change) || change.length !== 3) return false;
    const [table, key] = change;
    return typeof table === 'string' && table in this.#tables && typeof key === 'string';
  }

  #header(): string {
    return JSON.stringify({ journal: this.#name, version: VERSION });
  }

  /** Replaces the file by one with a line per live entry; a crash leaves the old file or the new one. */
  #rewrite(file: string): void {
    const lines = [this.#header()];
    for (const [table, entries] of Object.entries<Map<string, unknown>>(this.#tables)) {
      for (const [key, value] of entries) lines.push(JSON.stringify([[table, key, value]]));
    }
    writeFileSync(`${file}.new`, `${lines.join('\n')}\n`);
    renameSync(`${file}.new`, file);
  }
}
