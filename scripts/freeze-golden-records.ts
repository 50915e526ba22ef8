/**
 * Freezes the items, messages, contracts and the data folder that this commit writes, so that later code can be held
 * against them. A shape is frozen once and stays as it is: give another name for another shape (docs/upgrades.md).
 *
 *   node scripts/freeze-golden-records.ts 2026-11      write test/golden-records/2026-11
 */
import { parseArgs } from 'node:util';
import { goldenCases } from './golden-records/cases.ts';
import { eachContractOnce, oneOfEachItem, oneOfEachMessage } from './golden-records/choose.ts';
import { frozenShapes, writeGolden } from './golden-records/format.ts';
import { isReadable } from './golden-records/message-readers.ts';
import { folderAt, playedUntil } from './golden-records/story.ts';
import { watchedTests } from './golden-records/tests.ts';

/** When all of the sample story is over. */
const STORY_OVER = '2027-12-31T00:00:00Z';
/** A Wednesday on which the story has notices under way, steps to come and scenes left to play. */
const FOLDER_AT = '2026-11-25T08:00:00Z';

const { positionals } = parseArgs({ allowPositionals: true });
const [shape = ''] = positionals;
if (!/^[a-z0-9-]+$/.test(shape) || frozenShapes().includes(shape)) {
  console.error(
    `Name a shape that is not frozen yet, such as 2026-11. Frozen: ${frozenShapes().join(', ') || 'none'}.`,
  );
  process.exit(2);
}
const story = await playedUntil(STORY_OVER);
const folder = await folderAt(FOLDER_AT);
const tests = await watchedTests();
const records = {
  items: oneOfEachItem([...story.items, ...tests.items]),
  messages: oneOfEachMessage([...story.messages, ...tests.messages].filter(isReadable)),
  contracts: eachContractOnce([...goldenCases(), ...tests.contracts]),
  folder,
};
writeGolden(shape, records);
for (const [kind, list] of Object.entries(records)) console.log(`${kind}: ${list.length}`);
