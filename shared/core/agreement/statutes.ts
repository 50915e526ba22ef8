import { isCivilDay } from '../calendar/holiday-table.ts';
import type { Day } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { findPack, type TermsCatalog, UnknownTermsError } from '../terms/catalog.ts';
import { type Pack, packLabel } from '../terms/pack.ts';

/**
 * The versions of a statute that apply to a contract, oldest first, each from its day on. The first also applies before
 * its own day. There is only one if the contract names the version, or if the versions are not dates.
 *
 * `gdpr` at hand as 2018-05-25 and 2027-06-01, named as `gdpr`: 2018-05-25 until 31 May 2027, 2027-06-01 from 1 June
 * 2027; named as `gdpr@2018-05-25` by the contract: 2018-05-25 on every day.
 */
export type StatuteVersions = readonly [StatuteVersion, ...StatuteVersion[]];

export interface StatuteVersion {
  readonly pack: Pack;
  /** The first day on which the version applies; absent for the first version. */
  readonly from?: Day;
}

/**
 * The statutes that the terms or the contract name. A version named by the contract is binding. A version named by the
 * terms only records which text their author read.
 * @throws UnknownTermsError
 */
export function statutesBeside(
  terms: Pack,
  { statutes = [], statuteRevisions = [] }: Pick<PinnedContract, 'statutes' | 'statuteRevisions'>,
  catalog: TermsCatalog,
): StatuteVersions[] {
  const revisions = [...statuteRevisions, ...terms.statutes];
  const named = new Map<string, string | undefined>(terms.statutes.map((label) => [nameIn(label).name, undefined]));
  for (const label of statutes) {
    const { name, version } = nameIn(label);
    named.set(name, version ?? named.get(name));
  }
  return [...named].map(([name, version]) => versionsOf(name, version, catalog, revisions));
}

/** The version of each statute that applies on a day; without a day, the first version of each. */
export function statutesOn(statutes: readonly StatuteVersions[], day: Day | undefined): Pack[] {
  const hasCome = ({ from }: StatuteVersion) => from === undefined || (day !== undefined && from <= day);
  return statutes.map((versions) => (versions.findLast(hasCome) ?? versions[0]).pack);
}

/** The days on which a later version of any of the statutes begins to apply, in order. */
export function turningDays(statutes: readonly StatuteVersions[]): Day[] {
  return [...new Set(statutes.flatMap((versions) => versions.flatMap(({ from }) => from ?? [])))].sort();
}

/** @throws UnknownTermsError for an unknown name, and for a pack that is not a statute */
export function findStatute(catalog: TermsCatalog, name: string, version?: string): Pack {
  if (!isStatute(name, catalog)) {
    const known = [...catalog.keys()].filter((other) => isStatute(other, catalog));
    throw new UnknownTermsError('statutes', name, known);
  }
  return findPack(catalog, name, version);
}

/** Iterates instead of calling `get`, because a catalogue may throw when asked for a pack it cannot read. */
function isStatute(name: string, catalog: TermsCatalog): boolean {
  for (const [id, [first]] of catalog) if (id === name) return first?.kind === 'statute';
  return false;
}

/** Splits `gdpr@2018-05-25` into `gdpr` and `2018-05-25`. */
export function nameIn(label: string): { name: string; version?: string } {
  const [name = '', version] = label.split('@');
  return version === undefined ? { name } : { name, version };
}

/** The labels without their versions: `gdpr` for `gdpr@2018-05-25`. */
export function namesIn(labels: readonly string[] | undefined): string[] | undefined {
  return labels?.map((label) => nameIn(label).name);
}

/** Each version in the revision that is named, else in the first one, so that a later revision moves no contract. */
function readVersions(catalog: TermsCatalog, name: string, revisions: readonly string[]): Pack[] {
  const all = catalog.get(name) ?? [];
  return all
    .filter(({ revision }) => revision === undefined)
    .map((first) => {
      const named = all
        .filter(({ version }) => version === first.version)
        .filter((pack) => revisions.includes(packLabel(pack)));
      return named.at(-1) ?? first;
    });
}

/** The newest revision of every version of these statutes, where it is not the first: what a new contract is under. */
export function newestRevisions(names: readonly string[], catalog: TermsCatalog): string[] {
  return [...new Set(names)].flatMap((name) => {
    const newest = new Map((catalog.get(name) ?? []).map((pack) => [pack.version, pack]));
    return [...newest.values()].filter(({ revision }) => revision !== undefined).map(packLabel);
  });
}

/** Versions older than the newest undated one are left out, because an undated version applies from the beginning. */
function versionsOf(
  name: string,
  wanted: string | undefined,
  catalog: TermsCatalog,
  revisions: readonly string[],
): StatuteVersions {
  const newest = findStatute(catalog, name, wanted);
  const versions = wanted === undefined ? readVersions(catalog, name, revisions) : [newest];
  const undated = versions.findLastIndex(({ version }) => !isCivilDay(version));
  const [first = newest, ...later] = versions.slice(Math.max(undated, 0));
  return [{ pack: first }, ...later.map((pack) => ({ pack, from: pack.version }))];
}
