import { jsonFault } from './json-fault.ts';

/** A case, or the reason why it could not be read. `line` and `column` count from 1. */
export type CaseEntry =
  | { readonly content: unknown }
  | { readonly id: string | number | null; readonly line: number; readonly column: number; readonly problem: string };

/**
 * Reads `{"cases": […]}`, a bare array, one case, or one case per line. A file that cannot be read at all gives one
 * entry with the fault. In a file with one case per line, a broken line gives such an entry and the other lines are
 * read.
 */
export function readCases(text: string): CaseEntry[] {
  const content = text.replace(/^\uFEFF/, '');
  if (content.trim() === '') return [];
  const whole = parse(content);
  if (whole) return listOf(whole.content).map((one) => ({ content: one }));
  const lines = content
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1, parsed: parse(line) }]));
  if (!isOnePerLine(lines)) return [{ id: null, ...faultOf(content, 1) }];
  return lines.map(({ line, number, parsed }) => parsed ?? { id: idIn(line), ...faultOf(line, number) });
}

/**
 * True if at least half of the lines are JSON, or if every line begins an object and the first line does not continue
 * in the next.
 */
function isOnePerLine(lines: readonly { line: string; parsed: unknown }[]): boolean {
  const sound = lines.filter(({ parsed }) => parsed !== undefined).length;
  if (sound * 2 >= lines.length) return true;
  const goesOn = /[[{,]\s*$/.test(lines[0]?.line ?? '');
  return !goesOn && lines.every(({ line }) => line.trimStart().startsWith('{'));
}

function faultOf(text: string, firstLine: number) {
  const { line, column, problem } = jsonFault(text) ?? { line: 1, column: 1, problem: 'not JSON' };
  return { line: firstLine + line - 1, column, problem };
}

/** The id in a line that is not JSON; null if it cannot be recognised. */
function idIn(line: string): string | number | null {
  const written = /"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?=\s*[,}]|\s*$))/.exec(line)?.[1];
  const found = written === undefined ? undefined : parse(written)?.content;
  return typeof found === 'string' || typeof found === 'number' ? found : null;
}

function parse(text: string): { content: unknown } | undefined {
  try {
    return { content: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function listOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  const { cases } = (content ?? {}) as { cases?: unknown };
  return Array.isArray(cases) ? cases : [content];
}
