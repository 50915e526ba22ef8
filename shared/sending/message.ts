import type { ContractTable } from '../aws/table/table.ts';
import { leadOf, type NoticeRecord } from '../core/notices/record.ts';

/**
 * What goes out as one message: a notice, or those of a digest, the one first with which the bytes are stored. All that concerns
 * sending happens to them together, in one transaction each, so that they have one state and one count of attempts until a person
 * deals with one of them.
 */
export type Letters = readonly [NoticeRecord, ...NoticeRecord[]];

export interface Message {
  /** The notice by which it was found. */
  readonly found: NoticeRecord;
  readonly letters: Letters;
  readonly body: Uint8Array;
}

/** The message of a notice, found by any of its notices. */
export async function messageOf(
  table: Pick<ContractTable, 'notice'>,
  contract: string,
  id: string,
): Promise<Message | undefined> {
  const stored = await table.notice(contract, id);
  if (!stored) return undefined;
  const { notice: found } = stored;
  if (found.digest === undefined) return { found, letters: [found], body: stored.body };
  const all = await Promise.all(found.digest.map((other) => (other === id ? stored : table.notice(contract, other))));
  const [lead, ...others] = all.flatMap((one) => one ?? []);
  if (lead === undefined || others.length + 1 < found.digest.length)
    throw new Error(`a notice of the digest ${leadOf(found)} has vanished from contract ${contract}`);
  return { found, letters: [lead.notice, ...others.map(({ notice }) => notice)], body: lead.body };
}

/** The same letters after each was changed. */
export function each(letters: Letters, change: (letter: NoticeRecord) => NoticeRecord): Letters {
  const [first, ...others] = letters;
  return [change(first), ...others.map(change)];
}

/** Those of the letters that wait, with one wait: until the earliest instant until which one of them does. */
export function together(letters: Letters): Letters {
  const [until] = letters.flatMap((letter) => letter.until ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  return each(letters, (letter) => (letter.until === undefined || until === undefined ? letter : { ...letter, until }));
}

/** What evidence tells of the message of a notice besides: how many notices went out as one, if it is several. */
export function countOf(letters: readonly NoticeRecord[]): { readonly letters?: number } {
  return letters.length === 1 ? {} : { letters: letters.length };
}
