import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { eventDataSchema, eventIdSchema, type Fact, occurredAtSchema } from '../shared/core/events/event.ts';
import { eventIdOf } from '../shared/core/events/event-id.ts';
import { FactTextError, parseFact } from '../shared/core/events/fact-text.ts';
import { KIND_PATTERN, RESERVED_KINDS } from '../shared/core/events/kinds.ts';
import { didYouMean } from '../shared/core/terms/nearest.ts';
import { UsageError } from './command-line.ts';

/** What a file tells of one contract. */
export interface FactsFile {
  /** As written, not yet checked; undefined where the file names none. */
  readonly contract: Readonly<Record<string, unknown>> | undefined;
  /** In the order of the file. Each has an id, its own or one derived from what it says. */
  readonly events: readonly Fact[];
}

const FIELDS = ['contract', 'events'];

/** An event as the API takes it. */
const eventSchema = z.strictObject({
  id: eventIdSchema.optional(),
  kind: z
    .string()
    .regex(KIND_PATTERN, 'use a kind such as contract.terminated')
    .refine(
      (kind) => !RESERVED_KINDS.has(kind),
      'only Clauseclock itself records this kind; --as-of brings lapses about',
    ),
  occurredAt: occurredAtSchema,
  data: eventDataSchema.optional(),
});

/**
 * Reads `{ contract, events }` from JSON or YAML. An event is an object as the API takes it, or text as the command line
 * does, `contract.terminated@2026-11-20`.
 * @throws UsageError naming the file, the field and, where it has one, the line
 */
export function readFactsFile(path: string): FactsFile {
  const found = readObject(path);
  const { content } = found;
  for (const field of Object.keys(content)) {
    if (FIELDS.includes(field)) continue;
    const remedy = didYouMean(field, FIELDS, `a case has ${FIELDS.join(' and ')}`);
    throw found.fault([field], `there is no such field; ${remedy}`);
  }
  const { contract, events = [] } = content;
  if (contract !== undefined && !isObject(contract)) throw found.fault(['contract'], 'a contract is an object');
  if (!Array.isArray(events)) throw found.fault(['events'], 'give a list of events');
  const facts = events.map((event, index) => readEvent(event, (at, say) => found.fault(['events', index, ...at], say)));
  refuseOtherEventOfTheSameId(facts, found.fault);
  return { contract: contract && withVersionAsText(contract), events: facts };
}

/** `version: 5.9` is a number to YAML and a name to everyone else. */
function withVersionAsText(contract: Record<string, unknown>): Record<string, unknown> {
  return typeof contract.version === 'number' ? { ...contract, version: String(contract.version) } : contract;
}

type Path = readonly (string | number)[];
type Fault = (path: Path, message: string) => UsageError;

function readEvent(event: unknown, fault: Fault): Fact {
  if (typeof event === 'string') return readText(event, fault);
  if (!isObject(event)) throw fault([], 'write an object with kind, occurredAt and data, or kind@occurredAt');
  const parsed = eventSchema.safeParse(event, { reportInput: true });
  if (!parsed.success) throw faultOf(parsed.error.issues[0], fault);
  const { id, kind, occurredAt, data = {} } = parsed.data;
  return { id: id ?? eventIdOf({ kind, occurredAt, data }), kind, occurredAt, data };
}

function faultOf(issue: z.core.$ZodIssue | undefined, fault: Fault): UsageError {
  const path = (issue?.path ?? []) as Path;
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = Object.keys(eventSchema.shape);
    const remedy = didYouMean(key, known, `an event has ${known.join(', ')}; what else there is to say goes into data`);
    return fault([...path, key], `there is no such field; ${remedy}`);
  }
  if (issue?.code === 'invalid_type' && issue.input === undefined)
    return fault(path, `it is missing; ${plainly(issue.message)}`);
  return fault(path, plainly(issue?.message ?? 'this is not an event'));
}

function plainly(message: string): string {
  return message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '');
}

function readText(text: string, fault: Fault): Fact {
  try {
    return parseFact(text);
  } catch (error) {
    throw error instanceof FactTextError ? fault([], error.message) : error;
  }
}

/** The same event twice is one event; another one under its id would be dropped unseen. */
function refuseOtherEventOfTheSameId(facts: readonly Fact[], fault: Fault): void {
  facts.forEach((fact, index) => {
    const first = facts.findIndex(({ id }) => id === fact.id);
    if (JSON.stringify(facts[first]) === JSON.stringify(fact)) return;
    throw fault(['events', index], `its id ${fact.id} is that of events.${first}; give it another`);
  });
}

interface Found {
  readonly content: Readonly<Record<string, unknown>>;
  readonly fault: Fault;
}

function readObject(path: string): Found {
  const lines = new LineCounter();
  const document = parseDocument(read(path), { lineCounter: lines, strict: true, uniqueKeys: true });
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  const [error] = [...document.errors, ...document.warnings];
  if (error)
    throw new UsageError(
      `${at(error.pos[0])}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:$/, '.')}`,
    );
  visit(document, {
    // Text that looks like a number keeps its form: an invoice 00123, a version 5.10.
    Scalar(_, node) {
      if (typeof node.value === 'number' && node.source !== String(node.value)) node.value = node.source;
    },
  });
  const content = contentOf(path, document);
  if (!isObject(content)) throw new UsageError(`${path}: it holds no object; a case has ${FIELDS.join(' and ')}.`);
  const fault: Fault = (field, message) => {
    const offset = nearestOffset(document, field);
    const sentence = /[.?]$/.test(message) ? message : `${message}.`;
    return new UsageError(`${offset === undefined ? path : at(offset)}: ${field.join('.')}: ${sentence}`);
  };
  return { content, fault };
}

/** Aliases are resolved only here, and may lead nowhere. */
function contentOf(path: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : error}.`);
  }
}

/** Where the deepest part of the path that is there begins. */
function nearestOffset(document: ReturnType<typeof parseDocument>, path: Path): number | undefined {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`--facts ${path} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
