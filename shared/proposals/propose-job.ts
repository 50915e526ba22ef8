import type { Enumeration } from '../aws/table/enumeration.ts';
import type { JobTable } from '../aws/table/jobs.ts';
import type { GoneOver } from '../aws/table/proposals.ts';
import { newestEdition } from '../core/calendar/editions.ts';
import type { Piece } from '../jobs/page-work.ts';
import type { Walk, WorkPage } from '../jobs/walk.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { settle, UnplannableContractError } from '../recording/settle.ts';
import { PROPOSE } from './job-kinds.ts';
import { isOfRelease, revisionsIn } from './of-release.ts';

/** Contracts begun per second: each is read and planned a few times. */
const PER_SECOND = 20;
const AT_ONCE = 4;

export interface ProposeDependencies extends RecordingDependencies {
  readonly enumeration: Enumeration;
  readonly jobs: JobTable;
}

/** What this release would propose from: the newest edition, and the revisions of its terms and statutes. */
export function basisOf({ holidays, catalog }: Pick<RecordingDependencies, 'holidays' | 'catalog'>): GoneOver {
  const [edition, revisions] = [newestEdition(holidays), revisionsIn(catalog)];
  return { ...(edition !== undefined && { edition }), ...(revisions !== undefined && { revisions }) };
}

/** Whether all contracts were gone over for this basis. */
export function isGoneOver({ edition, revisions }: GoneOver, basis: GoneOver): boolean {
  return edition === basis.edition && revisions === basis.revisions;
}

/** Most proposals looked at for a page. */
const EXAMINED_FOR_PAGE = 100;
const BATCH = 25;

/**
 * Settles every contract there is, idle ones too, if this release has another edition or other revisions than those for which
 * all were gone over: proposals are written, and instants follow their zone. Contracts are in no order and treated alike. A run
 * of a release with another basis begins from the start, so that no contract is left with the proposals of the one before. After
 * a walk in which a contract failed, the next night goes over all of them again.
 *
 * Then it settles the contracts about which a release with another basis has proposed something since, as one that was
 * rolled back before its own night.
 */
export function proposeWalk(dependencies: ProposeDependencies): Walk {
  const basis = basisOf(dependencies);
  return {
    stages: [
      { name: 'contracts', page: (cursor) => contractsPage(dependencies, basis, cursor) },
      { name: 'other-releases', page: (after) => othersPage(dependencies, after) },
    ],
    perSecond: PER_SECOND,
    parallel: AT_ONCE,
  };
}

async function contractsPage(
  dependencies: ProposeDependencies,
  basis: GoneOver,
  cursor: string | undefined,
): Promise<WorkPage> {
  const { proposals } = dependencies.table;
  const name = nameOf(basis);
  const place = placeIn(cursor, name);
  if (place === undefined) {
    if (isGoneOver(await proposals.goneOver(), basis)) return { pieces: [] };
    return { pieces: [forgetting(dependencies, basis)], next: `${name} ${AT_START}` };
  }
  if (place === AT_END) return { pieces: [noteOf(dependencies, basis)] };
  const { entries, next } = await dependencies.enumeration.contracts(place === AT_START ? undefined : place);
  return { pieces: piecesFor(dependencies, entries), next: `${name} ${next ?? AT_END}` };
}

/** The contracts about which another release has proposed something that this one does not. */
async function othersPage(dependencies: ProposeDependencies, after: string | undefined): Promise<WorkPage> {
  const contracts = new Set<string>();
  let examined = 0;
  for await (const { proposal, position } of dependencies.table.proposals.list({ after, batchSize: BATCH })) {
    if (!isOfRelease(proposal, dependencies)) contracts.add(proposal.contract);
    examined += 1;
    if (examined === EXAMINED_FOR_PAGE) return { pieces: piecesFor(dependencies, contracts), next: position };
  }
  return { pieces: piecesFor(dependencies, contracts) };
}

function piecesFor(dependencies: ProposeDependencies, contracts: Iterable<string>): Piece[] {
  return [...contracts].map((contract) => ({
    name: `contract ${contract}`,
    work: () => settleFor(dependencies, contract),
  }));
}

const AT_START = 'start';
const AT_END = 'end';

/** Without a blank: it begins the place of the walk. */
function nameOf({ edition, revisions }: GoneOver): string {
  return [edition ?? 'none', ...(revisions === undefined ? [] : [revisions])].join('/');
}

/** Where a walk for this basis goes on; undefined at its start, and where another one was gone over. */
function placeIn(cursor: string | undefined, name: string): string | undefined {
  const prefix = `${name} `;
  return cursor?.startsWith(prefix) ? cursor.slice(prefix.length) : undefined;
}

async function settleFor(dependencies: RecordingDependencies, contract: string): Promise<string | undefined> {
  try {
    const { deadlines, proposals } = await settle(dependencies, contract);
    if (proposals > 0) return 'proposed';
    return deadlines > 0 ? 'settled' : undefined;
  } catch (error) {
    // It stays as it is stored, and would fail every night.
    if (error instanceof UnplannableContractError) return 'not-plannable';
    throw error;
  }
}

/** While contracts are gone over, they are in line with no basis: a release with the one before goes over them as well. */
function forgetting({ table }: ProposeDependencies, basis: GoneOver): Piece {
  const work = async () => {
    await table.proposals.forgetGoneOver();
    return undefined;
  };
  return { name: `start of basis ${nameOf(basis)}`, work };
}

function noteOf({ table, jobs }: ProposeDependencies, basis: GoneOver): Piece {
  const work = async () => {
    const job = await jobs.read(PROPOSE);
    if (job === undefined || job.failed > 0) return undefined;
    await table.proposals.setGoneOver(basis);
    return undefined;
  };
  return { name: `basis ${nameOf(basis)}`, work };
}
