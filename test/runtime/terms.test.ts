import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { newestEdition } from '../../shared/core/calendar/editions.ts';
import { findPack } from '../../shared/core/terms/catalog.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { loadTerms, readPackFile, sourceTerms } from '../../shared/runtime/terms.ts';

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-terms-'));
const source = fileURLToPath(new URL('../../terms', import.meta.url));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the terms folder', () => {
  it('gives every pack by name and version', () => {
    cpSync(source, folder, { recursive: true });
    expect(findPack(loadTerms(folder).catalog, 'exoopus', '2026-01').provider).toBe('Exoopus');
  });

  it('refuses a pack whose path says something else than its content', () => {
    cpSync(source, folder, { recursive: true });
    renameSync(join(folder, 'exoopus', '2026-01.yaml'), join(folder, 'exoopus', '2027-01.yaml'));
    expect(() => loadTerms(folder)).toThrow(/calls itself exoopus, version 2026-01; move it to exoopus.2026-01\.yaml/);
  });

  it('is parsed once, and a file anew when its text has changed', () => {
    cpSync(source, folder, { recursive: true });
    const file = join(folder, 'exoopus', '2026-01.yaml');
    const first = readPackFile(file);
    expect(readPackFile(file)).toBe(first);
    writeFileSync(file, readFileSync(file, 'utf8').replace('provider: Exoopus', 'provider: Other'));
    expect(readPackFile(file).pack.provider).toBe('Other');
  });

  it('gives the rules of intake, and none where there are none', () => {
    cpSync(source, folder, { recursive: true });
    expect(loadTerms(folder).intake).toEqual({ rules: [] });
    writeFileSync(join(folder, 'intake.yaml'), 'rules:\n  - { rule: all, when: {}, terms: exoopus }\n');
    expect(loadTerms(folder).intake.rules).toMatchObject([{ rule: 'all', terms: 'exoopus' }]);
  });

  it.each([
    ['cannot be read', 'rules: [', /^intake\.yaml:1:9 a bracket that was opened before is not closed; close it$/],
    ['no UTF-8', Buffer.from([0x72, 0x0a, 0xff]), /^intake\.yaml:2:1 this line is not UTF-8/],
    [
      'make no contract',
      'rules:\n  - { rule: all, when: {}, terms: exopus }\n',
      /^intake\.yaml:2:28 rules\.all\.terms: There is no terms pack exopus/,
    ],
  ])('refuses rules of intake that are %s', (_, text, message) => {
    cpSync(source, folder, { recursive: true });
    writeFileSync(join(folder, 'intake.yaml'), text);
    expect(() => loadTerms(folder)).toThrow(message);
  });

  it('is the same in a bundle, where it is read from one file', () => {
    const script = fileURLToPath(new URL('../../scripts/bundle-terms.ts', import.meta.url));
    execFileSync(process.execPath, [script, folder]);
    const { catalog, holidays, intake } = loadBundledTerms(folder);
    expect(intake).toEqual(sourceTerms().intake);
    expect(catalog).toEqual(sourceTerms().catalog);
    expect(holidays).toEqual(sourceTerms().holidays);
    expect(readdirSync(folder)).toEqual(['calendars', 'intake.json', 'packs.json']);
    const tables = readdirSync(join(folder, 'calendars'));
    expect(tables.filter((name) => !name.endsWith('.json'))).toEqual([]);
    // Without it a function would stamp nothing, and every recount would take the tables as they are.
    expect(tables).toContain('editions.json');
    expect(newestEdition(holidays)).toBeGreaterThanOrEqual(1);
  });
});
