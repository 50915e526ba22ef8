/**
 * Writes `shared/core/words/messages.ts`, and `evidence-messages.ts` beside it: which values each message of the catalogues takes, so that the compiler refuses
 * an unknown message, a missing value, and a value of the wrong type.
 *
 *   node scripts/generate-messages.ts            write it
 *   node scripts/generate-messages.ts --check    write nothing; exit 1 when the committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { CATALOGUES } from '../shared/core/words/catalogues.ts';

const LINE_WIDTH = 120;
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [name, wanted] of Object.entries(print())) {
  const path = `shared/core/words/${name}`;
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  if (!values.check) {
    writeFileSync(file, wanted);
    console.log(`${path} written`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
    console.error(`${path} is not what the catalogues say; run node scripts/generate-messages.ts`);
    process.exitCode = 1;
  }
}

/**
 * The files by name; the messages of evidence have their own. Every released catalogue has to stay readable, so a message
 * takes the values of all its versions.
 */
function print(): Readonly<Record<string, string>> {
  const messages = new Map<string, Map<string, string>>();
  for (const catalogue of Object.values(CATALOGUES)) {
    for (const [key, pattern] of Object.entries(catalogue)) {
      const taken = messages.get(key) ?? new Map<string, string>();
      messages.set(key, taken);
      take(taken, parse(pattern, { ignoreTag: true }));
    }
  }
  const ofEvidence = (key: string) => key.startsWith('evidence.');
  const lines = (keys: readonly string[]) =>
    keys.map((key) => member(nameOf(key), [...(messages.get(key) ?? [])])).join('\n');
  const keys = [...messages.keys()];
  return {
    'evidence-messages.ts': `// Written by scripts/generate-messages.ts from the catalogues.

/** Text that stands in a sentence as it is. Days and sums come as finished text. */
export type Text = string | number;

/** The values that each message about an entry of evidence takes. */
export interface EvidenceMessages {
${lines(keys.filter(ofEvidence))}
}
`,
    'messages.ts': `// Written by scripts/generate-messages.ts from the catalogues.
import type { EvidenceMessages, Text } from './evidence-messages.ts';

/** The values that each message takes. */
export interface Messages extends EvidenceMessages {
${lines(keys.filter((key) => !ofEvidence(key)))}
}
`,
  };
}

function take(taken: Map<string, string>, elements: readonly MessageFormatElement[]): void {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.literal:
        break;
      case TYPE.argument:
        if (!taken.has(element.value)) taken.set(element.value, 'Text');
        break;
      case TYPE.select:
        taken.set(element.value, chosenFrom(element.options));
        break;
      case TYPE.plural:
        taken.set(element.value, 'number');
        break;
      default:
        throw new Error(`a message may hold {name}, plural and select; days and sums come as finished text`);
    }
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    for (const { value } of Object.values(element.options)) take(taken, value);
  }
}

/** `true` beside `other` chooses by a boolean. Where `other` is empty, the options named are all there are. */
function chosenFrom(options: Readonly<Record<string, { readonly value: readonly MessageFormatElement[] }>>): string {
  const named = Object.keys(options).filter((option) => option !== 'other');
  if (named.includes('true')) return 'boolean';
  return options.other?.value.length === 0 ? named.map((option) => `'${option}'`).join(' | ') : 'string';
}

/** A member of an interface as the project's formatter leaves it. */
function member(name: string, values: readonly (readonly [string, string])[]): string {
  if (values.length === 0) return `  ${name}: Record<never, never>;`;
  const line = `  ${name}: { ${values.map(([value, type]) => `${value}: ${type}`).join('; ')} };`;
  if (line.length <= LINE_WIDTH) return line;
  return `  ${name}: {\n${values.map(([value, type]) => `    ${value}: ${type};\n`).join('')}  };`;
}

function nameOf(key: string): string {
  return /^[a-z]+$/.test(key) ? key : `'${key}'`;
}
