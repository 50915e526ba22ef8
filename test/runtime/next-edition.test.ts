import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { CALENDARS } from '../../shared/runtime/bundled-terms.ts';
import { EDITIONS } from '../../shared/runtime/holiday-tables.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/next-edition.ts', import.meta.url));

function run(directory: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, directory], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('a number is given out for tables that have none, and refused where nothing was raised', () => {
  const directory = mkdtempSync(join(tmpdir(), 'clauseclock-editions-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync(join(sourceFolder(), CALENDARS), directory, { recursive: true });
  const file = join(directory, EDITIONS);
  const given = readFileSync(file, 'utf8');
  const refused = expect.stringContaining('so no number is given out; raise what is corrected first');
  expect(run(directory)).toEqual({ status: 1, stdout: '', stderr: refused });
  expect(readFileSync(file, 'utf8')).toBe(given);
  writeFileSync(file, '[]');
  expect(run(directory)).toEqual({ status: 0, stdout: 'edition 1 is given out\n', stderr: '' });
  const [newest] = JSON.parse(given).reverse();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ ...newest, edition: 1 }]);
});
