import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { withAcknowledgements } from '../../../shared/desk/lint/acknowledge.ts';
import type { Finding } from '../../../shared/desk/lint/finding.ts';
import { lintPack } from '../../../shared/desk/lint/lint.ts';
import { Reckoner } from '../../../shared/desk/lint/reckon.ts';
import { surroundingsOf } from '../../../shared/desk/lint/subject.ts';
import { readLocatedPack } from '../../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const { holidays } = sourceTerms();
/** What one test has counted the next need not. */
const reckoner = new Reckoner();

/** What leaves nothing open, so that each test may open one thing. */
const HEAD = `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
business: [testing]
defaults:
  { period: { countsTriggerDay: false, roll: none, monthEnd: clamp }, assumes: [arrival] }
assumptions:
  - { id: zone, settles: [zone], text: Days are those of UTC. }
  - { id: weekends, settles: [holidays], text: Only weekends are left out. }
  - { id: arrival, settles: [arrival, cycle-end], text: Messages count from their arrival; a cycle ends with its last day. }
assumesWhenContractIsSilent: { timezone: zone, holidays: weekends }
`;

/** A clause with what every clause has. `lines` are its other fields, as YAML. */
export function clause(id: string, lines: string): string {
  const own = lines
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  const has = (field: string) => new RegExp(`^\\s*${field}:`, 'm').test(lines);
  return [
    `  - id: ${id}`,
    '    ref: "§ 1"',
    `    title: The ${id}`,
    '    means: Something.',
    ...(has('nature') ? [] : ['    nature: obligation']),
    ...(has('obligor') ? [] : ['    obligor: provider']),
    ...(has('ladder') || has('none') || has('lookBack') ? [] : [TOLD]),
    own,
  ].join('\n');
}

const TOLD = '    ladder: [{ step: lapsed, to: provider }]';

export interface Given {
  /** Further fields of the pack, as YAML. */
  readonly more?: string;
  /** In place of the head that leaves nothing open. */
  readonly head?: string;
  /** Other packs at hand, as YAML. */
  readonly beside?: readonly string[];
}

export function packText(clauses: readonly string[], { more = '', head = HEAD }: Given = {}): string {
  return `${head}${more}clauses:\n${clauses.join('\n')}\n`;
}

/** A statute with one demand. */
export function statute(name: string, clauses: readonly string[]): string {
  return `pack: ${name}
version: "1"
kind: statute
title: The ${name} Act
business: [testing]
review: done
events: { access.ended: Access ends. }
clauses:
${clauses.join('\n')}
`;
}

/** Every finding about a pack of these clauses. */
export function lint(clauses: readonly string[], given: Given = {}): Finding[] {
  return lintText(packText(clauses, given), given.beside);
}

export function lintText(text: string, beside: readonly string[] = []): Finding[] {
  const [source, ...others] = [text, ...beside].map((one, index) => readLocatedPack(`pack-${index}.yaml`, one));
  if (!source) throw new Error('there is no pack');
  const sources = [source, ...others];
  const catalog = buildCatalog(sources.map(({ pack }) => pack));
  const surroundings = { ...surroundingsOf(sources, { catalog, holidays }), reckoner };
  return withAcknowledgements(source, lintPack(source, surroundings));
}

/** `code clause`, or `code clause against other`, for each finding. */
export function names(findings: readonly Finding[]): string[] {
  return findings.map(({ code, clause, against }) =>
    [code, clause, against && `against ${against}`].filter((part) => part !== undefined).join(' '),
  );
}

/** The one finding of that name. */
export function findingOf(findings: readonly Finding[], code: string): Finding {
  const found = findings.filter((one) => one.code === code);
  if (found.length !== 1) throw new Error(`${found.length} of ${code} among ${names(findings).join(', ') || 'none'}`);
  return found[0] as Finding;
}
