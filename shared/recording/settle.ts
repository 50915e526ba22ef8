import { sameJson } from '../core/events/canonical.ts';
import { packLabel } from '../core/terms/pack.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { referencesOf } from './references.ts';
import { replayParked } from './replay-parked.ts';
import { waitingUnder } from './waiting.ts';
import { changeFacts, firstChanges, notCountedOnHead, write } from './write.ts';

/**
 * Brings a contract's stored deadlines in line with its events, and has the webhooks that wait for it worked on again.
 * Does nothing where all is in line. Repeating it is harmless.
 */
export async function settle(dependencies: RecordingDependencies, contract: string): Promise<void> {
  await replayParked(dependencies, contract);
  await wakeFor(dependencies, contract);
  let finished = false;
  while (!finished) {
    finished = await untilSettled(contract, async () => {
      const loaded = await dependencies.table.load(contract);
      if (!loaded) return true;
      const planned = planWith(dependencies, loaded, []);
      if (planned.outcome === 'rejected') throw new UnplannableContractError(contract, planned.faults[0]?.detail ?? '');
      const { taken, unfinished } = firstChanges(planned.changes);
      const { notCounted } = planned.plan;
      const known = sameJson(loaded.head.notCounted ?? [], notCountedOnHead(notCounted));
      if (taken.length === 0 && known && loaded.head.settleAt === undefined) return true;
      const terms = packLabel(planned.plan.agreement.current.pack);
      const result = await write(dependencies, loaded, {
        deadlines: taken.map(({ after }) => after),
        unfinished,
        notCounted,
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

async function wakeFor({ table, wake }: RecordingDependencies, contract: string): Promise<void> {
  const head = await table.head(contract);
  // Once a contract is settled, whatever waits was looked at after its references were stored.
  if (head?.settleAt === undefined) return;
  const waiting = await waitingUnder(table, referencesOf(head.contract));
  if (waiting.length > 0) await wake(waiting);
}

/** A contract whose recorded events cannot be planned, although each was accepted. */
export class UnplannableContractError extends Error {
  override readonly name = 'UnplannableContractError';

  constructor(contract: string, detail: string) {
    super(`Contract ${contract} cannot be planned: ${detail}`);
  }
}
