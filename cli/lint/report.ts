import { packLabel } from '../../shared/core/terms/pack.ts';
import type { Finding, FindingPlace } from '../../shared/desk/lint/finding.ts';
import { wrap } from '../wrap.ts';
import type { LintInput } from './input.ts';

/** The number of packs and findings. An acknowledged finding counts as acknowledged, not by its severity. */
export interface LintSummary {
  readonly packs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly acknowledged: number;
}

export function summaryOf(findings: readonly Finding[], { wanted, unreadable }: LintInput): LintSummary {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: Finding['severity']) => open.filter((one) => one.severity === severity).length;
  return {
    packs: wanted.length + unreadable.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    acknowledged: findings.length - open.length,
  };
}

/** The findings as text, by pack, with their number at the end. */
export function lintReport(findings: readonly Finding[], input: LintInput): string {
  const { unreadable, wanted } = input;
  const atHand = new Map([
    ...unreadable.map(({ error: { file } }) => [file, file] as const),
    ...wanted.map(({ source: { pack } }) => [packLabel(pack), `${packLabel(pack)}  ${pack.title}`] as const),
  ]);
  const labels = new Set([...findings.map(({ pack }) => pack).filter((label) => !atHand.has(label)), ...atHand.keys()]);
  const told = [...labels].map((label) => ({
    label,
    heading: atHand.get(label) ?? label,
    own: findings.filter(({ pack }) => pack === label),
  }));
  const quiet = told.filter(({ own }) => own.length === 0).map(({ label }) => label);
  return [
    ...told
      .filter(({ own }) => own.length > 0)
      .map(({ heading, own }) => [wrap(heading, ''), ...own.map(block)].join('\n\n')),
    ...(quiet.length > 0 ? [wrap(`Nothing to say of ${quiet.join(', ')}.`, '')] : []),
    summaryLine(summaryOf(findings, input)),
  ].join('\n\n');
}

const INDENT = '    ';

function block({ code, severity, clause, against, places, text, remedy, acknowledged }: Finding): string {
  const known = acknowledged === undefined ? '' : ' (acknowledged)';
  const [first, ...others] = places;
  return [
    `  ${severity} ${code}${known}`,
    ...(first ? [placeLine(clause, first)] : []),
    ...others.map((place) => placeLine(`against ${against}`, place)),
    '',
    wrap(text, INDENT),
    '',
    acknowledged === undefined
      ? wrap(remedy, `${INDENT}To do: `, INDENT)
      : wrap(acknowledged, `${INDENT}Acknowledged: `, INDENT),
  ].join('\n');
}

function placeLine(what: string | undefined, { file, line, column }: FindingPlace): string {
  return `${INDENT}${what === undefined ? '' : `${what}  `}${file}:${line}:${column}`;
}

function summaryLine({ packs, errors, warnings, notes, acknowledged }: LintSummary): string {
  const counted = [many(errors, 'error'), many(warnings, 'warning'), many(notes, 'note')].join(', ');
  const answered = acknowledged === 0 ? '' : `, and ${many(acknowledged, 'finding')} acknowledged`;
  return `${counted}${answered} in ${many(packs, 'pack')}.`;
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
