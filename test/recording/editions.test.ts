import { afterAll, describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { newestEdition } from '../../shared/core/calendar/editions.ts';
import { decideProposal } from '../../shared/recording/proposals.ts';
import { proposalsAbout } from '../../shared/recording/propose.ts';
import { type Correction, corrected, termsInFirstEdition } from '../harness/editions.ts';
import { createContract, recordEvent, wakesNothing } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const running: TestStack[] = [];
afterAll(async () => {
  for (const test of running) await test.stop();
});

const clock = '2022-09-12T10:00:00Z';

async function started(termsDirectory: string, database: ReturnType<typeof memoryDatabase>): Promise<TestStack> {
  const test = await startTestStack({ termsDirectory, database, clock });
  running.push(test);
  return test;
}

async function lastDay(test: TestStack, contract: string): Promise<unknown> {
  const { body } = await test.get(`/contracts/${contract}/deadlines`);
  return body.deadlines.find(({ id }: { id: string }) => id === 'export-window')?.date;
}

const ENGLAND = { timezone: 'Europe/London', holidays: ['GB-ENG'], startsOn: '2022-01-15' };

describe.each([
  { from: 'without', before: '2022-10-03', after: '2022-10-04' },
  { from: 'with', before: '2022-10-04', after: '2022-10-03' },
] as const)('of two like contracts, counted $from the bank holiday of 19 September 2022', ({ from, before, after }) => {
  it('neither moves when the table is corrected, the busy one as little as the idle one', async () => {
    const database = memoryDatabase();
    const folder = termsInFirstEdition({ from } satisfies Correction);
    const test = await started(folder, database);
    const [idle, busy] = [await createContract(test, ENGLAND), await createContract(test, ENGLAND)];
    for (const contract of [idle, busy]) {
      expect((await recordEvent(test, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00')).status).toBe(201);
      expect(await lastDay(test, contract)).toBe(before);
    }
    const later = await started(corrected(folder, { from }), database);
    const paid = { payment: 'p1', amount: 100, currency: 'GBP' };
    const { status, body } = await recordEvent(later, busy, 'payment.received', '2022-09-12T10:00:00+01:00', paid);
    expect([status, body.deadlines]).toEqual([201, []]);
    expect(body.event.edition).toBe(2);
    for (const contract of [idle, busy]) expect(await lastDay(later, contract)).toBe(before);
    // The schedules are those of the first stack.
    expect((await later.check()).filter((line) => !line.startsWith('schedule '))).toEqual([]);
    // What is recorded from then on is counted with the corrected table.
    const fresh = await createContract(later, ENGLAND);
    await recordEvent(later, fresh, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    expect(await lastDay(later, fresh)).toBe(after);
  });

  it('a proposal lists both with the cause; accepting moves, declining keeps, and each may be repeated', async () => {
    const database = memoryDatabase();
    const folder = termsInFirstEdition({ from });
    const test = await started(folder, database);
    const contracts = [await createContract(test, ENGLAND), await createContract(test, ENGLAND)];
    for (const contract of contracts) {
      await recordEvent(test, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    }
    await test.advanceTo('2022-09-12T11:00:00Z');
    const { stack } = await started(corrected(folder, { from }), database);
    const dependencies = { ...stack, ...stack.terms, wake: wakesNothing };
    const proposals = async (contract: string) => {
      const loaded = await stack.table.load(contract);
      return loaded ? proposalsAbout(dependencies, loaded) : [];
    };
    for (const contract of contracts) {
      expect(await proposals(contract)).toEqual([
        expect.objectContaining({
          deadline: 'export-window',
          edition: 2,
          from: expect.objectContaining({ date: before }),
          to: expect.objectContaining({ date: after }),
          cause: {
            from: 'GB-ENG@2026.1',
            to: 'GB-ENG@2026.2',
            days: [
              {
                day: '2022-09-19',
                name: "Queen Elizabeth's Funeral Day",
                change: from === 'without' ? 'added' : 'removed',
              },
            ],
          },
        }),
      ]);
    }
    const [accepted = '', declined = ''] = contracts;
    const decided = (contract: string, decision: 'accept' | 'decline', edition = 2) =>
      decideProposal(dependencies, {
        ...{ contract, decision, proposed: edition, deadline: 'export-window' },
        ...{ by: 'lawyer', reason: 'checked against the proclamation' },
      });
    expect(await decided(accepted, 'accept', 3)).toMatchObject({ outcome: 'rejected', code: 'invalid' });
    expect(await decided(accepted, 'accept')).toMatchObject({
      outcome: 'recorded',
      changes: [{ change: 'moved', before: { date: before }, after: { date: after } }],
    });
    expect(await decided(accepted, 'accept')).toMatchObject({ outcome: 'duplicate' });
    expect(await decided(declined, 'decline')).toMatchObject({ outcome: 'recorded', changes: [] });
    for (const contract of contracts) expect(await proposals(contract)).toEqual([]);
    const entry = (await stack.table.evidence(accepted)).findLast(({ type }) => type === 'event.recorded');
    expect(entry?.facts).toMatchObject({
      proposal: { from: { date: before }, to: { date: after } },
      changes: [{ dateBefore: before, date: after }],
    });
    // The letter that told the opening of the period.
    expect(entry?.facts.notices).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('a decision is not taken where a fact ends the deadline while it is being taken', async () => {
    const database = memoryDatabase();
    const folder = termsInFirstEdition({ from });
    const test = await started(folder, database);
    const contract = await createContract(test, ENGLAND);
    const { body } = await recordEvent(test, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    const later = await started(corrected(folder, { from }), database);
    let [isEnded, loads] = [false, 0];
    /** The end of the contract is withdrawn once the evidence is read for the decision. */
    const evidence = async (id: string) => {
      const entries = await later.stack.table.evidence(id);
      if (!isEnded) {
        isEnded = true;
        const ended = await recordEvent(later, contract, 'event.withdrawn', '2022-09-12', { event: body.event.id });
        expect(ended.status).toBe(201);
      }
      return entries;
    };
    const table = new Proxy(later.stack.table, {
      get(of, name) {
        if (name === 'load') loads += 1;
        const found: unknown = name === 'evidence' ? evidence : Reflect.get(of, name, of);
        return typeof found === 'function' ? found.bind(of) : found;
      },
    });
    const dependencies = { ...later.stack, ...later.stack.terms, wake: wakesNothing, table };
    const decision = {
      contract,
      deadline: 'export-window',
      proposed: 2,
      decision: 'accept',
      by: 'Ana',
      reason: 'r',
    } as const;
    expect(await decideProposal(dependencies, decision)).toMatchObject({ outcome: 'rejected', code: 'invalid' });
    const loaded = await later.stack.table.load(contract);
    expect(loaded?.events.filter(({ kind }) => kind === 'deadline.rebound')).toEqual([]);
    expect([isEnded, loads]).toEqual([true, 2]);
  });

  it('a corrected event keeps the edition of the one it replaces', async () => {
    const database = memoryDatabase();
    const folder = termsInFirstEdition({ from });
    const test = await started(folder, database);
    const contract = await createContract(test, ENGLAND);
    const { body } = await recordEvent(test, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    const later = await started(corrected(folder, { from }), database);
    const correction = await later.post(`/contracts/${contract}/events/${body.event.id}/correct`, {
      event: { kind: 'contract.terminated', occurredAt: '2022-09-12T09:30:00+01:00', data: {} },
      by: 'support',
      reason: 'the hour was wrong',
    });
    expect([correction.status, correction.body.event?.edition]).toEqual([201, 1]);
    expect(await lastDay(later, contract)).toBe(before);
  });
});

it('the tables of this repository stamp each contract and event with their newest edition', async () => {
  const test = await startTestStack();
  running.push(test);
  const contract = await createContract(test);
  const { body } = await recordEvent(test, contract, 'contract.terminated', '2026-11-20');
  const newest = newestEdition(test.terms.holidays);
  expect(newest).toBeGreaterThanOrEqual(1);
  const loaded = await test.stack.table.load(contract);
  expect([body.event.edition, loaded?.head.contract.edition]).toEqual([newest, newest]);
  expect(await test.get('/proposals')).toMatchObject({ status: 200, body: { proposals: [] } });
});
