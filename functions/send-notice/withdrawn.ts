import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import { type StoredDeadline, withdrawing } from '../../shared/core/deadlines/progress.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { sendingTimeUnder } from '../../shared/recording/sending-time-under.ts';
import type { SendNoticeDependencies } from './dependencies.ts';

/** The deadlines of steps’ letters that are withdrawn, each of which remembers its own; none for a letter of an earlier run, or of no step. */
export function remembering(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  letters: readonly NoticeRecord[],
): StoredDeadline[] {
  if (letters.length === 0) return [];
  const { agreement } = asOfToday(dependencies, loaded);
  const sendingTime = sendingTimeUnder(dependencies.sendWindow, agreement);
  return letters.flatMap((letter) => {
    if (letter.purpose !== 'step') return [];
    const { id, step, party } = letter;
    const deadline = loaded.deadlines.find((one) => one.id === letter.deadline && one.run === letter.run);
    return deadline ? [withdrawing(deadline, { step, party, notice: id }, dependencies.clock.now(), sendingTime)] : [];
  });
}

interface Readers {
  readonly to: readonly Party[];
  /** The withdrawn letters whose places are taken. */
  readonly withdrawn: ReadonlyMap<Party, NoticeRecord>;
}

/** Whom a rung that fires tells, without the readers of a withdrawn letter that has gone out by a later report. */
export async function readersOf(
  { table }: Pick<SendNoticeDependencies, 'table'>,
  { head }: Pick<LoadedContract, 'head'>,
  deadline: StoredDeadline,
  { step, to }: Rung,
): Promise<Readers> {
  const withdrawn = new Map<Party, NoticeRecord>();
  const told = new Set<Party>();
  for (const letter of deadline.withdrawn ?? []) {
    if (letter.step !== step || !to.includes(letter.party)) continue;
    const stored = await table.notice(head.contract.id, letter.notice);
    if (stored?.notice.state === 'CANCELLED') withdrawn.set(letter.party, stored.notice);
    else told.add(letter.party);
  }
  return { to: to.filter((party) => !told.has(party)), withdrawn };
}
