import { afterEach, describe, expect, it, vi } from 'vitest';
import { MOST_POINTERS } from '../../shared/aws/table/outcomes.ts';
import { withoutWithdrawn } from '../../shared/core/deadlines/folding/occurrence.ts';
import type { MappedEvent } from '../../shared/core/webhooks/provider.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import { MOST_FACTS } from '../../shared/inbound/delivery.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door } from './door.ts';

afterEach(() => vi.restoreAllMocks());

const ISSUED = ofStripe.stripeEvent('invoice.finalized', ofStripe.invoice());
const [TOLD] = stripe.map(ISSUED) as [MappedEvent];

function mapped(...told: readonly MappedEvent[]): void {
  vi.spyOn(stripe, 'map').mockImplementation(() => [...told]);
}

const facts = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...TOLD, id: `evt_1.invoice.issued.in_${n}` }));

describe('a delivery', () => {
  it(`may tell ${MOST_FACTS} facts`, async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    mapped(...facts(MOST_FACTS));
    const worked = await door.deliver('stripe', ISSUED);
    expect(worked).toMatchObject({ state: 'recorded', attempts: 1 });
    expect(worked.facts).toHaveLength(MOST_FACTS);
  });

  it('that tells one more is set aside as a whole', async () => {
    mapped(...facts(MOST_FACTS + 1));
    expect(await new Door().deliver('stripe', ISSUED)).toMatchObject({
      state: 'set-aside',
      reason: 'too-many-facts',
      detail: expect.stringContaining(`${MOST_FACTS + 1} facts and at most ${MOST_FACTS}`),
      facts: [],
    });
  });

  it('with as many facts is corrected as a whole, however often all of it is told otherwise', async () => {
    const door = new Door();
    // Two deadlines of each invoice: with 48 events and 24 ids that are learned, more than a transaction takes.
    await door.create(contractOf('acme', { stripe: ['sub_1'] }, { terms: 'salexops' }));
    const told = (amount: number, id: number) =>
      facts(MOST_FACTS).map((one, n) => ({
        ...one,
        ...{ id: `evt_1.${id}.in_${n}`, learns: `pi_${amount}_${n}`, kind: 'invoice.overdue' as const },
        data: { ...one.data, invoice: `in_${n}`, amount, remaining: amount },
      }));
    mapped(...told(1, 1));
    const { id } = await door.deliver('stripe', ISSUED);
    for (const [amount, ids] of [
      [2, 1],
      [3, 2],
      [4, 3],
    ] as const) {
      mapped(...told(amount, ids));
      const answer = await replayDelivery(door.dependencies, id, { by: 'ana', reason: 'the mapping was wrong' });
      expect(answer).toMatchObject({ outcome: 'done', delivery: { state: 'recorded' } });
      const standing = withoutWithdrawn((await door.table.load('acme'))?.events ?? []);
      const amounts = standing.filter(({ kind }) => kind === 'invoice.overdue').map(({ data }) => data.amount);
      expect(amounts).toEqual(Array(MOST_FACTS).fill(amount));
    }
  });

  it('can be read when what it tells today waits beside what a replay has withdrawn', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    mapped(...facts(MOST_FACTS));
    const { id } = await door.deliver('stripe', ISSUED);
    const others = facts(MOST_FACTS).map((fact) => ({ ...fact, id: `${fact.id}.sub_2`, references: ['sub_2'] }));
    mapped(...others);
    const replayed = await replayDelivery(door.dependencies, id, { by: 'ana', reason: 'the subscription was wrong' });
    expect(replayed?.delivery.facts.map(({ event, state }) => `${event} ${state}`)).toEqual(
      others.map((fact) => `${fact.id} parked`),
    );
    expect(await door.delivery(id)).toMatchObject({ state: 'parked' });
  });

  it(`waits under ${MOST_POINTERS} references of a fact at most, the most specific ones`, async () => {
    const references = Array.from({ length: 20 }, (_, n) => `pi_${n}`);
    mapped({ ...TOLD, contract: null, references });
    const door = new Door();
    const worked = await door.deliver('stripe', ISSUED);
    expect(worked.facts[0]?.references).toEqual(references.slice(0, MOST_POINTERS));
    expect(await door.waiting('stripe', `pi_${MOST_POINTERS - 1}`)).toEqual([worked.id]);
    expect(await door.waiting('stripe', `pi_${MOST_POINTERS}`)).toEqual([]);
  });

  it('names twenty candidates at most', async () => {
    const door = new Door();
    for (let n = 0; n < 22; n += 1) await door.create(contractOf(`c${n}`, { stripe: ['cus_1'] }));
    const worked = await door.deliver(
      'stripe',
      ofStripe.stripeEvent('refund.created', ofStripe.refund({ customer: 'cus_1' })),
    );
    expect(worked.state).toBe('ambiguous');
    expect(worked.facts[0]?.candidates).toHaveLength(20);
  });

  it('sets aside a fact that could not be read back, and says which field', async () => {
    mapped({ ...TOLD, data: { ...TOLD.data, amount: 1.5 } });
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    expect(await door.deliver('stripe', ISSUED)).toMatchObject({
      state: 'set-aside',
      facts: [{ reason: 'invalid', detail: expect.stringMatching(/^data\.amount: /) }],
    });
    expect((await door.table.load('acme'))?.events).toEqual([]);
    expect((await door.table.evidence('acme')).at(-1)).toMatchObject({ type: 'inbound.set-aside' });
  });
});
