import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import {
  Enumeration,
  InvalidCursorError,
  MOST_RUNGS,
  MOST_SCANNED,
  type OpenRung,
  type Page,
} from '../../shared/aws/table/enumeration.ts';
import { SHARDS } from '../../shared/aws/table/keys.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { BareContracts, openDeadline } from '../harness/bare-contracts.ts';
import { DATABASES } from '../harness/databases.ts';
import { fresh } from '../harness/samples.ts';

const NOW = '2026-11-20T08:00:00Z';

async function collect<Entry>(
  read: (cursor?: string) => Promise<Page<Entry>>,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<{ entries: Entry[]; sizes: number[] }> {
  const entries: Entry[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    entries.push(...page.entries);
    sizes.push(page.entries.length);
    cursor = page.next;
    await between(sizes.length);
  } while (cursor !== undefined);
  return { entries, sizes };
}

const nameOf = ({ contract, deadline: id }: OpenRung) => `${contract} ${id}`;

describe.each(DATABASES)('going over everything %s', (_, open) => {
  let database: Database;
  let contracts: BareContracts;
  let enumeration: Enumeration;
  beforeAll(async () => {
    database = await open('contracts');
    contracts = new BareContracts(new ContractTable(database.dynamodb, 'contracts'));
    enumeration = new Enumeration(database.dynamodb, 'contracts');
  });
  afterAll(() => database.stop());

  it('reaches every contract once, also one without deadlines, and nothing else', async () => {
    const ids = Array.from({ length: 20 }, () => fresh('each'));
    for (const [n, id] of ids.entries()) {
      const own = n % 4 === 0 ? [] : Array.from({ length: 40 }, (_, d) => openDeadline(`d~${d}`, undefined));
      await contracts.write(id, own);
    }
    const { entries, sizes } = await collect((cursor) => enumeration.contracts(cursor));
    expect(entries.filter((id) => id.startsWith('each-')).toSorted()).toEqual(ids.toSorted());
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_SCANNED);
  });

  it('reaches every deadline with a step to come once, in pages, and no other', async () => {
    const id = fresh('steps');
    const all = Array.from({ length: 480 }, (_, n) => openDeadline(`d~${n}`, n % 6 === 0 ? undefined : NOW));
    for (let n = 0; n < all.length; n += 80) await contracts.write(id, all.slice(n, n + 80));
    await contracts.write(id, [], NOW);
    const found: string[] = [];
    for (const shard of SHARDS) {
      const { entries, sizes } = await collect((cursor) => enumeration.openRungs(shard, cursor));
      found.push(...entries.filter(({ contract }) => contract === id).map((entry) => entry.deadline));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_RUNGS);
    }
    const wanted = all.filter(({ next }) => next).map((one) => one.id);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  it('is refused a cursor that no page had', async () => {
    for (const cursor of ['', 'x', '{"pk":1}', '[]']) {
      await expect(enumeration.contracts(cursor)).rejects.toThrow(InvalidCursorError);
      await expect(enumeration.openRungs('0', cursor)).rejects.toThrow(InvalidCursorError);
    }
  });

  it('finds what keeps its place, whatever moves, comes and goes meanwhile', async () => {
    const at = (day: number) => `2027-03-${String(day).padStart(2, '0')}T09:00:00Z`;
    const days = fc.array(fc.integer({ min: 1, max: 28 }), { minLength: 150, maxLength: 150 });
    const moves = fc.array(fc.tuple(fc.integer({ min: 100, max: 149 }), fc.option(fc.integer({ min: 1, max: 28 }))), {
      minLength: 3,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(days, moves, async (drawn, drawnMoves) => {
        const id = fresh('moving');
        const all = drawn.map((day, n) => openDeadline(`d~${n}`, at(day)));
        await contracts.write(id, all.slice(0, 75));
        await contracts.write(id, all.slice(75));
        const found = new Set<string>();
        let moved = 0;
        for (const shard of SHARDS) {
          const { entries } = await collect(
            (cursor) => enumeration.openRungs(shard, cursor),
            async () => {
              const [n, day] = drawnMoves[moved % drawnMoves.length] ?? [100, null];
              moved += 1;
              await contracts.write(id, [openDeadline(`d~${n}`, day === null ? undefined : at(day), moved + 1)]);
            },
          );
          for (const entry of entries) found.add(nameOf(entry));
        }
        const still = all.slice(0, 100).map((one) => nameOf({ contract: id, deadline: one.id }));
        expect(still.filter((name) => !found.has(name))).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });
});
