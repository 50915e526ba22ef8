import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digest } from '../../../shared/core/events/canonical.ts';
import { appendEntries, type EvidenceEntry, genesis, verifyChain } from '../../../shared/core/evidence/chain.ts';
import { NEWEST } from '../../../shared/core/words/say.ts';

const draft = (n: number) => ({
  type: 'event.recorded',
  facts: { n, nested: { list: [n, 'é'] } },
});
const { entries, head } = appendEntries(genesis('acme'), 'acme', '2026-11-20T08:00:00Z', [1, 2, 3, 4].map(draft));
const [first, second, third, fourth] = entries as [EvidenceEntry, EvidenceEntry, EvidenceEntry, EvidenceEntry];

function withText({ words: _words, ...entry }: EvidenceEntry): EvidenceEntry {
  return { ...entry, text: 'Event 4.' };
}

/** Entries as they were recorded with their sentence. */
function recordedWithText(texts: readonly string[]): EvidenceEntry[] {
  const recorded: EvidenceEntry[] = [];
  for (const text of texts) {
    const { seq, hash: prev } = recorded.at(-1) ?? genesis('acme');
    const open = { contract: 'acme', seq: seq + 1, at: first.at, type: 'event.recorded', text, facts: {}, prev };
    recorded.push({ ...open, hash: digest('clauseclock/evidence/1', canonicalJson(open)) });
  }
  return recorded;
}

describe('sentences', () => {
  it('that are made on reading are no part of what is proven', () => {
    expect(entries.map(({ text, words }) => [text, words])).toEqual(Array(4).fill([undefined, NEWEST]));
    const told = entries.map((entry) => ({ ...entry, text: 'Whatever it reads.' }));
    expect(verifyChain('acme', told, head)).toEqual({ ok: true, head });
  });

  it('that were recorded are, and such a chain goes on with entries without', () => {
    const [one, two] = recordedWithText(['One.', 'Two.']) as [EvidenceEntry, EvidenceEntry];
    const more = appendEntries({ seq: two.seq, hash: two.hash }, 'acme', first.at, [draft(3)]);
    expect(verifyChain('acme', [one, two, ...more.entries], more.head)).toEqual({ ok: true, head: more.head });
    expect(verifyChain('acme', [one, { ...two, text: 'Three.' }])).toMatchObject({ ok: false, seq: 2 });
  });
});

describe('an evidence chain', () => {
  it('counts from 1 without gaps, and each entry names the one before', () => {
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(first.prev).toBe(genesis('acme').hash);
    expect(second.prev).toBe(first.hash);
    expect(head).toEqual({ seq: 4, hash: fourth.hash });
    expect(verifyChain('acme', entries, head)).toEqual({ ok: true, head });
  });

  it('grows to the same chain whether at once or piece by piece', () => {
    const one = appendEntries(genesis('acme'), 'acme', '2026-11-20T08:00:00Z', [draft(1), draft(2)]);
    const two = appendEntries(one.head, 'acme', '2026-11-20T08:00:00Z', [draft(3), draft(4)]);
    expect([...one.entries, ...two.entries]).toEqual(entries);
    expect(appendEntries(head, 'acme', '2026-11-20T08:00:00Z', [])).toEqual({ head, entries: [] });
  });

  it('survives being written out and read back with its members in another order', () => {
    const reversed = entries.map(
      (entry) => Object.fromEntries(Object.entries(entry).reverse()) as unknown as EvidenceEntry,
    );
    expect(verifyChain('acme', JSON.parse(JSON.stringify(reversed)), head)).toMatchObject({ ok: true });
  });

  it.each<[string, readonly EvidenceEntry[], number, string]>([
    ['an entry dropped', [first, third, fourth], 2, 'missing or out of order'],
    ['the first entry dropped', [second, third, fourth], 1, 'missing or out of order'],
    ['two entries exchanged', [first, third, second, fourth], 2, 'missing or out of order'],
    ['exchanged and renumbered', [first, { ...third, seq: 2 }, { ...second, seq: 3 }, fourth], 2, 'does not follow'],
    ['an entry repeated', [first, second, second, third, fourth], 3, 'missing or out of order'],
    [
      'an entry put in',
      [first, { ...draft(9), contract: 'acme', seq: 2, at: first.at, prev: first.hash, hash: '0'.repeat(64) }],
      2,
      'altered',
    ],
    ['a fact altered', [first, { ...second, facts: { ...second.facts, n: 7 } }, third, fourth], 2, 'altered'],
    ['another catalogue named', [first, second, third, { ...fourth, words: 'en@0' }], 4, 'altered'],
    ['a recorded sentence put in place of the catalogue', [first, second, third, withText(fourth)], 4, 'altered'],
    ['a time altered', [{ ...first, at: '2026-11-19T08:00:00Z' }, second, third, fourth], 1, 'altered'],
    ['a member added', [first, { ...second, note: 'x' } as EvidenceEntry, third, fourth], 2, 'altered'],
    ['the end cut off', [first, second, third], 4, 'the chain ends at entry 3, not at entry 4'],
    ['everything cut off', [], 1, 'the chain ends at entry 0, not at entry 4'],
  ])('finds %s', (_, changed, seq, reason) => {
    expect(verifyChain('acme', changed, head)).toEqual({ ok: false, seq, reason: expect.stringContaining(reason) });
  });

  it('finds an altered entry whose own hash was made good, by the one after it or by the head', () => {
    const forged = appendEntries(genesis('acme'), 'acme', '2026-11-20T08:00:00Z', [draft(1), draft(7)]).entries;
    expect(verifyChain('acme', [...forged, third, fourth], head)).toMatchObject({ ok: false, seq: 3 });
    const all = appendEntries(genesis('acme'), 'acme', '2026-11-20T08:00:00Z', [1, 7, 3, 4].map(draft)).entries;
    expect(verifyChain('acme', all, head)).toMatchObject({ ok: false });
  });

  it('cannot be passed off as another contract’s', () => {
    expect(verifyChain('other', entries, head)).toMatchObject({
      ok: false,
      seq: 1,
      reason: expect.stringContaining('another contract'),
    });
    const renamed = entries.map((entry) => ({ ...entry, contract: 'other' }));
    expect(verifyChain('other', renamed)).toMatchObject({
      ok: false,
      seq: 1,
      reason: expect.stringContaining('does not follow'),
    });
  });

  it('finds any single character changed anywhere', () => {
    const text = JSON.stringify(entries);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'a', 'Z', '"', '9', ' '), (at, character) => {
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        fc.pre(changed !== text);
        let parsed: EvidenceEntry[];
        try {
          parsed = JSON.parse(changed);
        } catch {
          return;
        }
        expect(verifyChain('acme', parsed, head).ok).toBe(JSON.stringify(parsed) === text);
      }),
      { numRuns: 3000 },
    );
  });
});
