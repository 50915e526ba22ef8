import type { TermsCatalog } from '../shared/core/terms/catalog.ts';
import { findPack } from '../shared/core/terms/catalog.ts';
import { beginningsOf } from '../shared/core/terms/cycle.ts';
import { type Pack, packLabel, revisedVersion } from '../shared/core/terms/pack.ts';
import type { SettingLengths } from '../shared/desk/packs/describe-clause.ts';
import { describeEvents } from '../shared/desk/packs/describe-events.ts';
import { COLUMNS, cellsOf, counted } from './clause-table-cells.ts';
import type { ClauseTests } from './clause-tests.ts';
import type { Statement } from './statements.ts';

const INTRODUCTION = `# Every clause

Generated from the packs by \`node scripts/generate-clause-table.ts\`; edit the packs, not this page.

One table for each version of each pack. _Nature_ is what the clause gives rise to and, below it, who has to act or whom it
concerns. _Timing_ is the clause’s count in words; [write-a-pack.md](write-a-pack.md) explains the language. _Notices_ are
the steps of its ladder and who is told. _Rests on_ names the assumptions, which stand below the table of the newest reading of
a document, with the reading that is not followed where a sentence can be read in two ways. _Tested_ counts the golden cases beside the pack that name the clause, in how
many of six [circumstances](write-a-pack.md#circumstances) they show it, and the tests that play it from its first event to its
last notice on a clock that jumps.`;

const UNTESTED: ClauseTests = {
  cases: 0,
  circumstances: { shown: new Set(), excluded: new Set() },
  onTheClock: new Map(),
};

/** The page of all clauses, in Markdown. */
export function clauseTable(
  catalog: TermsCatalog,
  testsOf: (pack: Pack) => ReadonlyMap<string, ClauseTests>,
  statementsOf: (pack: string) => readonly Statement[],
): string {
  const packs = [...catalog.keys()].sort().flatMap((name) => catalog.get(name) ?? []);
  const terms = packs.filter(({ kind }) => kind === 'terms');
  const statutes = packs.filter(({ kind }) => kind === 'statute');
  const sections = [...terms, ...statutes].flatMap((pack) => [
    packSection(pack, catalog, testsOf(pack)),
    // What was read is told once, of the newest reading of a document.
    ...(catalog.get(pack.pack)?.at(-1) === pack ? [...readings(pack), ...statements(statementsOf(pack.pack))] : []),
  ]);
  return `${[INTRODUCTION, overview([...terms, ...statutes]), ...sections].join('\n\n')}\n`;
}

function overview(packs: readonly Pack[]): string {
  const rows = packs.map((pack) => {
    const { kind, title, clauses } = pack;
    return row([
      `[${packLabel(pack)}](#${anchor(pack)})`,
      title,
      kind === 'terms' ? 'terms' : 'statute',
      String(clauses.length),
    ]);
  });
  return [row(['Version', 'Document', 'Kind', 'Clauses']), row(['---', '---', '---', '---:']), ...rows].join('\n');
}

/** As GitHub derives it from the heading. */
function anchor(pack: Pack): string {
  return headingOf(pack)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function headingOf({ pack, version, revision }: Pack): string {
  return `${pack}, version ${version}${revision === undefined ? '' : `, revision ${revision}`}`;
}

function packSection(pack: Pack, catalog: TermsCatalog, tests: ReadonlyMap<string, ClauseTests>): string {
  const lengthOf = settingLengths(pack, catalog);
  const rows = pack.clauses.map((clause) => row(cellsOf(clause, pack, lengthOf, tests.get(clause.id) ?? UNTESTED)));
  return [
    `## ${headingOf(pack)}`,
    `${pack.title}. [The pack](../terms/${pack.pack}/${revisedVersion(pack)}.yaml), [what it was made from](../terms/${pack.pack}/SOURCES.md).`,
    facts(pack)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    [row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows].join('\n'),
  ].join('\n\n');
}

function readings({ assumptions }: Pack): string[] {
  const said = assumptions.map(({ id, text, otherReading, saferFor }) => {
    const other = otherReading === undefined ? '' : ` _Not followed:_ ${otherReading}`;
    const safer = saferFor === undefined ? '' : ` _Safer for:_ ${saferFor}.`;
    return `- \`${id}\`: ${text.trim()}${other}${safer}`;
  });
  return said.length === 0 ? [] : ['What it assumes:', said.join('\n')];
}

/** What the document says with a time and is no clause, by the pack's SOURCES.md. */
function statements(said: readonly Statement[]): string[] {
  if (said.length === 0) return [];
  const rows = said.map(({ place, what, why }) => row([place, what, why]));
  return [
    'Statements of the document with a time that are no clause:',
    [row(['Place', 'Statement', 'Why']), row(['---', '---', '---']), ...rows].join('\n'),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The lengths of a pack's settings, and of those it takes from a statute that it names. */
function settingLengths(pack: Pack, catalog: TermsCatalog): SettingLengths {
  return (setting) => {
    const [name = '', own] = setting.split('/');
    if (own === undefined) return pack.settings[name]?.length;
    const label = pack.statutes.find((statute) => statute.startsWith(`${name}@`));
    return findPack(catalog, name, label?.split('@')[1]).settings[own]?.length;
  };
}

/** The head of a pack in words. */
function facts(pack: Pack): string[] {
  const { kind, source, review, timezone, holidays, sendAt, statutes, clauses } = pack;
  return [
    `${counted(clauses.length, 'clause')}${source === undefined ? '' : `; source: ${source}`}`,
    kind === 'terms'
      ? `Days of ${timezone}, holidays ${named(holidays)}, unless the contract names others; notices at ${sendAt}`
      : 'Days, holidays and the hour of notices are those of the terms that it applies beside',
    ...countingFacts(pack),
    ...list('The contract may choose the law', laws(pack)),
    ...list('Statutes that apply beside every contract', statutes),
    ...list('Cycles', cycles(pack)),
    ...list('Settings', settings(pack)),
    ...(review === 'counsel' ? ['To be reviewed by counsel before anyone relies on it'] : []),
  ];
}

function list(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${heading}: ${items.join('; ')}`];
}

function named(names: readonly string[]): string {
  return names.join(', ') || 'none';
}

function laws({ laws: chosen = {}, timezone, holidays }: Pack): string[] {
  return Object.entries(chosen).map(
    ([law, own]) => `${law} (${own.timezone ?? timezone}, holidays ${named(own.holidays ?? holidays)})`,
  );
}

function cycles({ cycles: all }: Pack): string[] {
  return Object.entries(all).map(([name, cycle]) => {
    const { every, ifSilent, extendedBy } = cycle;
    const length = every.replace('contract.billing', 'as long as the contract is billed for');
    const silent = ifSilent === undefined ? '' : ` (${ifSilent} where it is silent)`;
    const longer = extendedBy === undefined ? '' : `, made longer by \`${extendedBy.kind}\``;
    const begun = beginningsOf(cycle).map(({ on, from }) => `, from ${dayNamed(from)} of ${describeEvents(on)} on`);
    return `\`${name}\`, ${length.replace('contract.term', 'as long as the contract’s term')}${silent}${longer}${begun.join('')}`;
  });
}

/** `data.endsOn`, or the day of the event itself */
function dayNamed(from: string | readonly string[]): string {
  return [from]
    .flat()
    .map((day) => (day === 'trigger' ? 'the day' : `\`${day}\``))
    .join(' or else ');
}

function settings({ kind, settings: all }: Pack): string[] {
  const choice = kind === 'terms' ? ' unless the contract chooses' : '';
  return Object.entries(all).map(([name, { length }]) => `\`${name}\`, ${length}${choice}`);
}

const COUNTING: ReadonlyMap<string, string> = new Map([
  ['countsTriggerDay: false', 'the day of the event does not count'],
  ['countsTriggerDay: true', 'the day of the event counts'],
  ['roll: none', 'a last day stays where it is'],
  ['monthEnd: clamp', 'where a month has no such day, its last day takes its place'],
]);

function countingFacts({ defaults: { period = {} } }: Pack): string[] {
  const { regime, ...others } = period;
  const said = [
    ...(regime === undefined ? [] : [`by the rules of \`${regime}\``]),
    ...Object.entries(others).map(([key, value]) => COUNTING.get(`${key}: ${value}`) ?? `\`${key}: ${value}\``),
  ];
  return said.length === 0 ? [] : [`How periods are counted, unless a clause says otherwise: ${said.join('; ')}`];
}
