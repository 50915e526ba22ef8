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

/**
 * Settles every contract there is, idle ones too, if the edition of this release is another than the one for which all were
 * gone over: proposals are written, and instants follow their zone. Contracts are in no order and treated alike. A run of
 * a release with another edition begins from the start, so that no contract is left with the proposals of the edition
 * before. After an edition for which a contract failed, the next night goes over all of them again.
 */
export function proposeWalk(dependencies: ProposeDependencies): Walk {
  const edition = newestEdition(dependencies.holidays);
  const page = async (cursor: string | undefined): Promise<WorkPage> => {
    if (edition === undefined) return { pieces: [] };
    const place = placeIn(cursor, edition);
    if (place === undefined && (await dependencies.table.proposals.edition()) === edition) return { pieces: [] };
    if (place === AT_END) return { pieces: [noteOf(dependencies, edition)] };
    const { entries, next } = await dependencies.enumeration.contracts(place);
    const pieces = entries.map((contract) => ({
      name: `contract ${contract}`,
      work: () => settleFor(dependencies, contract),
    }));
    return { pieces, next: `${edition} ${next ?? AT_END}` };
  };
  return { stages: [{ name: 'contracts', page }], perSecond: PER_SECOND, parallel: AT_ONCE };
}

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

function noteOf({ table, jobs }: ProposeDependencies, edition: number): Piece {
  const work = async () => {
    const job = await jobs.read(PROPOSE);
    if (job === undefined || job.failed > 0) return undefined;
    await table.proposals.setEdition(edition);
    return undefined;
  };
  return { name: `edition ${edition}`, work };
}
