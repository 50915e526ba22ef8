import { oneLine } from '../../shared/core/notices/letter.ts';
import { columnsOf, linesWithin } from '../wrap.ts';
import { type Row, rowOf } from './rows.ts';
import { type AsOf, isOver, type PlanView } from './view.ts';

/** The widths of the columns. With two spaces between them they make 100. */
const COLUMNS = [
  ['Day', 17],
  ['What', 27],
  ['Who acts', 12],
  ['State', 12],
  ['At the end', 24],
] as const;

/** The deadlines in time order, in lines of at most 100 columns. */
export function deadlineTable(view: PlanView): string {
  const { asOf } = view;
  const { deadlines } = view.plan;
  const rows = deadlines.map((deadline) => sideBySide(cellsOf(rowOf(deadline, view))));
  if (asOf !== undefined) {
    const toCome = deadlines.findIndex((deadline) => !isOver(deadline, asOf));
    rows.splice(toCome < 0 ? rows.length : toCome, 0, [divider(asOf)]);
  }
  return [...sideBySide(COLUMNS.map(([name]) => [name])), rule('─'), ...rows.flat()].join('\n');
}

/** The lines of each cell. The details of a state follow below it. */
function cellsOf({ day, what, who, state, end }: Row): (readonly string[])[] {
  const broken = (text: string, column: number) => linesWithin(oneLine(text), widthOf(column));
  const states = state.split(/(?<=,) /).flatMap((part) => broken(part, 3));
  return [day, broken(what, 1), broken(who, 2), states, broken(end, 4)];
}

/** The line between past and future deadlines. */
function divider({ words }: AsOf): string {
  const label = `── as of ${words} `;
  return label.padEnd(rule('─').length, '─');
}

function rule(line: string): string {
  return line.repeat(COLUMNS.reduce((sum, [, width]) => sum + width, 2 * (COLUMNS.length - 1)));
}

/** Puts the cells of a row side by side, line by line. */
function sideBySide(cells: readonly (readonly string[])[]): string[] {
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => padded(cell[line] ?? '', widthOf(column)))
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(column: number): number {
  return COLUMNS[column]?.[1] ?? 0;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}
