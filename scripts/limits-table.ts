import type * as z from 'zod';

/** One limit, in the form of a row of `docs/limits.md`. */
export interface Limit {
  readonly what: string;
  readonly most: number;
  /** `bytes`, `characters`; absent for a plain number. */
  readonly unit?: string;
  /** What happens beyond it. */
  readonly beyond: string;
  /** The constant or schema that sets it. */
  readonly name: string;
}

export interface LimitGroup {
  readonly title: string;
  readonly about?: string;
  readonly limits: readonly Limit[];
}

/**
 * A limit that a constant sets, given by its name so that number and name belong together.
 *
 * @example
 * limit({ MOST_ROWS }, 'rows of a page', 'the next page')
 */
export function limit(constant: Readonly<Record<string, number>>, what: string, beyond: string, unit?: string): Limit {
  const [[name, most] = ['', Number.NaN]] = Object.entries(constant);
  return { what, most, beyond, name, ...(unit !== undefined && { unit }) };
}

/** A limit of length that a schema sets: the longest text that it takes. `text` makes input with one of a length. */
export function longest(
  schema: Readonly<Record<string, z.ZodType>>,
  what: string,
  beyond: string,
  text: (length: number) => unknown = (length) => 'a'.repeat(length),
): Limit {
  const [[name, one] = ['', undefined]] = Object.entries(schema);
  const takes = (length: number) => one?.safeParse(text(length)).success === true;
  return { what, most: mostTaken(takes), unit: 'characters', beyond, name };
}

/** A limit of number that a schema sets: the longest list that it takes. */
export function mostIn(
  schema: Readonly<Record<string, z.ZodType>>,
  what: string,
  beyond: string,
  list: (length: number) => unknown,
): Limit {
  const [[name, one] = ['', undefined]] = Object.entries(schema);
  return { what, most: mostTaken((length) => one?.safeParse(list(length)).success === true), beyond, name };
}

/** No schema takes as much. */
const ENDLESS = 100_000;
const SHORTEST = 16;

/** The largest size that is taken, where none is that is larger. */
function mostTaken(takes: (size: number) => boolean): number {
  const sizes = Array.from({ length: SHORTEST }, (_, size) => size + 1);
  let low = sizes.findLast(takes) ?? 0;
  let high = Math.max(1, low) * 2;
  for (; takes(high); high *= 2) {
    if (high > ENDLESS) return Number.POSITIVE_INFINITY;
    low = high;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (takes(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const HEAD = `# Limits

Everything that grows has a limit. What is beyond one is refused by the field, its value and what to do, or waits, or comes on a
further page: nobody is asked to send again what would be refused again.

This page is generated from the code: \`node scripts/generate-limits-table.ts\`. The last column names what sets the limit.
`;

/** `docs/limits.md`. */
export function limitsPage(groups: readonly LimitGroup[], tail: string): string {
  return [HEAD, ...groups.map(sectionOf), tail].join('\n');
}

function sectionOf({ title, about, limits }: LimitGroup): string {
  return [
    `## ${title}\n`,
    ...(about === undefined ? [] : [`${about}\n`]),
    '| what | at most | beyond it | set by |',
    '|---|---|---|---|',
    ...limits.map((one) => `| ${one.what} | ${shown(one)} | ${one.beyond} | \`${one.name}\` |`),
    '',
  ].join('\n');
}

/** `1,048,576 bytes`. */
function shown({ most, unit }: Limit): string {
  const number = most.toLocaleString('en-US');
  return unit === undefined ? number : `${number} ${unit}`;
}
