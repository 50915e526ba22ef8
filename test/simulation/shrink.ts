import type { Case } from './case.ts';
import { calm } from './cloud/rates.ts';
import { run } from './run.ts';
import { unexpected } from './totals.ts';
import type { Telling } from './workload/telling.ts';

const DAY_MS = 86_400_000;

/** A case with as little in it as still breaks the rule `code`: few facts, few faults. `mostRuns` bounds how long it takes. */
export async function shrunk(one: Case, code: string, mostRuns = 150): Promise<Case> {
  let runs = 0;
  const breaks = async (candidate: Case): Promise<boolean> => {
    if (runs >= mostRuns) return false;
    runs += 1;
    return unexpected(await run(candidate)).some((violation) => violation.code === code);
  };
  const { strikes } = await run(one);
  let best: Case = { ...one, strikes };
  if (!(await breaks(best))) return one;
  for (const simpler of [{ lagMs: 0 }, { skewMs: 0 }, { troubled: 0 }, { outages: [] }]) {
    const candidate = { ...best, rates: { ...best.rates, ...simpler } };
    if (await breaks(candidate)) best = candidate;
  }
  best = await without(best, best.strikes ?? [], (kept) => ({ ...best, strikes: kept }), breaks);
  const { tellings } = best.workload;
  best = await without(best, tellings, (kept) => withTellings(best, kept), breaks);
  best = await without(best, best.strikes ?? [], (kept) => ({ ...best, strikes: kept }), breaks);
  const { stops = [], amendments = [] } = best.workload;
  best = await without(best, stops, (kept) => ({ ...best, workload: { ...best.workload, stops: kept } }), breaks);
  best = await without(best, amendments, (kept) => withAmendments(best, kept), breaks);
  const { outages } = best.rates;
  best = await without(best, outages, (kept) => ({ ...best, rates: { ...best.rates, outages: kept } }), breaks);
  return { ...best, rates: { ...calm(best.rates), ...kept(best) } };
}

/** Leaves out half of the items, then quarters and so on, down to each, as long as the rule stays broken. */
async function without<Item>(
  one: Case,
  items: readonly Item[],
  caseWith: (kept: readonly Item[]) => Case,
  breaks: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  let [best, left] = [one, [...items]];
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < left.length; ) {
      const fewer = [...left.slice(0, start), ...left.slice(start + size)];
      const candidate = caseWith(fewer);
      if (await breaks(candidate)) [best, left] = [candidate, fewer];
      else start += size;
    }
  }
  return best;
}

/** A withdrawal goes with what it withdraws, and a contract with its last fact. */
function withTellings(one: Case, told: readonly Telling[]): Case {
  const ids = new Set(told.map(({ contract, fact }) => `${contract} ${fact.id}`));
  const tellings = told.filter(
    ({ contract, fact }) => fact.kind !== 'event.withdrawn' || ids.has(`${contract} ${fact.data.event}`),
  );
  const contracts = one.workload.contracts.filter(({ id }) => tellings.some(({ contract }) => contract === id));
  const amendments = one.workload.amendments?.filter((each) => contracts.some(({ id }) => id === each.contract)) ?? [];
  return { ...one, workload: { ...one.workload, contracts, tellings, amendments } };
}

function withAmendments(one: Case, amendments: Case['workload']['amendments'] = []): Case {
  return { ...one, workload: { ...one.workload, amendments } };
}

function kept({ rates: { lagMs, skewMs, troubled, outages } }: Case) {
  return { lagMs, skewMs, troubled, outages: outages.filter(({ to, from }) => to - from < 30 * DAY_MS) };
}
