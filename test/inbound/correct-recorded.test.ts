import { afterEach, describe, expect, it, vi } from 'vitest';
import { invoke } from '../../local/aws/invocation.ts';
import { withoutWithdrawn } from '../../shared/core/deadlines/folding/occurrence.ts';
import { PayloadError } from '../../shared/core/webhooks/payload-error.ts';
import type { MappedEvent } from '../../shared/core/webhooks/provider.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import { failDelivery } from '../../shared/inbound/fail-delivery.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { correctEvent } from '../../shared/recording/correct-event.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, NOW } from './door.ts';
import { MESSAGES } from './story.ts';

afterEach(() => vi.restoreAllMocks());

const person = { by: 'ana', reason: 'the mapping was wrong' };
const OVERDUE = ofStripe.stripeEvent('invoice.overdue', ofStripe.invoice(), { created: ofStripe.at(NOW) });

const map = stripe.map.bind(stripe);

/** What the mapping of an earlier release made of a message. */
function mappedOnce(changed: (told: readonly MappedEvent[]) => MappedEvent[]): void {
  vi.spyOn(stripe, 'map').mockImplementationOnce((payload) => changed(map(payload)));
}

const withAmount = (amount: number) => (told: readonly MappedEvent[]) =>
  told.map((one) => ({ ...one, data: { ...one.data, amount } }));
const asKind = (kind: MappedEvent['kind']) => (told: readonly MappedEvent[]) =>
  told.map((one) => ({ ...one, kind, id: `evt_1.${kind}.in_1` }));

async function recordedAs(changed: (told: readonly MappedEvent[]) => MappedEvent[]) {
  const door = new Door();
  await door.create(contractOf('acme', { stripe: ['sub_1'] }));
  mappedOnce(changed);
  const delivery = await door.deliver('stripe', OVERDUE);
  expect(delivery.state).toBe('recorded');
  return { door, delivery };
}

async function standing(door: Door, contract = 'acme') {
  const loaded = await door.table.load(contract);
  return withoutWithdrawn(loaded?.events ?? []).filter(({ kind }) => kind !== 'event.withdrawn');
}

describe('a replay of what is recorded', () => {
  it('corrects what the mapping says otherwise today, in one step that names the person', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    const before = await door.table.load('acme');
    const answer = await replayDelivery(door.dependencies, delivery.id, person);
    const [telling] = stripe.map(OVERDUE);
    expect(answer).toMatchObject({
      outcome: 'done',
      delivery: {
        state: 'recorded',
        revision: delivery.revision + 1,
        replays: [{ ...person, at: NOW }],
        facts: [{ event: `${telling?.id}~2`, telling: telling?.id, state: 'recorded', contract: 'acme' }],
      },
    });
    expect(await standing(door)).toMatchObject([{ id: `${telling?.id}~2`, data: { amount: 4900 } }]);
    const after = await door.table.load('acme');
    expect(after?.head.revision).toBe((before?.head.revision ?? 0) + 1);
    expect(after?.events.find(({ kind }) => kind === 'event.withdrawn')?.data).toMatchObject({
      event: telling?.id,
      cause: 'mapping',
      corrected: `${telling?.id}~2`,
      by: 'ana',
      reason: 'the mapping was wrong',
    });
    const evidence = await door.table.evidence('acme');
    expect(evidence.at(-1)).toMatchObject({ type: 'event.corrected', facts: { ...person, cause: 'mapping' } });
  });

  it('ends as if the right fact had been recorded in the first place', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    await replayDelivery(door.dependencies, delivery.id, person);
    const right = new Door();
    await right.create(contractOf('acme', { stripe: ['sub_1'] }));
    await right.deliver('stripe', OVERDUE);
    const deadlines = async (of: Door) =>
      (await of.table.load('acme'))?.deadlines.map(({ id, state, date }) => `${id} ${state} ${date}`);
    expect(await deadlines(door)).toEqual(await deadlines(right));
  });

  it('again, and once more after another change, goes on from what stands', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    const corrected = await replayDelivery(door.dependencies, delivery.id, person);
    const again = await replayDelivery(door.dependencies, delivery.id, { by: 'bo', reason: 'to be sure' });
    expect(again?.delivery.facts).toEqual(corrected?.delivery.facts);
    expect(again?.delivery.replays).toMatchObject([person, { by: 'bo', reason: 'to be sure' }]);
    vi.spyOn(stripe, 'map').mockImplementation((payload) => withAmount(2)(map(payload)));
    await replayDelivery(door.dependencies, delivery.id, person);
    expect(await standing(door)).toMatchObject([{ id: expect.stringMatching(/~3$/), data: { amount: 2 } }]);
  });

  it('withdraws what another kind has become, and records that in its place', async () => {
    const { door, delivery } = await recordedAs(asKind('invoice.due'));
    const answer = await replayDelivery(door.dependencies, delivery.id, person);
    expect(await standing(door)).toMatchObject([{ kind: 'invoice.overdue' }]);
    expect(answer?.delivery.facts).toMatchObject([
      { kind: 'invoice.due', state: 'unused', reason: 'withdrawn' },
      { kind: 'invoice.overdue', state: 'recorded' },
    ]);
    expect(answer?.delivery.state).toBe('recorded');
  });

  it('withdraws what is told no more, and records it once it is told again', async () => {
    const { door, delivery } = await recordedAs((told) => [...told]);
    vi.spyOn(stripe, 'map').mockImplementation((payload) => asKind('informational')(map(payload)));
    const gone = await replayDelivery(door.dependencies, delivery.id, person);
    expect(gone?.delivery).toMatchObject({ state: 'unused' });
    expect(await standing(door)).toEqual([]);
    vi.restoreAllMocks();
    const back = await replayDelivery(door.dependencies, delivery.id, person);
    expect(back?.delivery.state).toBe('recorded');
    expect(await standing(door)).toMatchObject([{ kind: 'invoice.overdue', id: expect.stringMatching(/~2$/) }]);
  });

  it('records what was withdrawn once it is told again, though it could not be read in between', async () => {
    const { door, delivery } = await recordedAs((told) => [...told]);
    const mapped = vi.spyOn(stripe, 'map');
    mapped.mockImplementation((payload) => asKind('informational')(map(payload)));
    await replayDelivery(door.dependencies, delivery.id, person);
    mapped.mockImplementation(() => {
      throw new PayloadError('data', null, 'expected an object');
    });
    const unread = await replayDelivery(door.dependencies, delivery.id, person);
    expect(unread?.delivery).toMatchObject({ state: 'set-aside', reason: 'payload' });
    vi.restoreAllMocks();
    const back = await replayDelivery(door.dependencies, delivery.id, person);
    expect(back?.delivery.state).toBe('recorded');
    expect(await standing(door)).toMatchObject([{ kind: 'invoice.overdue', id: expect.stringMatching(/~2$/) }]);
  });

  it('keeps what it has corrected where something else of the delivery fails', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    const corrected = await replayDelivery(door.dependencies, delivery.id, person);
    const { facts = [], revision = 0 } = corrected?.delivery ?? {};
    await door.dependencies.deliveries.write({ ...delivery, facts, state: 'stored', revision: revision + 1 }, 90);
    await failDelivery(door.dependencies, delivery.id, { reason: 'error', tries: 5, named: true });
    expect(await door.delivery(delivery.id)).toMatchObject({ state: 'failed', facts });
    expect((await door.work(delivery.id)).state).toBe('recorded');
  });

  it('leaves alone what a person has corrected since', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    const [event] = await standing(door);
    const corrected = {
      kind: 'invoice.overdue',
      occurredAt: NOW,
      data: { invoice: 'in_1', amount: 7, currency: 'EUR' },
    };
    const request = { contract: 'acme', event: event?.id ?? '', corrected, by: 'bo', reason: 'as agreed' };
    expect(await correctEvent(door.dependencies, request)).toMatchObject({ outcome: 'corrected' });
    const answer = await replayDelivery(door.dependencies, delivery.id, person);
    expect(answer?.delivery).toMatchObject({ facts: delivery.facts, state: 'recorded', replays: [person] });
    expect(await standing(door)).toMatchObject([{ data: { amount: 7 } }]);
  });

  it.each([
    ['under another id', (told: readonly MappedEvent[]) => told.map((one) => ({ ...one, id: 'evt_1.former' }))],
    ['as another kind', asKind('invoice.due')],
  ])('leaves alone what a person has corrected since, also where it was told %s', async (_, formerly) => {
    const { door, delivery } = await recordedAs(formerly);
    const [event] = await standing(door);
    const corrected = {
      kind: 'invoice.overdue',
      occurredAt: NOW,
      data: { invoice: 'in_1', amount: 7, currency: 'EUR' },
    };
    const request = { contract: 'acme', event: event?.id ?? '', corrected, by: 'bo', reason: 'as agreed' };
    expect(await correctEvent(door.dependencies, request)).toMatchObject({ outcome: 'corrected' });
    const [telling] = stripe.map(OVERDUE);
    for (let times = 0; times < 2; times += 1) {
      const answer = await replayDelivery(door.dependencies, delivery.id, person);
      expect(answer?.delivery.facts).toMatchObject([{ event: event?.id, telling: telling?.id, state: 'recorded' }]);
      expect(await standing(door)).toMatchObject([{ data: { amount: 7 } }]);
    }
  });

  it('takes what is told besides a fact that a person withdrew for another one', async () => {
    const { door, delivery } = await recordedAs((told) => [...told]);
    const [event] = await standing(door);
    const corrected = { kind: 'support.requested', occurredAt: NOW, data: { ticket: 'T-1' } };
    const request = { contract: 'acme', event: event?.id ?? '', corrected, by: 'bo', reason: 'as agreed' };
    await correctEvent(door.dependencies, request);
    vi.spyOn(stripe, 'map').mockImplementation((payload) => [...map(payload), ...asKind('invoice.due')(map(payload))]);
    await replayDelivery(door.dependencies, delivery.id, person);
    expect((await standing(door)).map(({ kind }) => kind).sort()).toEqual(['invoice.due', 'support.requested']);
  });

  it('is refused with the reason where the contract cannot take what it would be', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }, { startsOn: '2026-11-10' }));
    mappedOnce((told) => told.map((one) => ({ ...one, occurredAt: NOW })));
    const early = ofStripe.stripeEvent(
      'invoice.overdue',
      ofStripe.invoice({ due_date: ofStripe.at('2026-11-02T09:00:00Z') }),
    );
    const delivery = await door.deliver('stripe', early);
    expect(delivery.state).toBe('recorded');
    expect(await replayDelivery(door.dependencies, delivery.id, person)).toMatchObject({
      outcome: 'refused',
      code: 'not-corrected',
      faults: [{ detail: expect.stringContaining('before the contract starts') }],
    });
    const { facts, replays } = await door.delivery(delivery.id);
    expect(facts).toEqual(delivery.facts);
    expect(replays).toMatchObject([{ ...person, refused: expect.stringContaining('before the contract starts') }]);
  });

  it('is refused where it could not be read back', async () => {
    const { door, delivery } = await recordedAs((told) => [...told]);
    vi.spyOn(stripe, 'map').mockImplementation((payload) => withAmount(1.5)(map(payload)));
    expect(await replayDelivery(door.dependencies, delivery.id, person)).toMatchObject({
      outcome: 'refused',
      code: 'not-corrected',
      faults: [{ field: 'data.amount' }],
    });
    expect(await standing(door)).toHaveLength(1);
  });

  it('corrects each of several contracts, and decides what is left', async () => {
    const door = new Door();
    await door.create(contractOf('c1', { stripe: ['sub_1'] }));
    await door.create(contractOf('c2', { stripe: ['sub_2'] }));
    mappedOnce(withAmount(1));
    const { id } = await door.deliver('stripe', MESSAGES.issuedToBoth);
    await replayDelivery(door.dependencies, id, person);
    expect((await standing(door, 'c1')).map(({ data }) => data.amount)).toEqual([1900]);
    expect((await standing(door, 'c2')).map(({ data }) => data.amount)).toEqual([3000]);
    expect(await door.delivery(id)).toMatchObject({ state: 'recorded', replays: [person] });
  });

  it('records what the mapping tells besides today', async () => {
    const door = new Door();
    await door.create(contractOf('c1', { stripe: ['sub_1'] }));
    mappedOnce((told) => told.slice(0, 1));
    const { id } = await door.deliver('stripe', MESSAGES.issuedToBoth);
    // Without a replay it stays as it was decided, also when its message comes again.
    expect((await door.work(id)).facts).toHaveLength(1);
    const answer = await replayDelivery(door.dependencies, id, person);
    expect(answer?.delivery).toMatchObject({ state: 'parked', facts: [{ contract: 'c1' }, { references: ['sub_2'] }] });
    await door.create(contractOf('c2', { stripe: ['sub_2'] }));
    expect(await door.delivery(id)).toMatchObject({ state: 'recorded' });
  });

  it('at the same time as another one corrects once', async () => {
    const { door, delivery } = await recordedAs(withAmount(1));
    await Promise.all([1, 2, 3].map(() => replayDelivery(door.dependencies, delivery.id, person)));
    expect(await standing(door)).toHaveLength(1);
    const { events = [] } = (await door.table.load('acme')) ?? {};
    expect(events.filter(({ kind }) => kind === 'event.withdrawn')).toHaveLength(1);
  });

  it('that is cut off anywhere ends as if it had not been', async () => {
    let skip = 0;
    for (let wasCut = true; wasCut; skip += 1) {
      const door = new Door();
      for (const n of [1, 2]) await door.create(contractOf(`c${n}`, { stripe: [`sub_${n}`] }));
      mappedOnce(withAmount(1));
      const { id } = await door.deliver('stripe', MESSAGES.issuedToBoth);
      door.faults.arm({ service: 'table', fault: 'crash-before', skip });
      const replay = () => invoke(() => replayDelivery(door.dependencies, id, person), undefined);
      await replay().catch(() => undefined);
      wasCut = door.faults.list().length === 0;
      door.faults.clear();
      await replay();
      const amounts = [...(await standing(door, 'c1')), ...(await standing(door, 'c2'))].map(({ data }) => data.amount);
      expect({ skip, amounts, state: (await door.delivery(id)).state }).toEqual({
        skip,
        amounts: [1900, 3000],
        state: 'recorded',
      });
    }
    expect(skip).toBeGreaterThan(8);
  });
});
