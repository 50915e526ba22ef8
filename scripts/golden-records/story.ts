import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { LocalApi } from '../../local/api.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { RESOURCES } from '../../local/environment.ts';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { STORY_START } from '../../local/story/scenes.ts';
import { Story } from '../../local/story/story.ts';
import type { TableItem } from '../../shared/aws/table/pack.ts';
import type { GoldenFolderPart } from './format.ts';
import { type Observed, observed } from './observe.ts';

/** All that is written when the sample story is played until an instant. */
export async function playedUntil(instant: string): Promise<Observed> {
  return played(instant, ({ database, folder, stack }) => observed('story', database, folder, stack.clock.now()));
}

/** The data folder that the sample story leaves behind at an instant. */
export function folderAt(instant: string): Promise<GoldenFolderPart[]> {
  return played(instant, async ({ folder, stack }) => {
    const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: RESOURCES.table }));
    return [
      ...readdirSync(folder)
        .sort()
        .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })),
      ...Items.map((item) => ({ item: item as TableItem })),
    ];
  });
}

interface Played {
  readonly database: ReturnType<typeof memoryDatabase>;
  readonly folder: string;
  readonly stack: LocalStack;
}

async function played<Result>(instant: string, look: (played: Played) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-golden-'));
  const database = memoryDatabase();
  const story = new Story(folder, () => undefined);
  const stack = await startStack({ database, dataDirectory: folder, clock: STORY_START, sources: [story] });
  try {
    story.play(new LocalApi(stack.functions));
    await stack.engine.advanceTo(instant);
    return await look({ database, folder, stack });
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
}
