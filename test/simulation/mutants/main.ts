import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import { RECORDING } from './recording.ts';
import { SENDING } from './sending.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COPIED = ['package.json', 'functions', 'shared', 'local', 'terms', 'test/simulation'];

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    years: { type: 'string', default: '5' },
    /** Plants only faults whose names have this in them. */
    only: { type: 'string', default: '' },
    /** Leaves out so many at the start of the list. */
    skip: { type: 'string', default: '0' },
  },
});

/** A copy of what the simulation runs on, in which one fault at a time is planted. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const each of COPIED) cpSync(join(ROOT, each), join(folder, each), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function planted(folder: string, { name, file, find, replace }: Mutant): () => void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${name}: ${file} has not exactly one ${JSON.stringify(find)}.`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  return () => writeFileSync(path, text);
}

/** What the simulator says of the copy: the first violation, or how it ended. */
async function verdictOn(folder: string): Promise<{ caught: boolean; by: string }> {
  const args = ['test/simulation/main.ts', '--seeds', values.seeds, '--years', values.years, '--first-failure'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const violation = /^seed (\d+): \S+ (\S+) \((\S+)\)/m.exec(output);
  if (violation) return { caught: true, by: `${violation[2]} (${violation[3]}), seed ${violation[1]}` };
  if (code === 0) return { caught: false, by: '' };
  return { caught: true, by: output.split('\n').find((line) => /Error|could not/.test(line)) ?? `exit ${code}` };
}

const folder = copy();
let survived = 0;
try {
  for (const mutant of [...SENDING, ...RECORDING]
    .slice(Number(values.skip))
    .filter(({ name }) => name.includes(values.only))) {
    const restore = planted(folder, mutant);
    const { caught, by } = await verdictOn(folder);
    restore();
    if (!caught) survived += 1;
    process.stdout.write(`| ${mutant.name} | ${dirname(mutant.file)} | ${caught ? by : 'survived'} |\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = survived === 0 ? 0 : 1;
