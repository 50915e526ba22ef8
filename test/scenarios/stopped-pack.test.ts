import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hold, releaseHold } from '../../cli/holds.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { later } from '../harness/instants.ts';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';

/** The project's calendars and exoopus, with all revisions or with the first one alone. */
function termsFolder(revisions: 'first' | 'all'): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-stopped-'));
  const isTaken = (path: string) => revisions === 'all' || !path.includes('+');
  for (const part of ['exoopus', 'calendars'])
    cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true, filter: isTaken });
  return folder;
}

type Served = Awaited<ReturnType<typeof serveTestStack>>;

async function run(command: typeof hold, { url }: Served, ...argv: string[]): Promise<string> {
  const out: string[] = [];
  const line = { out: (text: string) => out.push(text), err: (text: string) => out.push(text) };
  expect(await command([...argv, '--endpoint', url], line)).toBe(0);
  return out.join('\n');
}

const invoice = (name: string, day: string) => ({
  ...{ invoice: name, dueOn: day, collection: 'automatic' },
  ...{ amount: 4900, currency: 'eur' },
});
const ANA = ['--by', 'Ana', '--reason'];
const CAUSE = 'exoopus@2026-01+1..exoopus@2026-01+2';

describe('a pack whose first reading counts a suspension that is none', () => {
  const database = memoryDatabase();
  let before: Served;
  let after: Served;
  const contracts = { misread: '', ending: '' };

  beforeAll(async () => {
    before = await serveTestStack({ termsDirectory: termsFolder('first'), database, clock: '2026-10-01T08:00:00Z' });
    for (const name of ['misread', 'ending'] as const) contracts[name] = await createContract(before.test);
  });
  afterAll(async () => {
    await before.stop();
    await after?.stop();
  });

  it('is stopped by one command, corrected, and released: the wrong letters never go, the right ones once', async () => {
    const { test } = before;
    // By the first reading an invoice that a card is charged for suspends, by the corrected one it does not.
    await recordEvent(test, contracts.misread, 'invoice.issued', '2026-10-01', invoice('in_1', '2026-10-05'));
    const held = await run(hold, before, 'pack', 'exoopus', ...ANA, 'it suspends whoever pays by card');
    await test.advanceTo('2026-10-10T08:00:00Z');
    // Facts go on: another customer gives notice, and the letter about the export waits like the others.
    await recordEvent(test, contracts.ending, 'contract.terminated', '2026-10-10');
    await test.advanceTo('2026-10-16T08:00:00Z');
    for (const contract of Object.values(contracts)) expect(inboxOf(test, contract, 'customer')).toEqual([]);
    expect(await run(hold, before, 'list')).toMatch(/letters waiting: [1-9]/);

    after = await serveTestStack({ termsDirectory: termsFolder('all'), database, clock: '2026-10-16T08:00:00Z' });
    await after.test.stack.engine.drain();
    const accepted = await after.test.post('/proposals/accept', { cause: CAUSE, by: 'Ana', reason: 'counsel agrees' });
    expect(accepted.status).toBe(202);
    await after.test.stack.engine.advanceBy('PT30M');
    for (const contract of Object.values(contracts)) expect(inboxOf(after.test, contract, 'customer')).toEqual([]);

    const id = /^hold-\S+/.exec(held)?.[0] ?? '';
    await run(releaseHold, after, id, ...ANA, 'it is read anew');
    await after.test.advanceTo(later(after.test.stack.clock.now(), 10));
    expect(inboxOf(after.test, contracts.misread, 'customer')).toEqual([]);
    const story = (await evidenceOf(after.test, contracts.misread)).map(({ type }) => type);
    expect(story).toEqual(expect.arrayContaining(['notice.stopped', 'notice.cancelled']));
    const told = inboxOf(after.test, contracts.ending, 'customer').map(({ tags }) => tags.notice);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told).size).toBe(told.length);
    expect(await run(hold, after, 'list', '--released')).toContain('by Ana: it is read anew');
    expect(await after.test.check()).toEqual([]);
  });
});
