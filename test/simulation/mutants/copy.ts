import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** All that a simulation runs on. */
const COPIED = ['package.json', 'functions', 'shared', 'local', 'terms', 'test/simulation'];

/** A copy of the sources, in which one fault at a time is planted. */
export class Copy {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'mutants-'));
    for (const each of COPIED) cpSync(join(ROOT, each), join(this.folder, each), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Runs `work` while the fault is planted. */
  async with<Result>(mutant: Mutant, work: () => Promise<Result>): Promise<Result> {
    const path = join(this.folder, mutant.file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, planted(text, mutant));
    try {
      return await work();
    } finally {
      writeFileSync(path, text);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The text of a file with the fault in it. */
export function planted(text: string, { name, file, find, replace }: Mutant): string {
  if (text.split(find).length !== 2) throw new Error(`${name}: ${file} has not exactly one ${JSON.stringify(find)}.`);
  return text.replace(find, () => replace);
}

/** The file of a fault as it is without it. */
export function sourceOf({ file }: Pick<Mutant, 'file'>): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
