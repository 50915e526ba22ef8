import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractSchema } from '../../shared/core/events/contract.ts';
import { appendEntries, genesis } from '../../shared/core/evidence/chain.ts';
import { contractBody, createContract, fresh, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

describe('a contract as it is recorded', () => {
  it('keeps the statutes that it names as they were sent, and the same contract again is no other', async () => {
    const sent = ['gdpr', 'eu-p2b@2020-07-12'];
    const body = contractBody(fresh('named'), { statutes: sent });
    const created = await test.post('/contracts', body);
    expect(created).toMatchObject({ status: 201, body: { version: '2026-01', statutes: sent } });
    expect((await test.post('/contracts', body)).status).toBe(200);
    expect((await test.get(`/contracts/${body.id}`)).body.statutes).toEqual(sent);
    for (const statutes of [['eu-p2b'], ['gdpr', 'eu-p2b'], ['gdpr@2018-05-25', 'eu-p2b@2020-07-12']]) {
      const other = await test.post('/contracts', { ...body, statutes });
      expect(other, `${statutes}`).toMatchObject({ status: 409, body: { errors: [{ field: 'statutes' }] } });
    }
  });

  it('that started before it was recorded is tracked from the day of recording, also when it is sent again later', async () => {
    const body = contractBody(fresh('tracked'), {
      terms: 'exolyt',
      timezone: 'Europe/Helsinki',
      holidays: ['FI'],
      startsOn: '2024-01-31',
      billing: { cycle: '1 month', anchorDay: 31 },
    });
    const created = await test.post('/contracts', body);
    expect(created).toMatchObject({ status: 201, body: { trackedFrom: '2026-11-20' } });
    const { deadlines } = (await test.get(`/contracts/${body.id}/deadlines`)).body;
    expect(deadlines).toMatchObject([{ id: 'renewal~2026-10-31', date: '2026-11-29', state: 'open' }]);
    await test.advanceTo('2026-11-25T08:00:00Z');
    expect((await test.post('/contracts', body)).status).toBe(200);
  });

  it('is tracked from the day that it is in the zone of its law', async () => {
    const place = { terms: 'eloomi', timezone: undefined, holidays: undefined, startsOn: '2024-03-01' };
    await test.advanceTo('2026-12-01T03:00:00Z');
    const from = async (law: string) => {
      const { body } = await test.post('/contracts', contractBody(fresh('law'), { ...place, law }));
      return body.trackedFrom;
    };
    expect([await from('US-DE'), await from('DK')]).toEqual(['2026-11-30', '2026-12-01']);
  });

  it('takes nothing from before its start, in the zone of its law', async () => {
    const place = { terms: 'eloomi', law: 'US-DE', timezone: undefined, holidays: undefined, startsOn: '2027-03-01' };
    const contract = await createContract(test, place);
    const alleged = (occurredAt: string) =>
      recordEvent(test, contract, 'breach.alleged', occurredAt, { breach: occurredAt, by: 'customer' });
    expect(await alleged('2027-03-01T04:59:59Z')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'occurredAt' }] },
    });
    expect((await alleged('2027-03-01T05:00:00Z')).status).toBe(201);
  });

  it('that starts later is tracked from its start', async () => {
    const body = contractBody(fresh('later'), { startsOn: '2027-02-01' });
    expect((await test.post('/contracts', body)).body).not.toHaveProperty('trackedFrom');
  });
});

describe('a contract that was recorded when statutes were pinned', () => {
  /** As it stands in the table: a head without a shape, and of each statute the version that was the newest. */
  const recorded = async (statutes: readonly string[]) => {
    const id = fresh('before');
    const { references: _none, ...body } = contractBody(id, { version: '2026-01' });
    const contract = { ...contractSchema.parse(body), version: '2026-01', statutes: [...statutes] };
    const now = test.stack.clock.now();
    const { head: chain, entries } = appendEntries(genesis(id), id, now, []);
    const head = { contract, revision: 1, chain, createdAt: now };
    await test.stack.table.commit({ head, expected: undefined, now, evidence: entries });
    return { id, body };
  };

  it('takes them for names, and the same contract is no other, whichever way it was sent', async () => {
    const { id, body } = await recorded(['gdpr@2018-05-25', 'eu-p2b@2020-07-12']);
    expect((await test.get(`/contracts/${id}`)).body.statutes).toEqual(['gdpr', 'eu-p2b']);
    for (const statutes of [
      ['gdpr', 'eu-p2b'],
      ['gdpr@2018-05-25', 'eu-p2b@2020-07-12'],
      ['gdpr', 'eu-p2b@2020-07-12'],
    ]) {
      expect((await test.post('/contracts', { ...body, statutes })).status, `${statutes}`).toBe(200);
    }
    expect((await test.post('/contracts', { ...body, statutes: ['gdpr'] })).status).toBe(409);
  });

  it('stays so when it is written to', async () => {
    const { id, body } = await recorded(['gdpr@2018-05-25']);
    const event = await recordEvent(test, id, 'subject-request.received', '2026-11-21', { request: 'r1' });
    expect(event.body.deadlines).toMatchObject([{ terms: 'gdpr@2018-05-25' }]);
    expect((await test.post('/contracts', { ...body, statutes: ['gdpr@2018-05-25'] })).status).toBe(200);
    expect((await test.post('/contracts', { ...body, statutes: ['gdpr'] })).status).toBe(200);
    expect(await test.check()).toEqual([]);
  });
});
