import * as z from 'zod';
import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { addDays } from '../../shared/core/calendar/days.ts';
import type { Day } from '../../shared/core/calendar/types.ts';
import { inWordsOf } from '../../shared/core/deadlines/compare.ts';
import { DEADLINE_STATES } from '../../shared/core/deadlines/deadline.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { daySchema } from '../../shared/core/events/contract.ts';
import { explainedToday } from '../../shared/recording/plan-contract.ts';
import { answer } from '../../shared/runtime/http.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { contractInPath, noSuchContract, parseInput } from './parse.ts';

export const getContract: Respond = async (dependencies, request) => {
  const { head, events } = await loadOrRefuse(dependencies, contractInPath(request));
  return answer(200, { ...head.contract, createdAt: head.createdAt, events });
};

export const getContractDeadlines: Respond = async (dependencies, request) => {
  const { head, events, deadlines } = await loadOrRefuse(dependencies, contractInPath(request));
  const { catalog, holidays } = dependencies;
  const planned = plan({ contract: head.contract, events, catalog, holidays });
  const explained = inWordsOf(planned.deadlines, deadlines);
  const ordered = explained.toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant));
  return answer(200, { deadlines: ordered, none: planned.none });
};

export const getEvidence: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const { head } = await loadOrRefuse(dependencies, contract);
  return answer(200, { contract, head: head.chain, entries: await dependencies.table.evidence(contract) });
};

const EARLIEST = '1970-01-01';
const LATEST = '9998-12-31';

const rangeSchema = z
  .strictObject({
    from: daySchema.default(EARLIEST),
    to: daySchema.default('9999-12-31'),
    state: z.enum(DEADLINE_STATES).optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not lie before `from`' });

/** Deadlines of every contract whose last day lies from `from` to `to`, both included. */
export const getDeadlines: Respond = async (dependencies, request) => {
  const { from, to, state } = parseInput(rangeSchema, request.queryStringParameters ?? {});
  // A last day ends up to a day before or after midnight in UTC, depending on the zone.
  const due = await dependencies.table.deadlinesDue(addDays(inRange(from), -1), addDays(inRange(to), 3));
  const found = due
    .filter(({ deadline }) => deadline.date >= from && deadline.date <= to)
    .filter(({ deadline }) => state === undefined || deadline.state === state);
  const explained = await explainedOf(dependencies, new Set(found.map(({ contract }) => contract)));
  const deadlines = found.map(({ contract, deadline }) => {
    const [words = deadline] = inWordsOf(explained.get(contract) ?? [], [deadline]);
    return { contract, ...words };
  });
  return answer(200, { deadlines });
};

/** How many contracts are loaded side by side. */
const AT_ONCE = 16;

/** The deadlines of these contracts with their explanations as of today. */
async function explainedOf(
  dependencies: ServeApiDependencies,
  contracts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly StoredDeadline[]>> {
  const ids = [...contracts];
  const explained = new Map<string, readonly StoredDeadline[]>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const batch = ids.slice(start, start + AT_ONCE).map(async (id) => {
      const loaded = await dependencies.table.load(id);
      if (loaded) explained.set(id, explainedToday(dependencies, loaded));
    });
    await Promise.all(batch);
  }
  return explained;
}

/** No deadline lies outside, and the days around one do not leave what can be written. */
function inRange(day: Day): Day {
  if (day < EARLIEST) return EARLIEST;
  return day > LATEST ? LATEST : day;
}

async function loadOrRefuse({ table }: ServeApiDependencies, contract: string): Promise<LoadedContract> {
  const loaded = await table.load(contract);
  if (!loaded) throw noSuchContract(contract);
  return loaded;
}
