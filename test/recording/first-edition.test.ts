import { afterAll, describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { decideProposal } from '../../shared/recording/proposals.ts';
import { proposalsAbout } from '../../shared/recording/propose.ts';
import { settle } from '../../shared/recording/settle.ts';
import { termsInFirstEdition, termsWithoutEdition } from '../harness/editions.ts';
import { createContract, fresh, recordEvent, wakesNothing } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const running: TestStack[] = [];
afterAll(async () => {
  for (const test of running) await test.stop();
});

const ENGLAND = { timezone: 'Europe/London', holidays: ['GB-ENG'], startsOn: '2022-01-15' };
const ENDED = '2022-09-12T09:00:00+01:00';
/** Fifteen business days after it, without the bank holiday of 19 September 2022 and with it. */
const [STORED, COUNTED] = [
  { date: '2022-10-03', instant: '2022-10-03T23:00:00Z' },
  { date: '2022-10-04', instant: '2022-10-04T23:00:00Z' },
];

async function started(termsDirectory: string, database: ReturnType<typeof memoryDatabase>): Promise<TestStack> {
  const test = await startTestStack({ termsDirectory, database, clock: '2022-09-12T10:00:00Z' });
  running.push(test);
  return test;
}

/** Contracts as an earlier release stored them, and the stack of the release that gives out the first edition. */
async function stored(count: number) {
  const database = memoryDatabase();
  const before = await started(termsWithoutEdition({ from: 'without' }), database);
  const contracts: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const references = { stripe: [fresh('sub')] };
    const contract = await createContract(before, { ...ENGLAND, references });
    const { body } = await recordEvent(before, contract, 'contract.terminated', ENDED);
    expect(body.event.edition).toBeUndefined();
    contracts.push(contract);
  }
  const after = await started(termsInFirstEdition({ from: 'with' }), database);
  const dependencies = { ...after.stack, ...after.stack.terms, wake: wakesNothing };
  const load = async (contract: string) => {
    const loaded = await after.stack.table.load(contract);
    if (!loaded) throw new Error(`there is no ${contract}`);
    const { date, instant, run } = loaded.deadlines.find(({ id }) => id === 'export-window') ?? {};
    return { loaded, end: { date, instant }, run, kept: loaded.events.filter(({ kind }) => kind === 'deadline.kept') };
  };
  return { after, dependencies, contracts, load };
}

describe('a contract that was stored before there were editions', () => {
  it('takes the first one, and its stored date stands as a fact: idle, busy or corrected', async () => {
    const { after, dependencies, contracts, load } = await stored(3);
    const [idle = '', busy = '', corrected = ''] = contracts;
    await settle(dependencies, idle);
    const paid = { payment: 'p1', amount: 100, currency: 'GBP' };
    expect((await recordEvent(after, busy, 'payment.received', '2022-09-12', paid)).body.deadlines).toEqual([]);
    const [event] = (await load(corrected)).loaded.events;
    const correction = { kind: 'contract.terminated', occurredAt: '2022-09-12T09:30:00+01:00', data: {} };
    const path = `/contracts/${corrected}/events/${event?.id}/correct`;
    expect((await after.post(path, { event: correction, by: 'support', reason: 'the hour' })).status).toBe(201);
    for (const contract of contracts) {
      const { loaded, end, run, kept } = await load(contract);
      expect({ end, run, edition: loaded.head.contract.edition }).toEqual({ end: STORED, run: 1, edition: 1 });
      expect(kept).toMatchObject([
        { data: { deadline: 'export-window', ...STORED, insteadOf: COUNTED.instant }, edition: 1 },
      ]);
      const evidence = await after.stack.table.evidence(contract);
      const told = evidence.filter(({ facts }) => JSON.stringify(facts.event ?? '').includes('deadline.kept'));
      expect(told).toMatchObject([{ type: 'event.recorded', facts: { changes: [] } }]);
    }
    // A further settling changes nothing.
    const { revision } = (await load(idle)).loaded.head;
    await settle(dependencies, idle);
    expect((await load(idle)).loaded.head.revision).toBe(revision);
    const { body } = await after.get(`/contracts/${busy}/deadlines`, { explain: 'true' });
    const shown = body.deadlines.find(({ id }: { id: string }) => id === 'export-window');
    expect(JSON.stringify(shown.steps)).toContain(
      'stays the last day until a proposal to count Tuesday 4 October 2022',
    );
  });

  it('keeps its date as it gives a reference away', async () => {
    const { after, contracts, load } = await stored(2);
    const [giver = '', taker = ''] = contracts;
    const [reference = ''] = (await load(giver)).loaded.head.contract.references?.stripe ?? [];
    const moved = { references: { add: { stripe: [reference] }, moveFrom: giver } };
    const path = `/contracts/${taker}`;
    const asked = { change: moved, by: 'ana', reason: 'it belongs there' };
    expect((await after.patch(path, { ...asked, dryRun: true })).body.outcome).toBe('amended');
    expect((await load(giver)).kept).toEqual([]);
    expect((await after.patch(path, asked)).body.outcome).toBe('amended');
    for (const contract of contracts) {
      const { loaded, end, run, kept } = await load(contract);
      expect({ end, run, edition: loaded.head.contract.edition }).toEqual({ end: STORED, run: 1, edition: 1 });
      expect(kept).toHaveLength(1);
    }
    expect((await load(giver)).loaded.head.contract.references?.stripe ?? []).not.toContain(reference);
  });

  it('the other date is a proposal: accepting moves, declining keeps', async () => {
    const { dependencies, contracts, load } = await stored(2);
    const [accepted = '', declined = ''] = contracts;
    for (const contract of contracts) await settle(dependencies, contract);
    const proposals = async (contract: string) => proposalsAbout(dependencies, (await load(contract)).loaded);
    for (const contract of contracts) {
      expect(await proposals(contract)).toMatchObject([
        { deadline: 'export-window', edition: 1, from: STORED, to: COUNTED, cause: { rules: { from: 0, to: 1 } } },
      ]);
    }
    const decided = (contract: string, decision: 'accept' | 'decline') =>
      decideProposal(dependencies, {
        ...{ contract, decision, proposed: 1, deadline: 'export-window', by: 'lawyer', reason: 'checked' },
      });
    expect(await decided(accepted, 'accept')).toMatchObject({ outcome: 'recorded', changes: [{ change: 'moved' }] });
    expect(await decided(declined, 'decline')).toMatchObject({ outcome: 'recorded', changes: [] });
    expect([(await load(accepted)).end, (await load(declined)).end]).toEqual([COUNTED, STORED]);
    for (const contract of contracts) expect(await proposals(contract)).toEqual([]);
  });

  it('a date that facts move later is counted, and no longer kept', async () => {
    const { after, contracts, load } = await stored(1);
    const [contract = ''] = contracts;
    const [event] = (await load(contract)).loaded.events;
    const path = `/contracts/${contract}/events/${event?.id}/correct`;
    const correction = { kind: 'contract.terminated', occurredAt: '2022-09-13T09:00:00+01:00', data: {} };
    expect((await after.post(path, { event: correction, by: 'support', reason: 'the day' })).status).toBe(201);
    const { end, kept } = await load(contract);
    expect([end, kept.length]).toEqual([{ date: '2022-10-05', instant: '2022-10-05T23:00:00Z' }, 1]);
  });

  it('whose dates come out the same takes the number alone', async () => {
    const database = memoryDatabase();
    const before = await started(termsWithoutEdition({ from: 'with' }), database);
    const contract = await createContract(before, ENGLAND);
    await recordEvent(before, contract, 'contract.terminated', ENDED);
    const after = await started(termsInFirstEdition({ from: 'with' }), database);
    await settle({ ...after.stack, ...after.stack.terms, wake: wakesNothing }, contract);
    const loaded = await after.stack.table.load(contract);
    expect(loaded?.head.contract.edition).toBe(1);
    expect(loaded?.events.map(({ kind }) => kind)).toEqual(['contract.terminated']);
  });
});

describe('a stage whose terms folder has no editions', () => {
  it('records what is not stamped, and proposes nothing, also about contracts with an edition', async () => {
    const database = memoryDatabase();
    const with1 = await started(termsInFirstEdition({ from: 'with' }), database);
    const contract = await createContract(with1, ENGLAND);
    const without = await started(termsWithoutEdition({ from: 'with' }), database);
    const { status, body } = await recordEvent(without, contract, 'contract.terminated', ENDED);
    expect([status, body.event.edition]).toEqual([201, undefined]);
    expect((await without.get('/proposals')).body.proposals).toEqual([]);
    // What has no stamp counts as the first edition.
    const again = await started(termsInFirstEdition({ from: 'with' }), database);
    await settle({ ...again.stack, ...again.stack.terms, wake: wakesNothing }, contract);
    const { deadlines } = (await again.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines).toContainEqual(expect.objectContaining({ id: 'export-window', ...COUNTED }));
  });
});
