import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { InvalidHolidayTableError } from '../../shared/core/calendar/holiday-table.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { EDITIONS } from '../../shared/runtime/holiday-tables.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { startTestStack } from '../harness/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-corrupt-'));
const calendars = join(folder, 'calendars');
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['exoopus', 'gdpr', 'calendars']) {
    cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true });
  }
  writeFileSync(join(folder, 'packs.json'), '[]');
  writeFileSync(join(folder, 'intake.json'), '{}');
});

function rewritten(name: string, change: (text: string) => string): void {
  const file = join(calendars, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

describe('a corrupt calendar table fails the start, and never a request', () => {
  it.each<[string, RegExp, () => void]>([
    ['cut off', /RO\.json: not JSON/, () => rewritten('RO.json', (text) => text.slice(0, 1000))],
    ['empty', /RO\.json: not JSON/, () => writeFileSync(join(calendars, 'RO.json'), '')],
    ['of another shape', /RO\.json: /, () => rewritten('RO.json', (text) => text.replace('"from":', '"since":'))],
    ['edited under its version', /RO/, () => rewritten('RO.json', (text) => text.replace('12-01', '12-02'))],
    ['gone', /RO/, () => rmSync(join(calendars, 'RO.json'))],
    [
      'of a version that its edition does not have',
      /RO/,
      () => rewritten(EDITIONS, (text) => text.replace('"RO":"2026.1"', '"RO":"2025.1"')),
    ],
  ])('%s', async (_, problem, corrupt) => {
    expect(loadBundledTerms(folder).holidays.sets.has('RO')).toBe(true);
    corrupt();
    const refused = expect.objectContaining({
      name: 'InvalidHolidayTableError',
      message: expect.stringMatching(problem),
    });
    expect(() => loadBundledTerms(folder)).toThrow(InvalidHolidayTableError);
    expect(() => loadBundledTerms(folder)).toThrow(problem);
    await expect(startTestStack({ termsDirectory: folder })).rejects.toEqual(refused);
  });
});
