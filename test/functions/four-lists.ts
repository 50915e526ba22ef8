import type { LocalStack } from '../../local/stack.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { Query } from '../harness/lists.ts';
import { fresh } from '../harness/samples.ts';
import { store, storedDeadline, storedEvent } from '../harness/stored.ts';

/** Of every list: where it is, and its rows as they were stored, in the order in which they have to come. */
export interface List {
  readonly path: string;
  readonly name: string;
  readonly query: Query;
  readonly keys: readonly string[];
}

export const step = (text: string) => ({ code: 'told', step: { code: 'fact', text } }) as const;
export const keyOf = (row: Record<string, unknown>) => [row.contract, row.seq ?? row.id].filter(Boolean).join(' ');

let months = 0;
/** A month that only one test has deadlines in. */
export function monthOfItsOwn(): string {
  months += 1;
  return `${2030 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** The four lists, over two contracts that are made for them, with so many rows of each kind. */
export async function fourLists({ table }: LocalStack, count: number): Promise<List[]> {
  const month = monthOfItsOwn();
  const [one, other] = [fresh('list'), fresh('list')];
  const instants = ['11T00:00:00Z', '11T00:00:00.250Z', '12T00:00:00Z'];
  const deadlines = Array.from({ length: count }, (_, n) => {
    const instant = `${month}-${instants[n % instants.length]}`;
    return storedDeadline(`d~${n}`, { instant, date: `${month}-10`, steps: [step('Why.')] });
  });
  const facts = Array.from({ length: count }, (_, n) => ({ type: 'test', facts: { n } }));
  const events = Array.from({ length: count }, (_, n) => storedEvent(`e-${n}`));
  await store(table, one, { deadlines, events, evidence: facts });
  await store(table, other, { deadlines });
  const byEnd = (a: StoredDeadline, b: StoredDeadline) =>
    Date.parse(a.instant) - Date.parse(b.instant) || (a.id < b.id ? -1 : 1);
  const all = [one, other].flatMap((contract) => deadlines.map((deadline) => ({ ...deadline, contract })));
  const allByEnd = all.toSorted(
    (a, b) => Date.parse(a.instant) - Date.parse(b.instant) || (keyOf(a) < keyOf(b) ? -1 : 1),
  );
  return [
    { path: `/contracts/${one}`, name: 'events', query: {}, keys: events.map(({ id }) => id).toSorted() },
    {
      path: `/contracts/${one}/deadlines`,
      name: 'deadlines',
      query: {},
      keys: deadlines.toSorted(byEnd).map(({ id }) => id),
    },
    {
      path: `/contracts/${one}/evidence`,
      name: 'entries',
      query: {},
      keys: facts.map((_, n) => `${one} ${n + 1}`),
    },
    {
      path: '/deadlines',
      name: 'deadlines',
      query: { from: `${month}-09`, to: `${month}-11` },
      keys: allByEnd.map(keyOf),
    },
  ];
}
