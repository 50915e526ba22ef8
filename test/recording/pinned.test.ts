import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractBody, fresh } from '../harness/samples.ts';
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

  it('that starts later is tracked from its start', async () => {
    const body = contractBody(fresh('later'), { startsOn: '2027-02-01' });
    expect((await test.post('/contracts', body)).body).not.toHaveProperty('trackedFrom');
  });
});
