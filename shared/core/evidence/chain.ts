import { canonicalJson, digest } from '../events/canonical.ts';
import { NEWEST } from '../words/say.ts';

/**
 * One record of what happened to a contract. `hash` covers all other recorded fields, and through `prev` all earlier
 * entries.
 */
export interface EvidenceEntry {
  readonly contract: string;
  /** Counts from 1 without gaps. */
  readonly seq: number;
  readonly at: string;
  /** `event.recorded`, `notice.delivered`, … */
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** The catalogue that makes the sentence from the facts, `en@1`. Absent if the sentence itself was recorded. */
  readonly words?: string;
  /** The recorded sentence. In an entry with `words` it was made on reading, is not in the hash, and proves nothing. */
  readonly text?: string;
  readonly prev: string;
  readonly hash: string;
}

/** The end of a contract's chain. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const DOMAIN = 'clauseclock/evidence/1';

/** The first `prev` of a contract's chain. It depends on the contract, so that chains cannot be swapped. */
export function genesis(contract: string): ChainHead {
  return { seq: 0, hash: digest(`${DOMAIN}/genesis`, contract) };
}

/** Each draft with its place in the chain, and the chain's new end. */
export function appendEntries(
  head: ChainHead,
  contract: string,
  at: string,
  drafts: readonly Pick<EvidenceEntry, 'type' | 'facts'>[],
): { head: ChainHead; entries: EvidenceEntry[] } {
  const entries: EvidenceEntry[] = [];
  let end = head;
  for (const draft of drafts) {
    const open = { contract, seq: end.seq + 1, at, ...draft, words: NEWEST, prev: end.hash };
    const entry = { ...open, hash: digest(DOMAIN, canonicalJson(open)) };
    entries.push(entry);
    end = { seq: entry.seq, hash: entry.hash };
  }
  return { head: end, entries };
}

/** The fields that the hash covers: a recorded sentence, but not one made on reading. */
function hashed(entry: EvidenceEntry): EvidenceEntry {
  const { text: _made, ...recorded } = entry;
  return entry.words === undefined ? entry : recorded;
}

export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/** Recomputes a whole chain. Reports the first entry that is missing, moved or altered. */
export function verifyChain(contract: string, entries: readonly EvidenceEntry[], expected?: ChainHead): ChainVerdict {
  let head = genesis(contract);
  for (const entry of entries) {
    const seq = head.seq + 1;
    if (entry.seq !== seq) return { ok: false, seq, reason: `entry ${seq} is missing or out of order` };
    if (entry.contract !== contract) return { ok: false, seq, reason: `entry ${seq} belongs to another contract` };
    if (entry.prev !== head.hash) return { ok: false, seq, reason: `entry ${seq} does not follow the one before it` };
    const { hash, ...open } = hashed(entry);
    if (digest(DOMAIN, canonicalJson(open)) !== hash) return { ok: false, seq, reason: `entry ${seq} was altered` };
    head = { seq, hash };
  }
  if (expected && (expected.seq !== head.seq || expected.hash !== head.hash)) {
    return {
      ok: false,
      seq: head.seq + 1,
      reason: `the chain ends at entry ${head.seq}, not at entry ${expected.seq}`,
    };
  }
  return { ok: true, head };
}
