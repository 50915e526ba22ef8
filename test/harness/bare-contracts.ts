import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { genesis } from '../../shared/core/evidence/chain.ts';
import { storedDeadline } from './stored.ts';

const NOW = '2026-11-20T08:00:00Z';

/** An open deadline. `at`: when its next step is due, if it has one. */
export function openDeadline(id: string, at: string | undefined, revision = 1): StoredDeadline {
  return storedDeadline(id, { state: 'open', revision, ...(at !== undefined && { next: { step: 'due', at } }) });
}

/** Contracts in the table without the rules that lead to them, for what goes over all of them. */
export class BareContracts {
  readonly #table: ContractTable;
  readonly #revisions = new Map<string, number>();

  constructor(table: ContractTable) {
    this.#table = table;
  }

  /** Creates a contract, or writes to it once more. `settleAt`: what is written is only a part. */
  async write(id: string, deadlines: readonly StoredDeadline[] = [], settleAt?: string): Promise<void> {
    const contract = { id, terms: 'exoopus', version: '2026-01', customer: { email: 'a@b.example', locale: 'en' } };
    const expected = this.#revisions.get(id);
    const head = { contract, revision: (expected ?? 0) + 1, chain: genesis(id), createdAt: NOW, settleAt };
    const references =
      expected === undefined ? [{ provider: 'stripe', reference: `sub_${id}`, change: 'added' as const }] : [];
    const { ok } = await this.#table.commit({ head, expected, now: NOW, evidence: [], deadlines, references });
    if (!ok) throw new Error(`${id} is not written`);
    this.#revisions.set(id, head.revision);
  }
}
