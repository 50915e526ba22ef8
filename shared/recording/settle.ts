import { packLabel } from '../core/terms/pack.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { replayParked } from './replay-parked.ts';
import { changeFacts, firstChanges, write } from './write.ts';

/**
 * Brings a contract's stored deadlines in line with its events, and takes in what is parked for it.
 * Does nothing where all is in line. Repeating it is harmless.
 */
export async function settle(dependencies: RecordingDependencies, contract: string): Promise<void> {
  await replayParked(dependencies, contract);
  let finished = false;
  while (!finished) {
    finished = await untilSettled(contract, async () => {
      const loaded = await dependencies.table.load(contract);
      if (!loaded) return true;
      const planned = planWith(dependencies, loaded, []);
      if (planned.outcome === 'rejected') throw new UnplannableContractError(contract, planned.faults[0]?.detail ?? '');
      const { taken, unfinished } = firstChanges(planned.changes);
      if (taken.length === 0 && loaded.head.settleAt === undefined) return true;
      const terms = packLabel(planned.plan.agreement.current.pack);
      const result = await write(dependencies, loaded, {
        deadlines: taken.map(({ after }) => after),
        unfinished,
        settled: !unfinished,
        evidence:
          taken.length === 0
            ? []
            : [
                {
                  type: 'deadlines.settled',
                  facts: { terms, changes: changeFacts(taken) },
                },
              ],
      });
      return result.ok ? !unfinished : CONFLICT;
    });
  }
}

/** A contract whose recorded events cannot be planned, although each was accepted. */
export class UnplannableContractError extends Error {
  override readonly name = 'UnplannableContractError';

  constructor(contract: string, detail: string) {
    super(`Contract ${contract} cannot be planned: ${detail}`);
  }
}
