import type { Enumeration } from '../aws/table/enumeration.ts';
import type { JobTable } from '../aws/table/jobs.ts';
import { newestEdition } from '../core/calendar/editions.ts';
import type { Piece } from '../jobs/page-work.ts';
import type { Walk, WorkPage } from '../jobs/walk.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { settle, UnplannableContractError } from '../recording/settle.ts';
import { PROPOSE } from './job-kinds.ts';

/** Contracts begun per second: each is read and planned a few times. */
const PER_SECOND = 20;
const AT_ONCE = 4;

export interface ProposeDependencies extends RecordingDependencies {
  readonly enumeration: Enumeration;
  readonly jobs: JobTable;
}

/** Most proposals looked at for a page. */
const EXAMINED_FOR_PAGE = 100;
const BATCH = 25;

/**
 * Settles every contract there is, idle ones too, if the edition of this release is another than the one for which all were
 * gone over: proposals are written, and instants follow their zone. Contracts are in no order and treated alike. A run of
 * a release with another edition begins from the start, so that no contract is left with the proposals of the edition
 * before. After an edition for which a contract failed, the next night goes over all of them again.
 *
 * Then it settles the contracts about which a release with another edition has proposed something since, as one that was
 * rolled back before its own night.
 */
export function proposeWalk(dependencies: ProposeDependencies): Walk {
  const edition = newestEdition(dependencies.holidays);
  const contracts = async (cursor: string | undefined): Promise<WorkPage> =>
    edition === undefined ? { pieces: [] } : contractsPage(dependencies, edition, cursor);
  const others = async (cursor: string | undefined): Promise<WorkPage> =>
    edition === undefined ? { pieces: [] } : othersPage(dependencies, edition, cursor);
  return {
    stages: [
      { name: 'contracts', page: contracts },
      { name: 'other-editions', page: others },
    ],
    perSecond: PER_SECOND,
    parallel: AT_ONCE,
  };
}

async function contractsPage(
  dependencies: ProposeDependencies,
  edition: number,
  cursor: string | undefined,
): Promise<WorkPage> {
  const { proposals } = dependencies.table;
  const place = placeIn(cursor, edition);
  if (place === undefined) {
    if ((await proposals.edition()) === edition) return { pieces: [] };
    return { pieces: [forgetting(dependencies, edition)], next: `${edition} ${AT_START}` };
  }
  if (place === AT_END) return { pieces: [noteOf(dependencies, edition)] };
  const { entries, next } = await dependencies.enumeration.contracts(place === AT_START ? undefined : place);
  return { pieces: piecesFor(dependencies, entries), next: `${edition} ${next ?? AT_END}` };
}

/** The contracts about which something is proposed for another edition. */
async function othersPage(
  dependencies: ProposeDependencies,
  edition: number,
  after: string | undefined,
): Promise<WorkPage> {
  const contracts = new Set<string>();
  let examined = 0;
  for await (const { proposal, position } of dependencies.table.proposals.list({ after, batchSize: BATCH })) {
    if (proposal.edition !== edition) contracts.add(proposal.contract);
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

/** Where a walk for this edition goes on; undefined at its start, and where another edition was gone over. */
function placeIn(cursor: string | undefined, edition: number): string | undefined {
  const prefix = `${edition} `;
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

/** While contracts are gone over, they are in line with no edition: a release with the one before goes over them as well. */
function forgetting({ table }: ProposeDependencies, edition: number): Piece {
  const work = async () => {
    await table.proposals.forgetEdition();
    return undefined;
  };
  return { name: `start of edition ${edition}`, work };
}

function noteOf({ table, jobs }: ProposeDependencies, edition: number): Piece {
  const work = async () => {
    const job = await jobs.read(PROPOSE);
    if (job === undefined || job.failed > 0) return undefined;
    await table.proposals.setEdition(edition);
    return undefined;
  };
  return { name: `edition ${edition}`, work };
}
