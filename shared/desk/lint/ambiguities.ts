import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { asksHolidays } from '../../core/agreement/silences.ts';
import { addDays } from '../../core/calendar/days.ts';
import { parsePeriods } from '../../core/calendar/period-text.ts';
import type { Unit } from '../../core/calendar/types.ts';
import type { Ambiguity } from '../../core/terms/ambiguity.ts';
import { closingOf, countingsIn } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, type SingleCounting, singlesIn } from '../../core/terms/written-counting.ts';
import { type Finding, type FindingCode, type LocatedClause, ofClause, ofPack } from './finding.ts';
import { DAYS } from './reckon.ts';
import type { Subject } from './subject.ts';
import { startsOf } from './triggers.ts';
import { cited, on } from './words.ts';

/** Questions of counting that the document leaves open and the pack has not decided. */
export function undecided(subject: Subject): Finding[] {
  return [
    ...subject.clauses.flatMap((at) => [
      ...triggerDay(at, subject),
      ...roll(at, subject),
      ...monthEnd(at, subject),
      ...cycleEnd(at, subject),
      ...holidays(at, subject),
      ...arrival(at, subject),
    ]),
    ...zone(subject),
  ];
}

/**
 * Whether an assumption settles the question: one of the clause's own, or one for every clause if the contract is
 * silent.
 */
function isSettled(what: Ambiguity, { clause }: LocatedClause, { pack }: Subject): boolean {
  const { timezone, holidays, law } = pack.assumesWhenContractIsSilent;
  const ids = [...clause.assumes, timezone, holidays, law];
  return pack.assumptions.some(({ id, settles = [] }) => ids.includes(id) && settles.includes(what));
}

interface Counted {
  readonly single: SingleCounting;
  readonly field: readonly string[];
  readonly units: readonly Unit[];
}

/**
 * Every length that a clause counts. A day of the event and a length of zero leave nothing open, so they are left out.
 */
function countedIn(at: LocatedClause, subject: Subject): Counted[] {
  return countingsIn(resolved(at, subject)).flatMap(({ field, counting }) =>
    singlesIn(counting).flatMap((single) => {
      const lengths = single.length === undefined || single.day !== undefined ? [] : parsePeriods(single.length);
      const units = lengths.filter(({ n }) => n > 0).map(({ unit }) => unit);
      return units.length > 0 && single.regime === undefined ? [{ single, field, units }] : [];
    }),
  );
}

/** The clause with the lengths of its settings filled in, if they are known. */
export function resolved(at: LocatedClause, { scenes }: Subject): ClauseInForce['clause'] {
  return scenes[0]?.ruleOf(at).clause ?? at.clause;
}

const MONTHS: ReadonlySet<Unit> = new Set(['months', 'years', 'years365']);

function findingAt(
  code: FindingCode,
  at: LocatedClause,
  field: readonly string[],
  said: { readonly text: string; readonly remedy: string },
): Finding[] {
  return [ofClause(code, at, { field, ...said })];
}

function triggerDay(at: LocatedClause, subject: Subject): Finding[] {
  if (isSettled('trigger-day', at, subject)) return [];
  // A period of clear days excludes the trigger day.
  const open = countedIn(at, subject).find(
    ({ single, units }) =>
      single.countsTriggerDay === undefined && !single.clear && units.some((unit) => unit !== 'hours'),
  );
  const remedy = 'Set countsTriggerDay, or assume it with settles: [trigger-day].';
  if (open) return findingAt('undecided-trigger-day', at, open.field, { text: twoDays(at, open, subject), remedy });
  const { shape } = at.clause;
  if (shape.kind !== 'lookBack') return [];
  const text = `${cited(at)} looks back ${shape.length}, and nothing says whether the day of the event belongs to that time. What is paid on that very day may count or not.`;
  return findingAt('undecided-trigger-day', at, ['lookBack'], {
    text,
    remedy: 'Assume that it does not, which is how it is counted, with settles: [trigger-day].',
  });
}

function twoDays(at: LocatedClause, { single }: Counted, subject: Subject): string {
  const [counted, day] =
    single.direction === 'before'
      ? [`${single.length} back`, 'the day it counts back from']
      : [single.length, 'the day of the event'];
  const said = `${cited(at)} counts ${counted}, and nothing says whether ${day} is the first of them.`;
  const rule = subject.scenes[0]?.ruleOf(at);
  if (!rule) return said;
  const { reckoner } = subject.surroundings;
  const [without, within] = [single, { ...single, countsTriggerDay: true }].map((one) => reckoner.ends(one, rule));
  const index = DAYS.findIndex((_, i) => without?.[i] && within?.[i] && without[i].date !== within[i].date);
  const [from, a, b] = [DAYS[index], without?.[index], within?.[index]];
  if (from === undefined || !a || !b) return said;
  return `${said} Example: counted from ${on(from)}, the last day is ${on(a.date)} if not, as it is counted here, and ${on(b.date)} if it is.`;
}

function roll(at: LocatedClause, subject: Subject): Finding[] {
  if (isSettled('roll', at, subject)) return [];
  const open = countedIn(at, subject).find(
    ({ single, units }) =>
      single.roll === undefined &&
      single.endsWith === undefined &&
      !['hours', 'businessDays'].includes(units.at(-1) ?? ''),
  );
  if (!open) return [];
  const said = `${cited(at)} counts ${open.single.length}, and nothing says what becomes of a last day on a weekend or holiday.`;
  const example = weekend(at, open, subject);
  const remedy = 'Set roll (none, following, preceding), or assume it with settles: [roll].';
  return findingAt('undecided-roll', at, open.field, { text: example ? `${said} ${example}` : said, remedy });
}

function weekend(at: LocatedClause, { single }: Counted, subject: Subject): string | undefined {
  const rule = subject.scenes[0]?.ruleOf(at);
  if (!rule) return undefined;
  const { reckoner } = subject.surroundings;
  const direction = single.direction === 'before' ? 'preceding' : 'following';
  const [plain, rolled] = [single, { ...single, roll: direction } as const].map((one) => reckoner.ends(one, rule));
  const index = DAYS.findIndex((_, i) => plain?.[i] && rolled?.[i] && plain[i].date !== rolled[i].date);
  const [day, a, b] = [DAYS[index], plain?.[index], rolled?.[index]];
  if (day === undefined || !a || !b) return undefined;
  return `Example: counted from ${on(day)}, it is ${on(a.date)} as it is counted here, and ${on(b.date)} if it moves.`;
}

function monthEnd(at: LocatedClause, subject: Subject): Finding[] {
  if (isSettled('month-end', at, subject)) return [];
  const open = countedIn(at, subject).find(
    ({ single, units }) => single.monthEnd === undefined && units.some((unit) => MONTHS.has(unit)),
  );
  if (!open) return [];
  const text = `${cited(at)} counts ${open.single.length}, and nothing says what the last day is where the month has no such day: a month from 31 January is taken to end with the last day of February.`;
  return findingAt('undecided-month-end', at, open.field, {
    text,
    remedy: 'Set monthEnd (clamp, refuse), or assume it with settles: [month-end].',
  });
}

/**
 * Whether a length before the end of a cycle is counted back from its last day, or from the day after it, on which it
 * renews.
 */
function cycleEnd(at: LocatedClause, subject: Subject): Finding[] {
  if (isSettled('cycle-end', at, subject)) return [];
  const open = daysBefore(at, subject);
  const rule = subject.scenes[0]?.ruleOf(at);
  if (!open || !rule) return [];
  const { single, field } = open;
  const { reckoner } = subject.surroundings;
  const [last, next] = (['cycle.end', 'cycle.next'] as const).map(
    (from) => reckoner.ends({ ...single, from }, rule)[0],
  );
  const example =
    last && next
      ? ` Example: for a cycle that begins on ${on(DAYS[0] ?? '')}, ${on(last.date)} if the last day, as it is counted here, and ${on(next.date)} if the day after.`
      : '';
  return findingAt('undecided-cycle-end', at, field, {
    text: `${cited(at)} counts ${single.length} back from the end of a cycle, and nothing says whether that is its last day or the day after it, on which it renews.${example}`,
    remedy: 'Say from: cycle.next for the day after, or assume the last day with settles: [cycle-end].',
  });
}

/** The first length in days or longer that a clause counts back from the last day of its cycle. */
function daysBefore(at: LocatedClause, subject: Subject): Pick<Counted, 'single' | 'field'> | undefined {
  const singles = countingsIn(resolved(at, subject)).flatMap(({ field, counting }) =>
    singlesIn(counting).map((single) => ({ single, field })),
  );
  return singles.find(({ single }) => {
    const units = single.length === undefined ? [] : parsePeriods(single.length).filter(({ n }) => n > 0);
    const back = single.direction === 'before' && anchorsOf(single)[0] === 'cycle.end';
    return back && units.some(({ unit }) => unit !== 'hours');
  });
}

/** A statute is counted with the holidays of the terms. */
function holidays(at: LocatedClause, subject: Subject): Finding[] {
  const { pack } = subject;
  const open = countedIn(at, subject)[0];
  if (pack.kind === 'statute' || !open || at.clause.holidays !== undefined) return [];
  if (!asksHolidays(resolved(at, subject)) || isSettled('holidays', at, subject)) return [];
  const taken = pack.holidays.length === 0 ? 'no holiday is left out' : `those of ${pack.holidays.join(' and ')} are`;
  return findingAt('undecided-holidays', at, open.field, {
    text: `${cited(at)} depends on which days are holidays, and nothing says whose. Where the contract names none, ${taken}.`,
    remedy: 'Assume it under assumesWhenContractIsSilent.holidays, with settles: [holidays].',
  });
}

const MESSAGES = /\.(noticed|rejected|objected|announced)$|^breach\.alleged$|^claim\./;

/** Whether a message counts from its sending or from its arrival. */
function arrival(at: LocatedClause, subject: Subject): Finding[] {
  const message = startsOf(at).find(({ kind }) => MESSAGES.test(kind));
  const counting = closingOf(at.clause);
  if (!message || !counting || isSettled('arrival', at, subject)) return [];
  const fromMessage = singlesIn(counting).some((single) => anchorsOf(single).includes('trigger'));
  if (!fromMessage && at.clause.satisfiedBy === undefined) return [];
  const [today, tomorrow] = [DAYS[0] ?? '', addDays(DAYS[0] ?? '', 1)];
  return findingAt('undecided-arrival', at, ['on'], {
    text: `${cited(at)} depends on the day of a message (${message.kind}), and nothing says whether that is the day it is sent or the day it arrives. Sent on ${on(today)} and arrived on ${on(tomorrow)}, it may count for either.`,
    remedy: 'Assume it in the clause, with settles: [arrival].',
  });
}

/** In which place's zone the days end. Reported once for the pack. A statute takes the zone of the terms. */
function zone(subject: Subject): Finding[] {
  const { pack, source } = subject;
  if (pack.kind === 'statute') return [];
  const open = subject.clauses.filter(
    (at) => at.clause.shape.kind !== 'none' && at.clause.nature !== 'figure' && !isSettled('zone', at, subject),
  );
  if (open.length === 0) return [];
  const text = `Nothing says whose days are meant: where the contract names no time zone, those of ${pack.timezone} are taken, and a message late in the evening may fall on another day elsewhere. Open for ${open.map(({ clause: { id } }) => id).join(', ')}.`;
  const remedy = 'Assume it under assumesWhenContractIsSilent.timezone, with settles: [zone].';
  return [ofPack('undecided-zone', source, ['timezone'], { text, remedy })];
}
