/** The place where a text stops being JSON. Line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** The first fault of a text; undefined if the text is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  const problem = problemOf(text);
  if (problem === undefined) return undefined;
  const before = text.slice(0, offsetOf(text, problem)).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1, problem: withoutExcerpt(problem) };
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The engine names the offset of most faults, but not of an unexpected token. That offset is found by bisection: a text
 * cut before the token only ends too soon, and a text cut after it has an unexpected token.
 */
function offsetOf(text: string, problem: string): number {
  const named = /at position (\d+)/.exec(problem)?.[1];
  if (named !== undefined) return Number(named);
  if (!problem.startsWith('Unexpected token')) return text.length;
  let sound = 0;
  let faulty = text.length;
  while (faulty - sound > 1) {
    const middle = (sound + faulty) >> 1;
    if (problemOf(text.slice(0, middle))?.startsWith('Unexpected token')) faulty = middle;
    else sound = middle;
  }
  return faulty - 1;
}

/**
 * The fault without the excerpt: `Unexpected token 'x'` of `Unexpected token 'x', ..."a": x}..." is not valid JSON`.
 */
function withoutExcerpt(problem: string): string {
  return problem.replace(/, (?:\.\.\.)?".*$/s, '').replace(/ in JSON at position.*$/s, '');
}
