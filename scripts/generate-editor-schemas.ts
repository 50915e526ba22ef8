/**
 * Writes `terms/pack.schema.json`, `terms/cases.schema.json` and `terms/intake.schema.json`, by which editors complete and
 * check terms packs, their golden cases and the rules of intake.
 *
 *   node scripts/generate-editor-schemas.ts            write them
 *   node scripts/generate-editor-schemas.ts --check    write nothing; exit 1 when a committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { casesJsonSchema } from '../shared/desk/plans/golden-cases.ts';
import { packJsonSchema } from '../shared/desk/reading/pack-fields.ts';
import { intakeJsonSchema } from '../shared/desk/reading/read-intake.ts';

const LINE_WIDTH = 120;
const SCHEMAS = {
  'pack.schema.json': packJsonSchema(),
  'cases.schema.json': casesJsonSchema(),
  'intake.schema.json': intakeJsonSchema(),
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = fileURLToPath(new URL(`../terms/${name}`, import.meta.url));
  const wanted = `${print(schema, '')}\n`;
  const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!values.check) {
    writeFileSync(file, wanted);
    console.log(`terms/${name} written`);
  } else if (present !== wanted) {
    console.error(`terms/${name} is not what the code says; run node scripts/generate-editor-schemas.ts`);
    process.exitCode = 1;
  }
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
