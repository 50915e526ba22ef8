import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { correctMany, MOST_CORRECTED } from '../../shared/recording/correct.ts';
import { type Correction, refusedToCorrect } from '../../shared/recording/correctable.ts';
import { planWith } from '../../shared/recording/plan-contract.ts';
import { write } from '../../shared/recording/write.ts';
import { inboxOf } from '../harness/notices.ts';
import { createContract, failedPayment, fresh, recordEvent, wakesNothing } from '../harness/samples.ts';
import { type Answer, startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const BY = { by: 'ana@clauseclock.example', reason: 'the day was mistyped' };
const ended = (occurredAt: string) => ({ kind: 'contract.terminated', occurredAt, data: {} });

const correct = (contract: string, event: string, to: object, more: object = {}): Promise<Answer> =>
  test.post(`/contracts/${contract}/events/${event}/correct`, { event: to, ...BY, ...more });

async function terminated(occurredAt = '2026-11-20'): Promise<{ contract: string; event: string }> {
  const contract = await createContract(test);
  const { body } = await recordEvent(test, contract, 'contract.terminated', occurredAt);
  return { contract, event: body.event.id };
}

/** What decides about the deadlines that stand: a superseded one is only a trace of what was wrong. */
async function deadlinesOf(contract: string) {
  const loaded = await test.stack.table.load(contract);
  return (loaded?.deadlines ?? [])
    .filter(({ state }) => state !== 'superseded')
    .map(({ id, state, date, instant, trigger, closedBy }) => ({ id, state, date, instant, trigger, closedBy }));
}

async function eventsOf(contract: string): Promise<ContractEvent[]> {
  const loaded = await test.stack.table.load(contract);
  return [...(loaded?.events ?? [])];
}

describe('a correction', () => {
  it('withdraws the wrong event and records the right one, in one step that evidence tells', async () => {
    const { contract, event } = await terminated();
    const before = (await test.stack.table.head(contract))?.revision ?? 0;
    const { status, body } = await correct(contract, event, ended('2026-11-10'));
    expect(status).toBe(201);
    expect(body).toMatchObject({ outcome: 'corrected', withdrawn: { id: event }, event: ended('2026-11-10') });
    expect(body.deadlines.length).toBeGreaterThan(0);
    for (const { why } of body.deadlines) {
      expect(why).toContain('Corrected by ana@clauseclock.example (the day was mistyped)');
      expect(why).toContain('contract.terminated of 2026-11-10 instead of contract.terminated of 2026-11-20');
    }
    expect((await test.stack.table.head(contract))?.revision).toBe(before + 1);
    const entry = (await test.get(`/contracts/${contract}/evidence`)).body.entries.at(-1);
    expect(entry).toMatchObject({
      type: 'event.corrected',
      facts: {
        ...BY,
        cause: 'correction',
        corrections: [{ withdrawn: [{ id: event }], recorded: [{ id: body.event.id }] }],
      },
    });
    expect(entry.text).toMatch(
      /^Corrected by ana@.* \(the day was mistyped\): contract\.terminated of 2026-11-10 instead of /,
    );
    const withdrawal = (await eventsOf(contract)).find(({ kind }) => kind === 'event.withdrawn');
    expect(withdrawal?.data).toEqual({ event, cause: 'correction', corrected: body.event.id, ...BY });
  });

  it('comes to what the right event alone comes to', async () => {
    const { contract, event } = await terminated();
    await correct(contract, event, ended('2026-11-10'));
    const right = await terminated('2026-11-10');
    expect(await deadlinesOf(contract)).toEqual(await deadlinesOf(right.contract));
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`, { explain: 'true' })).body;
    for (const { steps, trigger } of deadlines) {
      const corrected = steps.filter(({ code }: { code: string }) => code === 'corrected');
      expect(corrected).toMatchObject([{ event: trigger, formerly: event, ...BY }]);
      expect(corrected[0].text).toContain('instead of contract.terminated of 2026-11-20');
    }
    expect(await test.check()).toEqual([]);
  });

  it('may be of another kind, and of an event that a provider told', async () => {
    const contract = await createContract(test);
    const message = failedPayment(contract, 'in_1', '2026-11-01T00:00:00Z', TEST_START);
    await test.webhook('stripe', message);
    const [event] = await eventsOf(contract);
    const to = { kind: 'support.requested', occurredAt: '2026-11-20', data: { ticket: 'T-1' } };
    const { status } = await correct(contract, event?.id ?? '', to);
    expect(status).toBe(201);
    // The provider sends its message again: it stays withdrawn.
    await test.webhook('stripe', message);
    const { body } = await test.get(`/contracts/${contract}/deadlines`);
    const standing = body.deadlines.filter(({ state }: { state: string }) => state !== 'superseded');
    expect(standing.every(({ trigger }: { trigger: string }) => trigger !== event?.id)).toBe(true);
    expect(await test.check()).toEqual([]);
  });

  it('a second time is a duplicate, also after the result was corrected in turn', async () => {
    const { contract, event } = await terminated();
    const first = await correct(contract, event, ended('2026-11-10'));
    const again = await correct(contract, event, ended('2026-11-10'), { reason: 'as I said' });
    expect([again.status, again.body.outcome, again.body.event.id]).toEqual([200, 'duplicate', first.body.event.id]);
    expect((await correct(contract, first.body.event.id, ended('2026-11-12'))).status).toBe(201);
    const late = await correct(contract, event, ended('2026-11-10'));
    expect([late.status, late.body.event.id]).toEqual([200, first.body.event.id]);
  });

  it('can lead back to what the first event said, under an id of its own', async () => {
    const { contract, event } = await terminated();
    const wrong = (await correct(contract, event, ended('2026-11-10'))).body.event.id;
    const back = await correct(contract, wrong, ended('2026-11-20'));
    expect([back.status, back.body.event.id]).toEqual([201, `${event}~2`]);
    expect((await correct(contract, wrong, ended('2026-11-20'))).status).toBe(200);
    const third = (await correct(contract, `${event}~2`, ended('2026-11-10'))).body.event.id;
    expect(third).toBe(`${wrong}~2`);
    expect(await deadlinesOf(contract)).toMatchObject(
      (await deadlinesOf((await terminated('2026-11-10')).contract)).map(({ id, date }) => ({ id, date })),
    );
    expect(await test.get(`/contracts/${contract}`, { limit: '2' })).toMatchObject({ status: 200 });
  });

  it('can be made again after it was taken back as a whole', async () => {
    const { contract, event } = await terminated();
    const first = (await correct(contract, event, ended('2026-11-10'))).body.event.id;
    const withdrawal = (await eventsOf(contract)).find(({ kind }) => kind === 'event.withdrawn')?.id;
    for (const id of [withdrawal, first]) {
      expect((await recordEvent(test, contract, 'event.withdrawn', '2026-11-20', { event: id })).status).toBe(201);
    }
    const again = await correct(contract, event, ended('2026-11-10'));
    expect([again.status, again.body.event?.id]).toEqual([201, `${first}~2`]);
    expect((await correct(contract, event, ended('2026-11-10'))).body.outcome).toBe('duplicate');
    expect(await test.check()).toEqual([]);
  });

  it('to an event that is recorded already only withdraws the wrong one', async () => {
    const { contract, event } = await terminated();
    const right = (await recordEvent(test, contract, 'contract.terminated', '2026-11-10')).body.event.id;
    const { status, body } = await correct(contract, event, ended('2026-11-10'));
    expect([status, body.event.id]).toEqual([201, right]);
    expect(await eventsOf(contract)).toHaveLength(3);
  });

  it('of two at once that differ, one is recorded and the other refused by name', async () => {
    const { contract, event } = await terminated();
    const both = await Promise.all([
      correct(contract, event, ended('2026-11-10')),
      correct(contract, event, ended('2026-11-11')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = both.find(({ status }) => status === 409);
    expect(refused?.body.errors[0]).toMatchObject({ field: 'event', value: event });
    const same = await Promise.all(
      [1, 2, 3].map(() =>
        correct(contract, both.find(({ status }) => status === 201)?.body.event.id, ended('2026-11-14')),
      ),
    );
    expect(same.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  });
});

describe('a correction is refused', () => {
  it.each([
    ['without an event', { event: undefined }, ['event']],
    ['without a name', { by: undefined }, ['by']],
    ['without a reason', { reason: '  ' }, ['reason']],
    ['with a reason of several lines', { reason: 'a\nb' }, ['reason']],
    ['with a reason without end', { reason: 'x'.repeat(501) }, ['reason']],
    ['with a kind that is none', { event: { ...ended('2026-11-10'), kind: 'Ended' } }, ['event.kind']],
    [
      'with a kind of Clauseclock’s own',
      { event: { ...ended('2026-11-10'), kind: 'deadline.lapsed' } },
      ['event.kind'],
    ],
    [
      'with a withdrawal',
      { event: { ...ended('2026-11-10'), kind: 'event.withdrawn', data: { event: 'x' } } },
      ['event.kind'],
    ],
    ['with a day that is none', { event: ended('2026-02-30') }, ['event.occurredAt']],
    ['with an id of Clauseclock’s own', { event: { ...ended('2026-11-10'), id: 'evt-1~2' } }, ['event.id']],
    ['before the contract starts', { event: ended('2025-11-10') }, ['event.occurredAt']],
    [
      'with a kind that the terms do not know',
      { event: { ...ended('2026-11-10'), kind: 'contract.ended' } },
      ['event.kind'],
    ],
    ['with fields nobody knows', { from: '2026-01-01' }, ['from']],
    ['if it says the same', { event: ended('2026-11-20') }, ['event']],
  ])('%s, naming the field', async (_, more, fields) => {
    const { contract, event } = await terminated();
    const { status, body } = await correct(contract, event, ended('2026-11-10'), more);
    expect([status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, fields]);
    expect(await eventsOf(contract)).toHaveLength(1);
  });

  it('of an event or a contract that is not there', async () => {
    const { contract, event } = await terminated();
    for (const [path, field] of [
      [`/contracts/nobody/events/${event}`, 'contract'],
      [`/contracts/${contract}/events/nothing`, 'event'],
      [`/contracts/${contract}/events/a%23b`, 'event'],
    ]) {
      const { status, body } = await test.post(`${path}/correct`, { event: ended('2026-11-10'), ...BY });
      expect([status, body.errors[0].field]).toEqual([404, field]);
    }
  });

  it('of a withdrawal, and of an event that was withdrawn or corrected', async () => {
    const { contract, event } = await terminated();
    const { body } = await recordEvent(test, contract, 'event.withdrawn', '2026-11-20', { event });
    const withdrawal = await correct(contract, body.event.id, ended('2026-11-10'));
    expect([withdrawal.status, withdrawal.body.errors[0].value]).toEqual([422, body.event.id]);
    const withdrawn = await correct(contract, event, ended('2026-11-10'));
    expect([withdrawn.status, withdrawn.body.errors[0].detail]).toEqual([
      409,
      expect.stringContaining('was withdrawn'),
    ]);
  });

  it('with the id of another event', async () => {
    const { contract, event } = await terminated();
    await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 'T-1' });
    const other = (await eventsOf(contract)).find(({ id }) => id !== event)?.id;
    const { status, body } = await correct(contract, event, { ...ended('2026-11-10'), id: other });
    expect([status, body.errors[0].field]).toEqual([409, 'event.id']);
  });

  it('of a lapse', async () => {
    const lapse = { id: 'lapse-1', kind: 'deadline.lapsed', occurredAt: TEST_START, recordedAt: TEST_START, data: {} };
    const events = [{ ...lapse, cause: { deadline: 'd', instant: TEST_START } }];
    const loaded = { events } as unknown as Parameters<typeof refusedToCorrect>[0];
    const refusal = refusedToCorrect(loaded, [{ withdraw: ['lapse-1'], record: [] }]);
    expect(refusal).toMatchObject({ code: 'invalid', faults: [{ field: 'event', value: 'lapse-1' }] });
  });
});

describe('several corrections at once', () => {
  const dependencies = () => ({
    ...test.terms,
    table: test.stack.table,
    clock: test.stack.clock,
    timer: test.stack.timer,
    wake: wakesNothing,
  });
  const support = (id: string, ticket: string, source?: ContractEvent['source']): ContractEvent => ({
    id,
    kind: 'support.requested',
    occurredAt: '2026-11-20',
    recordedAt: TEST_START,
    data: { ticket },
    ...(source && { source }),
  });

  it('are one transaction, with the cause they were made for', async () => {
    const contract = await createContract(test);
    for (const ticket of ['a', 'b']) {
      await test.post(`/contracts/${contract}/events`, {
        kind: 'support.requested',
        occurredAt: '2026-11-20',
        data: { ticket },
        id: ticket,
      });
    }
    const source = { provider: 'stripe', eventId: fresh('evt'), type: 'x' };
    const corrections: Correction[] = [
      { withdraw: ['a', 'b'], record: [support('a~2', 'c', source)] },
      { withdraw: [], record: [support('d', 'd')] },
    ];
    const request = { contract, corrections, ...BY, cause: 'mapping' } as const;
    const before = (await test.stack.table.head(contract))?.revision ?? 0;
    expect(await correctMany(dependencies(), request)).toMatchObject({ outcome: 'corrected' });
    const events = await eventsOf(contract);
    expect(events.filter(({ kind }) => kind === 'event.withdrawn').map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { event: 'a', cause: 'mapping', corrected: 'a~2', ...BY },
        { event: 'b', cause: 'mapping', corrected: 'a~2', ...BY },
      ]),
    );
    expect((await test.stack.table.head(contract))?.revision).toBe(before + 1);
    expect(await correctMany(dependencies(), request)).toMatchObject({ outcome: 'duplicate' });
    expect((await test.stack.table.head(contract))?.revision).toBe(before + 1);
  });

  it('are refused whole if one of them is, or if they are too many', async () => {
    const { contract, event } = await terminated();
    const record = [support('x', 'x')];
    const refused = await correctMany(dependencies(), {
      contract,
      corrections: [
        { withdraw: [event], record },
        { withdraw: ['nothing'], record: [] },
      ],
      ...BY,
      cause: 'mapping',
    });
    expect(refused).toMatchObject({ outcome: 'rejected', code: 'unknown-event' });
    const many = Array.from({ length: MOST_CORRECTED + 1 }, (_, n) => support(`s-${n}`, `s-${n}`));
    const crowded = { contract, corrections: [{ withdraw: [], record: many }], ...BY, cause: 'mapping' } as const;
    expect(await correctMany(dependencies(), crowded)).toMatchObject({ outcome: 'rejected', code: 'invalid' });
    expect(await eventsOf(contract)).toHaveLength(1);
  });
});

describe('a correction that changes more deadlines than a transaction takes', () => {
  const INVOICES = 82;
  const overdue = (invoice: string): ContractEvent => ({
    id: `overdue.${invoice}`,
    kind: 'invoice.overdue',
    occurredAt: TEST_START,
    recordedAt: TEST_START,
    data: { invoice, dueOn: '2026-11-19' },
  });

  async function manyInvoices(): Promise<string> {
    const contract = await createContract(test);
    const dependencies = { ...test.terms, table: test.stack.table, clock: test.stack.clock, timer: test.stack.timer };
    for (let first = 0; first < INVOICES; first += INVOICES / 2) {
      const loaded = await test.stack.table.load(contract);
      const events = Array.from({ length: INVOICES / 2 }, (_, n) => overdue(`in_${first + n}`));
      if (!loaded) throw new Error(`${contract} has vanished`);
      const planned = planWith(dependencies, loaded, events);
      if (planned.outcome !== 'planned') throw new Error(`${contract} takes no invoices`);
      const deadlines = planned.changes.map(({ after }) => after);
      await write(dependencies, loaded, { events, deadlines, evidence: [] });
    }
    return contract;
  }

  it('is finished in several, also by the sweep after a crash, and tells nothing in between', async () => {
    const contract = await manyInvoices();
    const wrong = (await recordEvent(test, contract, 'support.requested', TEST_START, { ticket: 'T-1' })).body.event.id;
    const { faults, engine, table } = test.stack;
    faults.arm({ service: 'table', operation: 'TransactWriteItems', fault: 'crash-before', skip: 1 });
    expect((await correct(contract, wrong, { kind: 'contract.terminated', occurredAt: TEST_START })).status).toBe(500);
    expect((await table.load(contract))?.head.settleAt).toBe(TEST_START);
    expect((await correct(contract, wrong, { kind: 'contract.terminated', occurredAt: TEST_START })).status).toBe(200);
    await engine.advanceBy('PT20M');
    const whole = await table.load(contract);
    expect(whole?.head.settleAt).toBeUndefined();
    const open = whole?.deadlines.filter(({ state }) => state === 'open').map(({ clause }) => clause);
    expect(open?.toSorted()).toEqual(['deletion', 'export-window']);
    expect(inboxOf(test, contract).map(({ tags }) => tags.step)).toEqual(['opened']);
    expect(await test.check()).toEqual([]);
  });
});
