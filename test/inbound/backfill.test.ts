import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoke, lambdaContext } from '../../local/aws/invocation.ts';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { functionNamed } from '../../local/stack.ts';
import { createContract, failedPayment, fresh, paddleEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const BY = { by: 'ana@provider.example', reason: 'the endpoint was down' };

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ providerKeys: PROVIDER_KEYS });
});
afterAll(() => test.stop());

const now = () => test.stack.clock.now();
const ago = (minutes: number) => new Date(test.stack.clock.epochMs() - minutes * 60_000).toISOString();

/** Events of a contract are few, since each is planned with all that came before it. */
const EVENTS_OF_A_CONTRACT = 15;

/** Payments that failed at Stripe in the last minutes, one a minute, and were told to nobody. */
async function gapOf(size: number) {
  const contracts: string[] = [];
  for (let events = 0; events < size; events += EVENTS_OF_A_CONTRACT) contracts.push(await createContract(test));
  const events = Array.from({ length: size }, (_, index) => {
    const contract = contracts[index % contracts.length] ?? '';
    return failedPayment(contract, fresh('in'), '2026-11-10T08:00:00Z', ago(size - index));
  });
  for (const event of events) test.stack.providers.tell('stripe', event);
  return { contracts, ids: events.map(({ id }) => id), events };
}

async function backfill(asked: Readonly<Record<string, unknown>> = {}) {
  const answer = await test.post('/inbound/backfill', { provider: 'stripe', since: ago(600), ...BY, ...asked });
  expect(answer).toMatchObject({ status: 202 });
  await test.stack.engine.drain();
  return job(answer.body.id);
}

const job = async (id: string) => (await test.get(`/jobs/${id}`)).body;

/** The messages that contracts have events of, once for each event. */
async function recorded(contracts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const contract of contracts) {
    for await (const { source } of test.stack.table.events(contract, { pageSize: 100 })) {
      if (source) found.push(source.eventId);
    }
  }
  return found.toSorted();
}

const later = (minutes: number) =>
  test.advanceTo(new Date(test.stack.clock.epochMs() + minutes * 60_000).toISOString());

describe('a gap', () => {
  it('is closed: what no webhook brought is recorded as if one had, and a second time is nothing', async () => {
    const { contracts, ids, events } = await gapOf(70);
    for (const event of events.slice(0, 20)) await test.webhook('stripe', event);
    const dry = await backfill({ dryRun: true });
    expect(dry).toMatchObject({ state: 'finished', failed: 0, counts: { missing: 50, known: 20 } });
    expect(await recorded(contracts)).toEqual(ids.slice(0, 20).toSorted());
    const first = await backfill();
    expect(first).toMatchObject({ state: 'finished', failed: 0, counts: { stored: 50, known: 20 } });
    expect(first.asked).toMatchObject({ provider: 'stripe', dryRun: false, ...BY });
    expect(await recorded(contracts)).toEqual(ids.toSorted());
    expect((await backfill()).counts).toEqual({ known: 70 });
    expect(await recorded(contracts)).toEqual(ids.toSorted());
    const delivery = await test.stack.deliveries.read(`stripe~default~${ids[30]}`);
    expect(delivery).toMatchObject({ secret: 'backfill', headers: { job: first.id }, state: 'recorded' });
  });

  it('is known by the webhook that comes late', async () => {
    const { contracts, ids, events } = await gapOf(1);
    await backfill();
    expect(await test.webhook('stripe', events[0])).toMatchObject({ body: { state: 'known' } });
    expect(await recorded(contracts)).toEqual(ids);
  });

  it('is closed from its beginning to its end, and no further', async () => {
    const { contracts, ids } = await gapOf(30);
    const done = await backfill({ since: ago(20), until: ago(11) });
    expect(done.counts.stored).toBe(10);
    expect(await recorded(contracts)).toEqual(ids.slice(10, 20).toSorted());
    await backfill();
  });

  it.each([
    ['the provider fails at a page', { service: 'provider', fault: 'error', times: 3, skip: 1 }],
    ['the provider lets a page time out', { service: 'provider', fault: 'timeout', times: 3, skip: 1 }],
    ['the provider asks to wait', { service: 'provider', operation: 'ListEvents', fault: 'throttle', times: 6 }],
    ['the process dies while it asks', { service: 'provider', fault: 'crash-before', skip: 1 }],
    ['the table refuses deliveries', { service: 'table', operation: 'PutItem', fault: 'throttle', times: 8, skip: 5 }],
    ['the answer to a write is lost', { service: 'table', operation: 'PutItem', fault: 'timeout', times: 4, skip: 5 }],
    ['the process dies after a write', { service: 'table', operation: 'PutItem', fault: 'crash-after', skip: 20 }],
    ['the process dies before a write', { service: 'table', operation: 'PutItem', fault: 'crash-before', skip: 20 }],
    [
      'deliveries cannot be queued',
      { service: 'queue', operation: 'SendMessageBatch', fault: 'error', times: 5, skip: 8 },
    ],
    ['a message comes twice', { service: 'queue', fault: 'deliver-twice', times: 5 }],
  ])('is closed, each message once, although %s', async (_, fault) => {
    const { contracts, ids } = await gapOf(60);
    test.stack.faults.arm(fault);
    const { id } = await backfill({ since: ago(61) });
    await later(60);
    expect(test.stack.faults.list()).toEqual([]);
    expect(await job(id)).toMatchObject({ state: 'finished', failed: 0 });
    expect(await recorded(contracts)).toEqual(ids.toSorted());
    expect(await test.check()).toEqual([]);
  });
});

describe('the job tells', () => {
  it('why a provider that goes on failing ends it, and another one takes up the gap', async () => {
    const { contracts, ids } = await gapOf(3);
    test.stack.faults.arm({ service: 'provider', fault: 'error', times: 15 });
    const { id } = await backfill({ since: ago(5) });
    expect(await job(id)).toMatchObject({ state: 'waiting', error: 'Provider unavailable 500 internal_error' });
    await later(60);
    expect(await job(id)).toMatchObject({ state: 'failed', error: 'Provider unavailable 500 internal_error' });
    expect(test.telemetry.written.get('JobFailure')).toBeGreaterThanOrEqual(1);
    test.stack.faults.clear();
    expect(await backfill({ since: ago(90) })).toMatchObject({ state: 'finished' });
    expect(await recorded(contracts)).toEqual(ids.toSorted());
  });

  it('that the provider does not list as many days', async () => {
    const done = await backfill({ since: '2026-10-01T00:00:00Z', until: '2026-10-02T00:00:00Z' });
    expect(done).toMatchObject({ state: 'finished', counts: { 'beyond-list': 1 } });
  });

  it('of Paddle too, whose sandbox is test data', async () => {
    const contract = await createContract(test);
    const id = `evt_${'0'.repeat(20)}abcdef`;
    const entity = { id: `sub_${contract}`, status: 'past_due', customer_id: `ctm_${contract}`, items: [] };
    test.stack.providers.tell('paddle', paddleEvent('subscription.past_due', entity, ago(5), id));
    expect(await backfill({ provider: 'paddle' })).toMatchObject({ state: 'finished', counts: { stored: 1 } });
    expect(await test.stack.deliveries.read(`paddle~default~${id}`)).toMatchObject({ mode: 'test', eventId: id });
  });
});

describe('what is asked for', () => {
  it.each([
    [{ provider: 'adyen' }, 'provider'],
    [{ since: '2026-11-20' }, 'since'],
    [{ since: '2026-11-21T08:00:00Z', until: '2026-11-20T08:00:00Z' }, 'until'],
    [{ since: '2030-01-01T00:00:00Z' }, 'since'],
    [{ by: ' ' }, 'by'],
    [{ by: 'Ana\nBo' }, 'by'],
    [{ reason: undefined }, 'reason'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
    [{ dryRun: 'yes' }, 'dryRun'],
    [{ account: 'x' }, 'account'],
  ])('is refused by name: %j', async (wrong, field) => {
    const { status, body } = await test.post('/inbound/backfill', {
      provider: 'stripe',
      since: ago(5),
      ...BY,
      ...wrong,
    });
    expect({ status, field: body.errors[0].field }).toEqual({ status: 422, field });
  });

  it('again while it runs is the same job', async () => {
    const asked = { provider: 'stripe', since: ago(5), ...BY };
    const both = [await test.post('/inbound/backfill', asked), await test.post('/inbound/backfill', asked)];
    await test.stack.engine.drain();
    expect(both[0]?.body.id).toBe(both[1]?.body.id);
  });
});

describe('without a key', () => {
  it('nothing is asked, and the job says so', async () => {
    const keyless = await startTestStack();
    try {
      const asked = { provider: 'stripe', since: '2026-11-20T07:00:00Z', ...BY };
      const { body } = await keyless.post('/inbound/backfill', asked);
      await keyless.stack.engine.drain();
      const done = (await keyless.get(`/jobs/${body.id}`)).body;
      expect(done).toMatchObject({ state: 'finished', failed: 0, counts: { 'no-key': 1 } });
      expect(keyless.stack.providers.requests).toEqual([]);
    } finally {
      await keyless.stop();
    }
  });
});

describe('the nightly check', () => {
  const nightly = async () => {
    const sweep = functionNamed(test.stack.functions, 'sweep-deadlines');
    await invoke(sweep.handler, { task: 'backfill' }, lambdaContext('sweep-deadlines', 300));
    await test.stack.engine.drain();
    return job('backfill-nightly-stripe');
  };

  it('goes back to an hour before the last one that went over everything, however many failed since', async () => {
    const first = await nightly();
    expect(first).toMatchObject({ state: 'finished', failed: 0 });
    expect(Date.parse(first.asked.since)).toBe(test.stack.clock.epochMs() - 25 * 60 * 60_000);
    const began = test.stack.clock.epochMs();
    await later(24 * 60);
    const { contracts, ids } = await gapOf(2);
    // Both providers are asked, three times in each of five runs.
    test.stack.faults.arm({ service: 'provider', fault: 'error', times: 30 });
    await nightly();
    await later(60);
    expect(await job('backfill-nightly-stripe')).toMatchObject({ state: 'failed' });
    test.stack.faults.clear();
    await later(24 * 60);
    const third = await nightly();
    expect(third).toMatchObject({ state: 'finished', asked: { by: 'clauseclock' } });
    expect(Date.parse(third.asked.since)).toBe(began - 60 * 60_000);
    expect(await recorded(contracts)).toEqual(ids.toSorted());
    const startedAt = now();
    await later(24 * 60);
    expect((await nightly()).asked.since).toBe(
      new Date(Date.parse(startedAt) - 60 * 60_000).toISOString().replace('.000Z', 'Z'),
    );
  });
});
