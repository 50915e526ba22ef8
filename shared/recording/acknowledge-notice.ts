import { waitsForPerson } from '../core/notices/delivery.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { write } from './write.ts';

/** Who says so, and why. */
export interface Statement {
  readonly by: string;
  readonly reason: string;
}

/** `known`: it was acknowledged before. `not-waiting`: it needs nobody. */
export type Acknowledged =
  | { readonly outcome: 'acknowledged' | 'known' | 'not-waiting'; readonly notice: NoticeRecord }
  | { readonly outcome: 'unknown' };

/**
 * Records that a person has dealt with a notice that failed, so that it waits for nobody any more. A later report that
 * changes the notice’s state asks for a person again.
 * @throws BusyContractError
 */
export function acknowledgeNotice(
  dependencies: Pick<RecordingDependencies, 'table' | 'clock' | 'timer'>,
  contract: string,
  id: string,
  { by, reason }: Statement,
): Promise<Acknowledged> {
  const { table, clock } = dependencies;
  return untilSettled(dependencies, contract, async () => {
    const head = await table.head(contract);
    const stored = await table.notice(contract, id);
    if (!head || !stored) return { outcome: 'unknown' };
    const { acknowledged, ...failed } = stored.notice;
    const { state, step, party } = failed;
    if (!waitsForPerson(stored.notice)) {
      return { outcome: acknowledged?.state === state ? 'known' : 'not-waiting', notice: stored.notice };
    }
    const notice = { ...failed, acknowledged: { by, reason, at: clock.now(), state } };
    const facts = { notice: id, step, party, state, by, reason };
    const written = await write(
      dependencies,
      { head },
      { notices: [notice], evidence: [{ type: 'notice.acknowledged', facts }] },
    );
    return written.ok ? { outcome: 'acknowledged', notice } : CONFLICT;
  });
}
