/** The parts of the project that the histories plan with. */

import { kindsKnownTo } from '../../shared/core/agreement/kinds.ts';
import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { liveUntil } from '../../shared/core/deadlines/lapse-event.ts';
import { type Plan, plan } from '../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { buildCatalog, newestRevision } from '../../shared/core/terms/catalog.ts';
import type { Pack } from '../../shared/core/terms/pack.ts';
import { explained } from '../../shared/core/words/explanation.ts';
import { toldReports } from '../../shared/core/words/reports.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { currentTerms } from '../../shared/runtime/terms.ts';
import type { Choices, History } from './history.ts';

const source = currentTerms();
/** Every version in its newest revision, which contracts are made under. */
const shipped = [...source.catalog.values()].flatMap((packs) =>
  packs.filter((pack) => newestRevision(source.catalog, pack.pack, pack.version) === pack),
);
/** A further version of each of the terms, so that changed terms can take effect. */
const further = shipped
  .filter(({ kind }) => kind === 'terms')
  .map(({ revision: _revision, ...pack }) => ({ ...pack, version: '9999', sendAt: '10:00' }));
export const terms = { catalog: buildCatalog([...shipped, ...further]), holidays: source.holidays };
const words = wordsOf(terms.catalog);

export const TERMS = shipped.filter(({ kind }) => kind === 'terms').map(choicesOf);
export const STATUTES = shipped.filter(({ kind }) => kind === 'statute').map(choicesOf);

function choicesOf(pack: Pack): Choices {
  const known = kindsKnownTo([pack]);
  const named = JSON.stringify(pack.clauses).matchAll(/"([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)"/g);
  const kinds = [...new Set([...named].map(([, kind = '']) => kind))].filter((kind) => known.names.has(kind)).sort();
  const { version, laws = {}, settings } = pack;
  return { pack: pack.pack, version, laws: Object.keys(laws), settings: Object.keys(settings), kinds };
}

/** The pinned contract of a history, and its events with the lapses until `clock.until`. */
export function recorded({ contract: sent, told, clock }: History): {
  contract: PinnedContract;
  events: readonly Fact[];
} {
  const pinned = pinContract(sent, terms.catalog, terms.holidays);
  if ('faults' in pinned) throw new Error(pinned.faults.map(({ detail }) => detail).join(' '));
  const { contract } = pinned;
  if (!clock) return { contract, events: told };
  const known = told.slice(0, clock.known);
  return {
    contract,
    events: [...liveUntil(clock.until, { contract, events: known, ...terms }).events, ...told.slice(clock.known)],
  };
}

export function planOf(contract: PinnedContract, events: readonly Fact[]): Plan {
  return plan({ contract, events, ...terms });
}

/** The plan as people and programs see it; explanations as text only. */
export function toldOf(planned: Plan) {
  const { agreement: _agreement, ...told } = planned;
  return { ...told, ...toldReports(planned, words), deadlines: planned.deadlines.map(toldOfDeadline) };
}

function toldOfDeadline(deadline: Deadline) {
  const { id, state, date, unadjustedDate, opensOn, instant, timezone, obligor, beneficiary, nature } = deadline;
  const { trigger, closedBy, atOnce, onLapse, figure } = deadline;
  return {
    ...{ id, state, date, unadjustedDate, opensOn, instant, timezone, obligor, beneficiary, nature, atOnce },
    ...{ trigger, closedBy, onLapse, figure },
    ladder: deadline.ladder.map(({ step, kind, at, to }) => ({ step, kind, at, to })),
    steps: explained(deadline, words).map(({ text }) => text),
  };
}
