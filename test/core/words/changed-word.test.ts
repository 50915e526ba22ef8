import { afterEach, expect, it, vi } from 'vitest';
import en from '../../../shared/core/words/catalogues/en-1.json' with { type: 'json' };
import { facts, silent, terms } from '../deadlines/planning.ts';

const events = facts(
  'contract.terminated@2026-11-20T10:00:00+02:00,id=ended',
  'data-export.delivered@2026-11-25,id=delivered',
  'invoice.issued@2026-11-01,id=bill,invoice=i,dueOn=2026-11-01',
  'legal-hold.placed@2026-12-01,id=hold',
);

/** What the code says and decides, loaded anew. */
async function load() {
  vi.resetModules();
  const [{ plan }, { compareDeadlines }, { withProgress }, { deadlineItem }, { appendEntries, genesis }] =
    await Promise.all([
      import('../../../shared/core/deadlines/plan.ts'),
      import('../../../shared/core/deadlines/deadline-changes.ts'),
      import('../../../shared/core/deadlines/progress.ts'),
      import('../../../shared/aws/table/items.ts'),
      import('../../../shared/core/evidence/chain.ts'),
    ]);
  const { explained } = await import('../../../shared/core/words/explanation.ts');
  const { wordsOf } = await import('../../../shared/core/words/words.ts');
  const { deadlines } = plan({ contract: silent, events, ...terms });
  const now = '2026-11-20T08:00:00Z';
  const stored = deadlines.map((deadline) =>
    withProgress(deadline, { revision: 1, run: 1, runStartedAt: now, done: [] }, now),
  );
  return {
    stored,
    items: stored.map((deadline) => deadlineItem(silent.id, deadline, now)),
    evidence: appendEntries(genesis(silent.id), silent.id, now, [{ type: 'event.recorded', facts: { changes: [] } }]),
    said: deadlines.flatMap((deadline) => explained(deadline, wordsOf(terms.catalog)).map(({ text }) => text)),
    changesFrom: (before: typeof stored) => compareDeadlines(before, deadlines, now),
  };
}

afterEach(() => {
  vi.doUnmock('../../../shared/core/words/catalogues.ts');
  vi.resetModules();
});

it('a word changed in the catalogue changes what is said, and no stored deadline, no comparison and no evidence', async () => {
  const before = await load();
  const changed = Object.fromEntries(Object.entries(en).map(([key, pattern]) => [key, `${pattern} Indeed.`]));
  vi.doMock('../../../shared/core/words/catalogues.ts', () => ({ CATALOGUES: { 'en@1': changed } }));
  const after = await load();
  expect(after.said).toHaveLength(before.said.length);
  for (const [index, sentence] of after.said.entries()) expect(sentence).not.toBe(before.said[index]);
  expect(after.items).toEqual(before.items);
  expect(after.changesFrom(before.stored)).toEqual([]);
  expect(after.evidence).toEqual(before.evidence);
  expect(before.said.length).toBeGreaterThan(20);
});
