/** What a count tells: its steps, and its end in any fields. */
export interface Told {
  readonly steps: readonly object[];
}

/** A line for each step, and one for the end: `code name=value …`, in the order of the names. */
export function toldLines({ steps, ...end }: Told): string[] {
  return [...steps, { code: '=', ...end }].map(lineOf);
}

/** The lines of an indented text. */
export const linesOf = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

function lineOf({ code, ...facts }: { code?: string }): string {
  const told = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return [code, ...told.map(([name, value]) => `${name}=${textOf(value)}`)].join(' ');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return `${value}`;
  return Object.values(value).map(textOf).join(' ').replace('day named as a holiday', 'holiday');
}
