import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nameIn } from '../../shared/core/agreement/statutes.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import { findPack } from '../../shared/core/terms/catalog.ts';
import { type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import type { ToldPlan } from '../../shared/desk/plans/compare-plans.ts';
import { type PlanningTerms, readPackFile } from '../../shared/runtime/terms.ts';
import { UsageError } from '../command-line.ts';
import { readFactsFile } from '../facts-file.ts';
import { catalogOf, type TermsAtHand } from '../packs-at-hand.ts';
import { type Case, caseFor } from '../plan/input.ts';
import { viewOf } from '../plan/view.ts';

const LABEL = /^[a-z][a-z0-9-]*@[A-Za-z0-9.-]+(\+\d{1,3})?$/;

/** The pack that `pack@version` or the path of a file names. @throws UsageError, PackError, UnknownTermsError */
export function packNamed(name: string, { catalog }: PlanningTerms): Pack {
  if (existsSync(name) && statSync(name).isFile()) return readPackFile(name).pack;
  const [pack = '', version] = name.split('@');
  if (LABEL.test(name)) return findPack(catalog, pack, version);
  const known = catalog.get(name)?.map(packLabel).join(', ');
  const remedy = known === undefined ? 'Give pack@version, or the path of a YAML file.' : `Name its version: ${known}.`;
  throw new UsageError(`${name}: there is no such file. ${remedy}`);
}

/** One contract's facts under a pack, with the other version at hand for changes of terms. */
export interface Side extends ToldPlan {
  readonly contract: PinnedContract;
}

/**
 * The plan of a file's facts under one version.
 * @throws UsageError, also if the contract is under other terms
 */
export function sideOf(file: string, pack: Pack, other: Pack, terms: TermsAtHand, asOf: string | undefined): Side {
  const at = { ...terms, catalog: catalogWith(terms, [pack, other]) };
  const found = pack.kind === 'terms' ? underTerms(file, pack, at) : besideTerms(file, pack, at);
  return { contract: found.contract, plan: viewOf(at, found, asOf).plan, words: wordsOf(at.catalog) };
}

type Facts = Pick<Case, 'contract' | 'events'>;

function underTerms(file: string, { pack, version, revision = 1 }: Pack, terms: PlanningTerms): Facts {
  const named = readFactsFile(file).contract?.terms;
  if (named !== undefined && named !== pack) {
    throw new UsageError(`${file}: contract.terms: the contract is under ${named}, and ${pack} is compared.`);
  }
  return caseFor(terms, { facts: file, terms: pack, version, revision });
}

/** The facts of a file, with the compared statute beside the contract's own terms. */
function besideTerms(file: string, pack: Pack, terms: PlanningTerms): Facts {
  const { contract, events } = caseFor(terms, { facts: file });
  const others = (contract.statutes ?? []).filter((label) => nameIn(label).name !== pack.pack);
  return { contract: { ...contract, statutes: [...others, packLabel(pack)] }, events };
}

/**
 * All packs at hand. The two given packs replace those of the same name and version; if both have the same, the first
 * is used.
 */
function catalogWith({ catalog, unreadable }: TermsAtHand, [pack, other]: readonly [Pack, Pack]) {
  const compared = packLabel(pack) === packLabel(other) ? [pack] : [pack, other];
  const labels = new Set(compared.map(packLabel));
  const rest = [...catalog.values()].flat().filter((one) => !labels.has(packLabel(one)));
  const others = unreadable.filter(({ file }) => basename(dirname(file)) !== pack.pack);
  return catalogOf([...rest, ...compared], others);
}
