import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCursor } from '../../functions/serve-api/cursor.ts';
import type { Query } from '../harness/lists.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { fourLists, type List } from './four-lists.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

describe('a cursor', () => {
  let lists: List[] = [];
  const next = new Map<string, string>();
  beforeAll(async () => {
    lists = await fourLists(test.stack, 6);
    for (const { path, query } of lists) next.set(path, (await test.get(path, { ...query, limit: '2' })).body.next);
  });

  async function expectRefused(path: string, query: Query): Promise<void> {
    const { status, headers, body } = await test.get(path, query);
    expect([status, headers['content-type']], `${path} ${query.cursor}`).toEqual([422, 'application/problem+json']);
    expect(body.errors).toMatchObject([
      { field: 'cursor', value: query.cursor, detail: expect.stringContaining('leave `cursor` out') },
    ]);
  }

  it('is refused by every other list', async () => {
    for (const { path, query } of lists) {
      for (const [from, cursor] of next) {
        if (from !== path) await expectRefused(path, { ...query, cursor });
      }
    }
    const other = await fourLists(test.stack, 1);
    for (const n of [0, 1, 2])
      await expectRefused(other[n]?.path ?? '', { cursor: next.get(lists[n]?.path ?? '') ?? '' });
  });

  it('is refused with other filters, and taken with another limit or explanations', async () => {
    const { path, query } = lists[3] as List;
    const cursor = next.get(path) ?? '';
    await expectRefused(path, { cursor });
    await expectRefused(path, { ...query, state: 'met', cursor });
    await expectRefused(path, { ...query, to: '2999-01-01', cursor });
    expect((await test.get(path, { ...query, limit: '1', explain: 'true', cursor })).status).toBe(200);
  });

  it('is refused when any of it was changed, and never answers 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...[0, 1, 2, 3]),
        fc.oneof(
          fc.record({ at: fc.nat(60), put: fc.constantFrom('', 'A', 'x', '_', '=', '%', ' ', 'ä') }),
          fc.record({ whole: fc.oneof(fc.string(), fc.base64String(), fc.json().map(asBase64)) }),
        ),
        async (n, change) => {
          const { path, query } = lists[n] as List;
          const good = next.get(path) ?? '';
          const cursor =
            'whole' in change ? change.whole : good.slice(0, change.at) + change.put + good.slice(change.at + 1);
          if (cursor !== good) await expectRefused(path, { ...query, cursor });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('with a position that the table could not begin at is refused although its check holds', async () => {
    // Anyone can compute the check; the position is held against the list all the same.
    const { path, query } = lists[3] as List;
    const scope = { route: 'GET /deadlines' as const, ...query, state: undefined };
    const outside = [['1999-01-01T00:00:00#a#d', 'a', 'd'], null, null, null];
    await expectRefused(path, { ...query, cursor: writeCursor(scope, outside) });
    await expectRefused(path, { ...query, cursor: writeCursor(scope, [null]) });
    await expectRefused(path, { ...query, cursor: writeCursor(scope, 'd') });
  });

  it('of more than any can have is refused', async () => {
    const { status, body } = await test.get('/deadlines', { cursor: 'A'.repeat(4097) });
    expect([status, body.errors[0].field]).toEqual([422, 'cursor']);
  });

  it('fits into a URL, however long the ids are', () => {
    const entry = [
      '2030-01-01T00:00:00.000'.concat(`#${'c'.repeat(64)}#${'d'.repeat(231)}`),
      'c'.repeat(64),
      'd'.repeat(231),
    ];
    expect(writeCursor({ route: 'GET /deadlines' }, [entry, entry, entry, entry]).length).toBeLessThan(4096);
  });
});

function asBase64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
