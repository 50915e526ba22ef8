/**
 * Writes `terms/pack.schema.json`, by which editors complete and check terms packs.
 *
 *   node scripts/generate-pack-schema.ts            write it
 *   node scripts/generate-pack-schema.ts --check    write nothing; exit 1 when the committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packJsonSchema } from '../shared/desk/reading/pack-fields.ts';

const LINE_WIDTH = 120;
const FILE = fileURLToPath(new URL('../terms/pack.schema.json', import.meta.url));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const wanted = `${print(packJsonSchema(), '')}\n`;
const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

if (!values.check) {
  writeFileSync(FILE, wanted);
  console.log('terms/pack.schema.json written');
} else if (present !== wanted) {
  console.error('terms/pack.schema.json is not what the code says; run node scripts/generate-pack-schema.ts');
  process.exitCode = 1;
}

/** JSON as the project's formatter leaves it: a list of plain values stays on one line where it fits. */
function print(value: unknown, indent: string, before = 0): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const plain = value.every((item) => item === null || typeof item !== 'object');
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (plain && indent.length + before + line.length < LINE_WIDTH) return line;
    return `[\n${value.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, member]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + print(member, inner, name.length);
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
