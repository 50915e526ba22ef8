import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answer } from '../../shared/runtime/http.ts';
import { type CursorScope, writeCursor } from './cursor.ts';

/** Most rows of one page. */
export const MOST_ROWS = 100;

/** Most bytes of one page’s body. A single row that is larger comes alone. */
export const MOST_PAGE_BYTES = 1_000_000;

/** Kept free for `next`. */
const CURSOR_BYTES = 4096;

/**
 * Most stored rows that are examined for one page of a filtered list. Then the page ends with a cursor, even if it has
 * room left.
 */
export const MOST_EXAMINED = 500;

/** The room left on a page, in rows and bytes. The first row always fits. */
export class Room {
  readonly #rows: number;
  readonly #bytes: number;
  #taken = { rows: 0, bytes: 0 };

  /** `beside`: the members of the body besides the rows. */
  constructor(rows: number, beside: unknown) {
    this.#rows = rows;
    this.#bytes = MOST_PAGE_BYTES - CURSOR_BYTES - bytesOf(beside);
  }

  /** Takes a row if it fits. */
  takes(row: unknown): boolean {
    const { rows, bytes } = this.#taken;
    const after = bytes + bytesOf(row) + 1;
    if (rows === this.#rows || (rows > 0 && after > this.#bytes)) return false;
    this.#taken = { rows: rows + 1, bytes: after };
    return true;
  }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

export interface ListOptions<Item> {
  /** Name of the list in the body. */
  readonly name: string;
  readonly scope: CursorScope;
  readonly limit: number;
  /** Further members of the answer. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** The row as it is answered; undefined for one that the filters leave out. */
  readonly rowOf: (item: Item) => unknown;
  /** The cursor’s position after this item. */
  readonly positionOf: (item: Item) => unknown;
}

/**
 * One page of a list. Items are read only as needed. `next` is present if there is a further row, or if the most rows
 * were examined before the page was full.
 */
export async function answerPage<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { name, scope, limit, beside = {}, rowOf, positionOf }: ListOptions<Item>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const room = new Room(limit, beside);
  const rows: unknown[] = [];
  const body = (next?: unknown) => ({
    ...beside,
    [name]: rows,
    ...(next !== undefined && { next: writeCursor(scope, next) }),
  });
  let position: unknown;
  let examined = 0;
  for await (const item of items) {
    const row = rowOf(item);
    if (row !== undefined && !room.takes(row)) return answer(200, body(position));
    if (row !== undefined) rows.push(row);
    position = positionOf(item);
    examined += 1;
    if (examined === MOST_EXAMINED) return answer(200, body(position));
  }
  return answer(200, body());
}
