import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './all.ts';

const FILE = fileURLToPath(new URL('../mutants.md', import.meta.url));
const [BEGIN, END] = ['<!-- table -->', '<!-- end of table -->'];
const HEADER = ['| fault | place | noticed by | seed |', '|---|---|---|---|'];
const NOT_RUN = 'not noticed yet';

/** What came of one planted fault: the rule that noticed it, or that none did. */
export interface Verdict {
  readonly noticedBy: string;
  /** Absent if no seed broke a rule. */
  readonly seed?: number;
}

export function notNoticedIn(seeds: number): string {
  return `not noticed in ${seeds} seeds`;
}

/** In how many seeds a fault was not noticed by such a verdict; none by any other. */
export function seedsIn(verdict: string): number {
  return Number(/^not noticed in (\d+) seeds$/.exec(verdict)?.[1] ?? 0);
}

/** The verdicts of the table, by the names of the faults. */
export function verdicts(): Map<string, Verdict> {
  return new Map(
    rowsOfTable().flatMap((row): [string, Verdict][] => {
      const [, name = '', , noticedBy = NOT_RUN, seed = ''] = row.split('|').map((cell) => cell.trim());
      if (noticedBy === NOT_RUN) return [];
      return [[name, { noticedBy, ...(seed !== '' && { seed: Number(seed) }) }]];
    }),
  );
}

/** The names of the faults in the table, in its order. */
export function namesInTable(): string[] {
  return rowsOfTable().map((row) => row.split('|')[1]?.trim() ?? '');
}

function rowsOfTable(): string[] {
  const lines = textAndTable()
    .table.split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(HEADER.length);
}

/** Writes the table anew: how many faults were noticed, and a row for each, in the order of the list. */
export function writeTable(known: ReadonlyMap<string, Verdict>): void {
  const rows = MUTANTS.map(({ name, place, breaksNothing }) => {
    const { noticedBy, seed = '' } = known.get(name) ?? { noticedBy: NOT_RUN };
    const verdict = breaksNothing === undefined ? noticedBy : `breaks no rule: ${breaksNothing}`;
    return `| ${name} | ${place} | ${verdict} | ${breaksNothing === undefined ? seed : ''} |`;
  });
  const { before, after } = textAndTable();
  const noticed = MUTANTS.filter(({ name, breaksNothing }) => !breaksNothing && known.get(name)?.seed !== undefined);
  const open = MUTANTS.filter(({ breaksNothing }) => breaksNothing === undefined);
  const sum = `Noticed are ${noticed.length} of ${open.length}; ${MUTANTS.length - open.length} more break no rule.`;
  writeFileSync(FILE, [before, sum, [...HEADER, ...rows].join('\n'), after].join('\n\n'));
}

function textAndTable(): { before: string; table: string; after: string } {
  const text = readFileSync(FILE, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`mutants.md: the table has to stand between ${BEGIN} and ${END}.`);
  const table = text.slice(begin + BEGIN.length, end).trim();
  return { before: text.slice(0, begin + BEGIN.length), table, after: text.slice(end) };
}
