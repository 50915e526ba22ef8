import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoke } from '../../local/aws/invocation.ts';
import { functionNamed } from '../../local/stack.ts';
import { fileDatabase } from '../harness/databases.ts';
import { evidenceOf } from '../harness/notices.ts';
import { contractBody, createContract, fresh, recordEvent } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database: fileDatabase() });
});
afterAll(() => test.stop());

const AT = '2026-11-20T10:00:00+02:00';

/** RFC 9457: what every refusal looks like. Answers the fields it names. */
function fieldsOf({ status, headers, body }: Answer): string[] {
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toMatchObject({ status, type: expect.stringMatching(/^urn:clauseclock:problem:[a-z-]+$/) });
  expect(body.title).toBeTypeOf('string');
  expect(body.detail).toBeTypeOf('string');
  for (const { field, detail } of body.errors) {
    expect(field).toBeTypeOf('string');
    expect(detail).toMatch(/\S{3}/);
  }
  return body.errors.map(({ field }: { field: string }) => field);
}

describe('creating a contract', () => {
  const nothing = {};
  const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    ['an unknown pack', { terms: 'nobody' }, ['terms']],
    ['an unknown version', { version: '1999-01' }, ['version']],
    ['an unknown zone', { timezone: 'Europe/Atlantis' }, ['timezone']],
    ['an unknown holiday set', { holidays: ['ZZ'] }, ['holidays']],
    ['an impossible day', { startsOn: '2026-02-30' }, ['startsOn']],
    ['a day that is a number', { startsOn: 20260215 }, ['startsOn']],
    ['no customer', { customer: undefined }, ['customer']],
    ['no e-mail', { customer: { name: 'Acme' } }, ['customer.email']],
    ['an e-mail that is none', { customer: { email: 'ana' } }, ['customer.email']],
    [
      'a name with a line break',
      { customer: { name: 'A\r\nBcc: x@y.example', email: 'a@b.example' } },
      ['customer.name'],
    ],
    ['a name without end', { customer: { name: 'x'.repeat(100_000), email: 'a@b.example' } }, ['customer.name']],
    ['half a character', { customer: { name: 'A\ud83d', email: 'a@b.example' } }, ['customer.name']],
    ['an id with a hash', { id: 'a#b' }, ['id']],
    ['an id without end', { id: 'x'.repeat(65) }, ['id']],
    ['an id that is a list', { id: ['a'] }, ['id']],
    ['unknown fields', { timezon: 'UTC', startOn: '2026-01-01' }, ['timezon', 'startOn']],
    ['an unknown field within', { customer: { email: 'a@b.example', phone: '1' } }, ['customer.phone']],
    ['a statute for terms', { terms: 'gdpr' }, ['terms']],
    ['an unknown statute', { statutes: ['gdpr', 'magna-carta'] }, ['statutes']],
    ['terms for a statute', { statutes: ['eloomi'] }, ['statutes']],
    ['a law that the terms do not offer', { terms: 'eloomi', law: 'RO' }, ['law']],
    ['a law that decides nothing', { law: 'DK', holidays: undefined }, ['law']],
    ['a setting that the terms do not have', { terms: 'exolyt', settings: { window: '1 day' } }, ['settings.window']],
    [
      'a setting nobody can read',
      { terms: 'exolyt', settings: { 'objection-window': 'long' } },
      ['settings.objection-window'],
    ],
    ['a cycle of hours', { billing: { cycle: '72 hours' } }, ['billing.cycle']],
    ['a term of business days', { term: '10 business days' }, ['term']],
    ['an anchor day for weeks', { billing: { cycle: '2 weeks', anchorDay: 3 } }, ['billing.anchorDay']],
    ['a period nobody can read', { term: '12 parsecs' }, ['term']],
    ['a cycle nobody can read', { billing: { cycle: 'often' } }, ['billing.cycle']],
    ['an anchor day of 32', { billing: { cycle: '1 month', anchorDay: 32 } }, ['billing.anchorDay']],
    ['a reference with a hash', { references: { stripe: ['a#b'] } }, ['references.stripe.0']],
    ['a provider nobody knows', { references: { strip: ['sub_1'] } }, ['references.strip']],
    [
      'several things at once',
      { timezone: 1, holidays: 'RO', startsOn: nothing },
      ['timezone', 'holidays', 'startsOn'],
    ],
  ];
  it.each(wrong)('with %s is answered 422 naming the field', async (_, changes, fields) => {
    const answer = await test.post('/contracts', contractBody(fresh('bad'), changes));
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(fields);
  });

  it.each([['[]'], ['null'], ['7'], ['"a"']])('from %s is answered 422', async (body) => {
    const answer = await test.post('/contracts', body);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(['body']);
  });

  it('names the versions there are', async () => {
    const { body } = await test.post('/contracts', contractBody(fresh('bad'), { version: '1999-01' }));
    expect(body.errors[0]).toMatchObject({ value: '1999-01', detail: expect.stringContaining('2026-01') });
  });

  it('with keys that reach for a prototype names them and changes nothing', async () => {
    const text = JSON.stringify(contractBody(fresh('bad'))).replace('{', '{"__proto__":{"a":1},"constructor":{"b":1},');
    const answer = await test.post('/contracts', text);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(expect.arrayContaining(['constructor']));
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });

  it.each([
    ['{"id": ', 'malformed-json'],
    ['', 'malformed-json'],
    [new Uint8Array([0xff, 0xfe, 0x7b]), 'malformed-json'],
  ])('from what is not JSON is answered 400', async (body, type) => {
    const answer = await test.post('/contracts', body);
    expect(answer.status).toBe(400);
    expect(answer.body.type).toBe(`urn:clauseclock:problem:${type}`);
    expect(fieldsOf(answer)).toEqual(['body']);
  });

  it('of more than a megabyte is answered 413', async () => {
    const answer = await test.post('/contracts', `"${'x'.repeat(1_048_576)}"`);
    expect(answer.status).toBe(413);
    expect(fieldsOf(answer)).toEqual(['body']);
  });

  it('a second time is no error when it says the same', async () => {
    const id = fresh('twice');
    const first = await test.post('/contracts', contractBody(id));
    const evidence = await test.get(`/contracts/${id}/evidence`);
    const second = await test.post('/contracts', contractBody(id));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(await test.get(`/contracts/${id}/evidence`)).toEqual(evidence);
  });

  it('a second time with another content is answered 409 naming what differs', async () => {
    const id = await createContract(test);
    const other = contractBody(id, {
      timezone: 'UTC',
      customer: { name: 'Other', email: 'o@other.example' },
      term: '1 year',
    });
    const answer = await test.post('/contracts', other);
    expect(answer.status).toBe(409);
    expect(fieldsOf(answer).toSorted()).toEqual(['customer', 'term', 'timezone']);
    expect((await test.get(`/contracts/${id}`)).body).toMatchObject({ timezone: 'Europe/Bucharest' });
  });

  it('with a reference that another contract has is answered 409 and stores nothing', async () => {
    const owner = await createContract(test);
    const id = fresh('rival');
    const references = { stripe: [`cus_${id}`, `sub_${owner}`] };
    const answer = await test.post('/contracts', contractBody(id, { references }));
    expect(answer.status).toBe(409);
    expect(fieldsOf(answer)).toEqual(['references.stripe']);
    expect(answer.body.errors[0].value).toBe(`sub_${owner}`);
    expect((await test.get(`/contracts/${id}`)).status).toBe(404);
    // The reference that was free is free still.
    const heir = contractBody(fresh('heir'), { references: { stripe: [`cus_${id}`] } });
    expect((await test.post('/contracts', heir)).status).toBe(201);
  });
});

describe('recording an event', () => {
  it.each(['/contracts/nobody', '/contracts/nobody/deadlines', '/contracts/nobody/evidence', '/contracts/a%23b'])(
    '%s of an unknown contract is answered 404',
    async (path) => {
      const answer = await test.get(path);
      expect(answer.status).toBe(404);
      expect(fieldsOf(answer)).toEqual(['contract']);
    },
  );

  it('for an unknown contract is answered 404', async () => {
    const answer = await recordEvent(test, 'nobody', 'contract.terminated', AT);
    expect(answer.status).toBe(404);
    expect(fieldsOf(answer)).toEqual(['contract']);
  });

  const base = { kind: 'contract.terminated', occurredAt: AT };
  const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    ['an impossible day', { occurredAt: '2026-02-30' }, ['occurredAt']],
    ['an impossible instant', { occurredAt: '2026-02-30T10:00:00Z' }, ['occurredAt']],
    ['an instant without offset', { occurredAt: '2026-11-20T10:00:00' }, ['occurredAt']],
    ['no time', { occurredAt: undefined }, ['occurredAt']],
    ['a time that is a number', { occurredAt: 1_795_000_000 }, ['occurredAt']],
    ['a day before the contract began', { occurredAt: '2026-01-14' }, ['occurredAt']],
    ['an impossible day in its data', { data: { dueOn: '2026-02-30' } }, ['data.dueOn']],
    ['an impossible instant in its data', { data: { dueAt: '2026-02-30T00:00:00Z' } }, ['data.dueAt']],
    ['an amount with cents', { data: { amount: 12.5 } }, ['data.amount']],
    ['an amount below zero', { data: { amount: -1 } }, ['data.amount']],
    ['a remainder below zero', { data: { remaining: -1 } }, ['data.remaining']],
    ['an amount beyond 2^53', { data: { amount: 2 ** 53 } }, ['data.amount']],
    ['a currency that does not exist', { data: { currency: 'EURO' } }, ['data.currency']],
    ['a number beyond counting', { data: { usedBytes: 1e300 } }, ['data.usedBytes']],
    ['a number next to nothing', { data: { share: 1e-200 } }, ['data.share']],
    ['data without end', { data: { note: 'x'.repeat(1025) } }, ['data.note']],
    ['half a character', { data: { note: '\ud83d' } }, ['data.note']],
    ['data within data', { data: { a: { b: 1 } } }, ['data.a']],
    ['data that is a list', { data: [] }, ['data']],
    ['a strange name in its data', { data: { 'due-on': 'x' } }, ['data.due-on']],
    ['no kind', { kind: undefined }, ['kind']],
    ['a kind that is none', { kind: 'Contract Terminated' }, ['kind']],
    ['a kind without end', { kind: `a.${'b'.repeat(5000)}` }, ['kind']],
    ['a mistyped kind', { kind: 'contract.terminatd' }, ['kind']],
    ['a mistyped value', { kind: 'breach.alleged', data: { breach: 'b', by: 'Customer' } }, ['data.by']],
    ['a trial that ends before it begins', { kind: 'trial.started', data: { endsOn: '2026-11-10' } }, ['data.endsOn']],
    [
      'a damage before the error',
      { kind: 'claim.observed', data: { claim: 'c', errorOn: '2026-05-02', damageObservedOn: '2026-05-01' } },
      ['data.damageObservedOn'],
    ],
    ['a kind that only we record', { kind: 'deadline.lapsed' }, ['kind']],
    ['an id with a hash', { id: 'a#b' }, ['id']],
    ['an id that only we give', { id: 'lapse-0123456789abcdef01234567' }, ['id']],
    ['an id without end', { id: 'x'.repeat(200) }, ['id']],
    ['unknown fields', { occuredAt: AT, contract: 'a' }, ['occuredAt', 'contract']],
    ['a day after which no deadline can be told', { occurredAt: '9999-12-31' }, ['occurredAt']],
  ];
  it.each(wrong)('with %s is answered 422 naming the field, and nothing is stored', async (_, changes, fields) => {
    const contract = await createContract(test);
    const answer = await test.post(`/contracts/${contract}/events`, { ...base, ...changes });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(fields);
    expect((await test.get(`/contracts/${contract}`)).body.events).toEqual([]);
    expect((await test.get(`/contracts/${contract}/deadlines`)).body.deadlines).toEqual([]);
  });

  it('of which a part can be counted is recorded, and the rest is told and kept', async () => {
    const contract = await createContract(test);
    const { status, body } = await recordEvent(test, contract, 'contract.terminated', '2040-12-20');
    expect(status).toBe(201);
    expect(body.deadlines).toMatchObject([{ clause: 'deletion', date: '2041-03-20' }]);
    const notCounted = [{ clause: 'export-window', field: 'occurredAt', why: expect.stringMatching(/"RO".*2041/) }];
    expect(body.notCounted).toMatchObject(notCounted);
    const recorded = (await evidenceOf(test, contract)).at(-1);
    expect(recorded?.facts.notCounted).toMatchObject(notCounted);
    const head = await test.stack.table.head(contract);
    expect(head?.notCounted).toMatchObject(notCounted);
    // Further events do not fail for it, and the head says it until it can be counted.
    const next = await recordEvent(test, contract, 'invoice.issued', AT, { invoice: 'in_1' });
    expect([next.status, next.body.notCounted]).toMatchObject([201, notCounted]);
    const entry = (await evidenceOf(test, contract)).at(-1);
    expect(entry?.facts.notCounted).toBeUndefined();
    expect((await test.get(`/contracts/${contract}`)).body.notCounted).toMatchObject(notCounted);
    expect((await test.get(`/contracts/${contract}/deadlines`)).body.notCounted).toMatchObject(notCounted);
    expect((await test.stack.table.head(contract))?.notCounted).toMatchObject(notCounted);
  });

  it('that cannot start its clause says so in the answer and in the evidence', async () => {
    const contract = await createContract(test);
    const { status, body } = await recordEvent(test, contract, 'payment.failed', AT, { invoice: 'in_1' });
    expect(status).toBe(201);
    expect(body.notStarted).toMatchObject([{ clause: 'suspension', missing: 'data.dueOn' }]);
    const recorded = (await evidenceOf(test, contract)).at(-1);
    expect(recorded?.facts.notStarted).toMatchObject([{ clause: 'suspension', missing: 'data.dueOn' }]);
  });

  it('of a clause that does not apply to the contract says why', async () => {
    const contract = await createContract(test, { terms: 'salexops', billing: { cycle: '1 year' } });
    const due = { invoice: 'in_1', dueOn: '2026-11-20' };
    const { body } = await recordEvent(test, contract, 'invoice.overdue', AT, due);
    const why = 'it applies where billing.cycle is 1 month, and the contract’s is 1 year';
    expect(body).toMatchObject({
      deadlines: [],
      notApplied: [
        { clause: 'document-deletion', why },
        { clause: 'disablement', why },
      ],
    });
    const { facts } = (await test.get(`/contracts/${contract}/evidence`)).body.entries.at(-1);
    expect(facts.notApplied[0]).toMatchObject({
      clause: 'document-deletion',
      reason: { because: 'elsewhere', field: 'billing.cycle', is: ['1 month'], found: '1 year' },
    });
  });

  it('that withdraws another undoes all that it did, and has to name one', async () => {
    const contract = await createContract(test);
    const ended = await recordEvent(test, contract, 'contract.terminated', AT);
    const withdraw = (event: unknown) => recordEvent(test, contract, 'event.withdrawn', '2026-11-21', { event });
    expect(fieldsOf(await withdraw('evt-unknown'))).toEqual(['data.event']);
    const { status, body } = await withdraw(ended.body.event.id);
    expect(status).toBe(201);
    expect(body.deadlines.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`).sort()).toEqual([
      'deletion superseded',
      'export-window superseded',
    ]);
    const again = await recordEvent(test, contract, 'event.withdrawn', '2026-11-22', { event: body.event.id });
    expect(again.body.deadlines).toHaveLength(2);
    expect((await test.get(`/contracts/${contract}/deadlines`)).body.deadlines).toMatchObject([
      { id: 'export-window', state: 'open' },
      { id: 'deletion', state: 'open' },
    ]);
  });

  it('with a prototype for data leaves no trace', async () => {
    const contract = await createContract(test);
    const text = `{"kind":"support.requested","occurredAt":"${AT}","data":{"__proto__":{"x":1},"ticket":"t-1"}}`;
    const { status } = await test.post(`/contracts/${contract}/events`, text);
    expect(status).toBe(422);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it('twice is no error when it says the same, and 409 under the same id when it does not', async () => {
    const contract = await createContract(test);
    const event = { ...base, id: 'e-1' };
    const first = await test.post(`/contracts/${contract}/events`, event);
    const second = await test.post(`/contracts/${contract}/events`, event);
    const third = await test.post(`/contracts/${contract}/events`, { ...event, occurredAt: '2026-11-21' });
    expect([first.status, second.status, third.status]).toEqual([201, 200, 409]);
    expect(second.body).toMatchObject({ outcome: 'duplicate', deadlines: [] });
    expect(fieldsOf(third)).toEqual(['id']);
    expect(third.body.detail).toContain('another occurredAt');
  });

  it('takes every kind of character that text can hold', async () => {
    const contract = await createContract(test);
    const note = 'ß 😀 \u0000 \u2028 " \\ </script> e\u0301';
    expect((await recordEvent(test, contract, 'support.requested', AT, { ticket: 't', note })).status).toBe(201);
    expect((await test.get(`/contracts/${contract}`)).body.events[0].data.note).toBe(note);
  });
});

describe('an event as API Gateway hands it over', () => {
  const gateway = (routeKey: string, changes: object) => {
    const { handler } = functionNamed(test.stack.functions, 'serve-api');
    const [method, path] = routeKey.split(' ');
    const http = { method, path: `/prod${path}`, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' };
    return invoke(handler, {
      version: '2.0',
      routeKey,
      rawPath: `/prod${path}`,
      rawQueryString: '',
      headers: { 'content-type': 'application/json', host: 'x.execute-api.eu-central-1.amazonaws.com' },
      requestContext: { routeKey, stage: 'prod', http, authorizer: { iam: { accountId: '000000000000' } } },
      isBase64Encoded: false,
      ...changes,
    });
  };

  it('is read by its route, path parameters and body, in base64 too', async () => {
    const contract = await createContract(test);
    const body = JSON.stringify({ kind: 'contract.terminated', occurredAt: AT });
    const posted = await gateway('POST /contracts/{contract}/events', {
      pathParameters: { contract },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    });
    expect(posted.statusCode).toBe(201);
    const read = await gateway('GET /deadlines', { queryStringParameters: { state: 'open', from: '2026-12-01' } });
    expect(read.statusCode).toBe(200);
    expect(JSON.parse(read.body).deadlines.map((one: { contract: string }) => one.contract)).toContain(contract);
  });

  it('without body or parameters is answered, not thrown', async () => {
    expect((await gateway('POST /contracts', {})).statusCode).toBe(400);
    expect((await gateway('GET /contracts/{contract}', {})).statusCode).toBe(404);
    expect((await gateway('$default', {})).statusCode).toBe(404);
    expect((await gateway('constructor', {})).statusCode).toBe(404);
  });
});

describe('listing deadlines', () => {
  it.each([
    [{ from: '2026-13-01' }, ['from']],
    [{ from: '2026-12-01', to: '2026-11-01' }, ['to']],
    [{ state: 'late' }, ['state']],
    [{ form: '2026-12-01' }, ['form']],
  ])('with %j is answered 422', async (query, fields) => {
    const answer = await test.get('/deadlines', query as unknown as Record<string, string>);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(fields);
  });

  it.each([
    [{ from: '0001-01-01', to: '0001-01-02' }],
    [{ from: '9999-12-30', to: '9999-12-31' }],
    [{ from: '1970-01-01' }],
  ])('with the far ends of time in %j answers', async (query) => {
    expect((await test.get('/deadlines', query as unknown as Record<string, string>)).status).toBe(200);
  });
});

it('leaves everything consistent', async () => {
  expect(await test.check()).toEqual([]);
});
