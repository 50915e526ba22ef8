import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemChange } from '../../../local/dynamo/embedded-table.ts';
import type { Standing } from './model.ts';
import type { Report } from './violations.ts';

/** What the table says of deadlines, and of what is left to settle. */
export class StoredStates {
  /** By contract and deadline. */
  readonly #states = new Map<string, Map<string, string>>();
  readonly #unsettled = new Set<string>();

  onWrite(changes: readonly ItemChange[]): void {
    for (const { after } of changes) {
      const [of, contract = ''] = after?.pk?.S?.split('#') ?? [];
      if (!after || of !== 'contract') continue;
      if (after.sk?.S === 'contract') {
        if (after.head?.M?.settleAt === undefined) this.#unsettled.delete(contract);
        else this.#unsettled.add(contract);
      }
      if (!after.sk?.S?.startsWith('deadline#')) continue;
      const { deadline } = unmarshall(after) as { deadline: { id: string; state: string } };
      const own = this.#states.get(contract) ?? new Map<string, string>();
      this.#states.set(contract, own.set(deadline.id, deadline.state));
    }
  }

  /** In the end each deadline is stored as the facts have it, and nothing is left to settle. */
  check(contract: string, standing: ReadonlyMap<string, Standing>, report: Report): void {
    if (this.#unsettled.has(contract)) report('invariant', 'liveness', `${contract} is not settled`);
    const own = this.#states.get(contract) ?? new Map<string, string>();
    for (const { id, state } of standing.values())
      if (own.get(id) !== state) report('invariant', 'settled', `${id} is ${state}, and stored as ${own.get(id)}`);
    for (const [id, state] of own)
      if (!standing.has(id) && state !== 'superseded')
        report('invariant', 'settled', `${id} does not stand, and is stored as ${state}`);
  }
}
