import { describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import type { HolidayTables } from '../../shared/core/calendar/holiday-table.ts';
import { contractSchema } from '../../shared/core/events/contract.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { recordEvent } from '../../shared/recording/record-event.ts';
import { settle } from '../../shared/recording/settle.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { packOf } from '../core/deadlines/planning.ts';
import { wakesNothing } from '../harness/samples.ts';

const NOW = '2026-11-20T08:00:00Z';

const clause = (id: string, lines: string) => `- id: ${id}
  ref: "1"
  title: T
  means: M.
  nature: obligation
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;

const PACK = packOf(
  [
    clause('setup', 'on: contract.commenced\nperiod: 10 business days'),
    clause(
      'work',
      'on: trial.started\nperiod: 10 business days\nsuspendedBy: freeze.placed\nresumedBy: freeze.lifted\nsatisfiedBy: access.closed',
    ),
    clause(
      'bill',
      'on: invoice.issued\nabout: invoice\nperiod: { length: 30 days, from: data.dueOn }\nladder:\n  - { step: reminder, before: 20 business days, to: customer, lead: Soon. }\n  - { step: lapsed, to: customer, lead: Over. }',
    ),
  ].join('\n'),
  '',
  'freeze.placed: It stands still., freeze.lifted: It goes on.',
);

/** A contract with Romanian holidays, whose table can be made to cover more years. */
function setUp(startsOn?: string) {
  const table = new ContractTable(memoryDatabase().dynamodb, 'contracts');
  const { holidays } = sourceTerms();
  const dependencies = {
    table,
    catalog: buildCatalog([PACK]),
    holidays,
    clock: { now: () => NOW },
    timer: motionlessTimer,
    wake: wakesNothing,
  };
  const contract = contractSchema.parse({
    id: 'acme',
    terms: 'test',
    holidays: ['RO'],
    customer: { email: 'ana@acme.example' },
    ...(startsOn !== undefined && { startsOn }),
  });
  let events = 0;
  return {
    table,
    create: () => createContract(dependencies, contract),
    record: (kind: string, occurredAt: string, data: ContractEvent['data'] = {}) => {
      events += 1;
      const event = { id: `e${events}`, kind, occurredAt, recordedAt: NOW, data };
      return recordEvent(dependencies, { contract: 'acme', event });
    },
    settleWith: (tables: HolidayTables) => settle({ ...dependencies, holidays: tables }, 'acme'),
  };
}

function coveringUntil(to: number): HolidayTables {
  const { holidays } = sourceTerms();
  const own = holidays.sets.get('RO');
  if (own === undefined) throw new Error('there is no set RO');
  return { ...holidays, sets: new Map([...holidays.sets, ['RO', { ...own, to }]]) };
}

describe('a contract whose clauses cannot be counted from its own data', () => {
  it.each(['1990-03-01', '2045-03-01'])('is refused whole, and nothing is stored: %s', async (startsOn) => {
    const { create, table } = setUp(startsOn);
    expect(await create()).toEqual({
      outcome: 'rejected',
      code: 'not-countable',
      faults: [
        {
          field: 'startsOn',
          value: startsOn,
          detail: expect.stringMatching(
            /^setup cannot be counted: holiday set "RO" does not cover the year \d{4}, only \d{4} to 2040; /,
          ),
        },
      ],
    });
    expect(await table.load('acme')).toBeUndefined();
  });

  it('is created where they can', async () => {
    expect(await setUp('2026-12-01').create()).toMatchObject({ outcome: 'created' });
  });
});

describe('an event of which nothing can be counted', () => {
  it('is refused with its field, and the contract takes other events', async () => {
    const { create, record, table } = setUp();
    await create();
    expect(await record('trial.started', '2040-12-27')).toMatchObject({
      outcome: 'rejected',
      code: 'not-countable',
      faults: [{ field: 'occurredAt', value: '2040-12-27' }],
    });
    expect((await table.load('acme'))?.events).toEqual([]);
    expect(await record('trial.started', '2026-12-01')).toMatchObject({ outcome: 'recorded', notCounted: [] });
  });

  it('that lifts a suspension is refused, and the period stands still', async () => {
    const { create, record, table } = setUp();
    await create();
    await record('trial.started', '2040-11-20');
    await record('freeze.placed', '2040-11-22');
    expect(await record('freeze.lifted', '2041-02-01')).toMatchObject({ outcome: 'rejected', code: 'not-countable' });
    expect(await table.deadlines('acme')).toMatchObject([{ clause: 'work', state: 'paused' }]);
  });
});

describe('what cannot be counted', () => {
  it('is left out, a single reminder too, is kept with the contract, and is tried again', async () => {
    const { create, record, table, settleWith } = setUp();
    await create();
    const result = await record('invoice.issued', '2040-12-20', { invoice: 'a', dueOn: '2041-01-20' });
    const notCounted = [{ clause: 'bill', event: 'e1', field: 'ladder.reminder-20-business-days' }];
    expect(result).toMatchObject({ outcome: 'recorded', notCounted });
    expect((await table.deadlines('acme'))[0]).toMatchObject({ date: '2041-02-19', ladder: [{ kind: 'lapsed' }] });
    expect((await table.head('acme'))?.notCounted).toMatchObject(notCounted);
    await settleWith(coveringUntil(2042));
    expect((await table.head('acme'))?.notCounted).toBeUndefined();
    expect((await table.deadlines('acme'))[0]?.ladder).toMatchObject([{ kind: 'reminder' }, { kind: 'lapsed' }]);
    await settleWith(coveringUntil(2040));
    expect((await table.head('acme'))?.notCounted).toMatchObject(notCounted);
  });
});
