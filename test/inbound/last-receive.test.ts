import { afterEach, describe, expect, it, vi } from 'vitest';
import { workOrFail } from '../../functions/record-webhook/work-or-fail.ts';
import { invoke, SimulatedCrash } from '../../local/aws/invocation.ts';
import { withoutWithdrawn } from '../../shared/core/deadlines/folding/occurrence.ts';
import type { MappedEvent } from '../../shared/core/webhooks/provider.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import { dismissDelivery, replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { correctEvent } from '../../shared/recording/correct-event.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, NOW } from './door.ts';

afterEach(() => vi.restoreAllMocks());

const OVERDUE = ofStripe.stripeEvent('invoice.overdue', ofStripe.invoice(), { created: ofStripe.at(NOW) });
const [TOLD] = stripe.map(OVERDUE) as [MappedEvent];
const OTHER: MappedEvent = {
  ...TOLD,
  id: 'evt_1.other',
  contract: 'sub_9',
  customer: null,
  references: ['sub_9'],
  learns: null,
};
const person = { by: 'ana', reason: 'so it was' };

async function standing(door: Door, contract = 'acme') {
  const events = withoutWithdrawn((await door.table.load(contract))?.events ?? []);
  return events.filter(({ kind }) => kind !== 'event.withdrawn');
}

async function delivered(told: MappedEvent[]) {
  const door = new Door();
  await door.create(contractOf('acme', { stripe: ['sub_1'] }));
  const map = vi.spyOn(stripe, 'map').mockReturnValue(told);
  const { id } = await door.deliver('stripe', OVERDUE);
  return { door, id, map };
}

/** The first receive of a message, and the last, of which it is noted that it began. */
describe.each([1, 5])('at receive %s', (receives) => {
  it('records nothing a second time that the mapping tells under another id', async () => {
    const { door, id, map } = await delivered([{ ...TOLD, id: 'evt_1.old' }, OTHER]);
    map.mockReturnValue([TOLD, OTHER]);
    await workOrFail(door.dependencies, { kind: 'delivery', delivery: id }, receives);
    expect((await standing(door)).map((event) => event.id)).toEqual(['evt_1.old']);
  });

  it('leaves what is parked to its contract where a replay is refused', async () => {
    const { door, id, map } = await delivered([TOLD, OTHER]);
    map.mockReturnValue([{ ...TOLD, data: { ...TOLD.data, amount: 1.5 } }, OTHER]);
    await workOrFail(door.dependencies, { kind: 'replay', delivery: id, ...person }, receives);
    map.mockReturnValue([TOLD, OTHER]);
    await door.create(contractOf('nine', { stripe: ['sub_9'] }));
    expect((await standing(door, 'nine')).map((event) => event.id)).toEqual(['evt_1.other']);
  });

  it('does not call recorded what a replay withdrew, so that another brings it back', async () => {
    const { door, id, map } = await delivered([TOLD, OTHER]);
    map.mockReturnValue([OTHER]);
    await replayDelivery(door.dependencies, id, person);
    map.mockReturnValue([TOLD, OTHER]);
    await workOrFail(door.dependencies, { kind: 'delivery', delivery: id }, receives);
    await replayDelivery(door.dependencies, id, { ...person, reason: 'again' });
    expect(await standing(door)).toHaveLength(1);
  });
});

describe('a process that dies at the last receive', () => {
  const receive = (door: Door, id: string, receives: number, message: object = { kind: 'delivery' }) =>
    invoke(
      () => workOrFail(door.dependencies, { ...message, delivery: id } as Parameters<typeof workOrFail>[1], receives),
      {},
    );
  const dying = async (door: Door, work: () => Promise<unknown>) => {
    door.faults.arm({ service: 'table', operation: 'Query', fault: 'crash-before' });
    await expect(work()).rejects.toThrow(SimulatedCrash);
    door.faults.clear();
  };
  const later = (door: Door, minutes: number) => {
    door.now = new Date(Date.parse(door.now) + minutes * 60_000).toISOString().replace('.000Z', 'Z');
  };
  const isDue = async (door: Door) => (await door.dependencies.deliveries.due(door.now, 9)).length > 0;

  it('and once more as that is noted, and at every further receive, comes to an end', async () => {
    const { door, id } = await delivered([OTHER]);
    await dying(door, () => receive(door, id, 5));
    expect(await isDue(door)).toBe(false);
    later(door, 5);
    expect(await isDue(door)).toBe(true);
    for (const receives of [1, 2, 3, 4, 5]) await dying(door, () => receive(door, id, receives));
    expect(await door.delivery(id)).toMatchObject({ state: 'failed', reason: 'crashed' });
    later(door, 60);
    expect(await isDue(door)).toBe(false);
  });

  it('leaves what is recorded and parked as it was, and a replay of it can be tried again', async () => {
    const { door, id, map } = await delivered([TOLD, OTHER]);
    const { facts } = await door.delivery(id);
    await dying(door, () => receive(door, id, 5, { kind: 'replay', ...person }));
    expect((await door.delivery(id)).facts).toEqual(facts);
    later(door, 5);
    map.mockReturnValue([{ ...TOLD, data: { ...TOLD.data, amount: 1 } }, OTHER]);
    expect(await replayDelivery(door.dependencies, id, person)).toMatchObject({
      delivery: { state: 'parked', facts: [{ state: 'recorded' }, { state: 'parked' }] },
    });
    expect((await standing(door)).map(({ data }) => data.amount)).toEqual([1]);
    expect(await isDue(door)).toBe(false);
  });

  it.each([
    ['parked before', true],
    ['not decided before', false],
  ])('loses nothing if another one decides what it was about: %s', async (_, isParked) => {
    const { door, id } = await delivered([OTHER]);
    const stored = isParked ? id : await door.store('stripe', { ...OVERDUE, id: 'evt_2' });
    await dying(door, () => receive(door, stored, 5));
    await receive(door, stored, 1);
    later(door, 6);
    expect(await isDue(door)).toBe(false);
    await receive(door, stored, 1);
    expect(await door.delivery(stored)).toMatchObject({ state: 'parked' });
  });

  it('is no failure if the webhook is dismissed then', async () => {
    const { door, id } = await delivered([OTHER]);
    await dying(door, () => receive(door, id, 5));
    await dismissDelivery(door.dependencies, id, person);
    later(door, 6);
    expect(await isDue(door)).toBe(false);
    await receive(door, id, 1);
    expect(door.telemetry.with('WEBHOOK_FAILED')).toEqual([]);
    expect(await door.delivery(id)).toMatchObject({ state: 'dismissed' });
  });

  it('is noted as failed if another one decides only the first of two facts', async () => {
    const { door, id } = await delivered([OTHER, { ...OTHER, id: 'evt_1.more', references: ['sub_more'] }]);
    await dying(door, () => receive(door, id, 5));
    await door.createAlone(contractOf('nine', { stripe: ['sub_9'] }));
    door.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'crash-after' });
    await expect(receive(door, id, 1)).rejects.toThrow(SimulatedCrash);
    door.faults.clear();
    later(door, 6);
    await receive(door, id, 1);
    expect(await door.delivery(id)).toMatchObject({ state: 'failed', reason: 'crashed' });
  });

  it('leaves what is parked to its contract where the mapping tells what is on record under another id', async () => {
    const { door, id, map } = await delivered([{ ...TOLD, id: 'evt_1.old' }, OTHER]);
    map.mockReturnValue([TOLD, OTHER]);
    await receive(door, id, 5);
    await door.create(contractOf('nine', { stripe: ['sub_9'] }));
    expect((await standing(door, 'nine')).map((event) => event.id)).toEqual(['evt_1.other']);
  });
});

describe('a replay of a message of two facts', () => {
  const telling = (id: string, kind: MappedEvent['kind'], amount: number): MappedEvent => ({
    ...TOLD,
    id: `evt_1.${id}`,
    kind,
    learns: null,
    data: { ...TOLD.data, amount },
  });

  it.each<[string, MappedEvent['kind'], MappedEvent[], number[]]>([
    ['another kind', 'payment.received', [telling('b2', 'payment.received', 250)], [150, 250]],
    ['the same kind', 'invoice.overdue', [telling('b2', 'invoice.overdue', 250)], [150, 250]],
    [
      'a kind under which both are told today',
      'payment.received',
      [telling('a2', 'payment.failed', 120), telling('b2', 'payment.failed', 250)],
      [150, 250],
    ],
  ])('loses none for the other, of %s, that a person corrected', async (_, kind, today, amounts) => {
    const first = telling('a', 'invoice.overdue', 100);
    const { door, id, map } = await delivered([first, telling('b', kind, 200)]);
    const corrected = { kind: first.kind, occurredAt: first.occurredAt, data: { ...first.data, amount: 150 } };
    await correctEvent(door.dependencies, { contract: 'acme', event: 'evt_1.a', corrected, ...person });
    map.mockReturnValue(today);
    await replayDelivery(door.dependencies, id, person);
    expect((await standing(door)).map(({ data }) => data.amount).sort()).toEqual(amounts);
  });
});
