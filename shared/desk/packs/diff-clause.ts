import type { Clause } from '../../core/terms/clause.ts';
import type { EventMatches } from '../../core/terms/match.ts';
import { type LadderRung, rungName } from '../../core/terms/written-clause.ts';
import { shapeAsWritten } from './canonical-clause.ts';
import { describeEvents, describeTiming, describeTrigger } from './describe-clause.ts';
import { changesBetween, type FieldChange, isSame } from './diff-fields.ts';

/** All differences between a clause in two versions, in words if there are words for them. */
export function clauseChanges(before: Clause, after: Clause): FieldChange[] {
  if (isSame(before, after)) return [];
  return [
    ...timingChanges(before, after),
    ...triggerChanges(before, after),
    ...eventChanges(before, after),
    ...ladderChanges(before.ladder, after.ladder),
    ...changesBetween(others(before), others(after)),
  ];
}

const EVENTS = ['satisfiedBy', 'endedBy', 'reopenedBy', 'suspendedBy', 'resumedBy'] as const;
const APART: ReadonlySet<string> = new Set([...EVENTS, 'shape', 'on', 'ladder']);

function others(clause: Clause) {
  return Object.fromEntries(Object.entries(clause).filter(([field]) => !APART.has(field)));
}

/** The change of the timing in words, and the changed settings that the words leave out. */
function timingChanges(before: Clause, after: Clause): FieldChange[] {
  const [old, wanted] = [shapeAsWritten(before.shape), shapeAsWritten(after.shape)];
  if (isSame(old, wanted)) return [];
  const words = { old: describeTiming(before), new: describeTiming(after) };
  if (words.old === words.new) return changesBetween(old, wanted);
  return [{ path: ['timing'], ...words }, ...changesBetween(settingsIn(old, wanted), settingsIn(wanted, old))];
}

/**
 * The settings that the words leave out. A shape that both versions have is kept even without any, so that its settings
 * are compared one by one.
 */
function settingsIn(shape: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) {
  const shared = Object.keys(shape).filter((key) => key in other);
  return Object.assign(Object.fromEntries(shared.map((key) => [key, {}])), unspoken(shape));
}

/** The settings that the words of a timing always include. */
const SPOKEN: ReadonlySet<string> = new Set([
  ...['length', 'setting', 'day', 'takesEffect', 'from', 'direction', 'endsWith', 'inEach'],
  ...['until', 'lastDay', 'share', 'per', 'to', 'excusedBy', 'sums', 'percent', 'atLeast', 'atOnce'],
]);

function unspoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unspoken);
  if (value === null || typeof value !== 'object') return value;
  const left = Object.entries(value)
    .filter(([key]) => !SPOKEN.has(key))
    .map(([key, member]) => [key, unspoken(member)] as const);
  return Object.fromEntries(left.filter(([, member]) => !isSame(member, {})));
}

function triggerChanges(before: Clause, after: Clause): FieldChange[] {
  if (isSame(before.on, after.on)) return [];
  return worded('on', describeTrigger(before), describeTrigger(after), before.on, after.on);
}

function eventChanges(before: Clause, after: Clause): FieldChange[] {
  return EVENTS.flatMap((field) => {
    const [old, wanted] = [before[field], after[field]];
    return isSame(old, wanted) ? [] : worded(field, wordsFor(old), wordsFor(wanted), old, wanted);
  });
}

function wordsFor(events: EventMatches | undefined): string | undefined {
  return events === undefined ? undefined : describeEvents(events);
}

/** The change in words; if the words are the same for both, the change of the values. */
function worded(field: string, old: unknown, wanted: unknown, oldValue: unknown, newValue: unknown): FieldChange[] {
  const said = changesBetween(old, wanted, [field]);
  return said.length > 0 ? said : changesBetween(oldValue, newValue, [field]);
}

/** Pairs steps of the same name. A reminder whose time has changed is paired with its earlier form. */
function ladderChanges(before: readonly LadderRung[], after: readonly LadderRung[]): FieldChange[] {
  if (isSame(before, after)) return [];
  const names = new Set(before.map(rungName));
  const kept = new Set(after.map(rungName));
  const moved = before.filter((rung) => rung.step === 'reminder' && !kept.has(rungName(rung)));
  const nameOf = (rung: LadderRung): string => {
    const name = rungName(rung);
    const from = names.has(name) || rung.step !== 'reminder' ? undefined : moved.shift();
    return from === undefined ? name : rungName(from);
  };
  const [old, wanted] = [byName(before, rungName), byName(after, nameOf)];
  const changes = changesBetween(old, wanted, ['ladder']);
  // If the steps are the same, only their order differs.
  return changes.length > 0 ? changes : [{ path: ['ladder'], old: before.map(rungName), new: after.map(rungName) }];
}

function byName(rungs: readonly LadderRung[], nameOf: (rung: LadderRung) => string) {
  return Object.fromEntries(
    rungs.map((rung) => {
      const { step: _step, ...rest } = rung;
      return [nameOf(rung), rest];
    }),
  );
}
