import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../functions/serve-api/answers.ts';
import { RESOURCES } from '../../local/environment.ts';
import { FENCES, sendingKeys } from '../../shared/aws/table/keys.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import { MOST_FREED, MOST_HOLDS, MOST_PACKS, type SendingState } from '../../shared/core/notices/sending.ts';
import { later } from '../harness/instants.ts';
import { rowsOf } from '../harness/lists.ts';
import { inboxOf, openSuspension } from '../harness/notices.ts';
import { createContract } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';
import { invokeSweep } from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const ANA = { by: 'Ana', reason: 'the dates are wrong' };
const ALL = { scope: 'all', ...ANA };

describe('POST /holds', () => {
  it('answers the same hold to the same request, until it is released', async () => {
    const placed = await test.post('/holds', ALL);
    expect(placed).toMatchObject({ status: 201, body: { ...ALL, at: TEST_START, letters: 0 } });
    ANSWERS['POST /holds'].parse(placed.body);
    expect(placed.body.id).toMatch(/^hold-20261120T080000Z-[0-9a-f]{12}$/);
    expect(await test.post('/holds', ALL)).toMatchObject({ status: 200, body: placed.body });
    expect((await test.post('/holds', { ...ALL, reason: 'another' })).body.id).not.toBe(placed.body.id);
    const released = await test.post(`/holds/${placed.body.id}/release`, ANA);
    expect(await test.post(`/holds/${placed.body.id}/release`, { by: 'Ben', reason: 'again' })).toEqual(released);
    expect((await test.post('/holds', ALL)).status).toBe(201);
  });

  it.each([
    [{ ...ALL, scope: 'some' }, 'scope', 'some'],
    [{ ...ALL, pack: 'exoopus' }, 'pack', undefined],
    [{ ...ANA, scope: 'pack' }, 'pack', undefined],
    [{ ...ANA, scope: 'pack', pack: 'nosuch' }, 'pack', 'nosuch'],
    [{ ...ANA, scope: 'pack', pack: 'exoopus', version: '1999' }, 'version', '1999'],
    [{ ...ANA, scope: 'clause', pack: 'exoopus', clause: 'nosuch' }, 'clause', 'nosuch'],
    [{ ...ANA, scope: 'contract', contract: 'nosuch' }, 'contract', 'nosuch'],
    [{ ...ALL, until: TEST_START }, 'until', TEST_START],
    [{ ...ALL, until: 'tomorrow' }, 'until', 'tomorrow'],
    [{ ...ALL, by: '' }, 'by', ''],
    [{ ...ALL, reason: 'x'.repeat(501) }, 'reason', 'x'.repeat(501)],
    [{ scope: 'all', by: 'Ana' }, 'reason', undefined],
  ])('refuses %j and names %s', async (body, field, value) => {
    const { status, body: problem } = await test.post('/holds', body);
    expect(status).toBe(422);
    const [fault] = problem.errors;
    expect([fault.field, fault.value]).toEqual([field, value]);
    expect(fault.detail).toMatch(/\S/);
  });

  it('knows no other hold', async () => {
    for (const id of ['nosuch', 'hold-20261120T080000Z-000000000000']) {
      const { status, body } = await test.post(`/holds/${id}/release`, ANA);
      expect([status, body.errors[0].field, body.errors[0].value]).toEqual([404, 'hold', id]);
    }
  });
});

describe('PUT /sending', () => {
  it.each([
    [{ ...ANA, value: 'maybe' }, 'value', 'maybe'],
    [{ ...ANA, value: 'on', pack: 'nosuch' }, 'pack', 'nosuch'],
    [{ value: 'on', by: 'Ana' }, 'reason', undefined],
  ])('refuses %j and names %s', async (body, field, value) => {
    const { status, body: problem } = await test.put('/sending', body);
    expect([status, problem.errors[0].field, problem.errors[0].value]).toEqual([422, field, value]);
  });

  it('keeps who said it first', async () => {
    await test.put('/sending', { ...ANA, value: 'off', pack: 'eloomi' });
    const { body } = await test.put('/sending', { by: 'Ben', reason: 'as well', value: 'off', pack: 'eloomi' });
    ANSWERS['PUT /sending'].parse(body);
    expect(body.packs).toEqual([{ pack: 'eloomi', value: 'off', ...ANA, since: TEST_START }]);
  });
});

describe('every answer', () => {
  it('says what may be sent, a refusal as well', async () => {
    const told = async (path: string) => (await test.get(path)).headers['clauseclock-sending'];
    const said = await Promise.all(['/sending', '/openapi.json', '/contracts/nosuch', '/tasks'].map(told));
    expect(said).toEqual(Array.from({ length: 4 }, () => 'on; holds=2; packs=1'));
  });

  it('also where the request could not be carried out', async () => {
    const { faults } = test.stack;
    faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'throttle', times: 100 });
    const { status, headers } = await test.put('/sending', { ...ANA, value: 'off' });
    faults.clear();
    expect([status, headers['clauseclock-sending']]).toEqual([503, expect.stringMatching(/^on/)]);
    expect(headers['content-type']).toBe('application/problem+json');
  });
});

describe('what is bounded', () => {
  const write = async (changed: Partial<SendingState>) => {
    const { sending } = test.stack.table;
    expect(await sending.write({ ...(await sending.current(TEST_START)), ...changed })).toBe(true);
  };

  it('are the holds in force, listed in pages', async () => {
    const { holds } = await test.stack.table.sending.current(TEST_START);
    for (let n = holds.length; n < MOST_HOLDS; n += 1)
      expect((await test.post('/holds', { ...ALL, reason: `number ${n}` })).status).toBe(201);
    const { status, body } = await test.post('/holds', { ...ALL, reason: 'one too many' });
    expect([status, body.type, body.errors[0].field]).toEqual([409, 'urn:clauseclock:problem:too-many', 'holds']);
    const rows = await rowsOf(test, '/holds', 'holds', { limit: '20' });
    expect(rows.map(({ id }) => id)).toEqual((await rowsOf(test, '/holds', 'holds')).map(({ id }) => id));
    expect(rows).toHaveLength(MOST_HOLDS);
  });

  it('are groups that the sweep is to let go', async () => {
    const freed = Array.from({ length: MOST_FREED }, (_, n) => ({ group: `stage-${n}`, at: TEST_START }));
    await write({ freed });
    const [hold] = (await test.get('/holds')).body.holds;
    const refused = await test.post(`/holds/${hold.id}/release`, ANA);
    expect([refused.status, refused.body.errors[0].detail]).toEqual([409, expect.stringContaining('fifteen minutes')]);
    await test.advanceTo(later(TEST_START, 30));
    expect((await test.post(`/holds/${hold.id}/release`, ANA)).status).toBe(200);
  });

  it('are packs with a value of their own', async () => {
    const own = { ...ANA, value: 'on' as const, at: TEST_START };
    await write({ packs: Object.fromEntries(Array.from({ length: MOST_PACKS }, (_, n) => [`pack-${n}`, own])) });
    const { status, body } = await test.put('/sending', { ...ANA, value: 'off', pack: 'exoopus' });
    expect([status, body.errors[0].field]).toEqual([409, 'pack']);
  });
});

/** Takes away what the local stack stores as it starts. */
async function forgetSending({ stack }: TestStack): Promise<void> {
  const fences = Array.from({ length: FENCES }, (_, fence) => sendingKeys.fence(fence));
  for (const key of [sendingKeys.state(), ...fences])
    await stack.dynamodb.send(new DeleteItemCommand({ TableName: RESOURCES.table, Key: pack({ ...key }) }));
}

describe('a stage', () => {
  it('that is deployed for the first time writes to operations only, until a person switches it on', async () => {
    const first = await startTestStack();
    await forgetSending(first);
    expect((await first.get('/sending')).body).toMatchObject({ value: 'operations-only', by: 'Clauseclock' });
    const { contract, at } = await openSuspension(first);
    await first.advanceTo(later(at('lapsed'), 30));
    expect(inboxOf(first, contract, 'customer')).toEqual([]);
    expect(inboxOf(first, contract, 'provider').length).toBeGreaterThan(0);
    await first.put('/sending', { ...ANA, value: 'on' });
    await first.advanceTo(later(at('lapsed'), 60));
    expect(inboxOf(first, contract, 'customer').map(({ tags }) => tags.step)).toEqual(['lapsed']);
    await first.stop();
  });

  it('that is swept before its first contract begins alike', async () => {
    const first = await startTestStack();
    await forgetSending(first);
    await invokeSweep({ test: first }, 'overdue');
    expect(await first.stack.table.sending.read()).toMatchObject({ stage: { value: 'operations-only' } });
    await first.stop();
  });

  it('of a release before this goes on sending, swept or not, and with further contracts', async () => {
    const upgraded = await startTestStack();
    const before = await openSuspension(upgraded);
    await forgetSending(upgraded);
    await upgraded.advanceTo(later(before.at('reminder'), 2));
    expect(inboxOf(upgraded, before.contract)).toHaveLength(1);
    expect((await upgraded.get('/sending')).body.value).toBe('on');
    await createContract(upgraded);
    expect(await upgraded.stack.table.sending.read()).toMatchObject({ revision: 1, stage: { value: 'on' } });
    await forgetSending(upgraded);
    await invokeSweep({ test: upgraded }, 'overdue');
    expect(await upgraded.stack.table.sending.read()).toMatchObject({ stage: { value: 'on' } });
    await upgraded.stop();
  });
});
