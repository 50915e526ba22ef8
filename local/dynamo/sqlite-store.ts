import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { Item } from './expressions.ts';
import type { Index, ItemStore, Key, Walk } from './item-store.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;
const indexes = Object.values(TABLE_SCHEMA.indexes);

/** The file was written by a release that stores items otherwise. */
export class StoreFormatError extends Error {
  override readonly name = 'StoreFormatError';
}

/** What this release writes; SQLite keeps it in the file. */
const FORMAT = 1;
const BUSY_MS = 5000;

/**
 * Items in a file, by SQLite as Node has it. A write that has returned outlives the death of this process at any point; the last
 * ones may be lost where the machine itself loses its power.
 */
export class SqliteStore implements ItemStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws StoreFormatError */
  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: BUSY_MS });
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const { user_version: format } = this.#database.prepare('PRAGMA user_version').get() ?? {};
    if (format !== 0 && format !== FORMAT) {
      this.#database.close();
      throw new StoreFormatError(
        `${file} has format ${format}, and this release reads ${FORMAT}. Use the later release.`,
      );
    }
    // SQLite orders text by its bytes in UTF-8, as DynamoDB does. An index that an earlier release did not have is filled here.
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS items (pk TEXT, sk TEXT, item TEXT NOT NULL, PRIMARY KEY (pk, sk)) WITHOUT ROWID;
      ${indexes.map(indexDefinition).join('\n')}
      PRAGMA user_version = ${FORMAT}`);
  }

  get([pk, sk]: Key): Item | undefined {
    const row = this.#statement('SELECT item FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
    return row && itemOf(row.item);
  }

  *partition(pk: string, walk: Walk): Iterable<Item> {
    const { sql, values } = rangeOf('sk', walk);
    const after = walk.after?.[sortKey]?.S;
    const started = after === undefined ? '' : ` AND sk ${beyond(walk)} ?`;
    const query = `SELECT item FROM items WHERE pk = ?${sql}${started} ORDER BY sk ${direction(walk)}`;
    const rows = this.#statement(query).iterate(pk, ...values, ...(after === undefined ? [] : [after]));
    for (const { item } of rows) yield itemOf(item);
  }

  *index(index: Index, partition: string, walk: Walk): Iterable<Item> {
    const [own, at] = [attribute(index.partitionKey), attribute(index.sortKey)];
    const { sql, values } = rangeOf(at, walk);
    const after = [index.sortKey, partitionKey, sortKey].map((name) => walk.after?.[name]?.S ?? '');
    const started = walk.after ? ` AND (${at}, pk, sk) ${beyond(walk)} (?, ?, ?)` : '';
    const order = [at, 'pk', 'sk'].map((column) => `${column} ${direction(walk)}`).join(', ');
    const rows = this.#statement(
      `SELECT pk, sk, ${at} AS at FROM items WHERE ${own} = ? AND ${at} IS NOT NULL${sql}${started} ORDER BY ${order}`,
    ).iterate(partition, ...values, ...(walk.after ? after : []));
    for (const { pk, sk, at: sorted } of rows) {
      yield {
        ...{ [partitionKey]: text(pk), [sortKey]: text(sk) },
        ...{ [index.partitionKey]: { S: partition }, [index.sortKey]: text(sorted) },
      };
    }
  }

  *all([pk, sk]: Key | readonly [] = []): Iterable<Item> {
    const started = pk === undefined ? '' : 'WHERE (pk, sk) > (?, ?) ';
    const rows = this.#statement(`SELECT item FROM items ${started}ORDER BY pk, sk`);
    for (const { item } of pk === undefined ? rows.iterate() : rows.iterate(pk, sk ?? '')) yield itemOf(item);
  }

  put([pk, sk]: Key, item: Item | undefined): void {
    if (item === undefined) this.#statement('DELETE FROM items WHERE pk = ? AND sk = ?').run(pk, sk);
    else this.#statement('INSERT OR REPLACE INTO items VALUES (?, ?, ?)').run(pk, sk, textOf(item));
  }

  together<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function indexDefinition({ name, partitionKey, sortKey }: Index): string {
  const [own, at] = [attribute(partitionKey), attribute(sortKey)];
  return `CREATE INDEX IF NOT EXISTS "${name}" ON items (${own}, ${at}, pk, sk) WHERE ${own} IS NOT NULL AND ${at} IS NOT NULL;`;
}

/** A text attribute of the stored item. */
function attribute(name: string): string {
  return `json_extract(item, '$.${name}.S')`;
}

function rangeOf(column: string, { from, upTo, below }: Walk) {
  const bounds = [
    [`${column} >= ?`, from],
    [`${column} <= ?`, upTo],
    [`${column} < ?`, below],
  ] as const;
  const given = bounds.flatMap(([test, value]) => (value === undefined ? [] : [{ test, value }]));
  return { sql: given.map(({ test }) => ` AND ${test}`).join(''), values: given.map(({ value }) => value) };
}

const direction = ({ isForward }: Walk) => (isForward ? 'ASC' : 'DESC');
const beyond = ({ isForward }: Walk) => (isForward ? '>' : '<');
const text = (value: unknown): AttributeValue => ({ S: String(value) });

/** Bytes are stored as DynamoDB's wire has them: `{ "B": "aGk=" }`. */
function textOf(item: Item): string {
  return JSON.stringify(item, function (this: Record<string, unknown>, name, value) {
    const given = this[name];
    if (!(given instanceof Uint8Array)) return value;
    if (name !== 'B') throw new TypeError(`the table does not store ${name}, a set of bytes`);
    return Buffer.from(given).toString('base64');
  });
}

const BYTES = '"B":"';

function itemOf(stored: unknown): Item {
  const written = String(stored);
  if (!written.includes(BYTES)) return JSON.parse(written);
  return JSON.parse(written, (name, value) =>
    name === 'B' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value,
  );
}
