import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { ItemKey } from '../../shared/aws/table/keys.ts';
import { DueIndex } from '../time/due-index.ts';

/**
 * The earliest entry of the table’s agenda, followed by its stream. A query at every step would take longer than the
 * step.
 */
export class AgendaFollower {
  readonly #due = new DueIndex();
  readonly #attribute: string;

  /** `attribute`: the index's sort key, an instant. */
  constructor(attribute: string) {
    this.#attribute = attribute;
  }

  /** Adds an entry that was stored before. */
  expect({ pk, sk }: ItemKey, at: string): void {
    this.#due.set(`${pk} ${sk}`, Date.parse(at));
  }

  follow({ dynamodb }: StreamRecord): void {
    const { pk, sk } = dynamodb?.Keys ?? {};
    const key = `${pk?.S} ${sk?.S}`;
    const at = dynamodb?.NewImage?.[this.#attribute]?.S;
    if (at === undefined) this.#due.delete(key);
    else this.#due.set(key, Date.parse(at));
  }

  /** Epoch milliseconds and the entry's key. */
  first(): { readonly key: string; readonly at: number } | undefined {
    return this.#due.first();
  }
}
