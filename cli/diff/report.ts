import type { Zone } from '../../shared/core/calendar/types.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import type { Clause } from '../../shared/core/terms/clause.ts';
import { formatDay } from '../../shared/core/words/days.ts';
import { endInWords } from '../../shared/core/words/ends.ts';
import { describeTiming } from '../../shared/desk/packs/describe-clause.ts';
import { isEmpty, type PackDiff } from '../../shared/desk/packs/diff.ts';
import type { FieldChange } from '../../shared/desk/packs/diff-fields.ts';
import {
  changesNothing,
  type DeadlineDifference,
  type PlanComparison,
  type ReportDifference,
} from '../../shared/desk/plans/compare-plans.ts';
import { wrap } from '../wrap.ts';

/** One contract's facts planned under both versions. */
export interface ContractComparison {
  readonly file: string;
  readonly contract: string;
  readonly comparison: PlanComparison;
}

/** The differences between two versions, and their effect on some contracts, as text. */
export function diffReport(diff: PackDiff, contracts: readonly ContractComparison[]): string {
  return [packReport(diff), ...contracts.map(contractReport)].join('\n\n');
}

function packReport(diff: PackDiff): string {
  const { head, added, removed, renamed, changed, reordered } = diff;
  const heading = `${diff.old} → ${diff.new}`;
  if (isEmpty(diff)) return `${heading}\n\nBoth say the same.`;
  return [
    heading,
    ...section('The head', head.map(headChange)),
    ...section('Clauses that are new', added.map(whole)),
    ...section('Clauses that are gone', removed.map(whole)),
    ...section(
      'Clauses under another id',
      renamed.map(({ old, new: id, title }) => wrap(`${old} → ${id}  ${title}`, '  ', '    ')),
    ),
    ...section(
      'Clauses that are changed',
      changed.map(({ id, title, changes }) => entry(`${id}  ${title}`, changes.map(clauseChange))),
    ),
    ...(reordered ? ['The clauses stand in another order.'] : []),
  ].join('\n\n');
}

function contractReport({ file, contract, comparison }: ContractComparison): string {
  const { appears, vanishes, changes, reports } = comparison;
  const heading = wrap(`With the facts of ${file} (contract ${contract})`, '');
  if (changesNothing(comparison)) return `${heading}\n\n  Nothing changes for this contract.`;
  return [
    heading,
    ...section('Deadlines that appear', appears.map(deadline)),
    ...section('Deadlines that vanish', vanishes.map(deadline)),
    ...section('Deadlines that change', changes.map(deadlineChange)),
    ...section('Reported otherwise', reports.map(reportChange)),
  ].join('\n\n');
}

function section(heading: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [[heading, ...entries].join('\n')];
}

function entry(heading: string, lines: readonly string[]): string {
  return [wrap(heading, '  ', '    '), ...lines].join('\n');
}

function whole(clause: Clause): string {
  return entry(`${clause.id}  ${clause.title} (${clause.ref})`, [wrap(describeTiming(clause), '    ')]);
}

const HEAD_ENTRIES: ReadonlyMap<string, string> = new Map([
  ['assumptions', 'assumption'],
  ['plans', 'plan'],
  ['settings', 'setting'],
  ['cycles', 'cycle'],
  ['laws', 'law'],
  ['events', 'event'],
]);

function headChange(change: FieldChange): string {
  const [field = '', ...rest] = change.path;
  const name = HEAD_ENTRIES.get(field);
  const called = name === undefined || rest.length === 0 ? change.path : [`${name} ${rest[0]}`, ...rest.slice(1)];
  return entry(called.join(', '), beforeAndAfter(change));
}

function clauseChange(change: FieldChange): string {
  const [field, ...rest] = change.path;
  const called = field === 'ladder' && rest.length > 0 ? [`step ${rest[0]}`, ...rest.slice(1)] : change.path;
  return fieldChange(called, change);
}

function fieldChange(called: readonly string[], change: FieldChange): string {
  return [wrap(called.join(', '), '    ', '      '), ...beforeAndAfter(change, '  ')].join('\n');
}

function beforeAndAfter({ old, new: wanted }: FieldChange, indent = ''): string[] {
  const line = (sign: string, value: unknown) =>
    value === undefined ? [] : [wrap(shown(value), `${indent}    ${sign} `, `${indent}      `)];
  return [...line('-', old), ...line('+', wanted)];
}

/** A value as YAML writes it on one line, without quotes. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${key}: ${nested(member)}`)
    .join(', ');
}

function nested(value: unknown): string {
  if (Array.isArray(value)) return `[${shown(value)}]`;
  return typeof value === 'object' && value !== null ? `{ ${shown(value)} }` : shown(value);
}

function deadline({ id, title, date, state }: Deadline): string {
  return entry(`${id}  ${title}`, [wrap(`${formatDay(date)}, ${state}`, '    ')]);
}

function deadlineChange(change: DeadlineDifference): string {
  const { id, newId, title, timezone, moves, fields, notices } = change;
  const lines = [
    ...(moves === undefined ? [] : [wrap(move(moves), '    ', '      ')]),
    ...fields.map((field) => fieldChange(field.path, inWords(field, timezone))),
    ...notices.map((notice) => {
      const [step, ...field] = notice.path;
      return fieldChange([`notice ${step}`, ...field], inWords(notice, timezone));
    }),
  ];
  const shownId = newId === undefined ? id : `${id} → ${newId}`;
  return entry(`${shownId}  ${title}`, lines.length > 0 ? lines : explanationChange(change));
}

/**
 * Differences of the explanation. Shown only if nothing else differs, because another day or notice already explains
 * them.
 */
function explanationChange({ explanation }: DeadlineDifference): string[] {
  return [
    '    the day and the notices stay; the explanation reads otherwise',
    ...explanation.old.map((text) => wrap(text, '      - ', '        ')),
    ...explanation.new.map((text) => wrap(text, '      + ', '        ')),
  ];
}

/** Moments in the zone of the deadline. */
function inWords({ path, old, new: wanted }: FieldChange, timezone: Zone): FieldChange {
  const said = (value: unknown): unknown => {
    if (typeof value === 'string') return INSTANT.test(value) ? endInWords(value, timezone) : value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, said(member)]));
  };
  return { path, ...(old !== undefined && { old: said(old) }), ...(wanted !== undefined && { new: said(wanted) }) };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function move({ old, new: day, days }: NonNullable<DeadlineDifference['moves']>): string {
  const by = `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'} ${days > 0 ? 'later' : 'earlier'}`;
  return `moves from ${formatDay(old)} to ${formatDay(day)}, ${by}`;
}

const REPORTS: Readonly<Record<ReportDifference['report'], string>> = {
  refused: 'events that are refused',
  notStarted: 'what cannot be counted',
  notCounted: 'what the calendar cannot count',
  notApplied: 'clauses that do not apply',
  unknownVersions: 'versions that are not at hand',
};

function reportChange({ report, old, new: wanted }: ReportDifference): string {
  const lines = (sign: string, items: readonly object[]) =>
    items.map((item) => wrap('text' in item ? String(item.text) : shown(item), `    ${sign} `, '      '));
  return entry(REPORTS[report], [...lines('-', old), ...lines('+', wanted)]);
}
