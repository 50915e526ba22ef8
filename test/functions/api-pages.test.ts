import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/serve-api/handler.ts';
import { invoke } from '../../local/aws/invocation.ts';
import { RESOURCES } from '../../local/environment.ts';
import { WaitingTable } from '../../shared/aws/table/waiting.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { canonicalJson } from '../../shared/core/events/canonical.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { verifyChain } from '../../shared/core/evidence/chain.ts';
import { NEWEST } from '../../shared/core/words/say.ts';
import { pagesOf, type Query, rowsOf } from '../harness/lists.ts';
import { createContract, fresh, recordEvent, wakesNothing } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';
import { store, storedDeadline, storedEvent } from '../harness/stored.ts';
import { fourLists, keyOf, monthOfItsOwn, step } from './four-lists.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

/** Of the function, as the stack has them. */
function dependencies(): Parameters<typeof createHandler>[0] {
  const { dynamodb } = test.stack;
  return {
    ...test.stack,
    ...test.terms,
    waiting: new WaitingTable(dynamodb, RESOURCES.table),
    inbound: { retentionDays: 90 },
    inboundQueue: new WorkQueue(new SQSClient(), 'https://queue.example'),
    wake: wakesNothing,
    correspondents: { fromAddress: 'notices@provider.example', operationsAddress: 'operations@provider.example' },
    fromAddress: 'notices@provider.example',
    telemetry: test.telemetry.of('serve-api'),
  };
}

const MEGABYTE = 1_000_000;
const sizeOf = (page: unknown) => Buffer.byteLength(JSON.stringify(page));

/** Text as the data of an event can hold it. */
function chunks(text: string): Record<string, string> {
  return Object.fromEntries(text.match(/.{1,1000}/gsu)?.map((part, n) => [`part${n}`, part]) ?? []);
}

describe('a list', () => {
  it('comes in pages of any size that make the whole, each row once, in order; `next` only where a row follows', async () => {
    const lists = await fourLists(test.stack, 37);
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), sizes, async ({ path, name, query, keys }, limits) => {
        const found: string[] = [];
        let cursor: string | undefined;
        for (let n = 0; n === 0 || cursor !== undefined; n += 1) {
          const limit = limits[n % limits.length] ?? 1;
          const { body } = await test.get(path, { ...query, limit: String(limit), ...(cursor && { cursor }) });
          expect(body[name].length).toBe(Math.min(limit, keys.length - found.length));
          found.push(...body[name].map(keyOf));
          cursor = body.next;
          expect(cursor !== undefined, `after ${found.length} of ${keys.length}`).toBe(found.length < keys.length);
        }
        expect(found).toEqual(keys);
      }),
      { numRuns: 60 },
    );
  });

  it('has a hundred rows in a page unless fewer are asked for', async () => {
    for (const { path, name, query, keys } of await fourLists(test.stack, 101)) {
      const pages = await pagesOf(test, path, query);
      expect(pages[0][name], path).toHaveLength(100);
      expect(pages.flatMap((page) => page[name].map(keyOf))).toEqual(keys);
    }
  });

  it('that is empty is one page', async () => {
    const contract = fresh('empty');
    await store(test.stack.table, contract, {});
    expect((await test.get(`/contracts/${contract}`)).body).toMatchObject({ id: contract, events: [] });
    expect((await test.get(`/contracts/${contract}/deadlines`)).body.deadlines).toEqual([]);
    const empty = { contract, head: { seq: 0 }, entries: [] };
    expect((await test.get(`/contracts/${contract}/evidence`)).body).toMatchObject(empty);
    const day = `${monthOfItsOwn()}-01`;
    expect((await test.get('/deadlines', { from: day, to: day })).body).toEqual({ deadlines: [] });
  });

  it.each(['0', '101', '-1', '1.5', 'ten', ''])('refuses a limit of "%s"', async (limit) => {
    for (const { path } of await fourLists(test.stack, 1)) {
      const { status, body } = await test.get(path, { limit });
      const shown = { field: 'limit', value: limit, detail: expect.any(String) };
      expect([status, body.errors], path).toEqual([422, [shown]]);
    }
  });
});

describe('a page', () => {
  it('has no more than a megabyte, whatever the rows hold, and a larger row comes alone', async () => {
    // Control characters take six bytes in JSON and one in the table.
    const sizes = [300_000, 10, 240_000, 240_000, 240_000, 250_000, 10, 390_000, 390_000, 10];
    const texts = sizes.map((size, n) => (n === 5 ? '\u0001'.repeat(size) : 'ä'.repeat(size / 2)));
    // The explanation of a deadline is stored up to a limit, so that none of them is larger than a page.
    const explanations = sizes.map((size) => 'ä'.repeat(size / 4));
    const contract = fresh('large');
    const month = monthOfItsOwn();
    await store(test.stack.table, contract, {
      atOnce: 1,
      deadlines: explanations.map((text, n) =>
        storedDeadline(`d~${n}`, {
          steps: [step(text)],
          instant: `${month}-11T00:00:0${n}Z`,
          date: `${month}-10`,
        }),
      ),
      evidence: texts.map((text) => ({ type: 'test', facts: { text } })),
      events: texts.map((text, n) => storedEvent(`e-${n}`, chunks(text))),
    });
    const lists: readonly (readonly [string, string, Query])[] = [
      [`/contracts/${contract}`, 'events', {}],
      [`/contracts/${contract}/evidence`, 'entries', {}],
      [`/contracts/${contract}/deadlines`, 'deadlines', { explain: 'true' }],
      ['/deadlines', 'deadlines', { explain: 'true', from: `${month}-01`, to: `${month}-28` }],
    ];
    for (const [path, name, query] of lists) {
      const pages = await pagesOf(test, path, query);
      const rows = pages.map((page) => page[name].map((row: { id: string; seq: number }) => row.seq ?? row.id));
      expect(rows.flat(), path).toHaveLength(texts.length);
      expect(new Set(rows.flat()).size).toBe(texts.length);
      for (const page of pages) {
        if (page[name].length > 1) expect(sizeOf(page), path).toBeLessThanOrEqual(MEGABYTE);
      }
      expect(pages.length, path).toBeGreaterThan(1);
      expect(pages.filter((page) => sizeOf(page) > MEGABYTE)).toHaveLength(name === 'deadlines' ? 0 : 1);
      // Each page is as full as it can be: the row that follows would not have gone in.
      for (const [n, page] of pages.slice(1).entries()) {
        expect(sizeOf(pages[n]) + sizeOf(page[name][0]), `${path} ${n}`).toBeGreaterThan(MEGABYTE - 10_000);
      }
    }
  });

  it('explains its deadlines only where that is asked for', async () => {
    for (const { path, query } of (await fourLists(test.stack, 2)).filter(({ name }) => name === 'deadlines')) {
      const steps = async (more: Query) => (await test.get(path, { ...query, ...more })).body.deadlines[0].steps;
      expect(await steps({ explain: 'true' })).toEqual([step('Why.').step]);
      expect(await steps({})).toBeUndefined();
      expect(await steps({ explain: 'false' })).toBeUndefined();
      expect((await test.get(path, { ...query, explain: 'yes' })).status).toBe(422);
    }
  });

  it('that explains loads the contracts of its deadlines and no others', async () => {
    const month = monthOfItsOwn();
    for (let n = 0; n < 30; n += 1) {
      const deadline = storedDeadline('d', { instant: `${month}-11T00:00:00Z`, date: `${month}-10` });
      await store(test.stack.table, fresh('explained'), { deadlines: [deadline] });
    }
    let loaded = 0;
    const table = Object.create(test.stack.table, {
      load: {
        value: (contract: string) => {
          loaded += 1;
          return test.stack.table.load(contract);
        },
      },
      due: { value: test.stack.table.due.bind(test.stack.table) },
    });
    const handler = createHandler({ ...dependencies(), table });
    const query = { from: `${month}-01`, to: `${month}-28`, limit: '5' };
    const count = async (queryStringParameters: Query) => {
      loaded = 0;
      const { body = '' } = await invoke(handler, { routeKey: 'GET /deadlines', queryStringParameters });
      expect(JSON.parse(body).deadlines).toHaveLength(5);
      return loaded;
    };
    expect(await count(query)).toBe(0);
    // The sixth shows that there is a further page.
    expect(await count({ ...query, explain: 'true' })).toBe(6);
  });

  it('explains as it was stored what this release has no terms for, as after a roll-back', async () => {
    const month = monthOfItsOwn();
    const deadlines = [
      storedDeadline('d', { instant: `${month}-11T00:00:00Z`, date: `${month}-10`, steps: [step('Why.')] }),
    ];
    const ids = [fresh('known'), fresh('later')];
    await store(test.stack.table, ids[0] ?? '', { deadlines });
    await store(test.stack.table, ids[1] ?? '', { deadlines, version: '2099-01' });
    const query = { from: `${month}-01`, to: `${month}-28`, explain: 'true' };
    const found = await rowsOf(test, '/deadlines', 'deadlines', query);
    expect(found.map(({ contract, steps }) => [contract, steps])).toEqual(ids.map((id) => [id, [step('Why.').step]]));
  });

  it('of a contract’s deadlines has the clauses without a period beside the first', async () => {
    const contract = await createContract(test);
    await recordEvent(test, contract, 'contract.terminated', '2026-11-20T10:00:00+02:00');
    const pages = await pagesOf(test, `/contracts/${contract}/deadlines`, { limit: '1' });
    expect(pages).toHaveLength(2);
    expect(pages[0].none.length).toBeGreaterThan(0);
    expect(pages[1]).not.toHaveProperty('none');
  });
});

describe('deadlines of all contracts', () => {
  it('are filtered by state and last day, over as many pages as it takes', async () => {
    const month = monthOfItsOwn();
    const contract = fresh('filtered');
    const deadlines = Array.from({ length: 1300 }, (_, n) =>
      storedDeadline(`d~${n}`, {
        instant: `${month}-11T00:00:00Z`,
        date: n % 2 === 0 ? `${month}-10` : `${month}-11`,
        state: n % 100 === 0 ? 'lapsed' : 'met',
      }),
    );
    await store(test.stack.table, contract, { deadlines });
    const lapsed = deadlines.filter(({ state }) => state === 'lapsed').map(({ id }) => `${contract} ${id}`);
    const query = { from: `${month}-01`, to: `${month}-28` };
    const pages = await pagesOf(test, '/deadlines', { ...query, state: 'lapsed' });
    expect(pages.flatMap((page) => page.deadlines.map(keyOf))).toEqual(lapsed.toSorted());
    // 500 are looked at for one page.
    expect(pages).toHaveLength(3);
    const small = await pagesOf(test, '/deadlines', { ...query, state: 'lapsed', limit: '2' });
    expect(small.flatMap((page) => page.deadlines.map(keyOf))).toEqual(lapsed.toSorted());
    const oneDay = await rowsOf(test, '/deadlines', 'deadlines', { from: `${month}-11`, to: `${month}-11` });
    expect(oneDay).toHaveLength(650);
  });
});

describe('evidence', () => {
  it('is assembled from its pages and verified as a whole, also while more is recorded', async () => {
    const contract = await createContract(test);
    for (let n = 0; n < 8; n += 1) await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: n });
    const path = `/contracts/${contract}/evidence`;
    const pages: Answer['body'][] = [];
    let cursor: string | undefined;
    do {
      pages.push((await test.get(path, { limit: '3', ...(cursor && { cursor }) })).body);
      cursor = pages.at(-1).next;
      if (pages.length === 2) await recordEvent(test, contract, 'support.answered', '2026-11-20', { ticket: 1 });
    } while (cursor !== undefined);
    const entries = pages.flatMap((page) => page.entries);
    expect(entries).toHaveLength(10);
    expect(verifyChain(contract, entries, pages.at(-1).head)).toMatchObject({ ok: true });
    expect(pages.map(({ head }) => head.seq)).toEqual([9, 9, 10, 10]);
    expect(verifyChain(contract, entries.slice(0, -1), pages.at(-1).head)).toMatchObject({ ok: false });
  });

  it('can be checked by hand as the guide to the flow says, without the sentences that are made on reading', async () => {
    const contract = await createContract(test);
    await recordEvent(test, contract, 'contract.terminated', '2026-11-20', {});
    const { entries } = (await test.get(`/contracts/${contract}/evidence`)).body;
    expect(entries).toHaveLength(2);
    for (const { hash, text, ...recorded } of entries) {
      expect([recorded.words, text]).toEqual([NEWEST, expect.stringMatching(/\.$/)]);
      const bytes = `clauseclock/evidence/1\0${canonicalJson(recorded)}`;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    }
  });

  it('ends with the entry that `head` names, although another is written between the two reads', async () => {
    const contract = await createContract(test);
    const { table } = test.stack;
    const head = async (id: string) => {
      const read = await table.head(id);
      await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 1 });
      return read;
    };
    const meanwhile = { head, evidenceBetween: table.evidenceBetween.bind(table) } as unknown as typeof table;
    const handler = createHandler({ ...dependencies(), table: meanwhile });
    const routeKey = 'GET /contracts/{contract}/evidence';
    const { body = '' } = await invoke(handler, { routeKey, pathParameters: { contract } });
    const page = JSON.parse(body);
    expect(verifyChain(contract, page.entries, page.head)).toMatchObject({ ok: true });
    expect(page).not.toHaveProperty('next');
  });

  it('whose end is gone ends there, and does not verify', async () => {
    const contract = fresh('cut');
    const evidence = Array.from({ length: 5 }, () => ({ type: 'test', facts: {} }));
    await store(test.stack.table, contract, { evidence });
    const loaded = await test.stack.table.load(contract);
    if (!loaded) throw new Error('not stored');
    const head = { ...loaded.head, revision: 2, chain: { ...loaded.head.chain, seq: 9 } };
    await test.stack.table.commit({ head, expected: 1, now: head.createdAt, evidence: [] });
    const pages = await pagesOf(test, `/contracts/${contract}/evidence`, { limit: '2' });
    expect(pages).toHaveLength(3);
    const entries = pages.flatMap((page) => page.entries);
    expect(verifyChain(contract, entries, pages.at(-1).head)).toMatchObject({ ok: false, seq: 6 });
  });
});

describe('the answer to an event', () => {
  it('has the first hundred deadlines that changed, and says how many more there are', async () => {
    const contract = fresh('busy');
    const invoices = Array.from({ length: 103 }, (_, n): ContractEvent => {
      const data = { invoice: `in_${n}`, dueOn: '2026-12-01' };
      return { ...storedEvent(`e-${n}`, data), kind: 'invoice.issued' };
    });
    await store(test.stack.table, contract, { events: invoices });
    const { status, body } = await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 1 });
    expect(status).toBe(201);
    expect(body.deadlines).toHaveLength(100);
    const changed = await rowsOf(test, `/contracts/${contract}/deadlines`, 'deadlines');
    expect(body.more).toBe(changed.length - 100);
    expect(body.more).toBe(3);
    expect(body.deadlines[0]).toMatchObject({ change: 'opened', why: expect.any(String), steps: expect.any(Array) });
    const few = await recordEvent(test, await createContract(test), 'contract.terminated', '2026-11-20');
    expect(few.body).not.toHaveProperty('more');
  });
});
