import { findStatute, packsInForce } from '../../shared/core/agreement/in-force.ts';
import { kindsKnownTo } from '../../shared/core/agreement/kinds.ts';
import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import { type Contract, contractSchema, type PinnedContract } from '../../shared/core/events/contract.ts';
import { unknownValueIn } from '../../shared/core/events/data-keys.ts';
import { dayOf, type Fact } from '../../shared/core/events/event.ts';
import { mayPrecedeStart } from '../../shared/core/events/kinds.ts';
import { findPack, UnknownTermsError } from '../../shared/core/terms/catalog.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { FactTextError, parseFact } from '../../shared/desk/plans/fact-text.ts';
import { checked, type Path } from '../../shared/desk/reading/schema-faults.ts';
import type { Terms } from '../../shared/runtime/terms.ts';
import { readTextFile } from '../../shared/runtime/text-file.ts';
import { UsageError } from '../command-line.ts';
import { readFactsFile } from '../facts-file.ts';

/** A contract that its terms cannot work with. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

interface ContractOptions {
  /** A file of one contract as JSON. */
  readonly contract?: string | undefined;
  readonly terms?: string | undefined;
  readonly version?: string | undefined;
}

interface CaseOptions extends ContractOptions {
  readonly facts?: string | undefined;
  readonly event?: readonly string[] | undefined;
}

/** The contract and the facts that a call names, in a file or one by one. */
export function caseFor(terms: Terms, options: CaseOptions): { contract: PinnedContract; events: Fact[] } {
  const { facts: path, contract: contractFile, event: texts = [] } = options;
  const found = path === undefined ? undefined : readFactsFile(path);
  if (found?.contract !== undefined && contractFile !== undefined) {
    throw new UsageError(`--contract ${contractFile}: ${path} names a contract of its own. Leave one of them out.`);
  }
  if (
    found !== undefined &&
    found.contract === undefined &&
    contractFile === undefined &&
    options.terms === undefined
  ) {
    throw new UsageError(`${path}: contract: it is missing; put it into the file, or name the terms with --terms.`);
  }
  const contract =
    found?.contract === undefined
      ? contractFor(terms, options)
      : contractOf(terms, completed(found.contract, options, found.placeOf(['contract', 'terms'])), (field) =>
          found.placeOf(['contract', ...field]),
        );
  const inFile = (found?.events ?? []).map((fact, index) => ({ fact, place: found?.placeOf(['events', index]) ?? '' }));
  const given = [...inFile, ...texts.map((text) => ({ fact: read(text), place: `--event ${text}` }))];
  checkFacts(terms, contract, given);
  return { contract, events: given.map(({ fact }) => fact) };
}

/** The contract of a file with what the call adds to it, or a nameless one that chose nothing. */
function contractFor(terms: Terms, options: ContractOptions): PinnedContract {
  const file = options.contract;
  const given = file === undefined ? {} : readJson(file);
  return contractOf(terms, completed(given, options, `--contract ${file}: terms`));
}

/** What a contract has to have and no deadline depends on. */
const NAMELESS = { id: 'plan', customer: { email: 'nobody@customer.example' } };

/** Whether nobody said which contract it is. */
export function isNameless({ id }: PinnedContract): boolean {
  return id === NAMELESS.id;
}

/** The contract of a file with what the call adds. Its version may be tried under another; its terms are what it is about. */
function completed(given: object, { terms, version }: ContractOptions, place: string): object {
  const own = 'terms' in given ? given.terms : undefined;
  if (own !== undefined && terms !== undefined && own !== terms) {
    throw new UsageError(`${place}: it says ${own}, and --terms says ${terms}. Leave --terms out, or correct one.`);
  }
  return { ...NAMELESS, ...given, ...(terms !== undefined && { terms }), ...(version !== undefined && { version }) };
}

/** `placeOf` names a field of the contract with its place, where it has one. */
function contractOf({ catalog, holidays }: Terms, given: object, placeOf?: (field: Path) => string): PinnedContract {
  const named = (field: Path) => placeOf?.(field) ?? (field.join('.') || 'contract');
  const read = checked(contractSchema, given);
  if ('faults' in read) {
    const faults = read.faults.map(
      ({ path, field, message }) => `  ${named(field === undefined ? path : [...path, field])}: ${message}`,
    );
    throw new UsageError(['The contract is not valid.', ...faults].join('\n'));
  }
  checkReadable(catalog, read.data);
  const pinned = pinContract(read.data, catalog, holidays);
  if ('contract' in pinned) {
    checkStatutes(catalog, pinned.contract);
    return pinned.contract;
  }
  const [only, ...others] = pinned.faults;
  if (only && others.length === 0 && placeOf === undefined) {
    const speaksForItself = only.field === 'terms' || only.field === 'version' || only.field === 'statutes';
    throw new ContractError(speaksForItself ? only.detail : `${only.field}: ${only.detail}`);
  }
  const faults = pinned.faults.map(({ field, detail }) => `${named(field.split('.'))}: ${detail}`);
  if (faults.length === 1) throw new ContractError(faults.join());
  throw new ContractError(['The contract does not go with its terms.', ...faults.map((one) => `  ${one}`)].join('\n'));
}

/** @throws PackError where the terms or a statute beside them cannot be read, which is not the same as unknown */
function checkReadable(catalog: Terms['catalog'], { terms, statutes = [] }: Contract): void {
  const named = (catalog.get(terms) ?? []).flatMap((pack) => pack.statutes);
  for (const label of [...statutes, ...named]) catalog.get(label.split('@')[0] ?? label);
}

/** @throws ContractError where the terms themselves name a statute that is not there */
function checkStatutes(catalog: Terms['catalog'], { terms, version }: PinnedContract): void {
  const pack = findPack(catalog, terms, version);
  for (const label of pack.statutes) {
    const [name = '', wanted] = label.split('@');
    try {
      findStatute(catalog, name, wanted);
    } catch (error) {
      if (!(error instanceof UnknownTermsError)) throw error;
      throw new ContractError(`${packLabel(pack)} names ${label} under statutes. ${error.message}`);
    }
  }
}

/** A fact, and where it was told. */
interface Told {
  readonly fact: Fact;
  readonly place: string;
}

/** Each of a kind that means something, and none before the contract starts. */
function checkFacts({ catalog }: Terms, contract: PinnedContract, given: readonly Told[]): void {
  const versions = catalog.get(contract.terms) ?? [];
  const kinds = kindsKnownTo(versions.flatMap((pack) => packsInForce(pack, { contract, catalog })));
  const zone = contract.timezone ?? findPack(catalog, contract.terms, contract.version).timezone;
  const told = new Map<string, Told>();
  for (const { fact, place } of given) {
    const { id, kind, occurredAt } = fact;
    if (!kinds.has(kind)) throw new UsageError(`${place}: ${unknownKind(kind, kinds)}`);
    const wrong = unknownValueIn(kind, fact.data);
    if (wrong !== undefined)
      throw new UsageError(`${place}: data.${wrong.key}: ${wrong.value} is none of ${wrong.values.join(', ')}.`);
    if (contract.startsOn !== undefined && !mayPrecedeStart(kind) && dayOf(occurredAt, zone) < contract.startsOn) {
      throw new UsageError(`${place}: it lies before the contract starts on ${contract.startsOn}.`);
    }
    const before = told.get(id);
    if (before !== undefined && JSON.stringify(before.fact) !== JSON.stringify(fact)) {
      throw new UsageError(`${place}: its id ${id} is that of another event (${before.place}). Give it another.`);
    }
    told.set(id, { fact, place });
  }
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
    const content: unknown = JSON.parse(readTextFile(file));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new Error('it holds no object');
    return content;
  } catch (error) {
    throw new UsageError(`--contract ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}
