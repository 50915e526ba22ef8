import { storedBytes } from '../../shared/aws/table/items.ts';
import { countWithin } from '../../shared/aws/table/sizes.ts';
import { localDay } from '../../shared/core/calendar/zone.ts';
import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import { isNeverOver, reckon } from '../../shared/core/deadlines/missed.ts';
import { firesAt, nextRung, type StoredDeadline, untold } from '../../shared/core/deadlines/progress.ts';
import { MOST_LETTERS } from '../../shared/core/notices/record.ts';
import { LETTERS_ALONE, takenTogether } from '../../shared/core/notices/taken-along.ts';
import type { StepNotice } from '../../shared/sending/prepare.ts';
import { asDigest, MOST_DIGEST_BYTES } from '../../shared/sending/prepare-digest.ts';
import type { PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type Firing, firingOf } from './firing.ts';
import { type Agreed, contextOf } from './letters.ts';
import { permissionsFor } from './stop.ts';

/** The largest deadline that fires with others in one transaction, in bytes of its JSON as it is stored. */
export const MOST_BYTES_TAKEN_ALONG = 50_000;

/**
 * What fires together with a rung: the next rungs of the contract’s other deadlines that are due on the same day to the same readers,
 * if that makes more letters for each of these than go out alone. The letters to each are one message then.
 *
 * Not among them is what is told however late, such as a lapse; what somebody stopped; and what has missed steps before it.
 */
export async function takenAlong(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  own: Firing,
  beside: readonly StoredDeadline[],
): Promise<Firing[]> {
  if (!dependencies.digest || isNeverOver(own.before, own.rung.step)) return [];
  const due = dueToday(dependencies, agreed, own, beside);
  const planned = due.map(({ rung }) => rung.to);
  if (takenTogether(readersOf(own.letters), planned, (to) => to).length === 0) return [];
  const firings: Firing[] = [];
  for (const { deadline, rung } of due) firings.push(await firingOf(dependencies, agreed, deadline, rung));
  const going = await unstopped(dependencies, agreed, [own, ...firings]);
  if (!going.includes(own)) return [];
  const fitting = [own, ...firings.filter((one) => going.includes(one))];
  const others = fitting.slice(1, countWithin(fitting, MOST_DIGEST_BYTES, bytesOf));
  return takenTogether(readersOf(own.letters), others, ({ letters }) => readersOf(letters));
}

interface Due {
  readonly deadline: StoredDeadline;
  readonly rung: Rung;
}

/** The rungs that may be taken along, the first due first. */
function dueToday(
  { clock }: SendNoticeDependencies,
  { agreement }: Agreed,
  own: Firing,
  beside: readonly StoredDeadline[],
): Due[] {
  const now = clock.now();
  const dayIn = (party: Party, at: string) => localDay(at, agreement.workingDaysOf(party, now).timezone);
  const isOfToday = (party: Party, at: string) => dayIn(party, at) <= dayIn(party, now);
  const readers = readersOf(own.letters);
  return beside
    .flatMap((deadline): Due[] => {
      const rung = nextRung(deadline, deadline, now);
      if (!rung || !canBeTaken(deadline, rung, now)) return [];
      const to = untold(rung, deadline);
      const isToSame = to.some((party) => readers.includes(party));
      const at = firesAt(deadline, rung);
      return isToSame && to.every((party) => isOfToday(party, at)) ? [{ deadline, rung: { ...rung, to } }] : [];
    })
    .sort((a, b) => Date.parse(firesAt(a.deadline, a.rung)) - Date.parse(firesAt(b.deadline, b.rung)))
    .slice(0, MOST_LETTERS - 1);
}

/** A step that says that something has begun is not told before; one that says what is to be done by a day may be. */
function canBeTaken(deadline: StoredDeadline, rung: Rung, now: string): boolean {
  const { state, missed, next } = deadline;
  if (state !== 'open' || missed || next?.step !== rung.step || isNeverOver(deadline, rung.step)) return false;
  const isDue = Date.parse(firesAt(deadline, rung)) <= Date.parse(now);
  if (!isDue && rung.kind !== 'reminder' && rung.kind !== 'due') return false;
  const { to, missed: before, lateKnown } = reckon(deadline, rung, now);
  const isWhole = to.length > 0 && before.length === 0 && lateKnown.length === 0;
  return isWhole && storedBytes(deadline) <= MOST_BYTES_TAKEN_ALONG;
}

async function unstopped(
  dependencies: SendNoticeDependencies,
  { loaded }: Agreed,
  firings: readonly Firing[],
): Promise<readonly Firing[]> {
  const all = firings.flatMap(({ letters }) => letters.map(({ notice }) => notice));
  const { of } = await permissionsFor(dependencies, loaded, all);
  return firings.filter(({ letters }) => letters.every(({ notice }) => of(notice).stop === undefined));
}

function readersOf(letters: readonly StepNotice[]): Party[] {
  return letters.map(({ notice }) => notice.party);
}

function bytesOf({ letters }: Firing): number {
  return Math.max(0, ...letters.map(({ body }) => body?.length ?? 0));
}

/** The notices of rungs that fire together: what is more than a few letters to one reader is one message. */
export async function asMessages(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  firings: readonly Firing[],
): Promise<PreparedNotice[]> {
  const context = contextOf(dependencies, agreed);
  const byReader = Map.groupBy(
    firings.flatMap(({ letters }) => letters),
    ({ notice }) => notice.party,
  );
  const messages = [...byReader.values()].map((letters) =>
    letters.length > LETTERS_ALONE ? asDigest(context, letters) : letters.map(alone),
  );
  return (await Promise.all(messages)).flat();
}

function alone({ letter: _letter, ...notice }: StepNotice): PreparedNotice {
  return notice;
}
