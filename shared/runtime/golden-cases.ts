import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Pack, revisedVersion } from '../core/terms/pack.ts';
import { type GoldenCase, readGoldenCases } from '../desk/plans/golden-cases.ts';
import { CASES } from './terms.ts';

/** The golden cases beside a pack; none where there is no such file. @throws GoldenCasesError */
export function loadGoldenCases(directory: string, pack: Pick<Pack, 'pack' | 'version' | 'revision'>): GoldenCase[] {
  const file = join(pack.pack, `${revisedVersion(pack)}${CASES}`);
  const path = join(directory, file);
  return existsSync(path) ? readGoldenCases(file, readFileSync(path, 'utf8')) : [];
}
