import { expect, it, onTestFinished } from 'vitest';
import { told } from '../../shared/core/evidence/sentences.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { evidenceOf, inboxOf, suspensionOf } from '../harness/notices.ts';
import { createContract } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const BEGINS = '2026-11-20T20:00:00Z';
const ENDS = '2026-11-23T20:00:00Z';

const TABLE = [{ service: 'table', fault: 'error' }];
/** Nothing is answered, and neither schedules nor what they are to put on a queue come. */
const SCHEDULER = [
  { service: 'scheduler', fault: 'error' },
  { service: 'scheduler', fault: 'fire-never' },
];
const QUEUE = [
  { service: 'queue', fault: 'error' },
  { service: 'scheduler', fault: 'fire-never' },
];
const MAIL = [{ service: 'mail', fault: 'error' }];
const SILENT_MAIL = [{ service: 'mail', fault: 'timeout', effect: false }];

/** When which invoice was due, in days before 20 November: what falls into the outage is due day and end, due day, reminder. */
const INVOICES = { 'due day and end': 13, 'due day': 12, reminder: 6 };

/** Of what went well the list of letters tells. */
const WENT_WELL = ['notice.accepted', 'notice.sent', 'notice.delivered'];

async function recordOf(test: TestStack, contract: string): Promise<string[]> {
  const words = wordsOf(test.terms.catalog);
  const evidence = await evidenceOf(test, contract);
  return evidence
    .slice(2)
    .filter(({ type }) => !WENT_WELL.includes(type))
    .map((entry) => `${entry.at} ${entry.type}: ${told(entry, words).text}`);
}

const escalations = (test: TestStack, contract: string) =>
  inboxOf(test, contract, 'provider').filter(({ tags }) => tags.step?.startsWith('escalation'));

/** Without ids, and in order: what is done at one time is done in any. */
const plainly = (lines: readonly string[]) =>
  lines
    .map((line) => line.replaceAll(/(?<=[ "])[0-9a-f]{12,32}\b/g, '…').replaceAll(/\bcontract-\d+/g, 'contract-…'))
    .sort();

/** The letters, the evidence, and in full what operations is asked to do. */
async function whatIsLeft(test: TestStack, contract: string): Promise<string> {
  const letters = inboxOf(test, contract).map(({ sentAt, to, subject }) => `${sentAt} to ${to}: ${subject}`);
  const evidence = await recordOf(test, contract);
  const asked = escalations(test, contract).map(({ text }) => text.split('\nWhy this date')[0]?.trim() ?? '');
  const parts = ['Letters', ...plainly(letters), '', 'Evidence', ...plainly(evidence), '', ...plainly(asked)];
  return `\n${parts.join('\n')}\n`;
}

it.each([
  ['the table', TABLE],
  ['the scheduler', SCHEDULER],
  ['the queues', QUEUE],
  ['the mail service', MAIL],
  ['the mail service’s answers', SILENT_MAIL],
  ['all of them', [...TABLE, ...SCHEDULER, ...QUEUE, ...MAIL]],
])('an outage of %s for three days leaves nothing silent', async (_, faults) => {
  const test = await startTestStack();
  onTestFinished(() => test.stop());
  const contracts: [string, string][] = [];
  for (const [name, ago] of Object.entries(INVOICES))
    contracts.push([name, (await suspensionOf(test, await createContract(test), ago)).contract]);
  await test.advanceTo(BEGINS);
  for (const fault of faults) test.stack.faults.arm({ ...fault, times: 1_000_000 });
  await test.advanceTo(ENDS);
  test.stack.faults.clear();
  await test.advanceTo('2026-11-30T08:00:00Z');
  for (const [name, contract] of contracts) expect(await whatIsLeft(test, contract)).toMatchSnapshot(name);
});
