import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contractSchema, type PinnedContract } from '../shared/core/events/contract.ts';
import { dayOf, type Fact } from '../shared/core/events/event.ts';
import { FactTextError, parseFact } from '../shared/core/events/fact-text.ts';
import { mayPrecedeStart } from '../shared/core/events/kinds.ts';
import { findPack } from '../shared/core/terms/catalog.ts';
import { packsInForce } from '../shared/core/terms/in-force.ts';
import { kindsKnownTo } from '../shared/core/terms/pack-kinds.ts';
import { pinContract } from '../shared/core/terms/pin-contract.ts';
import { loadHolidayTables } from '../shared/runtime/holiday-tables.ts';
import { loadCatalog, sourceTerms, type Terms } from '../shared/runtime/terms.ts';
import { UsageError } from './command-line.ts';

/** A contract that its terms cannot work with. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** The packs of a folder, relative to where the command is called, with its holiday tables or the project's own. */
export function termsIn(directory: string | undefined): Terms {
  if (directory === undefined) return sourceTerms();
  const folder = resolve(directory);
  if (!existsSync(folder)) throw new UsageError(`--terms-dir ${directory}: there is no such folder.`);
  const calendars = join(folder, 'calendars');
  return { catalog: loadCatalog(folder), holidays: loadHolidayTables(existsSync(calendars) ? calendars : undefined) };
}

/** The contract of a file with what the call adds to it, or a nameless one that chose nothing. */
export function contractFor(
  { catalog, holidays }: Terms,
  options: {
    readonly contract?: string | undefined;
    readonly terms?: string | undefined;
    readonly version?: string | undefined;
  },
): PinnedContract {
  const given = options.contract === undefined ? {} : readJson(options.contract);
  const parsed = contractSchema.safeParse({
    id: 'plan',
    customer: { email: 'nobody@customer.example' },
    ...given,
    ...(options.terms !== undefined && { terms: options.terms }),
    ...(options.version !== undefined && { version: options.version }),
  });
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'contract'}: ${message}`);
    throw new UsageError(['The contract is not valid.', ...faults].join('\n'));
  }
  const pinned = pinContract(parsed.data, catalog, holidays);
  if ('contract' in pinned) return pinned.contract;
  const [only, ...others] = pinned.faults;
  if (only && others.length === 0) throw new ContractError(only.detail);
  const faults = pinned.faults.map(({ field, detail }) => `  ${field}: ${detail}`);
  throw new ContractError(['The contract does not go with its terms.', ...faults].join('\n'));
}

/** The facts, each of a kind that means something, and none before the contract starts. */
export function factsFor({ catalog }: Terms, contract: PinnedContract, texts: readonly string[]): Fact[] {
  const versions = catalog.get(contract.terms) ?? [];
  const kinds = kindsKnownTo(versions.flatMap((pack) => packsInForce(pack, { contract, catalog })));
  const zone = contract.timezone ?? findPack(catalog, contract.terms, contract.version).timezone;
  return texts.map((text) => {
    const fact = read(text);
    if (!kinds.has(fact.kind)) throw new UsageError(`--event ${text}: ${unknownKind(fact.kind, kinds)}`);
    if (
      contract.startsOn !== undefined &&
      !mayPrecedeStart(fact.kind) &&
      dayOf(fact.occurredAt, zone) < contract.startsOn
    ) {
      throw new UsageError(`--event ${text}: it lies before the contract starts on ${contract.startsOn}.`);
    }
    return fact;
  });
}

function read(text: string): Fact {
  try {
    return parseFact(text);
  } catch (error) {
    throw error instanceof FactTextError ? new UsageError(`--event ${error.message}`) : error;
  }
}

function unknownKind(kind: string, kinds: ReadonlySet<string>): string {
  const noun = kind.split('.')[0] ?? kind;
  const near = [...kinds].filter((known) => known.startsWith(`${noun}.`)).sort();
  const remedy = near.length > 0 ? `Known of ${noun}: ${near.join(', ')}.` : `Known: ${[...kinds].sort().join(', ')}.`;
  return `there is no kind of event ${kind}. ${remedy}`;
}

function readJson(file: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new Error('it holds no object');
    return content;
  } catch (error) {
    throw new UsageError(`--contract ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}
