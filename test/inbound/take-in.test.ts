import { describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { CustomerTable } from '../../shared/aws/table/customers.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import type { CustomerRecord } from '../../shared/core/intake/customers.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import type { CustomerValues, SubscriptionSnapshot } from '../../shared/core/webhooks/snapshots.ts';
import type { IntakeDependencies } from '../../shared/inbound/dependencies.ts';
import { takeIn } from '../../shared/inbound/take-in.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { packOf } from '../core/deadlines/planning.ts';
import { customer, rulesIn, subscription } from '../core/intake/intake.ts';

const NOW = '2026-11-21T08:00:00Z';
const terms = sourceTerms();
const TABLE = 'contracts';
const ALL = '  - { rule: all, when: {}, terms: exoopus }';

/** A table of its own, and the rules of a text. */
function intake(rules = ALL): IntakeDependencies {
  const { dynamodb } = memoryDatabase();
  return {
    ...terms,
    table: new ContractTable(dynamodb, TABLE),
    customers: new CustomerTable(dynamodb, TABLE),
    intake: rulesIn(rules),
    clock: { now: () => NOW },
    timer: motionlessTimer,
    wake: async () => undefined,
    fromAddress: 'notices@provider.example',
  };
}

async function tellOf({ customers }: IntakeDependencies, values: Partial<CustomerValues> = {}): Promise<void> {
  const record: CustomerRecord = {
    ...{ provider: 'stripe', id: 'cus_1', at: NOW, change: 'updated', revision: 1 },
    values: { ...customer(values) },
  };
  expect(await customers.save(record)).toBe(true);
}

function fact(kind: string, occurredAt = '2026-11-20T23:30:00Z'): ContractEvent {
  return { id: `evt_1.${kind}.sub_1`, kind, occurredAt, recordedAt: NOW, data: {} };
}

const STARTED = [fact('contract.commenced')];
const taken = (dependencies: IntakeDependencies, more: Partial<SubscriptionSnapshot> = {}, facts = STARTED) =>
  takeIn(dependencies, subscription(more), facts);

describe('a subscription that starts', () => {
  it('becomes a contract, tracked as any other, known by its subscription and its customer', async () => {
    const dependencies = intake();
    await tellOf(dependencies);
    expect(await taken(dependencies, { startedAt: '2025-11-20T08:00:00Z' })).toEqual({
      is: 'created',
      contract: 'stripe-sub_1',
    });
    const { contract } = (await dependencies.table.head('stripe-sub_1')) ?? {};
    expect(contract).toMatchObject({ startsOn: '2025-11-20', trackedFrom: '2026-11-21', version: '2026-01' });
    expect(await dependencies.table.ownersOf('stripe', 'sub_1')).toMatchObject({ contracts: ['stripe-sub_1'] });
    expect(await dependencies.table.ownersOf('stripe', 'cus_1')).toMatchObject({ contracts: ['stripe-sub_1'] });
  });

  it('is the same contract when it is taken in again, also at the same time', async () => {
    const dependencies = intake();
    await tellOf(dependencies);
    const all = await Promise.all([1, 2, 3].map(() => taken(dependencies)));
    expect([...all, await taken(dependencies)]).toEqual(Array(4).fill({ is: 'created', contract: 'stripe-sub_1' }));
  });

  it('belongs to the contract that another message made of it meanwhile', async () => {
    const dependencies = intake();
    await tellOf(dependencies);
    await createContract(dependencies, {
      id: 'by-hand',
      terms: 'salexops',
      customer: { email: 'ana@acme.example', locale: 'en' },
      references: { stripe: ['sub_1'] },
    });
    expect(await taken(dependencies)).toEqual({ is: 'created', contract: 'by-hand' });
  });

  it.each<[string, Partial<CustomerValues> | undefined, object]>([
    ['is not known', undefined, { customer: { reference: 'cus_1', revision: 0 } }],
    ['has no address', { email: null }, { customer: { reference: 'cus_1', revision: 1 } }],
  ])('waits while its customer %s', async (_, values, known) => {
    const dependencies = intake();
    if (values) await tellOf(dependencies, values);
    expect(await taken(dependencies)).toMatchObject({ is: 'waiting', reason: 'no-address', ...known });
    expect(await dependencies.table.ownersOf('stripe', 'sub_1')).toBeUndefined();
  });

  it.each([
    ['days ago, which operations is told of', '2026-11-18T08:00:00Z', { tellAt: '2026-11-21T09:00:00Z' }],
    ['a minute ago', '2026-11-21T07:59:00Z', undefined],
    ['the evening before, whose message came past midnight', '2026-11-20T23:59:59Z', undefined],
  ])('began %s', async (_, startedAt, onboarding) => {
    const dependencies = intake('  - { rule: all, when: {}, terms: exolyt }');
    await tellOf(dependencies);
    expect(await taken(dependencies, { startedAt })).toMatchObject({ is: 'created' });
    expect((await dependencies.table.head('stripe-sub_1'))?.onboarding).toEqual(onboarding);
  });

  it('waits for a rule, and not for its customer then', async () => {
    const dependencies = intake('  - { rule: usd, when: { currency: USD }, terms: exoopus }');
    const waiting = await taken(dependencies);
    expect(waiting).toMatchObject({ is: 'waiting', reason: 'no-rule' });
    expect(waiting).not.toHaveProperty('customer');
    expect(await taken({ ...dependencies, intake: rulesIn(ALL) }, { customer: null })).toMatchObject({
      is: 'waiting',
      reason: 'no-address',
    });
  });

  it('waits where its contract’s id is taken', async () => {
    const dependencies = intake('  - { rule: all, when: {}, terms: exoopus, id: "one-{customer}" }');
    await tellOf(dependencies);
    expect(await taken(dependencies)).toEqual({ is: 'created', contract: 'one-cus_1' });
    expect(await taken(dependencies, { id: 'sub_2' })).toMatchObject({
      is: 'waiting',
      reason: 'conflict',
      detail: expect.stringMatching(/^Rule all: references: Contract one-cus_1 already exists/),
    });
  });

  it('waits where its terms cannot be counted from its own start, and leaves nothing behind', async () => {
    const setup = 'period: 10 business days\nnature: obligation\nobligor: provider\non: contract.commenced';
    const text = `- id: setup\n  ref: "1"\n  title: T\n  means: M.\n${setup.replaceAll(/^/gm, '  ')}`;
    const dependencies = {
      ...intake('  - { rule: all, when: {}, terms: test, holidays: [RO] }'),
      catalog: buildCatalog([packOf(text)]),
    };
    await tellOf(dependencies);
    const start = '2199-11-20T08:00:00Z';
    const facts = [fact('contract.commenced', start)];
    expect(await taken(dependencies, { startedAt: start }, facts)).toMatchObject({
      is: 'waiting',
      reason: 'not-countable',
      detail: expect.stringMatching(/^Rule all: startsOn: /),
    });
    expect(await dependencies.table.head('stripe-sub_1')).toBeUndefined();
    expect(await dependencies.table.ownersOf('stripe', 'sub_1')).toBeUndefined();
  });
});

describe('a message that does not tell of the start', () => {
  const CHANGED = [fact('plan.changed')];

  it('makes no contract while the one about the start may come', async () => {
    const dependencies = intake();
    await tellOf(dependencies);
    expect(await taken(dependencies, {}, CHANGED)).toEqual({ is: 'none' });
    expect(await taken(dependencies, { startedAt: null }, CHANGED)).toEqual({ is: 'none' });
  });

  it('makes one of a subscription that has long been running', async () => {
    const dependencies = intake();
    await tellOf(dependencies);
    const old = { startedAt: '2024-02-29T08:00:00Z', at: '2026-11-20T08:00:00Z' };
    expect(await taken(dependencies, old, CHANGED)).toEqual({ is: 'created', contract: 'stripe-sub_1' });
  });

  it.each(['ended', 'not-started'] as const)('makes none of one that has %s', async (state) => {
    const dependencies = intake();
    await tellOf(dependencies);
    expect(await taken(dependencies, { state })).toEqual({ is: 'none' });
  });
});
