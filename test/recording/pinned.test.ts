import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractBody, createContract, fresh, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

describe('a contract as it is recorded', () => {
  it('is pinned to the newest version of each statute it names, and the same contract again is no other', async () => {
    const body = contractBody(fresh('pinned'), { statutes: ['gdpr', 'eu-p2b@2020-07-12'] });
    const created = await test.post('/contracts', body);
    expect(created).toMatchObject({ status: 201, body: { statutes: ['gdpr@2018-05-25', 'eu-p2b@2020-07-12'] } });
    expect((await test.post('/contracts', body)).status).toBe(200);
    const other = await test.post('/contracts', { ...body, statutes: ['eu-p2b'] });
    expect(other).toMatchObject({ status: 409, body: { errors: [{ field: 'statutes' }] } });
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
