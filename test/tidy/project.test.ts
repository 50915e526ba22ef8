import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from './sources.ts';

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages: Record<string, LockEntry> = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

describe('the project', () => {
  it('names no registry in its lock file', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('locks the optional packages of every platform, so that npm ci works on all of them', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !candidates(path, name).some((candidate) => packages[candidate]),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has one declaration and one handler in every function’s folder', () => {
    const folders = readdirSync(join(ROOT, 'functions'));
    const incomplete = folders.filter((folder) => {
      const files = readdirSync(join(ROOT, 'functions', folder));
      return !files.includes('declaration.ts') || !files.includes('handler.ts');
    });
    expect(incomplete).toEqual([]);
  });

  it('holds no path of somebody’s machine', () => {
    const machine = new RegExp(['/ho' + 'me/', '/wo' + 'rk/', '/ro' + 'ot/', 'C:\\\\Us' + 'ers'].join('|'));
    const offenders = projectFiles().filter(({ path, text }) => path !== 'package-lock.json' && machine.test(text));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('skips no test without saying why, and leaves none focused', () => {
    const marks = new RegExp(`\\b(it|test|describe)\\.(on${'ly'}|to${'do'}|sk${'ip'})\\b`);
    const offenders = projectFiles().filter(({ path, text }) => path.endsWith('.test.ts') && marks.test(text));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

/** Where npm would look for a package, from the innermost folder outwards. */
function candidates(from: string, name: string): string[] {
  const parts = from === '' ? [] : from.split('/node_modules/');
  const folders = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}
