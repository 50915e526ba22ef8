import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type * as z from 'zod';
import { completed, type Pack, packSchema } from './pack.ts';
import { nearestField } from './pack-fields.ts';

/** One fault of a pack file, with its place. Lines and columns count from 1. */
export interface PackFault {
  readonly line: number;
  readonly column: number;
  /** `clauses.3.period.length`; empty where the file as a whole is at fault. */
  readonly path: string;
  readonly message: string;
}

/** A pack file that cannot be used. Lists every fault with file, line and what to do. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly file: string;
  readonly faults: readonly PackFault[];

  constructor(file: string, faults: readonly PackFault[]) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column} ${describe(fault)}`).join('\n'));
    this.file = file;
    this.faults = faults;
  }
}

/** A place in a file. Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A pack, and where in its file it says what it says. */
export interface LocatedPack {
  readonly pack: Pack;
  readonly file: string;
  /** Of the key at the end of a path such as `['clauses', 3, 'period']`, or of what comes nearest to it. */
  placeOf(path: readonly (string | number)[]): Place;
}

/** Reads one pack from YAML. Throws `PackError` naming every fault. */
export function readPack(file: string, text: string): Pack {
  return readLocatedPack(file, text).pack;
}

/** As `readPack`, with the place of everything in it. */
export function readLocatedPack(file: string, text: string): LocatedPack {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const refused = [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { line, column: col, path: '', message: firstLine(error.message) };
  });
  if (refused.length > 0) throw new PackError(file, refused);
  const parsed = packSchema.safeParse(contentOf(file, document), { reportInput: true });
  if (parsed.success) {
    const placeOfKey = (path: readonly (string | number)[]) => {
      const key = path.at(-1);
      return typeof key === 'string'
        ? placeOf(document, lines, path.slice(0, -1), key)
        : placeOf(document, lines, path, undefined);
    };
    return { pack: completed(parsed.data), file, placeOf: placeOfKey };
  }
  const faults = parsed.error.issues.flatMap(specific).map(({ path, field, message }) => ({
    ...placeOf(document, lines, path, field),
    path: path.join('.'),
    message,
  }));
  throw new PackError(file, faults);
}

type YamlDocument = ReturnType<typeof parseDocument>;

/** Aliases are resolved only here, and may lead nowhere or nowhere sensible. */
function contentOf(file: string, document: YamlDocument): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const message = error instanceof Error ? firstLine(error.message) : String(error);
    throw new PackError(file, [{ line: 1, column: 1, path: '', message }]);
  }
}

interface Specific {
  readonly path: readonly PropertyKey[];
  /** The key at fault within `path`, where it is the key and not its value. */
  readonly field?: string;
  readonly message: string;
}

/** What to say of an issue: each unknown field by itself, and of a choice the branch that the author seems to have meant. */
function specific(issue: z.core.$ZodIssue): Specific[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((field) => {
      const near = nearestField(field);
      const remedy = near === undefined ? 'check its spelling, or take it out' : `did you mean ${near}?`;
      return { path, field, message: `there is no field ${field} here; ${remedy}` };
    });
  }
  if (NEEDS_A_VALUE.has(issue.code) && issue.input === undefined && path.length > 0) {
    return [{ path, message: `${String(path.at(-1))} is missing; ${plainly(issue.message)}` }];
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isOtherType)) ?? [];
    if (meant.length > 0) return meant.flatMap((inner) => specific({ ...inner, path: [...path, ...inner.path] }));
    return [{ path, message: 'this has the wrong form; see docs/write-a-pack.md for what the field may hold' }];
  }
  return [{ path, message: plainly(issue.message) }];
}

const NEEDS_A_VALUE: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

function plainly(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, '').replace(/, received undefined$/, '');
}

function isOtherType(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

/** The place of the key or of the deepest node on the path: a missing key is reported at its parent. */
function placeOf(
  document: YamlDocument,
  lines: LineCounter,
  path: readonly PropertyKey[],
  field: string | undefined,
): Place {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as ParsedNode | undefined;
    const start = (depth === path.length && field !== undefined ? keyOf(node, field) : node)?.range?.[0];
    if (start !== undefined) {
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function keyOf(node: ParsedNode | undefined, field: string): ParsedNode | undefined {
  if (!isMap(node)) return node;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === field);
  return (pair?.key as ParsedNode | undefined) ?? node;
}

function describe(fault: PackFault): string {
  return fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
