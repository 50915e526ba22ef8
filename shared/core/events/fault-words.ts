import type * as z from 'zod';

/** Kinds of values as a schema names them, in plain words. */
export const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of fields',
  record: 'a set of fields',
};

/**
 * What to do about a fault that a schema has no message of its own for. Pass it to a parse: `{ error: inPlainWords }`.
 *
 * @example
 * z.object({ by: z.string() }).safeParse({ by: 7 }, { error: inPlainWords }) // "give text, not a number"
 */
export function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return oneOfKinds([issue.expected], issue.input);
    case 'invalid_value':
      return oneOfValues(issue.values, issue.input);
    case 'too_small':
    case 'too_big':
      return outOfBounds(issue);
    case 'invalid_format':
      return `give text of the form ${issue.pattern ?? issue.format}`;
    case 'unrecognized_keys':
      return `there is no field ${issue.keys.join(', ')}; check the spelling`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    case 'invalid_union':
      // A union told apart by one field, whose value is none of those that it may have.
      return Array.isArray(issue.options)
        ? oneOfValues(issue.options, fieldIn(issue.input, issue.discriminator ?? ''))
        : ofChoice(issue.errors, issue.input);
    default:
      return undefined;
  }
}

function oneOfKinds(expected: readonly string[], input: unknown): string {
  const wanted = new Set(expected.map((kind) => WANTED[kind] ?? kind));
  const given = kindOf(input);
  const instead = given === undefined || wanted.has(given) || expected.includes('int') ? '' : `, not ${given}`;
  return `${isMissing(input)}give ${oneOrOther([...wanted])}${instead}`;
}

function oneOfValues(values: readonly unknown[], input: unknown): string {
  return `${isMissing(input)}use ${oneOrOther(values.map(String))}`;
}

function fieldIn(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
}

const MISSING = 'it is missing; ';

function isMissing(input: unknown): string {
  return input === undefined ? MISSING : '';
}

/** What to do, for a sentence that says already that nothing stands there. */
export function withoutMissing(message: string): string {
  return message.startsWith(MISSING) ? message.slice(MISSING.length) : message;
}

function kindOf(input: unknown): string | undefined {
  if (input === null) return 'null';
  return WANTED[Array.isArray(input) ? 'array' : typeof input];
}

function outOfBounds(issue: Extract<z.core.$ZodRawIssue, { code: 'too_small' | 'too_big' }>): string {
  const { origin, inclusive = true } = issue;
  const least = issue.code === 'too_small';
  const bound = Number(least ? issue.minimum : issue.maximum);
  if (origin === 'string' && least && bound === 1) return 'must not be empty';
  const many = { string: 'characters', array: 'entries', set: 'entries' }[String(origin)];
  if (many !== undefined) return `give at ${least ? 'least' : 'most'} ${bound} ${many}`;
  if (inclusive) return `give ${bound} or ${least ? 'more' : 'less'}`;
  return `give a number ${least ? 'above' : 'below'} ${bound}`;
}

/** That another kind of value is wanted is said only if no branch of the choice says more. */
function ofChoice(branches: readonly (readonly z.core.$ZodIssue[])[], input: unknown): string {
  const first = branches.flatMap(([issue]) => issue ?? []);
  const more = first.filter(({ code, path }) => code !== 'invalid_type' || path.length > 0);
  if (more.length === 0)
    return oneOfKinds(
      first.map((issue) => ('expected' in issue ? issue.expected : '')),
      input,
    );
  return [...new Set(more.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')))].join(
    '; or ',
  );
}

/** `a, b or c` */
export function oneOrOther(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
