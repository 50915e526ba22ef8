import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import type { DeadlineChange } from '../../shared/core/deadlines/deadline-changes.ts';
import { firesAt, MISSED, nextRung, type StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { takesFirstEdition } from '../../shared/recording/first-edition.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { settle } from '../../shared/recording/settle.ts';
import { changeFacts, write } from '../../shared/recording/write.ts';
import { announce, callOff } from './announce.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type Attempt, type Fired, type Skipped, skip } from './fired.ts';
import { lapse } from './lapse.ts';
import { tellMissed } from './tell-missed.ts';

/**
 * The rung to fire. With `fence`: the rung `step` of that revision of the deadline. Without: the next rung, if it is
 * due.
 */
export interface RungToFire {
  readonly contract: string;
  readonly deadline: string;
  readonly fence?: { readonly revision: number; readonly step: string };
}

/**
 * Fires one rung of a deadline. One transaction marks it done and stores its notices, ready to be sent; the rung
 * `lapsed` also records the lapse as an event, with the changes of other deadlines. Firing it again changes nothing.
 * @throws UnplannableContractError, BusyContractError
 */
export async function fireRung(dependencies: SendNoticeDependencies, target: RungToFire): Promise<Fired> {
  const { result, unfinished } = await untilSettled(dependencies, target.contract, () => attempt(dependencies, target));
  if (unfinished) await settle(dependencies, target.contract);
  return result;
}

async function attempt(dependencies: SendNoticeDependencies, target: RungToFire): Promise<Attempt | typeof CONFLICT> {
  const loaded = await dependencies.table.load(target.contract);
  const stored = loaded?.deadlines.find(({ id }) => id === target.deadline);
  if (!loaded || !stored) return skip('no-deadline');
  const now = dependencies.clock.now();
  if (stored.missed && isOn(MISSED, stored, target.fence)) return tellMissed(dependencies, loaded, stored);
  const next = nextRung(stored, stored, now);
  const skipped = reasonToSkip(stored, next, target.fence, now);
  if (skipped === 'not-due' && next && target.fence?.step === next.step)
    return { result: { skipped, notices: [], early: firesAt(stored, next) }, unfinished: false };
  if (skipped || !next) return skip(skipped ?? 'nothing-next', alreadyPrepared(target, stored));
  if (await takesFirstEdition(dependencies, loaded)) return CONFLICT;
  // The letter explains the date as of today, not as the deadline was explained when it was stored.
  const { deadlines, changes, agreement } = asOfToday(dependencies, loaded);
  const change = changes.find(({ after }) => after.id === stored.id);
  if (change) return bringInLine(dependencies, loaded, change, changes.length > 1);
  const deadline = deadlines.find(({ id }) => id === stored.id) ?? stored;
  const rung = deadline.ladder.find(({ step }) => step === next.step) ?? next;
  const agreed = { loaded, agreement };
  if (rung.kind === 'called-off') return callOff(dependencies, agreed, deadline, rung);
  if (rung.kind !== 'lapsed' || deadline.state === 'lapsed') {
    const isInLine = ({ id }: StoredDeadline) => id !== stored.id && !changes.some(({ after }) => after.id === id);
    return announce(dependencies, agreed, deadline, rung, { beside: deadlines.filter(isInLine) });
  }
  const first = endOfContractBy(deadline, loaded);
  return first
    ? { result: { after: first.id, notices: [] }, unfinished: false }
    : lapse(dependencies, agreed, deadline, rung);
}

/**
 * Stores the one deadline as the recorded events have it, such as cancelled, before anything of it is announced. The write
 * that recorded them may not have come to it yet, and the others may take longer than this function has.
 */
async function bringInLine(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  change: DeadlineChange,
  othersRemain: boolean,
): Promise<Attempt | typeof CONFLICT> {
  const written = await write(dependencies, loaded, {
    deadlines: [change.after],
    unfinished: othersRemain,
    evidence: [{ type: 'deadlines.settled', facts: { terms: change.after.terms, changes: changeFacts([change]) } }],
  });
  return written.ok ? { ...skip('brought-in-line'), unfinished: othersRemain } : CONFLICT;
}

/**
 * An open deadline that ends the contract at the same instant or before. It is processed first, so that no notice
 * announces something that would start after the end of the contract.
 */
function endOfContractBy(deadline: StoredDeadline, { deadlines }: LoadedContract): StoredDeadline | undefined {
  if (endsContract(deadline)) return undefined;
  return deadlines.find(
    (other) =>
      other.state === 'open' && endsContract(other) && Date.parse(other.instant) <= Date.parse(deadline.instant),
  );
}

function endsContract({ onLapse }: StoredDeadline): boolean {
  return onLapse.kind === 'contract.terminated';
}

/** Whether the work is for that step of the deadline as it is stored, or for whichever is next. */
function isOn(step: string, { revision }: StoredDeadline, fence: RungToFire['fence']): boolean {
  return fence === undefined || (fence.step === step && fence.revision === revision);
}

function reasonToSkip(
  deadline: StoredDeadline,
  rung: Rung | undefined,
  fence: RungToFire['fence'],
  now: string,
): Skipped | undefined {
  if (fence && deadline.done.includes(fence.step) && rung?.step !== fence.step) return 'already-fired';
  if (deadline.state !== 'open' && !rung) return 'not-open';
  if (fence && fence.revision !== deadline.revision) return 'another-revision';
  if (!rung) return 'nothing-next';
  return Date.parse(now) < Date.parse(firesAt(deadline, rung)) ? 'not-due' : undefined;
}

/** The notices of a rung that has fired: the process may have died before it sent them. */
function alreadyPrepared({ contract, fence }: RungToFire, deadline: StoredDeadline): string[] {
  if (!fence || !deadline.done.includes(fence.step)) return [];
  return (['customer', 'provider'] as const).map((party) =>
    noticeId(contract, deadline.id, deadline.run, fence.step, party),
  );
}
