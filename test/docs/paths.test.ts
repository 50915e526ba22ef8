import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from '../tidy/sources.ts';

const pages = projectFiles().filter(({ path }) => path === 'README.md' || /^docs\/.*\.md$/.test(path));
const FOLDERS = ['bench', 'cli', 'docs', 'functions', 'infra', 'local', 'scripts', 'shared', 'test'];

/** `shared/core/deadlines/plan.ts` of a page’s text. Files below `terms` may be those that a guide has its reader make. */
function pathsIn(text: string): string[] {
  const named = text.matchAll(/`([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+\/?)`/g);
  return [...named].map(([, path = '']) => path).filter((path) => FOLDERS.includes(path.split('/')[0] ?? ''));
}

function linksIn(text: string): string[] {
  const links = text.matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g);
  return [...links].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

describe('the docs', () => {
  it('name files and folders that exist', () => {
    const missing = pages.flatMap(({ path, text }) =>
      pathsIn(text)
        .filter((named) => !existsSync(join(ROOT, named)))
        .map((named) => `${path}: ${named}`),
    );
    expect(missing).toEqual([]);
  });

  it('link to pages that exist', () => {
    const broken = pages.flatMap(({ path, text }) =>
      linksIn(text)
        .filter((link) => !existsSync(join(ROOT, dirname(path), link)))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('walk through the code in flow.md: each step names its file', () => {
    const flow = pages.find(({ path }) => path === 'docs/flow.md')?.text ?? '';
    const [, walks = ''] = flow.split('## Two walks through the code');
    const steps = walks.split(/\n## /)[0]?.match(/^\d+\. .*(?:\n {3}.*)*/gm) ?? [];
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter((step) => pathsIn(step).length === 0)).toEqual([]);
  });
});
