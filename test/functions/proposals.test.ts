import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../functions/serve-api/answers.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { corrected, termsInFirstEdition } from '../harness/editions.ts';
import { pagesOf } from '../harness/lists.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { invokeSweep } from './reconciling.ts';

const clock = '2022-09-12T10:00:00Z';
const folder = termsInFirstEdition({ from: 'without' });
const database = memoryDatabase();

let before: TestStack;
let test: TestStack;
beforeAll(async () => {
  before = await startTestStack({ termsDirectory: folder, database, clock });
  test = await startTestStack({ termsDirectory: corrected(folder, { from: 'without' }), database, clock });
});
afterAll(async () => {
  await before.stop();
  await test.stop();
});

/** A contract whose customer was told of Monday 3 October 2022 before 19 September became a holiday. */
async function terminated(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const contract = await createContract(before, {
    timezone: 'Europe/London',
    holidays: ['GB-ENG'],
    startsOn: '2022-01-15',
    ...changes,
  });
  await recordEvent(before, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
  return contract;
}

const DECISION = { edition: 2, by: 'Ana', reason: 'the bank holiday was proclaimed' };
const decided = (contract: string, how: 'accept' | 'decline', body: object = DECISION) =>
  test.post(`/contracts/${contract}/proposals/export-window/${how}`, body);
const proposalsOf = async (contract: string) => (await test.get(`/contracts/${contract}/proposals`)).body;

describe('the proposals of a contract', () => {
  it('name both ends and the cause', async () => {
    const contract = await terminated();
    expect(await proposalsOf(contract)).toEqual({
      contract,
      proposals: [
        {
          deadline: 'export-window',
          clause: 'export-window',
          terms: 'exoopus@2026-01+2',
          edition: 2,
          from: { date: '2022-10-03', instant: '2022-10-03T23:00:00Z' },
          to: { date: '2022-10-04', instant: '2022-10-04T23:00:00Z' },
          cause: {
            name: 'GB-ENG@2026.1..GB-ENG@2026.2',
            from: 'GB-ENG@2026.1',
            to: 'GB-ENG@2026.2',
            text: "GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is a holiday (Queen Elizabeth's Funeral Day)",
            days: [{ day: '2022-09-19', name: "Queen Elizabeth's Funeral Day", change: 'added' }],
          },
        },
      ],
    });
  });

  it('are accepted: the deadline moves, because of the decision', async () => {
    const contract = await terminated();
    const { status, body } = await decided(contract, 'accept');
    expect(status).toBe(201);
    expect(body.event).toMatchObject({ kind: 'deadline.rebound', data: { deadline: 'export-window', ...DECISION } });
    expect(body.deadlines).toEqual([expect.objectContaining({ change: 'moved', date: '2022-10-04' })]);
    expect(body.deadlines[0].why).toContain(`2022-10-03 before, 2022-10-04 now), because of event ${body.event.id}`);
    expect(await decided(contract, 'accept')).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect((await proposalsOf(contract)).proposals).toEqual([]);
  });

  it('are open again when the decision is withdrawn, and may be accepted again', async () => {
    const contract = await terminated();
    const { body } = await decided(contract, 'accept');
    const withdrawn = await recordEvent(test, contract, 'event.withdrawn', '2022-09-12', { event: body.event.id });
    expect([withdrawn.status, withdrawn.body.deadlines]).toEqual([
      201,
      [expect.objectContaining({ change: 'moved', date: '2022-10-03' })],
    ]);
    expect((await proposalsOf(contract)).proposals).toHaveLength(1);
    const again = await decided(contract, 'accept');
    expect([again.status, again.body.deadlines[0]?.date]).toEqual([201, '2022-10-04']);
    expect(await decided(contract, 'accept')).toMatchObject({
      status: 200,
      body: { event: { id: again.body.event.id } },
    });
  });

  it('are declined: the deadline stays, and is not proposed again', async () => {
    const contract = await terminated();
    const { status, body } = await decided(contract, 'decline');
    expect([status, body.event.kind, body.deadlines]).toEqual([201, 'proposal.declined', []]);
    expect((await proposalsOf(contract)).proposals).toEqual([]);
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines).toContainEqual(expect.objectContaining({ id: 'export-window', date: '2022-10-03' }));
    // A declined proposal is no proposal any more, until the decision is withdrawn.
    const { status: refused, body: problem } = await decided(contract, 'accept');
    expect(refused).toBe(422);
    expect(problem.errors[0].detail).toContain(`record event.withdrawn with data.event ${body.event.id}`);
    await recordEvent(test, contract, 'event.withdrawn', test.stack.clock.now(), { event: body.event.id });
    expect((await decided(contract, 'accept')).status).toBe(201);
  });

  it('come in pages, each as its description says', async () => {
    const contract = await terminated({ statutes: ['gdpr'] });
    for (const request of ['r2', 'r1']) {
      // One month later is 19 September 2022.
      await recordEvent(before, contract, 'subject-request.received', '2022-08-19', { request });
    }
    const path = `/contracts/${contract}/proposals`;
    const pages = await pagesOf(test, path, { limit: '2' });
    for (const page of pages) ANSWERS['GET /contracts/{contract}/proposals'].parse(page);
    const deadlines = pages.map(({ proposals }) => proposals.map(({ deadline }: { deadline: string }) => deadline));
    expect(deadlines).toEqual([['export-window', 'gdpr.subject-response~r1'], ['gdpr.subject-response~r2']]);
    expect((await test.get(path, { cursor: pages[0]?.next.slice(1) })).status).toBe(422);
    // The contract came in after the walk.
    await test.stack.table.proposals.setGoneOver({ edition: 1 });
    await invokeSweep({ test }, 'propose');
    const all = await pagesOf(test, '/proposals', { limit: '1' });
    for (const page of all) ANSWERS['GET /proposals'].parse(page);
    const own = all.flatMap(({ proposals }) => proposals).filter((row) => row.contract === contract);
    expect(own.map(({ deadline }) => deadline).toSorted()).toEqual(deadlines.flat());
    expect((await test.get('/proposals', { cause: 'GB-ENG' })).status).toBe(422);
  });

  it('are decided on by who says so and why, and only as they were made', async () => {
    const contract = await terminated();
    const { status, body } = await decided(contract, 'accept', { ...DECISION, edition: 3 });
    expect([status, body.errors[0].field]).toEqual([422, 'deadline']);
    expect(body.errors[0].detail).toContain('edition 2 is proposed, and not edition 3');
    expect((await decided(contract, 'accept', { edition: 2 })).status).toBe(422);
    expect((await decided('nobody', 'accept')).status).toBe(404);
    expect((await test.get('/contracts/nobody/proposals')).status).toBe(404);
    const submitted = await recordEvent(test, contract, 'deadline.rebound', '2022-09-12', {
      deadline: 'x',
      edition: 2,
    });
    expect(submitted.status).toBe(422);
  });
});
