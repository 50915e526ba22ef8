import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LocalApi } from '../../local/api.ts';
import { allContracts } from '../../local/contracts.ts';
import { RESOURCES } from '../../local/environment.ts';
import { Story } from '../../local/story/story.ts';
import { differencesOf } from '../../scripts/golden-records/differences.ts';
import { frozenShapes, type GoldenFolderPart, readGolden } from '../../scripts/golden-records/format.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { OF_TERMS } from '../../shared/core/deadlines/revisions.ts';
import { DEADLINE_KEPT } from '../../shared/core/events/kinds.ts';
import { seededDatabase } from '../harness/seeded-database.ts';
import { startTestStack } from '../harness/stack.ts';
import { expectedDifferences } from './expected.ts';

/** A data folder with these journals, and its table in memory; with what was stored about each contract before it was opened. */
async function opened(parts: readonly GoldenFolderPart[]) {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'clauseclock-golden-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  for (const part of parts) if ('file' in part) writeFileSync(join(dataDirectory, part.file), part.text);
  const database = await seededDatabase(parts.flatMap((part) => ('item' in part ? [part.item] : [])));
  const before = await allContracts(database.dynamodb, new ContractTable(database.dynamodb, RESOURCES.table));
  const story = new Story(dataDirectory, () => undefined);
  const test = await startTestStack({ dataDirectory, database, sources: [story] });
  onTestFinished(() => test.stop());
  return { test, story, before };
}

it.each(frozenShapes())(
  'a data folder of %s opens as it was left, changes nothing, and its story goes on',
  async (shape) => {
    const { test, story, before } = await opened(readGolden(shape).folder);
    const { stack } = test;
    const contracts = () => allContracts(stack.dynamodb, stack.table);
    expect(await contracts()).toEqual(before);
    expect(before.length).toBeGreaterThan(5);
    expect(before.flatMap(({ head }) => head.contract.edition ?? [])).toEqual([]);
    const expected = expectedDifferences();
    for (const { head, events, deadlines } of before) {
      const { contract } = head;
      const name = `${shape}, folder: ${contract.id}`;
      const own = expected.filter((one) => one.contract === name);
      expect(differencesOf({ name, contract, events, deadlines })).toEqual(own);
      const told = { kind: 'informational', occurredAt: stack.clock.now(), data: { opened: shape } };
      const { status, body } = await test.post(`/contracts/${contract.id}/events`, told);
      const changed = body.deadlines.map(({ id }: { id: string }) => id);
      expect({ status, changed }).toEqual({ status: 201, changed: [...new Set(own.map(({ deadline }) => deadline))] });
    }
    // Each took the first edition, which keeps no end of theirs and proposes none.
    expect((await contracts()).map(({ head }) => head.contract.edition)).toEqual(before.map(() => 1));
    const recorded = (await contracts()).flatMap(({ events }) => events.map(({ kind }) => kind));
    expect(recorded.filter((kind) => kind === DEADLINE_KEPT)).toEqual([]);
    // What is proposed is that a contract be read by the corrected readings given out since, once each.
    const proposals: { contract: string; deadline: string }[] = (await test.get('/proposals')).body.proposals;
    expect(proposals.filter(({ deadline }) => deadline !== OF_TERMS)).toEqual([]);
    expect(proposals.length).toBeGreaterThan(0);
    expect(new Set(proposals.map(({ contract }) => contract)).size).toBe(proposals.length);
    story.play(new LocalApi(stack.functions));
    const sent = stack.mail.inbox().length;
    await test.advanceTo('2027-12-31T00:00:00Z');
    expect(stack.mail.inbox().length).toBeGreaterThan(sent);
    expect(await test.check()).toEqual([]);
  },
);
