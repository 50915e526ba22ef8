import * as z from 'zod';
import { eventDataSchema, type Fact, givenEventIdSchema, occurredAtSchema } from '../shared/core/events/event.ts';
import { eventIdOf } from '../shared/core/events/event-id.ts';
import { KIND_PATTERN, RESERVED_KINDS } from '../shared/core/events/kinds.ts';
import { didYouMean } from '../shared/core/terms/nearest.ts';
import { FactTextError, parseFact } from '../shared/desk/plans/fact-text.ts';
import { checked, type Path } from '../shared/desk/reading/schema-faults.ts';
import { readYaml } from '../shared/desk/reading/yaml-text.ts';
import { readTextFile, UnreadableFileError } from '../shared/runtime/text-file.ts';
import { UsageError } from './command-line.ts';
import { sentence } from './wrap.ts';

/** The contract and the events of a file. */
export interface FactsFile {
  /** As written, not yet checked; undefined if the file has none. */
  readonly contract: Readonly<Record<string, unknown>> | undefined;
  /** In the order of the file. Each has its own id or one derived from its content. */
  readonly events: readonly Fact[];
  /** A field with its place, as in `case.yaml:3: contract.customer.email`, for faults that are found later. */
  placeOf(path: Path): string;
}

const FIELDS = ['contract', 'events'];

/** An event as the API takes it. */
const eventSchema = z.strictObject({
  id: givenEventIdSchema.optional(),
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
 * Reads `{ contract, events }` from JSON or YAML. An event is an object as the API takes it, or text as on the command
 * line, `contract.terminated@2026-11-20`.
 * @throws UsageError naming the file, the field and, if known, the line
 */
export function readFactsFile(path: string): FactsFile {
  const found = readObject(path);
  const { content } = found;
  for (const field of Object.keys(content)) {
    if (FIELDS.includes(field)) continue;
    throw found.fault([field], `there is no such field; ${remedyFor(field, content)}`);
  }
  const { contract, events = [] } = content;
  if (contract !== undefined && !isObject(contract)) throw found.fault(['contract'], 'a contract is an object');
  if (!Array.isArray(events)) throw found.fault(['events'], 'give a list of events');
  const facts = events.map((event, index) => readEvent(event, (at, say) => found.fault(['events', index, ...at], say)));
  refuseOtherEventOfTheSameId(facts, found.fault);
  return { contract: contract && withVersionAsText(contract), events: facts, placeOf: found.placeOf };
}

/** A file as `plan --contract` takes it, the contract alone, is easily given here as well. */
function remedyFor(field: string, content: Readonly<Record<string, unknown>>): string {
  const isContract = !FIELDS.some((one) => one in content) && ('terms' in content || 'customer' in content);
  if (isContract) return 'the file is a contract alone; put it under contract: { "contract": { … }, "events": [] }';
  return didYouMean(field, FIELDS, `a case has ${FIELDS.join(' and ')}`);
}

/** YAML reads `version: 5.9` as a number; here it is text. */
function withVersionAsText(contract: Record<string, unknown>): Record<string, unknown> {
  return typeof contract.version === 'number' ? { ...contract, version: String(contract.version) } : contract;
}

type Fault = (path: Path, message: string) => UsageError;

function readEvent(event: unknown, fault: Fault): Fact {
  if (typeof event === 'string') return readText(event, fault);
  if (!isObject(event)) throw fault([], 'write an object with kind, occurredAt and data, or kind@occurredAt');
  const read = checked(eventSchema, event);
  if ('faults' in read) {
    const [{ path, field, message } = { path: [], message: 'this is not an event' }] = read.faults;
    const elsewhere = field !== undefined && !message.endsWith('?') ? '; what else there is to say goes into data' : '';
    throw fault(field === undefined ? path : [...path, field], `${message}${elsewhere}`);
  }
  const { id, kind, occurredAt, data = {} } = read.data;
  return { id: id ?? eventIdOf({ kind, occurredAt, data }), kind, occurredAt, data };
}

function readText(text: string, fault: Fault): Fact {
  try {
    return parseFact(text);
  } catch (error) {
    throw error instanceof FactTextError ? fault([], error.message) : error;
  }
}

/** Refuses two different events with one id. The same event twice is one event. */
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
  readonly placeOf: FactsFile['placeOf'];
}

function readObject(path: string): Found {
  const yaml = readYaml(readFactsText(path), { numbersAsWritten: true });
  if ('faults' in yaml) {
    const faults = yaml.faults.map(({ line, message }) => `${path}:${line}: ${sentence(message)}`);
    throw new UsageError(faults.join('\n'));
  }
  const { content } = yaml;
  if (!isObject(content)) throw new UsageError(`${path}: it holds no object; a case has ${FIELDS.join(' and ')}.`);
  const placeOf = (field: Path) => `${path}:${yaml.placeOf(field).line}: ${field.join('.')}`;
  const fault: Fault = (field, message) => new UsageError(`${placeOf(field)}: ${sentence(message)}`);
  return { content, fault, placeOf };
}

function readFactsText(path: string): string {
  try {
    return readTextFile(path);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new UsageError(
      `--facts ${path} cannot be read: ${error.line > 1 ? `line ${error.line}: ` : ''}${error.message}.`,
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
