import { cycleEndOnOrAfter } from '../calendar/compute.ts';
import { CalendarError } from '../calendar/errors.ts';
import type { HolidayTables } from '../calendar/holiday-table.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import type { Contract, PinnedContract } from '../events/contract.ts';
import { findPack, newestRevision, type TermsCatalog, UnknownTermsError } from '../terms/catalog.ts';
import { type Pack, packLabel, revisedVersion } from '../terms/pack.ts';
import { findStatute, nameIn, newestRevisions } from './statutes.ts';

/** A contract field that cannot be used under the terms. `detail` says why and what to do. */
export interface ContractFault {
  readonly field: string;
  readonly value?: unknown;
  readonly detail: string;
}

export type Pinned = { readonly contract: PinnedContract } | { readonly faults: readonly ContractFault[] };

/**
 * The contract pinned to one version of its terms, in the newest revision unless it names one, or every field that cannot
 * be used under these terms. The version of a statute is decided for each day; pinned is the revision in which it is read.
 */
export function pinContract(submitted: Contract, catalog: TermsCatalog, holidays: HolidayTables): Pinned {
  const pack = attempt('terms', () => termsPack(submitted, catalog));
  const faults = [
    ...pack.faults,
    ...(submitted.statutes ?? []).flatMap((label) => {
      const { name, version } = nameIn(label);
      return attempt('statutes', () => findStatute(catalog, name, version)).faults;
    }),
    ...attempt('holidays', () => submitted.holidays && holidayCalendar(submitted.holidays, holidays)).faults,
    ...billingFaults(submitted),
    ...(pack.value ? [...choiceFaults(submitted, pack.value), ...brokenReferences(pack.value, catalog)] : []),
  ];
  if (faults.length > 0 || pack.value === undefined) return { faults };
  const { version, revision } = pack.value;
  // The first revision has no number, whether or not the sender wrote it.
  const { revision: _named, ...unnumbered } = submitted;
  const named = [...pack.value.statutes, ...(submitted.statutes ?? [])].map((label) => nameIn(label).name);
  const statuteRevisions = newestRevisions(named, catalog);
  return {
    contract: {
      ...unnumbered,
      version,
      ...(revision !== undefined && { revision }),
      ...(statuteRevisions.length > 0 && { statuteRevisions }),
    },
  };
}

/** Refuses terms that name a statute the catalogue lacks: nothing could be planned under them. */
function brokenReferences(pack: Pack, catalog: TermsCatalog): ContractFault[] {
  return pack.statutes.flatMap((label) => {
    const { name, version } = nameIn(label);
    return attempt('terms', () => findStatute(catalog, name, version)).faults.map(({ detail }) => ({
      field: 'terms',
      value: pack.pack,
      detail: `${packLabel(pack)} names ${label} under statutes. ${detail}`,
    }));
  });
}

function termsPack({ terms, version, revision }: Contract, catalog: TermsCatalog): Pack {
  const newest = version === undefined ? findPack(catalog, terms) : newestRevision(catalog, terms, version);
  const named = revision === undefined ? newest : { version: newest.version, revision };
  const pack = findPack(catalog, terms, revisedVersion(named));
  if (pack.kind === 'terms') return pack;
  const known = [...catalog].filter(([, [first]]) => first?.kind === 'terms').map(([id]) => id);
  const remedy = `${terms} is a statute: name it under statutes of a contract, and under terms a pack.`;
  throw new UnknownTermsError('terms', terms, known, undefined, remedy);
}

function attempt<Value>(field: string, find: () => Value): { value?: Value; faults: ContractFault[] } {
  try {
    return { value: find(), faults: [] };
  } catch (error) {
    if (error instanceof UnknownTermsError)
      return { faults: [{ field: error.field, value: error.value, detail: error.message }] };
    if (error instanceof CalendarError) return { faults: [{ field, value: error.value, detail: error.message }] };
    throw error;
  }
}

const ANY_DAY = '2026-01-01';

/**
 * Checked here, because an invalid cycle or term would otherwise fail only at the first deadline that depends on it.
 */
function billingFaults({ billing, startsOn = ANY_DAY, term }: Contract): ContractFault[] {
  const cycle = (every: string, anchorDay?: number) =>
    cycleEndOnOrAfter(startsOn, { every, start: startsOn, ...(anchorDay !== undefined && { anchorDay }) }, 'UTC');
  const length = attempt('billing.cycle', () => billing && cycle(billing.cycle)).faults;
  const anchor = attempt('billing.anchorDay', () => billing && cycle(billing.cycle, billing.anchorDay)).faults;
  return [...(length.length > 0 ? length : anchor), ...attempt('term', () => term && cycle(term)).faults];
}

function choiceFaults(contract: Contract, pack: Pack): ContractFault[] {
  const { settings = {} } = contract;
  const known = Object.keys(pack.settings);
  return [
    ...lawFaults(contract, pack),
    ...planFaults(contract, pack),
    ...Object.keys(settings)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        field: `settings.${name}`,
        value: settings[name],
        detail: `The ${pack.pack} terms leave ${known.join(', ') || 'nothing'} to the contract. Take ${name} out, or correct its name.`,
      })),
  ];
}

function planFaults({ plan }: Contract, { pack, plans = {} }: Pack): ContractFault[] {
  const listed = Object.keys(plans);
  if (plan === undefined || listed.includes(plan)) return [];
  const remedy = listed.length === 0 ? 'Take it out.' : `Name one of ${listed.join(', ')}, or none.`;
  return [{ field: 'plan', value: plan, detail: `The ${pack} terms list no plan ${plan}. ${remedy}` }];
}

/**
 * A law the terms do not offer has no effect on days. If the terms offer none, it needs the contract's zone and
 * holidays.
 */
function lawFaults({ law, timezone, holidays }: Contract, { pack, laws = {} }: Pack): ContractFault[] {
  const offered = Object.keys(laws);
  if (law === undefined || offered.includes(law)) return [];
  if (offered.length > 0) {
    const detail = `The ${pack} terms offer a choice of ${offered.join(', ')}. Name one of them, or none.`;
    return [{ field: 'law', value: law, detail }];
  }
  if (timezone !== undefined && holidays !== undefined) return [];
  const detail = `The ${pack} terms offer no choice of law, so it decides no day. Name the contract’s timezone and holidays, or take the law out.`;
  return [{ field: 'law', value: law, detail }];
}
