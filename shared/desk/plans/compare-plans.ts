import { daysBetween } from '../../core/calendar/days.ts';
import type { Day, Zone } from '../../core/calendar/types.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import type { Plan } from '../../core/deadlines/plan.ts';
import { explained } from '../../core/words/explanation.ts';
import { type ToldRung, toldLadder } from '../../core/words/ladder.ts';
import { toldReports } from '../../core/words/reports.ts';
import type { Words } from '../../core/words/words.ts';
import { changesBetween, type FieldChange } from '../packs/diff-fields.ts';

/** A deadline that both plans have, with the differences. */
export interface DeadlineDifference {
  readonly id: string;
  /** Its id in the later plan; absent if it is the same. */
  readonly newId?: string;
  /** Title and zone are those of the later plan. */
  readonly title: string;
  readonly timezone: Zone;
  /** The last day in each plan, and by how many days it moves; negative if it moves to an earlier day. */
  readonly moves?: { readonly old: Day; readonly new: Day; readonly days: number };
  readonly fields: readonly FieldChange[];
  /** Rungs that notify somebody: `['reminder-7-days', 'at']`. Only if the deadline is open in both plans. */
  readonly notices: readonly FieldChange[];
  /** Sentences of the explanation that only one plan has, ignoring the names of versions. */
  readonly explanation: { readonly old: readonly string[]; readonly new: readonly string[] };
}

/** Reports besides the deadlines, such as refused events, in which the plans differ. */
export interface ReportDifference {
  readonly report: (typeof REPORTS)[number];
  readonly old: readonly object[];
  readonly new: readonly object[];
}

/** The differences between two plans of the same facts. */
export interface PlanComparison {
  readonly appears: readonly Deadline[];
  readonly vanishes: readonly Deadline[];
  readonly changes: readonly DeadlineDifference[];
  readonly reports: readonly ReportDifference[];
}

const REPORTS = ['refused', 'notStarted', 'notCounted', 'notApplied', 'unknownVersions'] as const;

/** A plan, and the words for its explanations. */
export interface ToldPlan {
  readonly plan: Plan;
  readonly words: Words;
}

/** Compares two plans. `renamed` maps a clause's key in the earlier plan to its key in the later one. */
export function comparePlans(
  { plan: before, words: old }: ToldPlan,
  { plan: after, words: wanted }: ToldPlan,
  renamed: ReadonlyMap<string, string> = new Map(),
): PlanComparison {
  const later = new Map(after.deadlines.map((deadline) => [deadline.id, deadline]));
  const pairs = before.deadlines.map((deadline) => ({
    old: deadline,
    found: later.get(idUnder(renamed, deadline.id)),
  }));
  const known = new Set(pairs.map(({ found }) => found?.id));
  return {
    appears: after.deadlines.filter(({ id }) => !known.has(id)),
    vanishes: pairs.flatMap((pair) => (pair.found === undefined ? [pair.old] : [])),
    changes: pairs.flatMap((pair) => (pair.found && differenceOf(pair.old, pair.found, [old, wanted])) ?? []),
    reports: reportDifferences({ ...before, ...toldReports(before, old) }, { ...after, ...toldReports(after, wanted) }),
  };
}

/** Whether both plans are the same. */
export function changesNothing({ appears, vanishes, changes, reports }: PlanComparison): boolean {
  return [appears, vanishes, changes, reports].every(({ length }) => length === 0);
}

/** The id in the later plan: `suspension~in_1` becomes `closing~in_1` if the clause is renamed to closing. */
function idUnder(renamed: ReadonlyMap<string, string>, id: string): string {
  const [key = '', ...subject] = id.split('~');
  return [renamed.get(key) ?? key, ...subject].join('~');
}

function differenceOf(old: Deadline, found: Deadline, words: readonly [Words, Words]): DeadlineDifference | undefined {
  const moved = old.date !== found.date;
  const difference = {
    fields: changesBetween(fieldsOf(old, moved), fieldsOf(found, moved)),
    notices:
      old.state === 'open' && found.state === 'open'
        ? noticeChanges(toldLadder(old, words[0]), toldLadder(found, words[1]))
        : [],
    explanation: explanationChanges(old, found, words),
  };
  const { fields, notices, explanation } = difference;
  const same = [fields, notices, explanation.old, explanation.new].every(({ length }) => length === 0);
  if (!moved && same) return undefined;
  return {
    id: old.id,
    ...(old.id !== found.id && { newId: found.id }),
    title: found.title,
    timezone: found.timezone,
    ...(moved && { moves: { old: old.date, new: found.date, days: daysBetween(old.date, found.date) } }),
    ...difference,
  };
}

/** Fields compared besides the date. Fields derived from the date are left out if it moved. */
function fieldsOf(deadline: Deadline, moved: boolean) {
  const { title, ref, state, opensOn, timezone, obligor, beneficiary, nature, figure, instant, onLapse } = deadline;
  const { kind, occurredAt, data } = onLapse;
  return {
    ...{ title, ref, state, opensOn, timezone, obligor, beneficiary, nature, figure },
    ...(!moved && { instant }),
    lapse: { kind, data, ...(!moved && { occurredAt }) },
  };
}

function noticeChanges(before: readonly ToldRung[], after: readonly ToldRung[]): FieldChange[] {
  return changesBetween(noticesIn(before), noticesIn(after));
}

function noticesIn(ladder: readonly ToldRung[]) {
  return Object.fromEntries(
    ladder.filter(({ to }) => to.length > 0).map(({ step, at, to, lead }) => [step, { at, to, lead }]),
  );
}

function explanationChanges(
  before: Deadline,
  after: Deadline,
  [wordsBefore, wordsAfter]: readonly [Words, Words],
): DeadlineDifference['explanation'] {
  const [old, wanted] = [sentencesOf(before, wordsBefore), sentencesOf(after, wordsAfter)];
  return {
    old: old.filter((text) => !wanted.includes(text)),
    new: wanted.filter((text) => !old.includes(text)),
  };
}

/** The sentences with the pack's name in place of `pack@version`, so that the version alone is no difference. */
function sentencesOf(deadline: Deadline, words: Words): string[] {
  const { terms } = deadline;
  const [pack = terms] = terms.split('@');
  return explained(deadline, words).map(({ text }) => text.replaceAll(terms, pack));
}

type Reports = Readonly<Record<ReportDifference['report'], readonly object[]>>;

function reportDifferences(old: Reports, wanted: Reports): ReportDifference[] {
  return REPORTS.flatMap((report) => reportDifference(report, old[report], wanted[report]));
}

function reportDifference(
  report: ReportDifference['report'],
  old: readonly object[],
  wanted: readonly object[],
): ReportDifference[] {
  return changesBetween(old, wanted).length === 0 ? [] : [{ report, old, new: wanted }];
}
