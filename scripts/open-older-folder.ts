/**
 * Has an older checkout write a data folder with the sample story, and opens it with the code of this one.
 *
 *   node scripts/open-older-folder.ts CHECKOUT
 *
 * Prints every deadline that this code plans otherwise than it is stored, plays the story to its end, and checks that
 * everything agrees. Exit code 1 where anything differs. Needs the embedded database.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalApi } from '../local/api.ts';
import { findInconsistencies } from '../local/check.ts';
import { allContracts } from '../local/contracts.ts';
import { startStack } from '../local/stack.ts';
import { STORY_START } from '../local/story/scenes.ts';
import { Story } from '../local/story/story.ts';
import { sourceTerms } from '../shared/runtime/terms.ts';
import { differencesOf } from './golden-records/differences.ts';

const LEFT_AT = '2026-12-02T12:00:00Z';
const STORY_OVER = '2027-12-31T00:00:00Z';

function writtenBy(checkout: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-older-'));
  const options = ['--data', folder, '--until', LEFT_AT, '--exit', '--port', '0'];
  const { status, stderr } = spawnSync(process.execPath, ['local/main.ts', ...options], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${checkout} could not write a folder: ${stderr}`);
  return folder;
}

async function faultsAfterOpening(folder: string): Promise<string[]> {
  const story = new Story(folder, () => undefined);
  const stack = await startStack({ dataDirectory: folder, clock: STORY_START, sources: [story] });
  try {
    const contracts = await allContracts(stack.dynamodb, stack.table);
    const changed = contracts.flatMap(({ head: { contract }, events, deadlines }) =>
      differencesOf({ name: contract.id, contract, events, deadlines }),
    );
    console.log(`${contracts.length} contracts at ${stack.clock.now()}, ${stack.mail.inbox().length} letters`);
    story.play(new LocalApi(stack.functions));
    await stack.engine.advanceTo(STORY_OVER);
    console.log(`the story is over, ${stack.mail.inbox().length} letters`);
    return [...changed.map((one) => JSON.stringify(one)), ...(await findInconsistencies(stack, sourceTerms()))];
  } finally {
    await stack.stop();
  }
}

const [checkout] = process.argv.slice(2);
if (checkout === undefined) {
  console.error('usage: node scripts/open-older-folder.ts CHECKOUT');
  process.exit(2);
}
const folder = writtenBy(checkout);
try {
  const faults = await faultsAfterOpening(folder);
  for (const fault of faults) console.log(fault);
  console.log(faults.length === 0 ? 'Nothing differs, and everything agrees.' : `${faults.length} differences.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
