import { isCivilDay } from '../calendar/holiday-table.ts';
import type { Day } from '../calendar/types.ts';
import type { Contract } from '../events/contract.ts';
import { findPack, type TermsCatalog, UnknownTermsError } from '../terms/catalog.ts';
import type { Pack } from '../terms/pack.ts';

/**
 * The versions of a statute that count for a contract, oldest first, each from its day on; the first counts before its own
 * day as well. One version only where the sender of the contract wrote which, or where the versions have no dates.
 *
 * `gdpr` at hand as 2018-05-25 and 2027-06-01, named as `gdpr`: 2018-05-25 until 31 May 2027, 2027-06-01 from 1 June 2027;
 * named as `gdpr@2018-05-25` by the contract: 2018-05-25 on every day.
 */
export type StatuteVersions = readonly [StatuteVersion, ...StatuteVersion[]];

export interface StatuteVersion {
  readonly pack: Pack;
  /** Absent for the first. */
  readonly from?: Day;
}

/**
 * The statutes beside terms: those that the terms name and those that the contract names. A version that the contract
 * names counts; one that the terms name says which text their author read.
 * @throws UnknownTermsError
 */
export function statutesBeside(
  terms: Pack,
  { statutes = [] }: Pick<Contract, 'statutes'>,
  catalog: TermsCatalog,
): StatuteVersions[] {
  const named = new Map<string, string | undefined>(terms.statutes.map((label) => [nameIn(label).name, undefined]));
  for (const label of statutes) {
    const { name, version } = nameIn(label);
    named.set(name, version ?? named.get(name));
  }
  return [...named].map(([name, version]) => versionsOf(name, version, catalog));
}

/** The version of each on a day; without a day, that which counts before all others. */
export function statutesOn(statutes: readonly StatuteVersions[], day: Day | undefined): Pack[] {
  const hasCome = ({ from }: StatuteVersion) => from === undefined || (day !== undefined && from <= day);
  return statutes.map((versions) => (versions.findLast(hasCome) ?? versions[0]).pack);
}

/** The days from which another version of one of them counts, in order. */
export function turningDays(statutes: readonly StatuteVersions[]): Day[] {
  return [...new Set(statutes.flatMap((versions) => versions.flatMap(({ from }) => from ?? [])))].sort();
}

/** @throws UnknownTermsError also for terms that are no statute */
export function findStatute(catalog: TermsCatalog, name: string, version?: string): Pack {
  if (!isStatute(name, catalog)) {
    const known = [...catalog.keys()].filter((other) => isStatute(other, catalog));
    throw new UnknownTermsError('statutes', name, known);
  }
  return findPack(catalog, name, version);
}

/** Looked for among what can be read: asked for a pack that cannot, a catalogue may throw. */
function isStatute(name: string, catalog: TermsCatalog): boolean {
  for (const [id, [first]] of catalog) if (id === name) return first?.kind === 'statute';
  return false;
}

/** `gdpr` and `2018-05-25` of `gdpr@2018-05-25`. */
export function nameIn(label: string): { name: string; version?: string } {
  const [name = '', version] = label.split('@');
  return version === undefined ? { name } : { name, version };
}

/** `gdpr` of `gdpr@2018-05-25`, for each. */
export function namesIn(labels: readonly string[] | undefined): string[] | undefined {
  return labels?.map((label) => nameIn(label).name);
}

/** The newest version whose day has come counts; one without a date has always come. */
function versionsOf(name: string, wanted: string | undefined, catalog: TermsCatalog): StatuteVersions {
  const newest = findStatute(catalog, name, wanted);
  const versions = wanted === undefined ? (catalog.get(name) ?? []) : [newest];
  const undated = versions.findLastIndex(({ version }) => !isCivilDay(version));
  const [first = newest, ...later] = versions.slice(Math.max(undated, 0));
  return [{ pack: first }, ...later.map((pack) => ({ pack, from: pack.version }))];
}
