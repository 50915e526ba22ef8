import type * as z from 'zod';
import { canonicalJson, digest } from '../../shared/core/events/canonical.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import type { RouteKey } from './routes.ts';

/** The list a cursor belongs to: the route and every parameter that decides its rows and their order. */
export type CursorScope = { readonly route: RouteKey } & Readonly<Record<string, string | undefined>>;

const DOMAIN = 'clauseclock/cursor/1';

/**
 * A position in a list as base64url text. It contains a hash of position and scope, so that an altered cursor, or one
 * used with another path or other filters, is refused. The hash protects nothing: whoever may read the list may read
 * all of it.
 */
export function writeCursor(scope: CursorScope, position: unknown): string {
  const check = digest(DOMAIN, canonicalJson({ scope, position })).slice(0, 16);
  return Buffer.from(JSON.stringify([check, position])).toString('base64url');
}

/**
 * The position in a cursor of `writeCursor`; undefined without a cursor.
 * @throws HttpProblem 422 naming `cursor` if it is not one of this list
 */
export function readCursor<Position>(
  scope: CursorScope,
  positionSchema: z.ZodType<Position>,
  cursor: string | undefined,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const { data, success } = positionSchema.safeParse(positionIn(cursor));
  // Encoding the position again must give the same text: this checks the hash and the encoding.
  if (success && writeCursor(scope, data) === cursor) return data;
  throw new HttpProblem(422, 'invalid', 'The input is not valid.', [
    {
      field: 'cursor',
      value: cursor,
      detail:
        'It is not the `next` of a page of this list. Repeat the path and the filters of the request that gave it, or leave `cursor` out to begin with the first page.',
    },
  ]);
}

function positionIn(cursor: string): unknown {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts[1] : undefined;
  } catch {
    return undefined;
  }
}
