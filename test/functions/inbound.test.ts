import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type Delivery } from '../../shared/inbound/delivery.ts';
import { storeDelivery } from '../harness/deliveries.ts';
import { type Query, rowsOf } from '../harness/lists.ts';
import { evidenceOf } from '../harness/notices.ts';
import { createContract, failedPayment, fresh, paddleEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

/** Reads without letting the stack do what is due, such as working on a webhook that is stored. */
const asItIs = {
  get: async (path: string, query: Query = {}) => {
    const { body, ...answer } = await test.api.request({ method: 'GET', path, query });
    return { ...answer, body: JSON.parse(body) };
  },
};
const idsOf = async (query: Query): Promise<string[]> =>
  (await rowsOf(asItIs, '/inbound', 'deliveries', query)).map(({ id }: Delivery) => id);

describe('the list of webhooks', () => {
  it('has them by state, provider, reference and time, the latest first, in pages of any size', async () => {
    const at = (hour: number) => `2026-03-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, '0')}:30:00Z`;
    const stored: Delivery[] = [];
    for (let n = 0; n < 48; n += 1) {
      const state = DELIVERY_STATES[n % DELIVERY_STATES.length] ?? 'stored';
      const facts = [{ references: n % 3 === 0 ? ['sub_1', 'cus_1'] : ['sub_2'] }];
      const provider = n % 2 === 0 ? 'stripe' : 'paddle';
      const one = { state, provider, receivedAt: at(n), eventId: `evt_${String(n).padStart(2, '0')}`, type: null };
      stored.push(await storeDelivery(test, state === 'stored' ? one : { ...one, facts }));
    }
    const range = { from: '2026-03-01', to: '2026-03-02' };
    const queries: (readonly [Query, (delivery: Delivery, n: number) => boolean])[] = [
      [{}, () => true],
      ...DELIVERY_STATES.map((state) => [{ state }, (one: Delivery) => one.state === state] as const),
      [{ provider: 'paddle' }, ({ provider }) => provider === 'paddle'],
      [{ reference: 'cus_1' }, ({ facts }) => facts.some(({ references }) => references.includes('cus_1'))],
      [{ from: '2026-03-02' }, (_, n) => n >= 24],
      [{ to: '2026-03-01' }, (_, n) => n < 24],
      [{ from: '2026-03-01T03:30:00Z', to: '2026-03-01T07:30:00+01:00' }, (_, n) => n >= 3 && n <= 6],
      [{ from: '2026-03-01T03:30:00Z', to: '2026-03-01' }, (_, n) => n >= 3 && n < 24],
      [
        { provider: 'stripe', state: 'parked', reference: 'sub_2' },
        ({ provider, state, facts }) =>
          provider === 'stripe' && state === 'parked' && facts[0]?.references[0] === 'sub_2',
      ],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...queries),
        fc.integer({ min: 1, max: 60 }),
        async ([query, isMeant], limit) => {
          const expected = stored
            .filter(isMeant)
            .map(({ id }) => id)
            .toReversed();
          expect(await idsOf({ ...range, ...query, limit: String(limit) })).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has one that is worked on between two pages once, and the state it has by then', async () => {
    const range = { from: '2026-03-05', to: '2026-03-05' };
    const at = (n: number) => `2026-03-05T08:00:0${n}Z`;
    for (let n = 0; n < 4; n += 1) await storeDelivery(test, { receivedAt: at(n), eventId: `page_${n}` });
    const first = (await test.get('/inbound', { ...range, limit: '2' })).body;
    const [moved] = (await rowsOf(test, '/inbound', 'deliveries', range)).slice(-1);
    await storeDelivery(test, { receivedAt: at(4), eventId: 'page_4' });
    const read = await test.stack.deliveries.read(moved.id);
    const failed = read && { ...read, state: 'failed' as const, revision: read.revision + 1 };
    if (failed) await test.stack.deliveries.write(failed, 90);
    const second = (await test.get('/inbound', { ...range, limit: '2', cursor: first.next })).body;
    const rows = [...first.deliveries, ...second.deliveries];
    expect(rows.map(({ eventId }) => eventId)).toEqual(['page_3', 'page_2', 'page_1', 'page_0']);
    expect(rows.at(-1).state).toBe('failed');
  });

  it('holds back what only the door needs', async () => {
    await storeDelivery(test, { receivedAt: '2026-03-06T08:00:00Z' });
    const [row] = await rowsOf(test, '/inbound', 'deliveries', { from: '2026-03-06', to: '2026-03-06' });
    expect(row).toMatchObject({ provider: 'stripe', state: 'stored', attempts: 0, facts: [], replays: [] });
    expect(Object.keys(row)).not.toEqual(expect.arrayContaining(['headers']));
    expect(row).not.toHaveProperty('hash');
  });

  it.each([
    [{ state: 'new' }, 'state'],
    [{ provider: 'Stripe!' }, 'provider'],
    [{ provider: 'adyen' }, 'provider'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'to'],
    [{ from: '2026-03-02T08:00:00Z', to: '2026-03-02T09:00:00+02:00' }, 'to'],
    [{ cursor: 'x' }, 'cursor'],
    [{ since: '2026-03-02' }, 'since'],
  ])('refuses %j', async (query, field) => {
    expect(await test.get('/inbound', query)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });
});

describe('a webhook by itself', () => {
  it('comes with its body, what that means, and what became of it', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const event = failedPayment(contract, 'in_1', now, now);
    const { delivery } = (await test.webhook('stripe', event)).body;
    const { status, body } = await test.get(`/inbound/${delivery}`);
    expect(status).toBe(200);
    expect(JSON.parse(body.body)).toEqual(event);
    expect(body).toMatchObject({ state: 'recorded', facts: [{ contract }], bodyEncoding: 'utf8', secret: 'default' });
    expect(body.mapping.events).toMatchObject([{ kind: 'payment.failed', references: [`sub_${contract}`] }]);
  });

  it.each([
    ['is not JSON', new TextEncoder().encode('{'), 'utf8', /^The body is not JSON: /],
    ['is not UTF-8', Uint8Array.of(0xff, 0xfe), 'base64', /^The body is not UTF-8/],
    ['cannot be mapped', { id: 'evt_1' }, 'utf8', /is missing/],
  ])('tells why its body means nothing where it %s', async (_, body, bodyEncoding, why) => {
    const { id } = await storeDelivery(test, { body });
    const found = (await test.get(`/inbound/${id}`)).body;
    expect(found).toMatchObject({ bodyEncoding, mapping: { events: [], error: expect.stringMatching(why) } });
  });

  it('is read without its byte order mark, which is shown', async () => {
    const text = '\uFEFF{"id": "evt_1"}';
    const { id } = await storeDelivery(test, { body: new TextEncoder().encode(text) });
    const { body, mapping } = (await test.get(`/inbound/${id}`)).body;
    expect(body).toBe(text);
    expect(mapping.error).toMatch(/^\w+ is missing: give /);
  });

  it.each(['stripe~default~none', 'nothing', 'a~b~c~d'])('is not found as %s', async (id) => {
    expect(await test.get(`/inbound/${id}`)).toMatchObject({ status: 404, body: { errors: [{ field: 'delivery' }] } });
  });
});

const ANA = { by: 'Ana', reason: 'The rule was missing.' };

describe('replaying a webhook', () => {
  it('is answered at once and done by the queue, and says by whom', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const { id } = await storeDelivery(test, {
      state: 'failed',
      reason: 'crashed',
      body: failedPayment(contract, 'in_1', now, now),
    });
    const answer = await test.post(`/inbound/${id}/replay`, ANA);
    expect([answer.status, answer.body]).toEqual([202, { delivery: id, state: 'failed' }]);
    await test.stack.engine.drain();
    const { body } = await test.get(`/inbound/${id}`);
    expect(body).toMatchObject({ state: 'recorded', replays: [ANA], facts: [{ contract }] });
    expect((await test.stack.table.load(contract))?.events.map(({ kind }) => kind)).toEqual(['payment.failed']);
    const evidence = await evidenceOf(test, contract);
    expect(evidence.find(({ type }) => type === 'inbound.replayed')?.facts).toMatchObject({ delivery: id, by: 'Ana' });
  });

  it('takes back a dismissal', async () => {
    const { id } = await storeDelivery(test, {
      state: 'parked',
      body: paddleEvent('unknown', {}, test.stack.clock.now()),
    });
    await test.post(`/inbound/${id}/dismiss`, ANA);
    await test.post(`/inbound/${id}/replay`, ANA);
    await test.stack.engine.drain();
    const { body } = await test.get(`/inbound/${id}`);
    expect(body.state).not.toBe('dismissed');
    expect(body).not.toHaveProperty('dismissed');
  });

  it.each(['replay', 'dismiss'])('or %s needs a webhook, somebody and a reason', async (action) => {
    const { id } = await storeDelivery(test, { state: 'parked' });
    expect((await test.post(`/inbound/stripe~default~none/${action}`, ANA)).status).toBe(404);
    for (const [body, field] of [
      [{ reason: 'x' }, 'by'],
      [{ by: 'Ana', reason: '' }, 'reason'],
      [{ ...ANA, force: true }, 'force'],
    ] as const) {
      const answer = await test.post(`/inbound/${id}/${action}`, body);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    }
    expect((await test.get(`/inbound/${id}`)).body.state).toBe('parked');
  });
});

describe('dismissing a webhook', () => {
  it('ends it, with who and why, and only what is not at its end can be dismissed', async () => {
    const { id } = await storeDelivery(test, { state: 'set-aside', reason: 'payload' });
    const answer = await test.post(`/inbound/${id}/dismiss`, ANA);
    expect([answer.status, answer.body]).toMatchObject([200, { id, state: 'dismissed', dismissed: ANA }]);
    const recorded = await storeDelivery(test, { state: 'recorded' });
    const refused = await test.post(`/inbound/${recorded.id}/dismiss`, ANA);
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: 'delivery' }] } });
  });
});

describe('replaying many', () => {
  /** On a day of its own: two that wait for their contract, one that failed, one that is recorded. */
  async function waiting(day: string, contract: string) {
    const at = `${day}T08:00:00Z`;
    const body = (n: number) => failedPayment(contract, `in_${n}`, at, at);
    const states = ['parked', 'parked', 'failed', 'recorded'] as const;
    const facts = [{ references: [`sub_${contract}`] }];
    const all: Delivery[] = [];
    for (const [n, state] of states.entries()) {
      all.push(await storeDelivery(test, { state, receivedAt: `${day}T08:00:0${n}Z`, facts, body: body(n) }));
    }
    return all.map(({ id }) => id);
  }

  it('tells what it would do, and does nothing', async () => {
    const ids = await waiting('2026-04-01', 'none');
    const answer = await test.post('/inbound/replay', { ...ANA, from: '2026-04-01', to: '2026-04-01', dryRun: true });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ count: 3, more: false });
    expect(answer.body.deliveries.map(({ id }: Delivery) => id)).toEqual(ids.slice(0, 3));
  });

  it('is a job that queues what waits, once, and what comes in later stays out', async () => {
    const contract = await createContract(test);
    const ids = await waiting('2026-04-02', contract);
    const request = { ...ANA, reference: `sub_${contract}`, from: '2026-04-02' };
    const { status, body } = await test.post('/inbound/replay', request);
    expect([status, body]).toMatchObject([202, { kind: 'replay-inbound', state: 'waiting', asked: { by: 'Ana' } }]);
    expect((await test.post('/inbound/replay', request)).body).toEqual(body);
    await test.stack.engine.advanceBy('PT1S');
    const later = await storeDelivery(test, { state: 'parked', facts: [{ references: [`sub_${contract}`] }] });
    await test.stack.engine.advanceBy('PT10M');
    expect((await test.get(`/jobs/${body.id}`)).body).toMatchObject({
      state: 'finished',
      counts: { queued: 3 },
      failed: 0,
    });
    for (const id of ids.slice(0, 3)) {
      expect((await test.get(`/inbound/${id}`)).body, id).toMatchObject({ state: 'recorded', replays: [ANA] });
    }
    for (const id of [ids[3], later.id]) expect((await test.get(`/inbound/${id}`)).body.replays, id).toEqual([]);
    const { events = [] } = (await test.stack.table.load(contract)) ?? {};
    expect(events.filter(({ kind }) => kind === 'payment.failed')).toHaveLength(3);
  });

  it('takes only the state that is named', async () => {
    await waiting('2026-04-03', 'none');
    const request = { ...ANA, from: '2026-04-03', to: '2026-04-03', dryRun: true };
    expect((await test.post('/inbound/replay', { ...request, state: 'failed' })).body.count).toBe(1);
    expect((await test.post('/inbound/replay', { ...request, state: 'recorded' })).body.count).toBe(1);
    expect((await test.post('/inbound/replay', { ...request, provider: 'paddle' })).body.count).toBe(0);
  });

  it.each([
    [{ by: 'Ana' }, 'reason'],
    [{ ...ANA, state: 'odd' }, 'state'],
    [{ ...ANA, dryRun: 'yes' }, 'dryRun'],
    [{ ...ANA, from: '2026-04-02', to: '2026-04-01' }, 'to'],
  ])('refuses %j', async (body, field) => {
    expect(await test.post('/inbound/replay', body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });
});

describe('tasks', () => {
  it.each([
    ['failed', { state: 'failed', reason: 'crashed' }, 'crashed'],
    ['ambiguous', { state: 'ambiguous', facts: [{ candidates: ['a', 'b'] }] }, 'ambiguous'],
    [
      'set aside',
      { state: 'set-aside', facts: [{ reason: 'before-start', detail: 'Change it.', contract: 'a' }] },
      'before-start',
    ],
    ['without a rule', { state: 'parked', facts: [{ reason: 'no-rule' }] }, 'no-rule'],
    [
      'without an address',
      { state: 'parked', facts: [{ reason: 'unknown-contract' }, { reason: 'no-address' }] },
      'no-address',
    ],
  ] as const)('have a webhook that is %s, until it is dismissed', async (_, wanted, reason) => {
    const { id, receivedAt } = await storeDelivery(test, wanted);
    const mine = async () => (await rowsOf(test, '/tasks', 'tasks')).filter((task) => task.id === id);
    const paths = [`/inbound/${id}`, `/inbound/${id}/replay`, `/inbound/${id}/dismiss`];
    const [task] = await mine();
    expect(task).toMatchObject({ kind: 'delivery', reason, since: receivedAt, ageSeconds: 0 });
    expect(task.resolve.map(({ path }: { path: string }) => path)).toEqual(paths);
    await test.post(`/inbound/${id}/dismiss`, ANA);
    expect(await mine()).toEqual([]);
  });

  it('name the contract where it is known, and do not have what goes on by itself or is at its end', async () => {
    const known = await storeDelivery(test, { state: 'set-aside', facts: [{ contract: 'acme' }] });
    const others = await Promise.all(
      (['parked', 'recorded', 'unused', 'dismissed', 'stored'] as const).map((state) =>
        storeDelivery(test, { state, eventId: fresh('quiet'), facts: [{ reason: 'unknown-contract' }] }),
      ),
    );
    const tasks = await rowsOf(test, '/tasks', 'tasks');
    expect(tasks.find(({ id }) => id === known.id)).toMatchObject({ contract: 'acme' });
    expect(tasks.filter(({ id }) => others.some((other) => other.id === id))).toEqual([]);
  });
});
