import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { deadlineItem } from '../../shared/aws/table/items.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { shown, shownInBrief } from '../../shared/core/words/explanation.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const ENDED = '2026-11-20T08:00:00Z';
const words = wordsOf(sourceTerms().catalog);
const OLDER = 'It was said in other words.';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

/** A contract that has ended, whose deadlines are stored as code with other words would have stored them. */
async function withOlderWords(): Promise<string> {
  const contract = await createContract(test);
  await recordEvent(test, contract, 'contract.terminated', ENDED);
  await test.stack.engine.drain();
  await putInOlderWords(contract);
  return contract;
}

async function putInOlderWords(contract: string): Promise<void> {
  const older = (await storedOf(contract)).map((deadline) => ({
    ...deadline,
    title: `${deadline.title}, in older words`,
    steps: deadline.steps.map(({ code }) => ({ code: 'told' as const, step: { code, text: OLDER } })),
    ladder: deadline.ladder.map((rung) => ({ ...rung, lead: OLDER })),
  }));
  const puts = older.map((deadline) => ({
    Put: { TableName: RESOURCES.table, Item: deadlineItem(contract, deadline, test.stack.clock.now()) },
  }));
  await test.stack.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: puts }));
  expect(await storedOf(contract)).toEqual(older);
}

async function storedOf(contract: string): Promise<readonly StoredDeadline[]> {
  return (await test.stack.table.load(contract))?.deadlines ?? [];
}

describe('deadlines that were stored in other words', () => {
  it('stay as they are when an event changes nothing that decides, and no evidence tells of a change', async () => {
    const contract = await withOlderWords();
    const before = await storedOf(contract);
    const { body } = await recordEvent(test, contract, 'informational', ENDED);
    expect(body).toMatchObject({ outcome: 'recorded', deadlines: [] });
    expect(await storedOf(contract)).toEqual(before);
    expect((await evidenceOf(test, contract)).at(-1)).toMatchObject({ type: 'event.recorded', facts: { changes: [] } });
    expect(await test.check()).toEqual([]);
  });

  it('are told in the words of today by the API, one contract’s and those of all', async () => {
    const contract = await withOlderWords();
    const explain = { explain: 'true' };
    const own: StoredDeadline[] = (await test.get(`/contracts/${contract}/deadlines`, explain)).body.deadlines;
    expect(own.length).toBeGreaterThan(1);
    expect(JSON.stringify(own)).not.toMatch(/older words|other words/);
    expect(own.map(({ revision }) => revision)).toEqual((await storedOf(contract)).map(({ revision }) => revision));
    const all: (StoredDeadline & { contract: string })[] = (await test.get('/deadlines', explain)).body.deadlines;
    const same = all.filter((one) => one.contract === contract).map(({ contract: _contract, ...one }) => one);
    expect(same).toEqual(own);
    // Each page of its own has them, also those that do not plan the contract for anything else.
    expect(await rowsOf(test, `/contracts/${contract}/deadlines`, 'deadlines', { ...explain, limit: '1' })).toEqual(
      own,
    );
  });

  it('are listed as they are stored where no explanation is asked for, each rung with the sentence of its pack', async () => {
    const contract = await withOlderWords();
    const brief = (await storedOf(contract)).map((deadline) => shownInBrief(deadline, words));
    expect(brief.flatMap(({ ladder }) => ladder.map(({ lead }) => lead))).toContain(
      'The data that is stored under the contract has to be made available for export by {date}, and no delivery is on record.',
    );
    expect(await rowsOf(test, `/contracts/${contract}/deadlines`, 'deadlines', { limit: '1' })).toEqual(
      brief.toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant)),
    );
  });

  it('are told as they are stored where the plan of today decides otherwise', async () => {
    const contract = await withOlderWords();
    const [first] = await storedOf(contract);
    if (!first) throw new Error('nothing is stored');
    const elsewhere = { ...first, date: '2026-12-13' };
    const Item = deadlineItem(contract, elsewhere, test.stack.clock.now());
    await test.stack.dynamodb.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: RESOURCES.table, Item } }] }),
    );
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`, { explain: 'true' })).body;
    expect(deadlines.find(({ id }: StoredDeadline) => id === first.id)).toEqual(shown(elsewhere, words));
    const { body } = await recordEvent(test, contract, 'informational', ENDED);
    expect(body.deadlines).toMatchObject([{ id: first.id, change: 'restated', date: first.date, title: /./ }]);
    expect(JSON.stringify(body.deadlines)).not.toMatch(/older words|other words/);
  });

  it('are announced in the words of today, and kept in those from then on', async () => {
    const contract = await withOlderWords();
    await test.advanceTo('2026-12-09T00:00:00Z');
    const letters = inboxOf(test, contract);
    expect(letters.length).toBeGreaterThan(0);
    for (const { subject, text } of letters) expect(`${subject} ${text}`).not.toMatch(/older words|other words/);
    const announced = (await storedOf(contract)).filter(({ revision }) => revision > 1);
    expect(announced.length).toBeGreaterThan(0);
    expect(JSON.stringify(announced)).not.toMatch(/older words|other words/);
    expect(await test.check()).toEqual([]);
  });

  it('are explained in the words of today to the provider whose notice did not arrive', async () => {
    const customer = { name: 'Gone SRL', email: 'bounce@simulator.amazonses.com' };
    const contract = await createContract(test, { customer });
    const now = () => test.stack.clock.now();
    await recordEvent(test, contract, 'contract.terminated', now());
    const letters = () => inboxOf(test, contract).map(({ subject, text }) => `${subject} ${text}`);
    await test.advanceTo(laterBy(now(), 2 * 60_000));
    expect(letters().length).toBeGreaterThan(0);
    await putInOlderWords(contract);
    await test.advanceTo(laterBy(now(), 3_600_000));
    const escalations = letters().filter((letter) => letter.startsWith('Action needed'));
    expect(escalations.length).toBeGreaterThan(0);
    expect(escalations.join()).not.toMatch(/older words|other words/);
  });
});
