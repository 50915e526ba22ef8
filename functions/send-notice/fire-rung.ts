import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { Agreement } from '../../shared/core/agreement/agreement.ts';
import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import type { DeadlineChange } from '../../shared/core/deadlines/deadline-changes.ts';
import { lapseOf } from '../../shared/core/deadlines/lapse-event.ts';
import { nextRung, type StoredDeadline, withoutProgress, withProgress } from '../../shared/core/deadlines/progress.ts';
import type { DeadlineState } from '../../shared/core/deadlines/state.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { takesFirstEdition } from '../../shared/recording/first-edition.ts';
import { asOfToday, planWith } from '../../shared/recording/plan-contract.ts';
import { changesProposals } from '../../shared/recording/propose.ts';
import { settle, UnplannableContractError } from '../../shared/recording/settle.ts';
import { stamped } from '../../shared/recording/stamped.ts';
import { changeFacts, firstChanges, type Writing, write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { prepareRung } from '../../shared/sending/prepare.ts';
import { noticeFacts, type PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import { lettersOf } from './called-off.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { DELIVERY_LEASE_MS } from './lease.ts';

/**
 * The rung to fire. With `fence`: the rung `step` of that revision of the deadline. Without: the next rung, if it is
 * due.
 */
export interface RungToFire {
  readonly contract: string;
  readonly deadline: string;
  readonly fence?: { readonly revision: number; readonly step: string };
}

/** Why no rung fired. None of these is an error. */
export type Skipped =
  | 'no-deadline'
  | 'not-open'
  | 'another-revision'
  | 'already-fired'
  | 'nothing-next'
  | 'not-due'
  /** The recorded events have it otherwise than it was stored. It is stored as they have it, and nobody is told. */
  | 'brought-in-line';

export type Fired =
  | { readonly notices: readonly string[]; readonly lapsed: boolean }
  | { readonly skipped: Skipped; readonly notices: readonly string[] }
  /** Not fired yet. The deadline `after` ends the contract at the same instant or before: it has to lapse first. */
  | { readonly after: string; readonly notices: readonly [] };

/**
 * Fires one rung of a deadline. One transaction marks it done and stores its notices, ready to be sent; the rung
 * `lapsed` also records the lapse as an event, with the changes of other deadlines. Firing it again changes nothing.
 * @throws UnplannableContractError, BusyContractError
 */
export async function fireRung(dependencies: SendNoticeDependencies, target: RungToFire): Promise<Fired> {
  const { result, unfinished } = await untilSettled(target.contract, () => attempt(dependencies, target));
  if (unfinished) await settle(dependencies, target.contract);
  return result;
}

interface Attempt {
  readonly result: Fired;
  readonly unfinished: boolean;
}

async function attempt(dependencies: SendNoticeDependencies, target: RungToFire): Promise<Attempt | typeof CONFLICT> {
  const loaded = await dependencies.table.load(target.contract);
  const stored = loaded?.deadlines.find(({ id }) => id === target.deadline);
  if (!loaded || !stored) return skip('no-deadline');
  const now = dependencies.clock.now();
  const next = nextRung(stored, stored, now);
  const skipped = reasonToSkip(stored, next, target.fence, now);
  if (skipped || !next) return skip(skipped ?? 'nothing-next', alreadyPrepared(target, stored));
  if (await takesFirstEdition(dependencies, loaded)) return CONFLICT;
  // The letter explains the date as of today, not as the deadline was explained when it was stored.
  const { deadlines, changes, agreement } = asOfToday(dependencies, loaded);
  const change = changes.find(({ after }) => after.id === stored.id);
  if (change) return bringInLine(dependencies, loaded, change, changes.length > 1);
  const deadline = deadlines.find(({ id }) => id === stored.id) ?? stored;
  const rung = deadline.ladder.find(({ step }) => step === next.step) ?? next;
  if (rung.kind === 'called-off') return callOff(dependencies, { loaded, agreement }, deadline, rung);
  if (rung.kind !== 'lapsed') return announce(dependencies, { loaded, agreement }, deadline, rung);
  const first = endOfContractBy(deadline, loaded);
  return first
    ? { result: { after: first.id, notices: [] }, unfinished: false }
    : lapse(dependencies, loaded, deadline, rung);
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

function reasonToSkip(
  deadline: StoredDeadline,
  rung: Rung | undefined,
  fence: RungToFire['fence'],
  now: string,
): Skipped | undefined {
  if (fence && deadline.done.includes(fence.step)) return 'already-fired';
  if (deadline.state !== 'open' && rung?.kind !== 'called-off') return 'not-open';
  if (fence && fence.revision !== deadline.revision) return 'another-revision';
  if (!rung) return 'nothing-next';
  return Date.parse(now) < Date.parse(rung.at) ? 'not-due' : undefined;
}

/** The notices of a rung that has fired: the process may have died before it sent them. */
function alreadyPrepared({ contract, fence }: RungToFire, deadline: StoredDeadline): string[] {
  if (!fence || !deadline.done.includes(fence.step)) return [];
  return (['customer', 'provider'] as const).map((party) =>
    noticeId(contract, deadline.id, deadline.run, fence.step, party),
  );
}

function skip(skipped: Skipped, notices: readonly string[] = []): Attempt {
  return { result: { skipped, notices }, unfinished: false };
}

/** A stored contract with its agreement. */
interface Agreed {
  readonly loaded: LoadedContract;
  readonly agreement: Agreement;
}

/** Tells those who were told of the end of the contract that it does not stand any more. */
async function callOff(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
): Promise<Attempt | typeof CONFLICT> {
  const earlier = await lettersOf(dependencies, agreed.loaded.head.contract.id, deadline, rung.to);
  return announce(dependencies, agreed, deadline, { ...rung, to: [...earlier.keys()] }, earlier);
}

async function announce(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
  earlier?: ReadonlyMap<Party, string>,
): Promise<Attempt | typeof CONFLICT> {
  const fired = advanced(deadline, rung, dependencies.clock.now());
  const notices = await prepare(dependencies, agreed, fired, rung, earlier);
  const written = await write(dependencies, agreed.loaded, {
    deadlines: [fired],
    newNotices: notices,
    evidence: [firedEvidence(fired, rung, notices)],
  });
  return written.ok
    ? { result: { notices: notices.map(({ notice }) => notice.id), lapsed: false }, unfinished: false }
    : CONFLICT;
}

async function lapse(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  deadline: StoredDeadline,
  rung: Rung,
): Promise<Attempt | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const event = stamped(dependencies, { ...lapseOf(deadline), recordedAt: now });
  const planned = planWith(dependencies, loaded, [event]);
  if (planned.outcome === 'rejected') {
    throw new UnplannableContractError(contractIdOf(loaded), planned.faults[0]?.detail ?? 'unknown');
  }
  const own = planned.changes.find(({ after }) => after.id === deadline.id);
  // Replanning gives a different end: store the new deadline now and fire again at its new time.
  const state = own?.after.state ?? 'open';
  if (!own || state === 'open') return { ...skip('not-due'), unfinished: true };
  const others = planned.changes.filter((change) => change !== own);
  const ended = { ...own.after, done: [...deadline.done, rung.step] };
  const { taken, ...first } = firstChanges(others);
  const unfinished = first.unfinished || changesProposals(dependencies, loaded, [event], planned);
  const { agreement } = planned.plan;
  const notices = await prepare(dependencies, { loaded, agreement }, ended, rung);
  const writing: Writing = {
    events: [event],
    deadlines: [ended, ...taken.map(({ after }) => after)],
    newNotices: notices,
    unfinished,
    evidence: [lapsedEvidence({ ...ended, state }, event, others, notices)],
  };
  const written = await write(dependencies, loaded, writing);
  return written.ok
    ? { result: { notices: notices.map(({ notice }) => notice.id), lapsed: true }, unfinished }
    : CONFLICT;
}

function contractIdOf({ head }: LoadedContract): string {
  return head.contract.id;
}

function advanced(deadline: StoredDeadline, rung: Rung, now: string): StoredDeadline {
  const { run, runStartedAt, calledOff } = deadline;
  const done = [...deadline.done, rung.step];
  const progress = { revision: deadline.revision + 1, run, runStartedAt, done, ...(calledOff && { calledOff }) };
  return withProgress(withoutProgress(deadline), progress, now);
}

async function prepare(
  { catalog, correspondents, clock }: SendNoticeDependencies,
  { loaded, agreement }: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
  earlier?: ReadonlyMap<Party, string>,
): Promise<PreparedNotice[]> {
  const now = clock.now();
  const { contract } = loaded.head;
  const triggerData = loaded.events.find(({ id }) => id === deadline.trigger)?.data ?? {};
  const prepared = await prepareRung(
    { contract, agreement, correspondents, words: wordsOf(catalog), now },
    deadline,
    rung,
    triggerData,
    earlier,
  );
  const until = laterBy(now, DELIVERY_LEASE_MS);
  return prepared.map((each) => ({ ...each, notice: { ...each.notice, until } }));
}

function firedEvidence(deadline: StoredDeadline, rung: Rung, notices: readonly PreparedNotice[]): EvidenceDraft {
  return {
    type: 'step.fired',
    facts: {
      deadline: deadline.id,
      clause: deadline.clause,
      terms: deadline.terms,
      date: deadline.date,
      run: deadline.run,
      step: rung.step,
      dueAt: rung.at,
      notices: notices.map(noticeFacts),
    },
  };
}

function lapsedEvidence(
  deadline: StoredDeadline & { readonly state: Exclude<DeadlineState, 'open'> },
  event: ContractEvent,
  changes: Parameters<typeof changeFacts>[0],
  notices: readonly PreparedNotice[],
): EvidenceDraft {
  return {
    type: `deadline.${deadline.state}`,
    facts: {
      deadline: deadline.id,
      clause: deadline.clause,
      terms: deadline.terms,
      instant: deadline.instant,
      run: deadline.run,
      event,
      ...(deadline.lateKnown && { lateKnown: true }),
      ...(deadline.lateRead && { lateRead: true }),
      changes: changeFacts(changes),
      notices: notices.map(noticeFacts),
    },
  };
}
