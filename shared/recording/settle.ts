import { type Reference, without } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { sameJson } from '../core/events/canonical.ts';
import { packLabel } from '../core/terms/pack.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { takesFirstEdition } from './first-edition.ts';
import { planWith } from './plan-contract.ts';
import { propose } from './propose.ts';
import { referencesOf } from './references.ts';
import { replayParked } from './replay-parked.ts';
import { waitingUnder } from './waiting.ts';
import { changeFacts, firstChanges, notCountedOnHead, write } from './write.ts';

/** How many deadlines and proposals were brought in line. */
export interface Settled {
  readonly deadlines: number;
  readonly proposals: number;
}

/**
 * Brings a contract's stored deadlines and proposals in line with its events, and has the webhooks that wait for it worked
 * on again. Does nothing where all is in line. Repeating it is harmless.
 */
export async function settle(dependencies: RecordingDependencies, contract: string): Promise<Settled> {
  await replayParked(dependencies, contract);
  const woken = await wakeFor(dependencies, contract);
  let settled: Settled = { deadlines: 0, proposals: 0 };
  for (;;) {
    const step = await untilSettled(dependencies, contract, async () => {
      const loaded = await dependencies.table.load(contract);
      return loaded ? attempt(dependencies, loaded, woken) : DONE;
    });
    settled = { deadlines: settled.deadlines + step.deadlines, proposals: settled.proposals + step.proposals };
    if (step.isDone) return settled;
  }
}

interface Step extends Settled {
  readonly isDone: boolean;
}

const DONE: Step = { deadlines: 0, proposals: 0, isDone: true };

/** Writes as many changes as fit into one transaction. Proposals go before the last ones, so that a crash in between leaves `settleAt`. */
async function attempt(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  woken: readonly Reference[],
): Promise<Step | typeof CONFLICT> {
  if (await takesFirstEdition(dependencies, loaded)) return CONFLICT;
  const { head } = loaded;
  const planned = planWith(dependencies, loaded, []);
  if (planned.outcome === 'rejected') {
    throw new UnplannableContractError(head.contract.id, planned.faults[0]?.detail ?? '');
  }
  const { taken, unfinished } = firstChanges(planned.changes);
  const { notCounted, agreement } = planned.plan;
  const proposals = unfinished ? 0 : await propose(dependencies, loaded, planned);
  if (proposals === undefined) return CONFLICT;
  const known = sameJson(head.notCounted ?? [], notCountedOnHead(notCounted));
  if (taken.length === 0 && known && head.settleAt === undefined) return { ...DONE, proposals };
  const terms = packLabel(agreement.current.pack);
  const { ok } = await write(dependencies, loaded, {
    deadlines: taken.map(({ after }) => after),
    unfinished,
    notCounted,
    woken,
    // What was taught meanwhile is woken by whoever recorded it, or by the sweep.
    settled: !unfinished && without(head.taught ?? [], woken).length === 0,
    evidence: taken.length === 0 ? [] : [{ type: 'deadlines.settled', facts: { terms, changes: changeFacts(taken) } }],
  });
  return ok ? { deadlines: taken.length, proposals, isDone: !unfinished } : CONFLICT;
}

/** The references under which webhooks were woken. */
async function wakeFor({ table, wake }: RecordingDependencies, contract: string): Promise<readonly Reference[]> {
  const head = await table.head(contract);
  // Once a contract is settled, whatever waits was looked at after its references were stored.
  if (head?.settleAt === undefined) return [];
  const references = [...referencesOf(head.contract), ...(head.taught ?? [])];
  const waiting = await waitingUnder(table, references);
  if (waiting.length > 0) await wake(waiting);
  return references;
}

/** A contract whose recorded events cannot be planned, although each was accepted. */
export class UnplannableContractError extends Error {
  override readonly name = 'UnplannableContractError';

  constructor(contract: string, detail: string) {
    super(`Contract ${contract} cannot be planned: ${detail}`);
  }
}
