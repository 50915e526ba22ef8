/**
 * Setup of each test file in a run that freezes records: writes down what its stacks wrote and its contracts planned.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, vi } from 'vitest';
import { allContracts } from '../../local/contracts.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import type { Pack } from '../../shared/core/terms/pack.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { storedFrom } from './cases.ts';
import { type GoldenContract, type GoldenPack, recordLine } from './format.ts';
import { observed } from './observe.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The file to which what is seen is appended. */
    readonly goldenRecords: string;
  }
}

function note(record: object): void {
  appendFileSync(inject('goldenRecords'), recordLine(record));
}

const testFile = () => (expect.getState().testPath ?? '').replace(/^.*\/test\//, '');

vi.mock(import('../../test/harness/stack.ts'), async (original) => {
  const own = await original();
  return {
    ...own,
    startTestStack: async (options = {}) => {
      // A table that the test chose itself is not in this process.
      if ('database' in options) return own.startTestStack(options);
      const from = testFile();
      const database = memoryDatabase();
      const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'clauseclock-golden-'));
      const test = await own.startTestStack({ ...options, database, dataDirectory });
      const stop = async () => {
        const { stack } = test;
        note({ seen: await observed(from, database, dataDirectory, stack.clock.now()) });
        for (const { head, events, deadlines } of await allContracts(stack.dynamodb, stack.table)) {
          note({ contract: { name: `${from} ${head.contract.id}`, contract: head.contract, events, deadlines } });
        }
        await test.stop();
        if (options.dataDirectory === undefined) rmSync(dataDirectory, { recursive: true });
      };
      return { ...test, stop };
    },
  };
});

const yamlOf = new WeakMap<Pack, string>();

vi.mock(import('../../shared/desk/reading/read-pack.ts'), async (original) => {
  const own = await original();
  return {
    ...own,
    readPack: (file, text) => {
      const pack = own.readPack(file, text);
      yamlOf.set(pack, text);
      return pack;
    },
  };
});

let planned = 0;

vi.mock(import('../../test/core/deadlines/planning.ts'), async (original) => {
  const own = await original();
  return {
    ...own,
    planOf: (contract, events, catalog = own.terms.catalog) => {
      const plan = own.planOf(contract, events, catalog);
      const packs = catalog === own.terms.catalog ? [] : [...catalog.values()].flat().map(goldenPack);
      planned += 1;
      if (packs.includes(undefined)) return plan;
      const { holidays } = own.terms;
      note({
        contract: {
          name: `${testFile()} ${planned}`,
          ...(packs.length > 0 && { packs: packs.filter((pack) => pack !== undefined) }),
          ...storedFrom({ contract, events, catalog, holidays }, plan.deadlines),
        } satisfies GoldenContract,
      });
      return plan;
    },
  };
});

const shipped = [...sourceTerms().catalog.values()].flat();

/**
 * A pack of a test as text: its YAML, or one of the project’s own with a few changed plain values. Undefined if it was
 * made in another way, which cannot be stored.
 */
function goldenPack(pack: Pack): GoldenPack | undefined {
  const yaml = yamlOf.get(pack);
  if (yaml !== undefined) return { yaml };
  const like = shipped.find((own) => own.pack === pack.pack);
  if (!like) return undefined;
  const changed = Object.entries(pack).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(like[field as keyof Pack]),
  );
  if (changed.some(([, value]) => typeof value === 'object')) return undefined;
  return { like: `${like.pack}@${like.version}`, with: Object.fromEntries(changed) };
}
