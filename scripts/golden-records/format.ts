import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TableItem } from '../../shared/aws/table/pack.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import type { ContractEvent, Fact } from '../../shared/core/events/event.ts';

/** A table item as DynamoDB holds it, and the story or test that wrote it. */
export interface GoldenItem {
  readonly from: string;
  readonly item: TableItem;
}

/** A message of a queue, a schedule as it is created, or a record of the table's stream as Lambda is handed it. */
export type GoldenMessage = { readonly from: string } & (
  | { readonly queue: string; readonly body: string }
  | { readonly schedule: CreateScheduleCommandInput }
  | { readonly stream: DynamoDBRecord }
);

/** A pack that is not among the project's own: as YAML, or one of them (`exoopus@2026-01`) with other values. */
export type GoldenPack =
  | { readonly yaml: string }
  | { readonly like: string; readonly with: Readonly<Record<string, unknown>> };

/** A contract with its events, and its deadlines as they are stored. */
export interface GoldenContract {
  /** Unique: the test or the pack's golden case it comes from, and a number. */
  readonly name: string;
  /** All that can be planned with; the project's own packs when absent. */
  readonly packs?: readonly GoldenPack[];
  readonly contract: PinnedContract;
  readonly events: readonly (ContractEvent | Fact)[];
  readonly deadlines: readonly StoredDeadline[];
}

/** A part of a local data folder: a journal with its text, or an item of its table. */
export type GoldenFolderPart = { readonly file: string; readonly text: string } | { readonly item: TableItem };

interface Records {
  readonly items: readonly GoldenItem[];
  readonly messages: readonly GoldenMessage[];
  readonly contracts: readonly GoldenContract[];
  readonly folder: readonly GoldenFolderPart[];
}
export type GoldenRecords = Records;

const HOME = fileURLToPath(new URL('../../test/golden-records', import.meta.url));
const KINDS = ['items', 'messages', 'contracts', 'folder'] as const satisfies readonly (keyof Records)[];
const DIGESTS = 'digests.json';

/** The names of all frozen shapes, oldest first. */
export function frozenShapes(): string[] {
  return readdirSync(HOME, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Everything frozen under a name. */
export function readGolden(shape: string): GoldenRecords {
  const lines = <Kind extends keyof Records>(kind: Kind) =>
    textOf(shape, kind)
      .split('\n')
      .filter((line) => line !== '')
      .map(readLine) as unknown as Records[Kind];
  return {
    items: lines('items'),
    messages: lines('messages'),
    contracts: lines('contracts'),
    folder: lines('folder'),
  };
}

/** Writes a shape that is not there yet. */
export function writeGolden(shape: string, records: GoldenRecords): void {
  const folder = join(HOME, shape);
  mkdirSync(folder);
  for (const kind of KINDS) {
    const text = records[kind].map(recordLine).join('');
    writeFileSync(join(folder, fileOf(kind)), gzipSync(text, { level: 9 }));
  }
  writeFileSync(join(folder, DIGESTS), `${JSON.stringify(digestsOf(shape), null, 2)}\n`);
}

/** A record as one line of JSON, with its line feed. */
export function recordLine(record: object): string {
  return `${JSON.stringify(record, written)}\n`;
}

/** The record of a line. */
export function readLine(line: string): unknown {
  return JSON.parse(line, revived);
}

/** SHA-256 of every file's lines, by kind. */
export function digestsOf(shape: string): Record<string, string> {
  return Object.fromEntries(
    KINDS.map((kind) => [kind, createHash('sha256').update(textOf(shape, kind)).digest('hex')]),
  );
}

/** The digests that were written with a shape. */
export function frozenDigests(shape: string): unknown {
  return JSON.parse(readFileSync(join(HOME, shape, DIGESTS), 'utf8'));
}

/** Every file in a shape's folder, and those that belong there. */
export function filesOf(shape: string): { readonly found: string[]; readonly expected: string[] } {
  return { found: readdirSync(join(HOME, shape)).sort(), expected: [...KINDS.map(fileOf), DIGESTS].sort() };
}

function textOf(shape: string, kind: keyof Records): string {
  return gunzipSync(readFileSync(join(HOME, shape, fileOf(kind)))).toString('utf8');
}

function fileOf(kind: keyof Records): string {
  return `${kind}.ndjson.gz`;
}

const BYTES = 'base64:';

/** Bytes are kept as text. A buffer has become an object with its numbers before it comes here. */
function written(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return `${BYTES}${Buffer.from(value).toString('base64')}`;
  const buffer = value as { type?: unknown; data?: unknown } | null;
  if (buffer?.type !== 'Buffer' || !Array.isArray(buffer.data)) return value;
  return `${BYTES}${Buffer.from(buffer.data).toString('base64')}`;
}

function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(BYTES)) return value;
  return new Uint8Array(Buffer.from(value.slice(BYTES.length), 'base64'));
}
