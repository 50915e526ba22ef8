import * as z from 'zod';
import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { addDays } from '../../shared/core/calendar/days.ts';
import { DEADLINE_STATES } from '../../shared/core/deadlines/deadline.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import { daySchema } from '../../shared/core/events/contract.ts';
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
  const { none } = plan({ contract: head.contract, events, catalog, holidays });
  const ordered = deadlines.toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant));
  return answer(200, { deadlines: ordered, none });
};

export const getEvidence: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const { head } = await loadOrRefuse(dependencies, contract);
  return answer(200, { contract, head: head.chain, entries: await dependencies.table.evidence(contract) });
};

const rangeSchema = z.strictObject({
  from: daySchema.default('1970-01-01'),
  to: daySchema.default('9998-12-31'),
  state: z.enum(DEADLINE_STATES).optional(),
});

/** Deadlines of every contract whose last day lies from `from` to `to`, both included. */
export const getDeadlines: Respond = async ({ table }, request) => {
  const { from, to, state } = parseInput(rangeSchema, request.queryStringParameters ?? {});
  // A last day ends up to a day before or after midnight in UTC, depending on the zone.
  const found = await table.deadlinesDue(addDays(from, -1), addDays(to, 3));
  const deadlines = found
    .filter(({ deadline }) => deadline.date >= from && deadline.date <= to)
    .filter(({ deadline }) => state === undefined || deadline.state === state)
    .map(({ contract, deadline }) => ({ contract, ...deadline }));
  return answer(200, { deadlines });
};

async function loadOrRefuse({ table }: ServeApiDependencies, contract: string): Promise<LoadedContract> {
  const loaded = await table.load(contract);
  if (!loaded) throw noSuchContract(contract);
  return loaded;
}
