import type * as z from 'zod';
import { oneOrOther, WANTED } from '../../core/events/fault-words.ts';
import { nearest } from '../../core/terms/nearest.ts';

type Issue = z.core.$ZodRawIssue;

/** A schema's fault in plain words; undefined if the schema's own message says it. */
export function inWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input, fieldsOf(issue.inst));
    case 'invalid_value':
      return oneOf(issue.values.map(String), issue.input);
    case 'unrecognized_keys':
      // One line for each key. `faultsOf` splits them.
      return issue.keys.map((key) => unknownField(key, issue.input?.[key], fieldsOf(issue.inst))).join('\n');
    case 'too_small':
    case 'too_big':
      return outOfBounds(issue);
    case 'invalid_union':
      // `faultsOf` reads an empty message as: the schema says nothing of its own about this choice.
      return '';
    default:
      return undefined;
  }
}

function wrongType(expected: string, input: unknown, fields: readonly string[]): string {
  if (input === undefined) return `write ${WANTED[expected] ?? expected}${isFields(expected) ? named(fields) : ''}`;
  const remedy = remedyFor(expected, input, fields);
  return `${wrongKind(input, [expected])}${remedy === undefined ? '' : `; ${remedy}`}`;
}

/** The message that a value is of none of the kinds allowed at its place. */
export function wrongKind(input: unknown, expected: readonly string[]): string {
  const wanted = new Set(expected.map((kind) => WANTED[kind] ?? kind));
  return `${IS} ${described(input)}, and ${oneOrOther([...wanted])} is wanted`;
}

const IS = 'this is';

/** Whether a message is only about the kind of a value. Messages that say more are preferred. */
export function isOfKind(message: string): boolean {
  return message.startsWith(IS);
}

function remedyFor(expected: string, input: unknown, fields: readonly string[]): string | undefined {
  const plain = ['string', 'number', 'boolean'].includes(typeof input);
  if (isFields(expected)) return `write name: value for each${named(fields)}`;
  if (expected === 'array') return arrayRemedy(input, plain);
  if (expected === 'string') return plain ? 'put it in quotes' : undefined;
  if (typeof input !== 'string') return undefined;
  return expected === 'boolean' ? 'write one of these words, without quotes' : 'write digits alone, without quotes';
}

function arrayRemedy(input: unknown, plain: boolean): string {
  if (input === null) return 'write [] for none';
  return plain ? `write [${input}]` : 'begin each entry with a hyphen';
}

function isFields(expected: string): boolean {
  return expected === 'object' || expected === 'record';
}

function described(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  return (
    { string: 'text', number: 'a number', boolean: String(input), object: 'a set of fields' }[String(typeof input)] ??
    'something else'
  );
}

/** The names of an object's fields; empty if there are too many to list. */
function named(fields: readonly string[]): string {
  return fields.length === 0 || fields.length > TOLD ? '' : `: ${fields.join(', ')}`;
}

const TOLD = 12;

function fieldsOf(schema: unknown): string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return Object.keys(shape ?? {});
}

function oneOf(values: readonly string[], input: unknown): string {
  const near = typeof input === 'string' ? nearest(input, values) : undefined;
  return `use ${oneOrOther(values)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/**
 * The message for an unknown field. Within { } a comma ends a text without quotes, and the words after it are read as a
 * field without a value.
 */
function unknownField(name: string, value: unknown, fields: readonly string[]): string {
  const near = nearest(name, fields);
  if (near !== undefined) return `there is no field ${name} here; did you mean ${near}?`;
  if (value === null && /\s/.test(name)) {
    return `“${name}” stands after a comma within { } and is read as a field; put the whole sentence before and after the comma in quotes`;
  }
  const remedy = fields.length > TOLD ? 'check its spelling, or take it out' : `its fields are ${fields.join(', ')}`;
  return `there is no field ${name} here; ${remedy}`;
}

function outOfBounds(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const { origin, inclusive = true } = issue;
  const least = issue.code === 'too_small';
  const bound = Number(least ? issue.minimum : issue.maximum);
  if (origin === 'array') return `give at ${least ? 'least' : 'most'} ${bound}`;
  if (origin === 'string')
    return least && bound === 1
      ? 'it is empty; write something'
      : `use at ${least ? 'least' : 'most'} ${bound} characters`;
  if (inclusive) return `use ${bound} or ${least ? 'more' : 'less'}`;
  return `use a number ${least ? 'above' : 'below'} ${bound}`;
}
