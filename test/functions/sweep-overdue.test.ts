import { expect, it } from 'vitest';
import { LONGEST_QUEUEING_MS, queueOverdue } from '../../functions/sweep-deadlines/overdue.ts';
import { RESOURCES } from '../../local/environment.ts';
import { deadlineItem } from '../../shared/aws/table/items.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { openDeadline } from '../harness/bare-contracts.ts';
import { seededDatabase } from '../harness/seeded-database.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

const NOW = '2026-11-20T08:00:00Z';
const OVERDUE = 2500;
const PIECES = Array.from({ length: OVERDUE }, (_, n) => ({
  contract: `c-${n}`,
  at: laterBy(NOW, -3_600_000 - n * 1000),
}));

/** One sweep over the overdue deadlines of many contracts; each call of the queue takes so long. */
async function sweep(callMs: number) {
  const items = PIECES.map(({ contract, at }) => deadlineItem(contract, openDeadline('d', at), at));
  const { dynamodb } = await seededDatabase(items);
  const telemetry = new CapturedTelemetry();
  const calls: string[][] = [];
  let now = 0;
  const dependencies = {
    table: new ContractTable(dynamodb, RESOURCES.table),
    clock: { now: () => NOW },
    timer: { now: () => now },
    telemetry: telemetry.of('sweep'),
    queue: {
      send: async (work: readonly { contract: string }[]) => {
        now += callMs;
        calls.push(work.map(({ contract }) => contract));
      },
    },
  };
  const found = await queueOverdue(dependencies as unknown as Parameters<typeof queueOverdue>[0]);
  return { found, calls, telemetry };
}

const OLDEST_FIRST = PIECES.map(({ contract }) => contract).toReversed();

it('a sweep queues all overdue work, oldest first, a hundred pieces at a time', async () => {
  const { found, calls, telemetry } = await sweep(0);
  expect(found).toBe(OVERDUE);
  expect(calls.flat()).toEqual(OLDEST_FIRST);
  expect(Math.max(...calls.map(({ length }) => length))).toBe(100);
  expect(telemetry.counted('OverdueFound')).toBe(OVERDUE);
  expect(telemetry.with('DEADLINE_OVERDUE')).toHaveLength(50);
});

it('a sweep leaves to the next one what it has no time to queue', async () => {
  const { found, calls, telemetry } = await sweep(LONGEST_QUEUEING_MS / 10 + 1);
  expect(found).toBe(1000);
  expect(calls.flat()).toEqual(OLDEST_FIRST.slice(0, 1000));
  expect(telemetry.counted('OverdueFound')).toBe(1000);
});
