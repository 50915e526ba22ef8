import { describe, expect, it } from 'vitest';
import { BODIES } from '../../functions/serve-api/openapi.ts';
import { parseInput } from '../../functions/serve-api/parse.ts';
import { QUERIES } from '../../functions/serve-api/queries.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';

type Json = Readonly<Record<string, unknown>>;

const event = { kind: 'contract.terminated', occurredAt: '2026-11-20', data: { note: 'x' }, id: 'e-1' };
const person = { by: 'Ana', reason: 'as agreed' };
const contract = {
  ...{
    id: 'acme',
    terms: 'exoopus',
    version: '2026-01',
    revision: 1,
    timezone: 'UTC',
    law: 'RO',
    startsOn: '2026-01-15',
  },
  customer: { name: 'Acme', email: 'ana@acme.example', locale: 'en', timezone: 'UTC' },
  ...{ holidays: ['RO'], statutes: ['gdpr'], references: { stripe: ['sub_1'] }, settings: { window: '1 day' } },
  ...{ term: '1 year', billing: { cycle: '1 month', anchorDay: 1 }, trackedFrom: '2026-01-15' },
};
const change = {
  customer: contract.customer,
  references: { add: contract.references, remove: contract.references, moveFrom: 'other' },
};
const filters = { state: 'parked', provider: 'stripe', reference: 'sub_1', from: '2026-11-20', to: '2026-11-21' };

/** A sound input for each route, with every field it may have. */
const SOUND: Readonly<Record<string, Json>> = {
  'POST /contracts': contract,
  'PATCH /contracts/{contract}': { change, ...person, dryRun: true },
  'POST /contracts/{contract}/events': event,
  'POST /contracts/{contract}/events/{event}/correct': { event, ...person },
  'POST /inbound/backfill': {
    provider: 'stripe',
    since: '2026-11-20T08:00:00Z',
    until: '2026-11-21T08:00:00Z',
    ...person,
  },
  'POST /inbound/replay': { ...filters, ...person, dryRun: true },
  'GET /deadlines': { from: '2026-11-20', to: '2026-11-21', state: 'open', explain: 'true', limit: '1', cursor: 'x' },
  'GET /inbound': { ...filters, limit: '1', cursor: 'x' },
};

const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  7,
  -1,
  1.5,
  2 ** 60,
  '',
  'ß#',
  'x'.repeat(9999),
  [],
  [{}],
  {},
  { 'ß#': 1 },
];

/** The input with each of its fields, at whatever depth, replaced by something that is wrong there. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* WRONG;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const other of spoilt(inner)) yield Array.isArray(value) ? [other] : { ...value, [key]: other };
  }
}

/** What the schema library says where a schema has no words of its own. */
const RAW = /^(invalid|too (big|small)|expected|unrecognized|required)|received/i;

describe('a refusal names the field and says what to do', () => {
  it.each(Object.entries({ ...BODIES, ...QUERIES }))('%s', (route, schema) => {
    const sound = SOUND[route] ?? {
      by: 'Ana',
      reason: 'as agreed',
      edition: 1,
      limit: '1',
      cursor: 'x',
      explain: 'true',
    };
    let refused = 0;
    for (const input of spoilt(sound)) {
      try {
        parseInput(schema, input);
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error;
        refused += 1;
        for (const { field, detail } of error.faults) {
          expect(detail, `${field}: ${JSON.stringify(input)?.slice(0, 200)}`).not.toMatch(RAW);
          expect(detail).toMatch(/\S{3}.*\.$/s);
          expect(field).not.toBe('');
        }
      }
    }
    expect(refused).toBeGreaterThan(3);
  });
});
