import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../functions/serve-api/answers.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { invokeSweep } from '../functions/reconciling.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const CAUSE = 'exoopus@2026-01+1..exoopus@2026-01+2';
const WITH_GDPR = 'exoopus@2026-01+1,gdpr@2018-05-25+1..exoopus@2026-01+2,gdpr@2018-05-25+2';
const BY = { by: 'Ana', reason: 'counsel has read it again' };

/** The project's calendars, exoopus and the GDPR, with all revisions or with the first ones alone. */
function termsFolder(revisions: 'first' | 'all'): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-readings-'));
  const isTaken = (path: string) => revisions === 'all' || !path.includes('+');
  for (const part of ['exoopus', 'gdpr', 'calendars'])
    cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true, filter: isTaken });
  return folder;
}

let before: TestStack;
let after: TestStack;
const contracts = { accepted: '', declined: '', untouched: '', withStatute: '' };

const invoice = (invoice: string, day: string) => ({
  invoice,
  dueOn: day,
  collection: 'automatic',
  amount: 4900,
  currency: 'eur',
});

beforeAll(async () => {
  const database = memoryDatabase();
  before = await startTestStack({ termsDirectory: termsFolder('first'), database, clock: '2026-09-25T08:00:00Z' });
  for (const name of ['accepted', 'declined', 'untouched'] as const) contracts[name] = await createContract(before);
  contracts.withStatute = await createContract(before, { statutes: ['gdpr'] });
  for (const contract of Object.values(contracts)) {
    await recordEvent(before, contract, 'invoice.issued', '2026-10-01', invoice('old', '2026-10-01'));
  }
  await before.advanceTo('2026-11-01T08:00:00Z');
  for (const contract of Object.values(contracts)) {
    await recordEvent(before, contract, 'invoice.issued', '2026-11-02', invoice('open', '2026-11-02'));
  }
  await before.advanceTo('2026-11-11T08:00:00Z');
  after = await startTestStack({ termsDirectory: termsFolder('all'), database, clock: '2026-11-11T08:00:00Z' });
});
afterAll(async () => {
  await before.stop();
  await after.stop();
});

const standing = async (contract: string, test = after) => {
  const { body } = await test.get(`/contracts/${contract}/deadlines`);
  return body.deadlines.map(({ id, date, state }: Record<string, string>) => `${id} ${date} ${state}`);
};
const proposals = (query = {}) => rowsOf(after, '/proposals', 'proposals', query);
const proposedFor = async () => (await proposals()).map(({ contract }) => contract).toSorted();
const decide = (contract: string, how: 'accept' | 'decline', body: object = { cause: CAUSE, ...BY }) =>
  after.post(`/contracts/${contract}/proposals/@terms/${how}`, body);

const AS_BEFORE = ['suspension~old 2026-10-16 lapsed', 'suspension~open 2026-11-17 open'];
const READ_ANEW = ['suspension~old 2026-10-16 lapsed', 'suspension~open 2026-11-17 superseded'];

describe('a contract of before a corrected reading', () => {
  it('keeps its dates, and gets one proposal', async () => {
    for (const contract of Object.values(contracts)) expect(await standing(contract)).toEqual(AS_BEFORE);
    const rows = await proposals();
    expect(rows.map(({ contract }) => contract).toSorted()).toEqual(Object.values(contracts).toSorted());
    for (const row of rows) {
      expect(row).toMatchObject({
        ...{ deadline: '@terms', terms: 'exoopus@2026-01', since: '2026-11-11T08:00:00Z' },
        cause: { name: row.contract === contracts.withStatute ? WITH_GDPR : CAUSE },
        changes: [{ deadline: 'suspension~open', change: 'goes', from: { date: '2026-11-17' } }],
      });
    }
    ANSWERS['GET /proposals'].parse((await after.get('/proposals')).body);
    expect((await after.get('/jobs/propose')).body).toMatchObject({ state: 'finished', counts: { proposed: 4 } });
    // They wait since the same instant, so they come in any order.
    const tasks = await rowsOf(after, '/tasks', 'tasks');
    expect(tasks.map(({ reason }) => reason).toSorted()).toEqual([CAUSE, CAUSE, CAUSE, WITH_GDPR].toSorted());
    const task = tasks.find(({ reason }) => reason === CAUSE);
    expect(task).toMatchObject({ kind: 'proposal', id: '@terms' });
    expect(task?.detail).toBe('Deadlines that differ: 1. exoopus@2026-01+1 → exoopus@2026-01+2');
  });

  it('is shown the clauses that come and go, and what each means', async () => {
    const { body } = await after.get(`/contracts/${contracts.withStatute}/proposals`);
    ANSWERS['GET /contracts/{contract}/proposals'].parse(body);
    const [{ revised, clauses }] = body.proposals;
    expect(revised).toEqual({ version: '2026-01', revision: 2, statutes: ['gdpr@2018-05-25+2'] });
    const comes = clauses.filter(({ change }: { change: string }) => change === 'comes');
    expect(comes.map(({ terms, clause }: Record<string, string>) => `${terms} ${clause}`)).toEqual([
      'exoopus@2026-01+2 security-notice',
      'exoopus@2026-01+2 terms-change-termination',
      'gdpr@2018-05-25+2 sub-processors',
    ]);
    expect(clauses).toContainEqual(
      expect.objectContaining({
        ...{ clause: 'export-window', change: 'reads-otherwise', differs: expect.arrayContaining(['means']) },
        from: 'After termination the provider keeps the customer’s data available for export for 15 business days.',
        to: 'After termination the provider makes the customer’s data available for export within 15 business days.',
      }),
    );
  });

  it('is shown of each clause that reads otherwise what differs, and no text twice', async () => {
    const { body } = await after.get(`/contracts/${contracts.withStatute}/proposals`);
    const { clauses } = body.proposals[0] as { clauses: (Record<string, string> & { differs?: string[] })[] };
    const otherwise = clauses.filter(({ change }) => change === 'reads-otherwise');
    expect(otherwise.filter(({ differs = [] }) => differs.length === 0)).toEqual([]);
    expect(otherwise.filter(({ from, to }) => from !== undefined && from === to)).toEqual([]);
    expect(otherwise.find(({ clause }) => clause === 'suspension')).toMatchObject({
      differs: expect.arrayContaining(['endedBy', 'on']),
    });
  });

  it('reads what happens as before until somebody decides', async () => {
    await recordEvent(after, contracts.untouched, 'invoice.issued', '2026-11-09', invoice('later', '2026-11-09'));
    expect(await standing(contracts.untouched)).toEqual([...AS_BEFORE, 'suspension~later 2026-11-24 open']);
    const [row] = (await proposals()).filter(({ contract }) => contract === contracts.untouched);
    expect(row).toMatchObject({
      since: '2026-11-11T08:00:00Z',
      changes: [{ deadline: 'suspension~open' }, { deadline: 'suspension~later', change: 'goes' }],
    });
  });

  it.each([
    ['another cause', { cause: 'exoopus@2026-01+1..exoopus@2026-01+3', ...BY }, 'deadline', CAUSE],
    ['an edition', { edition: 1, ...BY }, 'deadline', CAUSE],
    ['both', { edition: 1, cause: CAUSE, ...BY }, 'edition', '@terms'],
    ['nobody', { cause: CAUSE, reason: 'why not' }, 'by', ''],
  ])('is decided on only as it was proposed, and not with %s', async (_, body, field, detail) => {
    const answer = await decide(contracts.accepted, 'accept', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    expect(answer.body.errors[0].detail).toContain(detail);
    const event = { version: '2026-01', revision: 2, by: 'x', reason: 'x' };
    expect((await recordEvent(after, contracts.accepted, 'terms.revised', '2026-11-11', event)).status).toBe(422);
  });

  it('is read anew once it is accepted: what was over stays, and the evidence names the letters that told the rest', async () => {
    const { status, body } = await decide(contracts.accepted, 'accept');
    expect([status, body.event]).toMatchObject([
      201,
      { kind: 'terms.revised', data: { version: '2026-01', revision: 2, ...BY } },
    ]);
    expect(body.deadlines).toEqual([expect.objectContaining({ id: 'suspension~open', change: 'superseded' })]);
    expect(await standing(contracts.accepted)).toEqual(READ_ANEW);
    const { facts } = (await evidenceOf(after, contracts.accepted)).at(-1) ?? {};
    const told = before.stack.mail.inbox().filter(({ contract }) => contract === contracts.accepted);
    const aboutOpen = told.filter(({ text }) => text.includes('17 November 2026')).map(({ tags }) => tags.notice);
    expect(aboutOpen).toHaveLength(1);
    expect(facts).toMatchObject({ notices: aboutOpen, proposal: { cause: { to: 'exoopus@2026-01+2' } } });
    expect(await decide(contracts.accepted, 'accept')).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect(await proposedFor()).not.toContain(contracts.accepted);
  });

  it('stays as it is once it is declined, and is not asked again', async () => {
    expect((await decide(contracts.declined, 'decline')).body.event).toMatchObject({
      kind: 'proposal.declined',
      data: { deadline: '@terms', revised: 'exoopus@2026-01+2', ...BY },
    });
    await after.stack.table.proposals.setGoneOver({});
    await invokeSweep({ test: after }, 'propose');
    expect(await standing(contracts.declined)).toEqual(AS_BEFORE);
    expect(await proposedFor()).toEqual([contracts.untouched, contracts.withStatute].toSorted());
    expect((await decide(contracts.declined, 'accept')).status).toBe(422);
  });

  it('goes back when the acceptance is withdrawn, and may be read anew again', async () => {
    const events: { id: string; kind: string }[] = (await after.get(`/contracts/${contracts.accepted}`)).body.events;
    const event = events.find(({ kind }) => kind === 'terms.revised')?.id ?? '';
    const { body } = await recordEvent(after, contracts.accepted, 'event.withdrawn', '2026-11-11', { event });
    expect(body.deadlines).toEqual([expect.objectContaining({ id: 'suspension~open', change: 'reopened' })]);
    expect(await standing(contracts.accepted)).toEqual(AS_BEFORE);
    expect(await proposedFor()).toContain(contracts.accepted);
    expect((await decide(contracts.accepted, 'accept')).body.event.id).not.toBe(event);
    expect(await standing(contracts.accepted)).toEqual(READ_ANEW);
  });

  it('is read anew together with all of its cause, by a job', async () => {
    const { status, body } = await after.post('/proposals/accept', { cause: CAUSE, ...BY });
    expect(status).toBe(202);
    const { body: job } = await after.get(`/jobs/${body.id}`);
    expect(job).toMatchObject({ state: 'finished', failed: 0, counts: { accepted: 1 } });
    expect(await standing(contracts.untouched)).toContain('suspension~later 2026-11-24 superseded');
    expect(await proposedFor()).toEqual([contracts.withStatute]);
    const statute = await decide(contracts.withStatute, 'accept', { cause: WITH_GDPR, ...BY });
    expect(statute.body.event.data).toMatchObject({ revision: 2, statutes: 'gdpr@2018-05-25+2' });
    expect(await rowsOf(after, '/tasks', 'tasks')).toEqual([]);
  });

  it('lapses as it is read from then on', async () => {
    await after.advanceTo('2026-11-18T08:00:00Z');
    expect(await standing(contracts.declined)).toEqual([AS_BEFORE[0], 'suspension~open 2026-11-17 lapsed']);
    expect(await standing(contracts.accepted)).toEqual(READ_ANEW);
    const toldSince = after.stack.mail.inbox().map(({ contract }) => contract);
    expect(new Set(toldSince)).toEqual(new Set([contracts.declined]));
    expect(await after.check()).toEqual([]);
  });

  it('is asked if a person named an older revision for it; one that is made anew is under the newest', async () => {
    const [anew, pinned] = [
      await createContract(after),
      await createContract(after, { version: '2026-01', revision: 1 }),
    ];
    expect((await after.get(`/contracts/${anew}/proposals`)).body.proposals).toEqual([]);
    const [proposal] = (await after.get(`/contracts/${pinned}/proposals`)).body.proposals;
    expect(proposal).toMatchObject({ deadline: '@terms', changes: [], cause: { name: CAUSE } });
    expect(await proposedFor()).toEqual([pinned]);
  });

  it('is asked nothing by a release without the revision, as after a roll-back', async () => {
    expect(await rowsOf(before, '/proposals', 'proposals')).toEqual([]);
    await invokeSweep({ test: before }, 'propose');
    expect(await rowsOf(before, '/tasks', 'tasks')).toEqual([]);
    // It cannot plan the contracts that are read by a revision that it lacks: those stay as they are stored.
    expect((await before.get('/jobs/propose')).body).toMatchObject({ state: 'waiting', error: 'UnknownTermsError' });
    expect(await standing(contracts.accepted)).toEqual(READ_ANEW);
  });
});
