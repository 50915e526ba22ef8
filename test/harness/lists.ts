import type { Answer, TestStack } from './stack.ts';

export type Query = Readonly<Record<string, string>>;

/** Every page of a list, in order. Throws on an answer other than 200. */
export async function pagesOf(
  test: Pick<TestStack, 'get'>,
  path: string,
  query: Query = {},
): Promise<Answer['body'][]> {
  const pages: Answer['body'][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await test.get(path, { ...query, ...(cursor !== undefined && { cursor }) });
    if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(body)}`);
    pages.push(body);
    cursor = body.next;
  } while (cursor !== undefined);
  return pages;
}

/** The rows of a list from all of its pages. */
export async function rowsOf(test: Pick<TestStack, 'get'>, path: string, name: string, query: Query = {}) {
  return (await pagesOf(test, path, query)).flatMap((page) => page[name]);
}

/** All that is read one by one. */
export async function allOf<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
