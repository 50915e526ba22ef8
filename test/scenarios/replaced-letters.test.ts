import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { invokeSweep } from '../functions/reconciling.ts';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { begin, type Story } from './storyteller.ts';

const REPLACES =
  /This letter replaces the one with the reference ([0-9a-f]{12})\. What that one said of (.+?) does not/;

/** Each letter to a party about the deadline: its step, and which letter it replaces, by its place in the list, with the end. */
function lettersTo(party: 'customer' | 'provider', inbox: ReturnType<typeof inboxOf>): string[] {
  const own = inbox.filter(({ to }) => to.startsWith('operations@') === (party === 'provider'));
  const references = own.map(({ tags }) => tags.notice?.slice(0, 12));
  return own.map(({ tags, text }) => {
    const [, reference, end] = REPLACES.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
    return reference === undefined ? `${tags.step}` : `${tags.step}, not ${references.indexOf(reference)}: ${end}`;
  });
}

const told = ({ test, contract }: Story, party: 'customer' | 'provider' = 'customer') =>
  lettersTo(party, inboxOf(test, contract));

const invoice = (dueOn: string) => ({ invoice: 'in_1', dueOn, collection: 'manual', amount: 4900, currency: 'eur' });
const owed = (story: Story, day: string, dueOn: string, id: string) =>
  story.happens('invoice.overdue', `${day}T10:00:00+02:00`, invoice(dueOn), id);

it('a fact moves the end: the first letter of the new run to each reader names the last one of the run before', async () => {
  const story = await begin('moved', { terms: 'exoopus' });
  await owed(story, '2026-11-20', '2026-11-20', 'first');
  await story.until('2026-11-30T08:00:00Z');
  await story.happens('event.withdrawn', '2026-11-30T10:00:00+02:00', { event: 'first' });
  await owed(story, '2026-11-30', '2026-11-27', 'second');
  await story.until('2026-12-20T08:00:00Z');
  expect(told(story)).toMatchInlineSnapshot(`
    [
      "reminder-7-days",
      "reminder-7-days, not 0: Saturday 5 December 2026",
      "due",
      "lapsed",
    ]
  `);
  expect(told(story, 'provider')).toMatchInlineSnapshot(`
    [
      "lapsed",
    ]
  `);
  expect(await story.test.check()).toEqual([]);
});

it('what starts again after a fact had closed it replaces nothing: what was told of it was so', async () => {
  const story = await begin('again', { terms: 'salexops', plan: 'free' });
  const exceeded = (day: string) =>
    story.happens('storage.exceeded', `${day}T10:00:00+02:00`, { usedBytes: 600_000_000 });
  await exceeded('2026-11-20');
  await story.until('2026-11-23T08:00:00Z');
  await story.happens('storage.freed', '2026-11-23T10:00:00+02:00');
  await story.until('2026-12-10T08:00:00Z');
  await exceeded('2026-12-10');
  await story.until('2026-12-11T08:00:00Z');
  expect(told(story)).toEqual(['opened', 'opened']);
});

it('nor does what starts again once it is over', async () => {
  const story = await begin('over', { terms: 'eloomi', plan: 'free', law: 'DK', startsOn: '2026-11-20' });
  await story.until('2027-03-01T08:00:00Z');
  await story.happens('account.active', '2027-03-01T10:00:00+02:00');
  await story.until('2027-06-02T08:00:00Z');
  expect(told(story)).toEqual(['reminder-14-days', 'lapsed', 'reminder-14-days', 'lapsed']);
  expect(told(story, 'provider')).toEqual(['lapsed', 'lapsed']);
});

it('a use that is told once the time was over, and of before, moves the end: what was told of it was not so', async () => {
  const story = await begin('told-late', { terms: 'eloomi', plan: 'free', law: 'DK', startsOn: '2026-11-20' });
  await story.until('2027-03-01T08:00:00Z');
  await story.happens('account.active', '2027-02-19T10:00:00+02:00');
  await story.until('2027-05-07T08:00:00Z');
  expect(told(story)).toEqual(['reminder-14-days', 'lapsed', 'reminder-14-days, not 1: Saturday 20 February 2027']);
});

it('what a correction moves replaces what was told, also where a fact had closed it', async () => {
  const story = await begin('corrected', { terms: 'exoopus' });
  await story.happens('contract.terminated', '2026-11-20T10:00:00+02:00', {}, 'first');
  await story.until('2026-11-25T08:00:00Z');
  await story.happens('data-export.delivered', '2026-11-25T10:00:00+02:00');
  const event = { kind: 'contract.terminated', occurredAt: '2026-11-26T10:00:00+02:00', data: {} };
  await story.until('2026-11-26T08:00:00Z');
  await story.test.post('/contracts/corrected/events/first/correct', {
    event,
    by: 'Ana',
    reason: 'a day of the wrong week',
  });
  await story.until('2026-11-27T08:00:00Z');
  expect(told(story)).toEqual(['opened', 'opened, not 0: Tuesday 15 December 2026']);
});

it('an end that moves away and back before anybody is told replaces nothing, and one that is told each time the last one', async () => {
  const story = await begin('back', { terms: 'exoopus' });
  const notice = (day: string, id: string) => story.happens('termination.noticed', `${day}T10:00:00+02:00`, {}, id);
  const withdrawn = (day: string, event: string, id: string) =>
    story.happens('event.withdrawn', `${day}T10:00:00+02:00`, { event }, id);
  await notice('2026-11-20', 'first');
  await story.until('2026-11-24T08:00:00Z');
  await withdrawn('2026-11-24', 'first', 'mistake');
  await notice('2026-11-22', 'second');
  await withdrawn('2026-11-24', 'second', 'mistaken-too');
  await withdrawn('2026-11-24', 'mistake', 'right-after-all');
  await story.until('2026-11-25T08:00:00Z');
  expect(await story.deadlines()).toEqual(['termination-notice: open, last day 2026-12-20']);
  expect(told(story)).toMatchInlineSnapshot(`
    [
      "opened",
      "opened",
    ]
  `);
  await withdrawn('2026-11-25', 'mistaken-too', 'second-stands');
  await withdrawn('2026-11-25', 'first', 'mistaken-again');
  await story.until('2026-11-26T08:00:00Z');
  await notice('2026-11-21', 'third');
  await story.until('2026-11-27T08:00:00Z');
  expect(told(story)).toMatchInlineSnapshot(`
    [
      "opened",
      "opened",
      "opened, not 1: Sunday 20 December 2026",
      "opened, not 2: Tuesday 22 December 2026",
    ]
  `);
  expect(told(story, 'provider')).toMatchInlineSnapshot(`
    [
      "opened",
      "opened",
      "opened, not 1: Sunday 20 December 2026",
      "opened, not 2: Tuesday 22 December 2026",
    ]
  `);
});

it('a letter that goes to another address in the place of a failed one names what the failed one replaced', async () => {
  const story = await begin('refused', { terms: 'exoopus' });
  await story.happens('termination.noticed', '2026-11-20T10:00:00+02:00', {}, 'first');
  await story.until('2026-11-24T08:00:00Z');
  const refused = { service: 'mail', operation: 'SendRawEmail', fault: 'refused', message: 'Illegal header.' } as const;
  story.test.stack.faults.arm(refused);
  await story.happens('event.withdrawn', '2026-11-24T10:00:00+02:00', { event: 'first' });
  await story.happens('termination.noticed', '2026-11-22T10:00:00+02:00');
  await story.until('2026-11-24T09:00:00Z');
  const rejected = (await evidenceOf(story.test, story.contract)).find(({ type }) => type === 'notice.rejected');
  const failed = String(rejected?.facts.notice);
  const said = { by: 'Ana', reason: 'They told us by telephone.' };
  await story.test.patch(`/contracts/${story.contract}`, {
    change: { customer: { email: 'bo@acme.example' } },
    ...said,
  });
  await story.test.post(`/contracts/${story.contract}/notices/${failed}/send-again`, said);
  await story.until('2026-11-24T12:00:00Z');
  expect(told(story)).toMatchInlineSnapshot(`
    [
      "opened",
      "address-changed",
      "opened, not 0: Sunday 20 December 2026",
    ]
  `);
  const [last] = inboxOf(story.test, story.contract).filter(({ to }) => to === 'bo@acme.example');
  expect(last?.text.replaceAll(/\s+/g, ' ')).toContain(`reference ${failed.slice(0, 12)}, which may not have arrived`);
});

/** The project's calendars and exolyt, with all revisions or with the first ones alone. */
function termsFolder(revisions: 'first' | 'all'): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-replaced-'));
  const isTaken = (path: string) => revisions === 'all' || !path.includes('+');
  for (const part of ['exolyt', 'gdpr', 'eu-data-act', 'calendars'])
    cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true, filter: isTaken });
  return folder;
}

it('a corrected reading is accepted that moves an end', async () => {
  const database = memoryDatabase();
  const clock = '2026-08-31T08:00:00Z';
  const before = await startTestStack({ termsDirectory: termsFolder('first'), database, clock });
  const place = { terms: 'exolyt', timezone: 'Europe/Helsinki', holidays: ['FI'], startsOn: '2026-08-31' };
  const contract = await createContract(before, place);
  const claim = { claim: 'c_1', errorOn: '2026-08-31', damageObservedOn: '2026-10-15' };
  await recordEvent(before, contract, 'claim.observed', '2026-08-31', claim);
  await before.advanceTo('2027-02-01T08:00:00Z');
  const letters = (test: TestStack) =>
    inboxOf(test, contract).filter(({ text }) => /Clause: +Specified claim/.test(text));
  const [first] = letters(before);
  const after = await startTestStack({ termsDirectory: termsFolder('all'), database, clock: before.stack.clock.now() });
  await invokeSweep({ test: after }, 'propose');
  const [proposal] = (await after.get(`/contracts/${contract}/proposals`)).body.proposals;
  const decision = { cause: proposal.cause.name, by: 'Ana', reason: 'read again' };
  expect((await after.post(`/contracts/${contract}/proposals/@terms/accept`, decision)).status).toBe(201);
  await after.advanceTo('2027-03-16T08:00:00Z');
  const [second, third] = letters(after);
  expect(second?.text.replaceAll(/\s+/g, ' ')).toContain(
    `replaces the one with the reference ${first?.tags.notice?.slice(0, 12)}. What that one said of Sunday 28 February 2027`,
  );
  expect([second, third].map((letter) => letter?.tags.step)).toEqual(['opened', 'reminder-1-month']);
  expect(third?.text).not.toContain('replaces');
  await before.stop();
  await after.stop();
});
