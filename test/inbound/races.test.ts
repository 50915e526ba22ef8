import { describe, expect, it } from 'vitest';
import { invoke, SimulatedCrash } from '../../local/aws/invocation.ts';
import type { Contract } from '../../shared/core/events/contract.ts';
import { amend } from '../../shared/recording/amend.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { rounds } from '../harness/rounds.ts';
import { contractOf, Door, type Json } from './door.ts';
import { CONTRACTS, MESSAGES, outcome } from './story.ts';

/** Repeats what is cut off, as a queue would. */
async function untilThrough(work: () => Promise<unknown>): Promise<number> {
  for (let cuts = 0; ; cuts += 1) {
    try {
      await invoke(work, undefined);
      return cuts;
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) throw error;
    }
  }
}

/** Writes in every way there is, on a door that cuts off what writes, before or after the write that follows on `skip` others. */
async function told(fault?: 'crash-before' | 'crash-after', skip = 0) {
  const door = new Door();
  const [first, second] = CONTRACTS as [Contract, Contract];
  if (fault) door.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault, skip });
  const create = (contract: Contract) => untilThrough(() => createContract(door.dependencies, contract));
  await deliver(door, MESSAGES.refunded);
  await deliver(door, MESSAGES.issuedToBoth);
  await create(first);
  await drain(door);
  await deliver(door, MESSAGES.paid);
  await create(second);
  await drain(door);
  return { door, wasCut: fault !== undefined && door.faults.list().length === 0 };
}

async function deliver(door: Door, body: Json) {
  const id = `stripe~default~${String(body.id)}`;
  await untilThrough(async () => {
    if (!(await door.dependencies.deliveries.read(id))) await door.store('stripe', body);
  });
  await untilThrough(() => door.workAlone(id));
  await drain(door);
}

async function drain(door: Door) {
  for (let next = door.woken.shift(); next !== undefined; next = door.woken.shift()) {
    const id = next;
    await untilThrough(() => door.workAlone(id));
  }
}

describe('work that is cut off anywhere', () => {
  it.each(['crash-before', 'crash-after'] as const)('ends as if it had not been: %s a write', async (fault) => {
    const expected = await outcome((await told()).door);
    expect(expected.facts.map(({ state }) => state)).toEqual(expected.facts.map(() => 'recorded'));
    expect(expected.waiting).toEqual([]);
    let skip = 0;
    for (let next = await told(fault, skip); next.wasCut; next = await told(fault, skip)) {
      expect({ skip, ...(await outcome(next.door)) }).toEqual({ skip, ...expected });
      skip += 1;
    }
    expect(skip).toBeGreaterThan(8);
  });
});

describe('work at the same time', () => {
  it('on one delivery records it once', async () => {
    const door = new Door();
    for (const contract of CONTRACTS) await door.create(contract);
    const id = await door.store('stripe', MESSAGES.issuedToBoth);
    const answers = await Promise.all(Array.from({ length: 5 }, () => door.workAlone(id)));
    expect(answers.map((answer) => answer?.state)).toEqual(answers.map(() => 'recorded'));
    expect(await door.kinds('c1')).toEqual(['invoice.issued']);
    expect((await door.table.evidence('c1')).map(({ type }) => type)).toEqual(['contract.created', 'event.recorded']);
    expect(door.telemetry.counted('EventRecorded')).toBe(2);
  });

  it('with the creation of its contract loses nothing, whoever comes first', async () => {
    for (let round = 0; round < rounds(10); round += 1) {
      const door = new Door();
      const ids = await Promise.all(Object.values(MESSAGES).map((body) => door.store('stripe', body)));
      const creations = CONTRACTS.map((contract) => door.createAlone(contract, round % 5));
      await Promise.all([...creations, ...ids.map((id) => door.workAlone(id))]);
      await door.drain();
      const states = await Promise.all(ids.map(async (id) => (await door.delivery(id)).state));
      expect(states.filter((state) => state !== 'recorded')).toEqual(['unused']);
    }
  });

  it('a contract that appears between the look-up and the parking is found', async () => {
    const door = new Door();
    const { table, deliveries } = door.dependencies;
    const id = await door.store('stripe', MESSAGES.paid);
    const write = deliveries.decide.bind(deliveries);
    let appeared = false;
    deliveries.decide = async (written) => {
      if (!appeared) await createContract(door.dependencies, contractOf('late', { stripe: ['sub_1'] }));
      appeared = true;
      return write(written);
    };
    expect(await door.work(id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'late' }] });
    expect((await table.load('late'))?.events).toHaveLength(1);
    expect(await door.waiting('stripe', 'sub_1')).toEqual([]);
  });
});

describe('a subscription that moves to another contract', () => {
  const move = (door: Door) =>
    amend(door.dependencies, {
      contract: 'taker',
      change: { references: { add: { stripe: ['sub_1'] }, moveFrom: 'giver' } },
      by: 'ana',
      reason: 'they took it over',
    });

  it('between the look-up and the recording takes the message along', async () => {
    const door = new Door();
    await door.create(contractOf('giver', { stripe: ['sub_1'] }));
    await door.create(contractOf('taker', {}));
    const { table } = door.dependencies;
    const look = table.ownersOf.bind(table);
    let moved = false;
    table.ownersOf = async (provider, reference) => {
      const found = await look(provider, reference);
      if (!moved) expect(await move(door)).toMatchObject({ outcome: 'amended' });
      moved = true;
      return found;
    };
    const worked = await door.deliver('stripe', MESSAGES.paid);
    expect(worked).toMatchObject({ state: 'recorded', facts: [{ contract: 'taker' }] });
    expect(await door.kinds('giver')).toEqual(['contract.amended']);
    expect(await door.kinds('taker')).toEqual(['contract.amended', 'payment.received']);
  });

  it('leaves what is learned of earlier payments with the one that recorded them', async () => {
    const door = new Door();
    await door.create(contractOf('giver', { stripe: ['sub_1'] }));
    await door.create(contractOf('taker', {}));
    await door.deliver('stripe', MESSAGES.paid);
    await move(door);
    expect(await door.deliver('stripe', MESSAGES.refunded)).toMatchObject({ facts: [{ contract: 'giver' }] });
    expect(await door.deliver('stripe', MESSAGES.ended)).toMatchObject({ facts: [{ contract: 'taker' }] });
  });
});

describe('any order of contracts and messages', () => {
  it('ends alike', async () => {
    const random = randomOf(7);
    let expected: Awaited<ReturnType<typeof outcome>> | undefined;
    for (let round = 0; round < rounds(15); round += 1) {
      const door = new Door();
      const creations = CONTRACTS.map((contract) => () => door.create(contract));
      const deliveries = Object.values(MESSAGES).map((body) => () => door.deliver('stripe', body));
      for (const step of shuffled([...creations, ...deliveries], random)) await step();
      const ended = await outcome(door);
      expect(ended.waiting).toEqual([]);
      expected ??= ended;
      expect(ended).toEqual(expected);
    }
  });
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
