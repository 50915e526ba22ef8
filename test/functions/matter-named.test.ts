import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stripeEvent } from '../core/webhooks/fixtures/stripe.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ clock: '2026-12-02T08:00:00Z' });
});
afterAll(() => test.stop());

const announced = (contract: string, change: string, effectiveOn: string) =>
  recordEvent(test, contract, 'terms-change.announced', '2026-12-01', { change, effectiveOn, toVersion: '2026-01' });

const stateOf = async (contract: string, id: string) =>
  (await test.get(`/contracts/${contract}/deadlines`)).body.deadlines.find((one: { id: string }) => one.id === id)
    ?.state;

const lastSaid = async (contract: string): Promise<string> =>
  (await test.get(`/contracts/${contract}/evidence`)).body.entries.at(-1).text;

describe('an event that does not name what it is about', () => {
  it('is about the one change that is open, also where it is sent twice', async () => {
    const contract = await createContract(test);
    await announced(contract, 'c1', '2027-01-15');
    const send = () => recordEvent(test, contract, 'terms-change.rejected', '2026-12-02', {});
    const first = await send();
    expect(first).toMatchObject({ status: 201, body: { event: { data: { change: 'c1' } } } });
    expect(await stateOf(contract, 'terms-change-exit~c1')).toBe('met');
    await announced(contract, 'c2', '2027-01-20');
    expect(await send()).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    // Only the rejected change has something to take back.
    const accepted = await recordEvent(test, contract, 'terms-change.accepted', '2026-12-02T09:00:00Z', {});
    expect(accepted).toMatchObject({ status: 201, body: { event: { data: { change: 'c1' } } } });
    expect(await stateOf(contract, 'terms-change-exit~c1')).toBe('open');
  });

  it('is refused where two changes are open, with both, and where none is', async () => {
    const contract = await createContract(test);
    const none = await recordEvent(test, contract, 'terms-change.rejected', '2026-12-02', {});
    expect(none).toMatchObject({ status: 422, body: { errors: [{ field: 'data.change' }] } });
    expect(none.body.errors[0].detail).toContain('none is open');
    await announced(contract, 'c1', '2027-01-15');
    await announced(contract, 'c2', '2027-01-20');
    for (const data of [{}, { change: '' }]) {
      const several = await recordEvent(test, contract, 'terms-change.rejected', '2026-12-02', data);
      expect(several).toMatchObject({ status: 422, body: { errors: [{ field: 'data.change' }] } });
      expect(several.body.errors[0].detail).toContain('Open are c1, c2.');
    }
    const named = await recordEvent(test, contract, 'terms-change.rejected', '2026-12-02', { change: 'c2' });
    expect(named.status).toBe(201);
    expect(await stateOf(contract, 'terms-change-exit~c1')).toBe('open');
  });

  it('is about the change that was open when it happened, though the time for it is over', async () => {
    const contract = await createContract(test, { statutes: [] });
    await announced(contract, 'c1', '2027-01-15');
    const late = await recordEvent(test, contract, 'terms-change.rejected', '2027-01-15T10:00:00Z', {});
    expect(late.status).toBe(422);
  });

  it('is about no change that was announced only after it', async () => {
    const contract = await createContract(test);
    await announced(contract, 'c1', '2027-01-15');
    const before = await recordEvent(test, contract, 'terms-change.rejected', '2026-11-20', {});
    expect(before).toMatchObject({ status: 422, body: { errors: [{ field: 'data.change' }] } });
  });

  it('is about the one that is open where another event is corrected to it, also where that is sent twice', async () => {
    const contract = await createContract(test);
    await announced(contract, 'c1', '2027-01-15');
    const slip = await recordEvent(test, contract, 'terms-change.accepted', '2026-12-02', { change: 'c1' });
    const event = { kind: 'terms-change.rejected', occurredAt: '2026-12-02', data: {} };
    const correct = () =>
      test.post(`/contracts/${contract}/events/${slip.body.event.id}/correct`, { event, by: 'ana', reason: 'A slip.' });
    expect(await correct()).toMatchObject({ status: 201, body: { event: { data: { change: 'c1' } } } });
    expect(await stateOf(contract, 'terms-change-exit~c1')).toBe('met');
    expect(await correct()).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
  });

  it('is refused as a correction where several are open', async () => {
    const contract = await createContract(test);
    for (const [change, day] of [
      ['c1', '2027-01-15'],
      ['c2', '2027-01-20'],
    ] as const)
      await announced(contract, change, day);
    const slip = await recordEvent(test, contract, 'terms-change.accepted', '2026-12-02', { change: 'c1' });
    const event = { kind: 'terms-change.rejected', occurredAt: '2026-12-02', data: {} };
    const path = `/contracts/${contract}/events/${slip.body.event.id}/correct`;
    const answer = await test.post(path, { event, by: 'ana', reason: 'A slip.' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'event.data.change' }] } });
  });

  it.each([
    ['claim.noticed', 'claim', ['claim.observed', { errorOn: '2026-11-01' }], 'dpa-claim-notice'],
    ['subject-request.answered', 'request', ['subject-request.received', {}], 'gdpr.subject-response'],
    ['subcontractor-change.objected', 'change', ['subcontractor-change.announced', {}], 'subcontractor-change'],
    ['outage.ended', 'outage', ['outage.started', {}], 'outage-extension'],
  ] as const)('%s is about the one %s that is open', async (kind, key, [begins, data], clause) => {
    const contract = await createContract(test, { terms: 'exolyt', timezone: undefined, holidays: undefined });
    await recordEvent(test, contract, begins, '2026-12-02T07:00:00Z', { [key]: 'x1', ...data });
    const answer = await recordEvent(test, contract, kind, '2026-12-02T07:30:00Z', {});
    expect(answer).toMatchObject({ status: 201, body: { event: { data: { [key]: 'x1' } } } });
    expect(await stateOf(contract, `${clause}~x1`)).toBe('met');
  });

  it('is taken as it is where it need not name it: a payment that is for no invoice', async () => {
    const contract = await createContract(test);
    const owed = { amount: 100, currency: 'EUR', dueOn: '2026-12-20' };
    await recordEvent(test, contract, 'invoice.issued', '2026-12-01', { invoice: 'in_1', ...owed });
    const paid = { payment: 'p_1', amount: 100, currency: 'EUR' };
    const answer = await recordEvent(test, contract, 'payment.received', '2026-12-02', paid);
    expect(answer).toMatchObject({ status: 201, body: { event: { data: paid } } });
    expect(answer.body.event.data).not.toHaveProperty('invoice');
  });

  it('says in evidence what it changes nothing of, where a provider or a person tells of a payment for no invoice', async () => {
    const contract = await createContract(test);
    const owed = { amount: 100, currency: 'EUR', dueOn: '2026-12-01' };
    const paid = (payment: string) => ({ payment, amount: 100, currency: 'EUR' });
    const before = await recordEvent(test, contract, 'payment.received', '2026-12-02T07:00:00Z', paid('p_0'));
    expect(before.body.notApplied).toEqual([]);
    for (const invoice of ['in_1', 'in_2'])
      await recordEvent(test, contract, 'invoice.overdue', '2026-12-02T07:01:00Z', { invoice, ...owed });
    const intent = {
      id: 'pi_1',
      object: 'payment_intent',
      customer: `cus_${contract}`,
      amount_received: 100,
      currency: 'eur',
    };
    const told = await test.webhook(
      'stripe',
      stripeEvent('payment_intent.succeeded', intent, { created: 1_796_194_200 }),
    );
    expect(told.body.events).toMatchObject([{ kind: 'payment.received', outcome: 'recorded', contract }]);
    expect(await lastSaid(contract)).toContain('Clause suspension is not changed: the event names no invoice');
    const answer = await recordEvent(test, contract, 'payment.received', '2026-12-02T07:10:00Z', paid('p_1'));
    expect(answer.body.notApplied).toContainEqual({
      clause: 'suspension',
      event: answer.body.event.id,
      why: 'the event names no invoice, and it may be about one that is open: in_1 and in_2',
    });
    const named = await recordEvent(test, contract, 'payment.received', '2026-12-02T07:20:00Z', {
      ...paid('p_2'),
      invoice: 'in_1',
      remaining: 0,
    });
    expect(named.body.notApplied).toEqual([]);
  });
});
