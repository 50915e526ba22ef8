import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { computeChain } from '../../../shared/core/calendar/compute.ts';
import type { ZoneTable } from '../../../shared/core/calendar/zone-table.ts';
import type { compareDeadlines } from '../../../shared/core/deadlines/deadline-changes.ts';
import type { lapseOf } from '../../../shared/core/deadlines/lapse-event.ts';
import type { plan } from '../../../shared/core/deadlines/plan.ts';
import type { proposalsOf } from '../../../shared/core/deadlines/proposals.ts';

const CORE = fileURLToPath(new URL('../../../shared/core', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/clauseclock-releases', import.meta.url));
const LISTED = '= [table2026c as unknown as ZoneTable]';

const ENTRY = `
  export { plan } from './deadlines/plan.ts';
  export { proposalsOf } from './deadlines/proposals.ts';
  export { lapseOf } from './deadlines/lapse-event.ts';
  export { compareDeadlines } from './deadlines/deadline-changes.ts';
  export { computeChain } from './calendar/compute.ts';
`;

/** The parts of the core that a test of a release needs. */
export interface Release {
  readonly plan: typeof plan;
  readonly proposalsOf: typeof proposalsOf;
  readonly lapseOf: typeof lapseOf;
  readonly compareDeadlines: typeof compareDeadlines;
  readonly computeChain: typeof computeChain;
}

/** The core as a release has it whose tables of zone offsets include a further one; modules of its own, which nobody shares. */
export function releaseWith(further: ZoneTable | undefined): Promise<Release> {
  return modulesWith(further, ENTRY);
}

/**
 * What an entry exports, from modules of its own, which nobody shares.
 * @param entry its source, with paths from `shared/core`
 */
export async function modulesWith<Exported>(further: ZoneTable | undefined, entry: string): Promise<Exported> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: CORE },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: further ? [listing(further)] : [],
  });
  // Among the modules, so that packages are found from it.
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}/${randomUUID()}.mjs`;
  writeFileSync(file, outputFiles[0]?.contents ?? '');
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file);
  }
}

function listing(further: ZoneTable): Plugin {
  return {
    name: 'further-zone-table',
    setup({ onLoad }) {
      onLoad({ filter: /zone-table\.ts$/ }, ({ path }) => {
        const written = readFileSync(path, 'utf8');
        if (!written.includes(LISTED)) throw new Error(`${path} lists its tables otherwise than "${LISTED}"`);
        const tables = `= [table2026c as unknown as ZoneTable, ${JSON.stringify(further)}]`;
        return { contents: written.replace(LISTED, tables), loader: 'ts' };
      });
    },
  };
}
