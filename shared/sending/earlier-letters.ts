import type { Party, Rung } from '../core/deadlines/deadline.ts';
import { CALLED_OFF, firedRuns, type Run, type StoredDeadline } from '../core/deadlines/progress.ts';
import { mayHaveGoneOut } from '../core/notices/record.ts';
import type { EarlierLetter } from '../core/notices/render.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { insteadId, type StepLetter, stepId } from './prepare.ts';

/** Most letters, each in the place of the one before, among which the one is looked for that may have gone out. */
const MOST_IN_PLACE = 20;

interface FiredStep extends Omit<Run, 'done'> {
  readonly step: string;
}

interface Looked {
  readonly contract: string;
  readonly deadline: StoredDeadline;
  /** Steps of the present run whose letters do not count, such as those of the rung that fires. */
  readonly besides: readonly string[];
}

/**
 * The earlier letters that the letters of a rung name, by party: the last one that each was sent, in whatever run. A letter that
 * certainly has not gone out has told nobody.
 *
 * A letter that calls an end of the contract off names the one that told of it; nobody is told who knows that it is off. Any
 * other letter names one that told another end, which is of an earlier run; a letter of the present run has named it already.
 *
 * `besides`: further steps of the present run whose letters do not count.
 */
export async function earlierLetters(
  { table }: Pick<RecordingDependencies, 'table'>,
  contract: string,
  deadline: StoredDeadline,
  { step, to }: Pick<Rung, 'step' | 'to'>,
  besides: readonly string[] = [],
): Promise<ReadonlyMap<Party, EarlierLetter>> {
  const found = new Map<Party, EarlierLetter>();
  const callsOff = step === CALLED_OFF;
  if ((callsOff ? deadline.calledOff : deadline.earlierRuns) === undefined) return found;
  for (const party of to) {
    const last = await lastLetter(table, { contract, deadline, besides: [step, ...besides] }, party);
    if (last === undefined || last.step === CALLED_OFF) continue;
    const { id, date, instant } = last;
    if (callsOff || instant !== deadline.instant) found.set(party, { id, date, instant });
  }
  return found;
}

/** The last letter that may have gone out to a party, with the end that it told. */
async function lastLetter(
  table: RecordingDependencies['table'],
  { contract, deadline, besides }: Looked,
  party: Party,
): Promise<(FiredStep & { readonly id: string }) | undefined> {
  for (const fired of firedSteps(deadline, besides).toReversed()) {
    const { run, step } = fired;
    const id = await sentLetter(table, { contract, deadline: deadline.id, run, step, party });
    if (id !== undefined) return { ...fired, id };
  }
  return undefined;
}

/** The steps of all runs, in the order in which they fired. */
function firedSteps(deadline: StoredDeadline, besides: readonly string[]): FiredStep[] {
  const done = deadline.done.filter((step) => !besides.includes(step));
  return firedRuns({ ...deadline, done }).flatMap(({ done: steps, ...run }) => steps.map((step) => ({ ...run, step })));
}

/** The id of the last letter that may have gone out: that of a step, or one that took the place of another. */
async function sentLetter(table: RecordingDependencies['table'], letter: StepLetter): Promise<string | undefined> {
  let [id, sent]: [string, string | undefined] = [stepId(letter), undefined];
  for (let n = 0; n < MOST_IN_PLACE; n += 1) {
    const stored = await table.notice(letter.contract, id);
    if (!stored) break;
    if (mayHaveGoneOut(stored.notice)) sent = id;
    id = insteadId(letter, id);
  }
  return sent;
}
