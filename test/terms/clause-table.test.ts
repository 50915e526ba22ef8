import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clauseTable } from '../../scripts/clause-table.ts';
import { type ClauseTests, findClauseTests } from '../../scripts/clause-tests.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';

const { catalog } = sourceTerms();
const packs = [...catalog.values()].flat();
const testsOf = findClauseTests();

describe('every clause', () => {
  it.each(packs.map((pack) => [packLabel(pack), pack] as const))(
    'of %s has a golden case and a test on the clock',
    (_, pack) => {
      const tests = testsOf(pack);
      const withoutCase = pack.clauses.filter(({ id }) => tests.get(id)?.cases === 0);
      const withoutClock = pack.clauses.filter(({ id }) => tests.get(id)?.onTheClock.size === 0);
      expect({ withoutCase: withoutCase.map(({ id }) => id), withoutClock: withoutClock.map(({ id }) => id) }).toEqual({
        withoutCase: [],
        withoutClock: [],
      });
    },
  );

  it('stands in docs/clauses.md as the packs and tests say', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-clause-table.ts', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('the table of clauses', () => {
  const said = { place: '9.9', what: 'It is lovely.', why: 'Nobody keeps a day.' };
  const page = clauseTable(catalog, testsOf, (pack) => (pack === 'eloomi' ? [said] : []));
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));

  it('has one row for each clause, with as many cells as there are columns', () => {
    expect(rows).toHaveLength(packs.flatMap(({ clauses }) => clauses).length);
    const cells = rows.map((row) => row.split(/(?<!\\)\|/).length - 2);
    expect(new Set(cells)).toEqual(new Set([8]));
  });

  it('reads well: no cell is longer than 300 characters, links and line breaks aside', () => {
    const longest = rows
      .flatMap((row) => row.replaceAll(/\]\([^)]*\)|<br>/g, ']').split(' | '))
      .map((cell) => cell.length);
    expect(Math.max(...longest)).toBeLessThan(300);
  });

  it('tells once, of the newest reading, what it assumes and what is no clause', () => {
    const sections = page.split(/^## /m);
    const holding = (words: string) => sections.filter((one) => one.includes(words)).map((one) => one.split('\n')[0]);
    const newest = 'eloomi, version 5.9, revision 2';
    expect(holding('| 9.9 | It is lovely. | Nobody keeps a day. |')).toEqual([newest]);
    expect(holding('- `late-notice-for-the-next-end`: ')).toEqual([newest]);
    expect(holding('_Not followed:_ Notice that comes too late has no effect')).toEqual([newest]);
  });

  it('links to sections and files that are there', () => {
    const sections = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    const docs = new URL('../../docs/clauses.md', import.meta.url);
    for (const target of new Set(links)) {
      if (target.startsWith('#')) expect(sections).toContain(target.slice(1));
      else expect(readFileSync(new URL(target, docs), 'utf8'), target).not.toBe('');
    }
  });

  it('marks a clause without a test plainly', () => {
    const [pack] = catalog.get('psd2') ?? [];
    if (!pack) throw new Error('there is no psd2');
    const none = new Map<string, ClauseTests>();
    const marked = clauseTable(
      buildCatalog([pack]),
      () => none,
      () => [],
    );
    expect(marked.match(/\| \*\*no case\*\*<br>\*\*not on the clock\*\* \|/g)).toHaveLength(pack.clauses.length);
  });
});
