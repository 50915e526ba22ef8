import type { Party } from '../core/deadlines/deadline.ts';
import { CALLED_OFF, firedRuns, type StoredDeadline } from '../core/deadlines/progress.ts';
import { mayHaveGoneOut } from '../core/notices/record.ts';
import type { EarlierLetter } from '../core/notices/render.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { insteadId, type StepLetter, stepId } from './prepare.ts';

/** Most letters, each in the place of the one before, among which the one is looked for that may have gone out. */
const MOST_IN_PLACE = 20;

/**
 * The last letter that each party was sent about an end of the contract that is off, in whatever run; without the parties whom
 * none was sent, and those who were told last that it is off. A letter that certainly has not gone out has told nobody.
 */
export async function lettersOf(
  { table }: Pick<RecordingDependencies, 'table'>,
  contract: string,
  deadline: StoredDeadline,
  parties: readonly Party[],
): Promise<ReadonlyMap<Party, EarlierLetter>> {
  const found = new Map<Party, EarlierLetter>();
  if (deadline.calledOff === undefined) return found;
  const fired = firedRuns(deadline).flatMap(({ done, ...run }) => done.map((step) => ({ ...run, step })));
  for (const party of parties) {
    for (const { run, step, date, instant } of fired.toReversed()) {
      const id = await sentLetter(table, { contract, deadline: deadline.id, run, step, party });
      if (id === undefined) continue;
      if (step !== CALLED_OFF) found.set(party, { id, date, instant });
      break;
    }
  }
  return found;
}

/** The id of the first letter that may have gone out: that of a step, or one that took the place of a withdrawn one. */
async function sentLetter(table: RecordingDependencies['table'], letter: StepLetter): Promise<string | undefined> {
  let id = stepId(letter);
  for (let n = 0; n < MOST_IN_PLACE; n += 1) {
    const stored = await table.notice(letter.contract, id);
    if (!stored) return undefined;
    if (mayHaveGoneOut(stored.notice)) return id;
    id = insteadId(letter, id);
  }
  return undefined;
}
