import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { overAt } from '../../shared/core/deadlines/missed.ts';
import { sameJson } from '../../shared/core/events/canonical.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import { letGoAt, type Stop, stopOf } from '../../shared/core/notices/sending.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { type Escalation, escalate } from '../../shared/sending/escalate.ts';
import { type Letters, together } from '../../shared/sending/message.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { RELEASE_BEFORE_MS } from './hold.ts';

/** What may be sent of a message, as a claim found it. */
export interface Permissions {
  /** The revision on which the claim depends. Absent for an escalation, which always goes. */
  readonly sending?: number;
  /** That of each of its letters. */
  readonly of: (letter: NoticeRecord) => Permission;
}

export interface Permission {
  /** Why the notice may not go. */
  readonly stop?: Stop;
  /** When that was let go for which it waited (instant, UTC). */
  readonly letGoAt?: string;
}

/** Whether a person stopped letters such as these. */
export async function permissionsFor(
  { table, clock }: Pick<SendNoticeDependencies, 'table' | 'clock'>,
  { deadlines }: Pick<LoadedContract, 'deadlines'>,
  letters: readonly NoticeRecord[],
): Promise<Permissions> {
  if (letters.every(({ purpose }) => purpose === 'escalation')) return { of: () => ({}) };
  const state = await table.sending.read();
  if (!state) return { sending: 0, of: () => ({}) };
  const holds = await table.sending.holdsOf(state);
  const of = (notice: NoticeRecord): Permission => {
    const clause = 'deadline' in notice ? deadlines.find(({ id }) => id === notice.deadline)?.clause : undefined;
    const stop = stopOf(state, holds, { ...notice, clause }, clock.now());
    const since = letGoAt(state, holds, notice.heldBy);
    return { ...(stop && { stop }), ...(since !== undefined && { letGoAt: since }) };
  };
  return { sending: state.revision, of };
}

/** Whether a notice that waits has come so near to its end that a person has to take over. */
export function runsOut({ deadlines }: LoadedContract, notice: NoticeRecord, now: string): boolean {
  return isOverAtLatest(deadlines, notice) && Date.parse(notice.latest) - RELEASE_BEFORE_MS <= Date.parse(now);
}

/** Whether it tells nothing any more after its latest moment. What is not, such as a lapse, is told however late. */
function isOverAtLatest(deadlines: LoadedContract['deadlines'], notice: NoticeRecord): boolean {
  if (notice.purpose !== 'step') return false;
  const deadline = deadlines.find(({ id }) => id === notice.deadline);
  return deadline !== undefined && overAt(deadline, notice.step, notice.party) !== undefined;
}

/**
 * Leaves the letters until they may go, or until one of them runs out. What is told however late is escalated at its latest moment and
 * waits on. By what each was stopped is evidence once.
 */
export async function waitStopped(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  letters: Letters,
  { of, sending }: Permissions,
): Promise<true | typeof CONFLICT> {
  const parts: Stopped[] = [];
  for (const letter of letters) {
    const { stop } = of(letter);
    if (stop) parts.push(await stopped(dependencies, loaded, letter, stop));
  }
  const [first, ...others] = parts.map(({ notice }) => notice);
  const waiting = first && together([first, ...others]);
  if (!waiting || sameJson(waiting, letters)) return true;
  const written = await write(dependencies, loaded, {
    notices: waiting,
    newNotices: parts.flatMap(({ newNotices }) => newNotices),
    evidence: parts.flatMap(({ evidence }) => evidence),
    ...(sending !== undefined && { sending }),
  });
  return written.ok ? true : CONFLICT;
}

interface Stopped extends Escalation {
  readonly notice: NoticeRecord;
}

async function stopped(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  stop: Stop,
): Promise<Stopped> {
  const now = dependencies.clock.now();
  const { until: before, heldSince = now, ...rest } = notice;
  const isOver = isOverAtLatest(loaded.deadlines, notice);
  const isLate = !isOver && Date.parse(notice.latest) <= Date.parse(now);
  const until = isOver ? laterBy(notice.latest, -RELEASE_BEFORE_MS) : isLate ? undefined : notice.latest;
  const isKnown = notice.heldBy === stop.group;
  // Of what is told however late, operations is told as its latest moment is found to have passed.
  const escalation =
    isLate && !(isKnown && before === undefined)
      ? await escalate(dependencies, loaded, notice, { reason: 'held', heldBy: inWords(stop) })
      : { newNotices: [], evidence: [] };
  return {
    notice: { ...rest, heldSince, heldBy: stop.group, ...(until !== undefined && { until }) },
    newNotices: escalation.newNotices,
    evidence: [...(isKnown ? [] : [stoppedEvidence(notice, stop)]), ...escalation.evidence],
  };
}

function stoppedEvidence(notice: NoticeRecord, stop: Stop): EvidenceDraft {
  const { id, latest } = notice;
  return { type: 'notice.stopped', facts: { notice: id, ...subjectOf(notice), latest, ...stopFacts(stop) } };
}

/** What the evidence keeps of what stopped a notice. */
export function stopFacts({ group: _group, since: _since, ...facts }: Stop) {
  return facts;
}

/** `hold hold-…, by Ana: the pack is wrong`, for the letter to operations. */
export function inWords({ hold, sending, pack, by, reason }: Stop): string {
  const what = hold === undefined ? `sending is ${sending}${pack === undefined ? '' : ` for ${pack}`}` : `hold ${hold}`;
  return `${what}, by ${by}: ${reason}`;
}
