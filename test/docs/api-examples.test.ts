import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractBody } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { ROOT } from '../tidy/sources.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
  for (const [id, references] of [
    ['acme', ['sub_41']],
    ['globex', ['sub_globex']],
  ] as const) {
    await test.post('/contracts', contractBody(id, { references: { stripe: references } }));
  }
  const event = { id: 'evt-1', kind: 'contract.terminated', occurredAt: '2026-11-20' };
  expect((await test.post('/contracts/acme/events', event)).status).toBe(201);
});
afterAll(() => test.stop());

const CALL = /curl -s(?: -X ([A-Z]+))? '?localhost:4800([^\s']+)'?(?: -d '([^']*)')?/g;
const text = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
const calls = [...text.matchAll(CALL)].map(([, method, target = '', body]) => ({
  method: method ?? (body === undefined ? 'GET' : 'POST'),
  target,
  body,
}));

/** Of routes that answer with another status than 200. */
const STATUSES: Readonly<Record<string, number>> = { correct: 201, holds: 201, backfill: 202 };

describe('the examples of docs/api.md', () => {
  it('are found', () => {
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'PUT', 'PATCH']));
  });

  it.each(calls.filter(({ target }) => !target.includes('<')))('$method $target is answered', async (call) => {
    const { pathname, searchParams } = new URL(call.target, 'http://localhost');
    const { status, body } = await test.api.request({
      method: call.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      ...(call.body !== undefined && { body: new TextEncoder().encode(call.body) }),
    });
    const [, last = ''] = /([^/]+)$/.exec(pathname) ?? [];
    expect([status, body]).toEqual([STATUSES[last] ?? 200, expect.any(String)]);
  });

  it('left what they say', async () => {
    const { body } = await test.get('/contracts/acme');
    expect(body.references).toEqual({ stripe: ['sub_42', 'sub_globex'] });
    expect(body.customer.email).toBe('ana@acme.example');
  });
});
