import { inBatches } from '../../shared/aws/table/batch.ts';
import type { DueDeadline } from '../../shared/aws/table/due.ts';
import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { UnknownTermsError } from '../../shared/core/terms/catalog.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import type { ServeApiDependencies } from './dependencies.ts';

/** How many contracts are loaded at the same time. */
const CONTRACTS_AT_ONCE = 16;

interface ExplainedOptions {
  /** Which deadlines to explain. Others are passed on as stored. */
  readonly isWanted: (due: DueDeadline) => boolean;
  readonly batchSize: number;
}

/**
 * Deadlines of several contracts with their explanations as of today. For each batch, the contracts of the wanted
 * deadlines are loaded and planned.
 */
export async function* explained(
  dependencies: ServeApiDependencies,
  due: AsyncIterable<DueDeadline>,
  { isWanted, batchSize }: ExplainedOptions,
): AsyncGenerator<DueDeadline, void> {
  for await (const batch of inBatches(due, batchSize)) {
    const wanted = new Set(batch.filter(isWanted).map(({ contract }) => contract));
    const found = await explainedOf(dependencies, [...wanted]);
    for (const one of batch) {
      const deadline = found.get(one.contract)?.find(({ id }) => id === one.deadline.id) ?? one.deadline;
      yield { ...one, deadline };
    }
  }
}

async function explainedOf(
  dependencies: ServeApiDependencies,
  contracts: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredDeadline[]>> {
  const found = new Map<string, readonly StoredDeadline[]>();
  for (let start = 0; start < contracts.length; start += CONTRACTS_AT_ONCE) {
    const some = contracts.slice(start, start + CONTRACTS_AT_ONCE).map(async (contract) => {
      const loaded = await dependencies.table.load(contract);
      if (loaded) found.set(contract, inTodaysWords(dependencies, loaded));
    });
    await Promise.all(some);
  }
  return found;
}

/**
 * As they are stored where this release has not the terms that the contract was made under, as after a roll-back: one such
 * contract must not keep the others from being listed.
 */
function inTodaysWords(dependencies: ServeApiDependencies, loaded: LoadedContract): readonly StoredDeadline[] {
  try {
    return asOfToday(dependencies, loaded).deadlines;
  } catch (error) {
    if (!(error instanceof UnknownTermsError)) throw error;
    return loaded.deadlines;
  }
}
