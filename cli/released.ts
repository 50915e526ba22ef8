import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Released } from '../shared/desk/packs/digest.ts';
import { UsageError } from './command-line.ts';

export const RELEASED = 'released.json';
const schema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*@[A-Za-z0-9.-]+(\+\d{1,3})?$/, 'use pack@version'),
  z.string().regex(/^[0-9a-f]{64}$/, 'a digest has 64 hexadecimal digits'),
);

/**
 * The digests of the released versions in a folder of packs; empty if it has no such list.
 * @throws UsageError
 */
export function readReleased(folder: string): Released {
  const file = join(folder, RELEASED);
  if (!existsSync(file)) return {};
  const parsed = schema.safeParse(contentOf(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${file}: ${issue?.path.join('.')}: ${issue?.message}. Put the file back as it was.`);
}

export function writeReleased(folder: string, released: Released): void {
  const sorted = Object.entries(released).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(folder, RELEASED), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}
