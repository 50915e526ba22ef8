import { type Agreement, agreementOf } from '../../shared/core/agreement/agreement.ts';
import { meaninglessBy } from '../../shared/core/agreement/meaning.ts';
import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import { nameIn } from '../../shared/core/agreement/statutes.ts';
import { type Contract, contractSchema, type PinnedContract } from '../../shared/core/events/contract.ts';
import { unknownValueIn } from '../../shared/core/events/data-keys.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { FactTextError, parseFact } from '../../shared/desk/plans/fact-text.ts';
import { checked, type Path } from '../../shared/desk/reading/schema-faults.ts';
import type { PlanningTerms } from '../../shared/runtime/terms.ts';
import { readTextFile } from '../../shared/runtime/text-file.ts';
import { UsageError } from '../command-line.ts';
import { readFactsFile } from '../facts-file.ts';

/** A contract with fields that its terms cannot work with. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

interface ContractOptions {
  /** A file of one contract as JSON. */
  readonly contract?: string | undefined;
  readonly terms?: string | undefined;
  readonly version?: string | undefined;
  readonly revision?: number | undefined;
}

interface CaseOptions extends ContractOptions {
  readonly facts?: string | undefined;
  readonly event?: readonly string[] | undefined;
}

/** A contract and what happened. */
export interface Case {
  readonly contract: PinnedContract;
  readonly events: readonly Fact[];
  /** The same events, each with its place in the call or the file. */
  readonly given: readonly Told[];
}

/** The contract and the facts that a call names, in a file or one by one. */
export function caseFor(terms: PlanningTerms, options: CaseOptions): Case {
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
  const given = [...inFile, ...texts.map((text) => ({ fact: factOf(text), place: `--event ${text}` }))];
  checkFacts(agreementOf({ contract, ...terms }), contract, given);
  return { contract, events: given.map(({ fact }) => fact), given };
}

/** The contract of a file, completed by the call's options; without a file, a nameless contract without choices. */
function contractFor(terms: PlanningTerms, options: ContractOptions): PinnedContract {
  const file = options.contract;
  const given = file === undefined ? {} : readJson(file);
  return contractOf(terms, completed(given, options, `--contract ${file}: terms`));
}

/** The values of required fields on which no deadline depends. */
const NAMELESS = { id: 'plan', customer: { email: 'nobody@customer.example' } };

/** True if neither the file nor the call names the contract. */
export function isNameless({ id }: PinnedContract): boolean {
  return id === NAMELESS.id;
}

/** The contract of a file, completed by the call's options. The call may name another version, but not other terms. */
function completed(given: object, { terms, version, revision }: ContractOptions, place: string): object {
  const own = 'terms' in given ? given.terms : undefined;
  if (own !== undefined && terms !== undefined && own !== terms) {
    throw new UsageError(`${place}: it says ${own}, and --terms says ${terms}. Leave --terms out, or correct one.`);
  }
  return {
    ...NAMELESS,
    ...given,
    ...(terms !== undefined && { terms }),
    ...(version !== undefined && { version }),
    ...(revision !== undefined && { revision }),
  };
}

/** `placeOf` gives a field of the contract with its place in the file. */
function contractOf(
  { catalog, holidays }: PlanningTerms,
  given: object,
  placeOf?: (field: Path) => string,
): PinnedContract {
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
  if ('contract' in pinned) return pinned.contract;
  const [only, ...others] = pinned.faults;
  if (only && others.length === 0 && placeOf === undefined) {
    const speaksForItself = only.field === 'terms' || only.field === 'version' || only.field === 'statutes';
    throw new ContractError(speaksForItself ? only.detail : `${only.field}: ${only.detail}`);
  }
  const faults = pinned.faults.map(({ field, detail }) => `${named(field.split('.'))}: ${detail}`);
  if (faults.length === 1) throw new ContractError(faults.join());
  throw new ContractError(['The contract does not go with its terms.', ...faults.map((one) => `  ${one}`)].join('\n'));
}

/** @throws PackError if the terms or a statute beside them exist but cannot be read */
function checkReadable(catalog: PlanningTerms['catalog'], { terms, statutes = [] }: Contract): void {
  const named = (catalog.get(terms) ?? []).flatMap((pack) => pack.statutes);
  for (const label of [...statutes, ...named]) catalog.get(nameIn(label).name);
}

/** A fact with its place in the call or the file. */
export interface Told {
  readonly fact: Fact;
  readonly place: string;
}

/** Refuses facts of a kind that no version knows, and facts before the contract's start. */
function checkFacts(agreement: Agreement, contract: PinnedContract, given: readonly Told[]): void {
  const kinds = agreement.everyKind();
  const told = new Map<string, Told>();
  for (const { fact, place } of given) {
    const { id, kind } = fact;
    if (!kinds.names.has(kind)) throw new UsageError(`${place}: ${unknownKind(kind, kinds.names)}`);
    const wrong = unknownValueIn(kinds.dataKeysOf(kind), fact.data);
    if (wrong !== undefined)
      throw new UsageError(`${place}: data.${wrong.key}: ${wrong.value} is none of ${wrong.values.join(', ')}.`);
    const disordered = agreement.daysOutOfOrder(fact);
    if (disordered !== undefined) {
      throw new UsageError(`${place}: ${disordered.field}: ${disordered.value}. ${disordered.detail}`);
    }
    if (agreement.isBeforeStart(fact)) {
      throw new UsageError(`${place}: it lies before the contract starts on ${contract.startsOn}.`);
    }
    const before = told.get(id);
    if (before !== undefined && JSON.stringify(before.fact) !== JSON.stringify(fact)) {
      throw new UsageError(`${place}: its id ${id} is that of another event (${before.place}). Give it another.`);
    }
    told.set(id, { fact, place });
  }
}

/** @throws UsageError for a fact of a kind that the version in force at its time does not know */
export function checkKindsInForce(agreement: Agreement, given: readonly Told[]): void {
  for (const { fact, place } of given) {
    const wrong = meaninglessBy(fact, agreement);
    if (wrong === undefined || 'key' in wrong) continue;
    const { kind, terms, declaredBy } = wrong;
    throw new UsageError(
      `${place}: ${terms} is in force at that time and does not know the kind ${kind}, which ${declaredBy.join(' and ')} declares. Tell of terms-change.effective before it, or take lapses in with --as-of.`,
    );
  }
}

function factOf(text: string): Fact {
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
