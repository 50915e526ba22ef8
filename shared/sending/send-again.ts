import type { LoadedContract } from '../aws/table/table.ts';
import { type Rung, rungKindOf, takesNoTime } from '../core/deadlines/deadline.ts';
import { CALLED_OFF, type StoredDeadline, stillTells } from '../core/deadlines/progress.ts';
import type { DeadlineNotice, NoticeRecord } from '../core/notices/record.ts';
import { wordsOf } from '../core/words/words.ts';
import type { Statement } from '../recording/acknowledge-notice.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { asOfToday } from '../recording/plan-contract.ts';
import { write } from '../recording/write.ts';
import { earlierLetters } from './earlier-letters.ts';
import type { EscalatingDependencies } from './escalate.ts';
import { prepareInstead } from './prepare.ts';
import { noticeFacts, withinADay } from './prepared-notice.ts';
import { verdictOn } from './verdict.ts';

/**
 * Why a notice is not sent again. `cancelled`: the facts had moved on. `under-way`: it is being sent, or its delivery waited
 * for. `stopped`: a hold or a switch has it wait. `delivered`: the receiving server took it. `nothing-to-say`: its deadline is met, ended, or no more.
 * `another-address`: a letter about no deadline, whose recipient has another address by now.
 */
export type NotSentAgain = 'cancelled' | 'under-way' | 'stopped' | 'delivered' | 'nothing-to-say' | 'another-address';

/** `again`: the same bytes go out once more. `instead`: `notice` goes out in the place of `failed`. */
export type SentAgain =
  | { readonly outcome: 'again'; readonly notice: NoticeRecord }
  | { readonly outcome: 'instead'; readonly notice: NoticeRecord; readonly failed: NoticeRecord }
  | { readonly outcome: 'refused'; readonly because: NotSentAgain; readonly notice: NoticeRecord }
  | { readonly outcome: 'unknown' };

export interface SendAgainRequest extends Statement {
  /** Also if it was delivered. */
  readonly anyway: boolean;
}

/**
 * Has a notice that failed sent again. To the same address, while what it says is so, the same bytes go out as a further
 * attempt; otherwise, and if it went out with others as one message, a further notice says what is so by now, names the failed one, and
 * takes its place. The sweep sends it.
 * @throws BusyContractError
 */
export function sendAgain(
  dependencies: EscalatingDependencies,
  contract: string,
  id: string,
  request: SendAgainRequest,
): Promise<SentAgain> {
  const { table } = dependencies;
  return untilSettled(dependencies, contract, async () => {
    const loaded = await table.load(contract);
    const stored = await table.notice(contract, id);
    if (!loaded || !stored) return { outcome: 'unknown' };
    const { notice } = stored;
    const because = reasonToRefuse(notice, request.anyway);
    if (because) return { outcome: 'refused', because, notice };
    const isSameAddress = addressOf(dependencies, loaded, notice) === notice.to;
    if (notice.purpose !== 'step') {
      if (!isSameAddress) return { outcome: 'refused', because: 'another-address', notice };
      return again(dependencies, loaded, notice, request);
    }
    const today = asOfToday(dependencies, loaded);
    const verdict = verdictOn(today.deadlines, { ...notice, state: 'PENDING' }, dependencies.clock.now());
    // The bytes of a digest tell of other matters as well.
    const isAlone = notice.digest === undefined;
    if (isAlone && isSameAddress && verdict === 'wanted') return again(dependencies, loaded, notice, request);
    return instead(dependencies, loaded, notice, request);
  });
}

function reasonToRefuse({ state, heldBy }: NoticeRecord, anyway: boolean): NotSentAgain | undefined {
  switch (state) {
    case 'CANCELLED':
      return 'cancelled';
    case 'PENDING':
    case 'UNKNOWN':
      return heldBy === undefined ? 'under-way' : 'stopped';
    case 'CLAIMED':
    case 'ACCEPTED':
      return 'under-way';
    case 'DELIVERED':
    case 'COMPLAINED':
      return anyway ? undefined : 'delivered';
    default:
      return undefined;
  }
}

/** Where a notice to that party goes today. The letter to an address that was replaced goes to that one. */
function addressOf(
  { correspondents }: EscalatingDependencies,
  { head }: LoadedContract,
  { purpose, party, to }: NoticeRecord,
): string {
  if (purpose === 'address-changed') return to;
  return party === 'customer' ? head.contract.customer.email : correspondents.operationsAddress;
}

async function again(
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: NoticeRecord,
  { by, reason }: Statement,
): Promise<SentAgain | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const { acknowledged: _known, heldSince: _held, heldBy: _by, ...rest } = failed;
  const { id, step, party, state, to, attempts } = failed;
  const notice: NoticeRecord = {
    ...rest,
    state: 'PENDING',
    until: now,
    latest: isPast(failed.latest, now) ? withinADay(now) : failed.latest,
    resend: { by, reason, at: now, afterAttempts: attempts, refusals: failed.refusals?.times ?? 0 },
  };
  const facts = { notice: id, step, party, state, by, reason, to };
  const written = await write(dependencies, loaded, {
    notices: [notice],
    evidence: [{ type: 'notice.sent-again', facts }],
  });
  return written.ok ? { outcome: 'again', notice } : CONFLICT;
}

async function instead(
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: DeadlineNotice,
  { by, reason }: Statement,
): Promise<SentAgain | typeof CONFLICT> {
  const { catalog, correspondents, clock, table } = dependencies;
  const now = clock.now();
  const { deadlines, agreement } = asOfToday(dependencies, loaded);
  const deadline = deadlines.find((one) => one.id === failed.deadline);
  const rung = deadline && rungToTell(deadline, failed, now);
  if (!deadline || !rung) return { outcome: 'refused', because: 'nothing-to-say', notice: failed };
  const context = { contract: loaded.head.contract, agreement, correspondents, words: wordsOf(catalog), now };
  const triggerData = loaded.events.find(({ id }) => id === deadline.trigger)?.data ?? {};
  const besides = failed.run === deadline.run ? [failed.step] : [];
  const earlier = await earlierLetters(
    dependencies,
    failed.contract,
    deadline,
    { ...rung, to: [failed.party] },
    besides,
  );
  const prepared = await prepareInstead(context, deadline, rung, { triggerData, earlier, failed });
  const known = await table.notice(failed.contract, prepared.notice.id);
  if (known) return { outcome: 'instead', notice: known.notice, failed };
  const { id, step, party, state } = failed;
  const facts = { notice: id, step, party, state, by, reason, to: prepared.notice.to, instead: prepared.notice.id };
  const written = await write(dependencies, loaded, {
    notices: [{ ...failed, acknowledged: { by, reason, at: now, state } }],
    newNotices: [prepared],
    evidence: [{ type: 'notice.sent-again', facts: { ...facts, notices: [noticeFacts(prepared)] } }],
  });
  return written.ok ? { outcome: 'instead', notice: prepared.notice, failed } : CONFLICT;
}

/** The rung that says what is so today; undefined if there is nothing to say. */
function rungToTell(deadline: StoredDeadline, { step, party }: DeadlineNotice, now: string): Rung | undefined {
  const { state, ladder, instant } = deadline;
  // The ladder of what is over is empty.
  const over = (one: string): Rung => ({ step: one, kind: rungKindOf(one), at: instant, to: [party] });
  const same = ladder.find((rung) => rung.step === step);
  if (step === CALLED_OFF || takesNoTime(deadline)) return stillTells(deadline, step) ? over(step) : undefined;
  if (state === 'lapsed') return over('lapsed');
  if (state !== 'open' || Date.parse(instant) <= Date.parse(now)) return undefined;
  const due = ladder.filter(({ kind, at, to }) => kind !== 'lapsed' && to.includes(party) && isPast(at, now));
  return due.at(-1) ?? same;
}

function isPast(at: string, now: string): boolean {
  return Date.parse(at) <= Date.parse(now);
}
