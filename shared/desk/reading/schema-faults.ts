import type * as z from 'zod';
import { inWords, isOfKind, wrongKind } from './in-words.ts';

export type Path = readonly (string | number)[];

/** One fault that a schema finds in a value, and its place. */
export interface SchemaFault {
  readonly path: Path;
  /** The key within `path`, if the fault is in the key instead of its value. */
  readonly field?: string;
  /** The fault and its remedy, without a full stop. */
  readonly message: string;
}

export type Checked<Output> = { readonly data: Output } | { readonly faults: readonly SchemaFault[] };

/** The value as the schema reads it, or all its faults in plain words. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(value, { reportInput: true, error: inWords });
  return parsed.success
    ? { data: parsed.data }
    : { faults: withoutConsequences(parsed.error.issues.flatMap(faultsOf)) };
}

/** `clauses.export-window.period`: a path for readers, with the id of a list entry in place of its number. */
export function pathInWords({ path, field }: Omit<SchemaFault, 'message'>, content: unknown): string {
  let at = content;
  const names = path.map((key) => {
    at = typeof at === 'object' && at !== null ? (at as Readonly<Record<string | number, unknown>>)[key] : undefined;
    const id = typeof key === 'number' ? (at as { id?: unknown } | null | undefined)?.id : undefined;
    return typeof id === 'string' && id !== '' ? id : key;
  });
  return [...names, ...(field === undefined ? [] : [field])].join('.');
}

type Issue = z.core.$ZodIssue;

interface Fault extends SchemaFault {
  readonly code: Issue['code'];
}

/** One fault for each unknown field. For a choice, the faults of the branch that the author most likely meant. */
function faultsOf(issue: Issue): Fault[] {
  const { code } = issue;
  const path = issue.path as Path;
  if (code === 'unrecognized_keys') {
    const said = issue.message.split('\n');
    return issue.keys.map((field, index) => ({ code, path, field, message: said[index] ?? '' }));
  }
  if (code === 'invalid_key') {
    const field = String(path.at(-1));
    const message = `${field} cannot stand here; ${issue.issues[0]?.message ?? issue.message}`;
    return [{ code, path: path.slice(0, -1), field, message }];
  }
  if (code === 'invalid_union') return ofChoice(issue);
  return [{ code, path, message: isMissing(issue) ? missing(path, issue.message) : issue.message }];
}

function isMissing({ code, input, path }: Issue): boolean {
  return (code === 'invalid_type' || code === 'invalid_value') && input === undefined && path.length > 0;
}

function missing(path: Path, remedy: string): string {
  return `${path.at(-1)} is missing; ${remedy}`;
}

/**
 * Leaves out faults that follow from an unknown field at the same place: the field it was meant to be is then missing,
 * and rules between fields fail.
 */
function withoutConsequences(faults: readonly Fault[]): SchemaFault[] {
  const unknown = faults.filter(({ code }) => code === 'unrecognized_keys');
  const isMeant = (path: Path) =>
    unknown.some((one) => one.message.endsWith(`did you mean ${path.at(-1)}?`) && isSame(one.path, path.slice(0, -1)));
  return faults.filter(
    ({ code, path, message }) =>
      !(code === 'custom' && unknown.some((one) => isSame(one.path, path))) &&
      !(message.startsWith(`${path.at(-1)} is missing`) && isMeant(path)),
  );
}

function isSame(a: Path, b: Path): boolean {
  return a.join('/') === b.join('/');
}

type Choice = Extract<Issue, { code: 'invalid_union' }>;
type Branch = readonly Issue[];

function ofChoice(issue: Choice): Fault[] {
  const { code, input } = issue;
  const path = issue.path as Path;
  const branches = branchesOf(issue);
  if (input === undefined && path.length > 0)
    return [{ code, path, message: missing(path, together(branches, input)) }];
  const meant = branches.filter((branch) => !branch.some((inner) => isOtherType(inner, input)));
  const [nearest] = meant.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return [{ code, path, message: together(branches, input) }];
  if (typeof input !== 'object') return [{ code, path, message: together(meant, input) + orSeveral(branches, meant) }];
  const faults = nearest.flatMap((inner) => faultsOf({ ...inner, path: [...path, ...inner.path] } as Issue));
  if (!knowsNoneOf(nearest, input)) return faults;
  return issue.message === '' ? faults.filter(isUnknown) : [{ code, path, message: issue.message }];
}

/**
 * Whether a branch knows no field of an object, nor one that a field may have been meant to be. Then its author meant
 * no branch, and the fields that the branch misses are no help.
 */
function knowsNoneOf(branch: Branch, input: object | null): boolean {
  if (input === null || Array.isArray(input)) return false;
  const unknown = branch.filter((inner) => isUnknown(inner) && inner.path.length === 0);
  const named = unknown.flatMap((inner) => (inner.code === 'unrecognized_keys' ? inner.keys : []));
  const near = unknown.some(({ message }) => message.includes('did you mean'));
  return !near && named.length === Object.keys(input).length;
}

function isUnknown({ code }: { readonly code: Issue['code'] }): boolean {
  return code === 'unrecognized_keys';
}

/** The branches of a choice. A choice within a choice adds its branches to the outer one. */
function branchesOf({ errors }: Choice): Branch[] {
  return errors.flatMap((branch) => {
    const [only, ...others] = branch;
    return only?.code === 'invalid_union' && only.path.length === 0 && others.length === 0
      ? branchesOf(only)
      : [branch];
  });
}

function isOtherType(issue: Issue, input: unknown): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.values[0] !== typeof input);
}

/** How far a branch is from the value. An unknown field counts more than a missing one, because the author wrote it. */
function distance(branch: Branch): number {
  const unknown = branch.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  return unknown.length * 100 + branch.length;
}

/** The messages of all branches. That another kind of value is wanted is said only if no branch says more. */
function together(branches: readonly Branch[], input: unknown): string {
  const said = new Set(branches.flatMap(([issue]) => issue?.message || []));
  const more = [...said].filter((message) => !isOfKind(message));
  if (more.length > 0 || said.size === 1) return (more.length > 0 ? more : [...said]).join('; or ');
  return wrongKind(
    input,
    branches.flatMap(([issue]) => (issue?.code === 'invalid_type' ? issue.expected : [])),
  );
}

/** Words to append for a single word at a place where a list of several is also allowed. */
function orSeveral(branches: readonly Branch[], meant: readonly Branch[]): string {
  const list = branches.some(([issue]) => issue?.code === 'invalid_type' && issue.expected === 'array');
  const [only, ...others] = meant.flat();
  if (!list || only?.code !== 'invalid_value' || others.length > 0 || only.message.endsWith('?')) return '';
  return `; or several of them in a list: [${only.values.slice(0, 2).map(String).join(', ')}]`;
}
