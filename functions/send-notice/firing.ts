import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import { type Reckoned, reckon } from '../../shared/core/deadlines/missed.ts';
import { firing, type StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EarlierLetter } from '../../shared/core/notices/render.ts';
import { sendingTimeUnder } from '../../shared/recording/sending-time-under.ts';
import type { StepNotice } from '../../shared/sending/prepare.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type Agreed, prepareLetters } from './letters.ts';
import { readersOf } from './withdrawn.ts';

/** A rung as it fires: its deadline before and after that, and its letters. */
export interface Firing {
  readonly before: StoredDeadline;
  readonly fired: StoredDeadline;
  readonly rung: Rung;
  readonly reckoned: Reckoned;
  readonly letters: readonly StepNotice[];
}

/** The letters go to the readers for whom no later rung is due. */
export async function firingOf(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  before: StoredDeadline,
  rung: Rung,
  earlier?: ReadonlyMap<Party, EarlierLetter>,
): Promise<Firing> {
  const now = dependencies.clock.now();
  const reckoned = reckon(before, rung, now);
  const { agreement, loaded } = agreed;
  const sendingTime = sendingTimeUnder(dependencies.sendWindow, agreement);
  const fired = firing(before, reckoned.done, now, sendingTime);
  const { to, withdrawn } = await readersOf(dependencies, loaded, before, { ...rung, to: reckoned.to });
  const letters = await prepareLetters(dependencies, agreed, fired, { ...rung, to }, { earlier, withdrawn });
  return { before, fired, rung, reckoned, letters };
}
