import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Enumeration } from '../shared/aws/table/enumeration.ts';
import type { ContractTable, LoadedContract } from '../shared/aws/table/table.ts';
import { asOfToday } from '../shared/recording/plan-contract.ts';
import { RESOURCES } from './environment.ts';

/** Every contract in the local table, by id. Loads all at once, so for samples only. */
export async function allContracts(dynamodb: DynamoDBClient, table: ContractTable): Promise<LoadedContract[]> {
  const enumeration = new Enumeration(dynamodb, RESOURCES.table);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await enumeration.contracts(cursor);
    ids.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined);
  const loaded = await Promise.all(ids.sort().map((id) => table.load(id)));
  return loaded.filter((contract) => contract !== undefined);
}

/** A contract as the console lists it: with zone, holidays, and the numbers of open deadlines and rights in force. */
export function contractInBrief(loaded: LoadedContract, planning: Parameters<typeof asOfToday>[0]) {
  const { head, deadlines } = loaded;
  const { agreement } = asOfToday(planning, loaded);
  const { timezone, holidays } = agreement.termsAt(planning.clock.now()).place;
  return {
    ...head.contract,
    timezone,
    holidays,
    openDeadlines: deadlines.filter(({ state }) => state === 'open').length,
    rightsInForce: deadlines.filter(({ state, nature }) => state === 'lapsed' && nature === 'right').length,
  };
}
