import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { RESOURCES } from '../../local/environment.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { decideWalk } from '../../shared/proposals/decide-job.ts';
import { basisOf, proposeWalk } from '../../shared/proposals/propose-job.ts';
import { settle } from '../../shared/recording/settle.ts';
import { invokeSweep } from '../functions/reconciling.ts';
import { type Correction, corrected, termsInFirstEdition } from '../harness/editions.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf } from '../harness/notices.ts';
import { createContract, fresh, recordEvent, wakesNothing } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const CLOCK = '2022-09-12T10:00:00Z';
const CAUSE = 'GB-ENG@2026.1..GB-ENG@2026.2';
const BY = { by: 'Ana', reason: 'the bank holiday was proclaimed' };
const ENGLAND = { timezone: 'Europe/London', holidays: ['GB-ENG'], startsOn: '2022-01-15' };

/** A stage before and after its tables were corrected, over one table. */
class Stage {
  before!: TestStack;
  after!: TestStack;
  readonly #database = memoryDatabase();

  async start({ from }: Correction): Promise<void> {
    const folder = termsInFirstEdition({ from });
    const [database, clock] = [this.#database, CLOCK];
    this.before = await startTestStack({ termsDirectory: folder, database, clock });
    this.after = await startTestStack({ termsDirectory: corrected(folder, { from }), database, clock });
  }

  async stop(): Promise<void> {
    await this.before.stop();
    await this.after.stop();
  }

  /** A contract whose end was counted before the correction. `busy`: a payment is recorded after it. */
  async terminated(busy: boolean): Promise<string> {
    const contract = await createContract(this.before, ENGLAND);
    await recordEvent(this.before, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    if (busy) await recordEvent(this.after, contract, 'payment.received', '2022-09-12', { payment: fresh('pay') });
    return contract;
  }

  /** The night after the deployment. What was noted of an earlier test is forgotten. */
  async night(): Promise<void> {
    await this.after.stack.table.proposals.setGoneOver({ edition: 1 });
    await invokeSweep({ test: this.after }, 'propose');
    await this.after.stack.engine.drain();
  }

  proposals(query = {}) {
    return rowsOf(this.after, '/proposals', 'proposals', query);
  }

  async lastDay(contract: string): Promise<unknown> {
    const { body } = await this.after.get(`/contracts/${contract}/deadlines`);
    return body.deadlines.find(({ id }: { id: string }) => id === 'export-window')?.date;
  }

  /** The kinds of the decisions that stand. */
  async decisions(contract: string): Promise<string[]> {
    const { body } = await this.after.get(`/contracts/${contract}`);
    const events: { id: string; kind: string; data: { event?: string } }[] = body.events;
    const withdrawn = new Set(events.map(({ data }) => data.event));
    const standing = events.filter(({ id }) => !withdrawn.has(id));
    return standing.map(({ kind }) => kind).filter((kind) => /^(deadline\.rebound|proposal\.declined)$/.test(kind));
  }

  /** The schedules of contracts that the stack before made are its own. */
  async problems(): Promise<string[]> {
    return (await this.after.check()).filter((line) => !line.startsWith('schedule '));
  }
}

const namesOf = (rows: readonly { contract: string }[]) => rows.map(({ contract }) => contract).toSorted();

describe.each([
  { from: 'without', first: '2022-10-03', counted: '2022-10-04', change: 'a holiday' },
  { from: 'with', first: '2022-10-04', counted: '2022-10-03', change: 'no holiday' },
] as const)('a table that is corrected, counted $from the day before', ({ from, first, counted, change }) => {
  const stage = new Stage();
  let [idle, busy, keptIdle, keptBusy] = ['', '', '', ''];
  beforeAll(async () => {
    await stage.start({ from });
    [idle, busy] = [await stage.terminated(false), await stage.terminated(true)];
    [keptIdle, keptBusy] = [await stage.terminated(false), await stage.terminated(true)];
    // The parties are told of the end.
    await stage.before.advanceTo('2022-09-12T11:00:00Z');
  });
  afterAll(() => stage.stop());

  it('moves no deadline, and is proposed for the idle contract as for the busy one', async () => {
    await stage.night();
    for (const contract of [idle, busy, keptIdle, keptBusy]) expect(await stage.lastDay(contract)).toBe(first);
    const rows = await stage.proposals();
    expect(namesOf(rows)).toEqual([idle, busy, keptIdle, keptBusy].toSorted());
    for (const row of rows) {
      expect(row).toMatchObject({
        ...{ deadline: 'export-window', edition: 2, from: { date: first }, to: { date: counted }, since: CLOCK },
        cause: {
          name: CAUSE,
          text: `GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is ${change} (Queen Elizabeth's Funeral Day)`,
        },
      });
    }
    expect(await stage.proposals({ cause: CAUSE })).toEqual(rows);
    expect(await stage.proposals({ cause: 'RO@2026.1..RO@2026.2' })).toEqual([]);
    expect((await stage.after.get('/jobs/propose')).body).toMatchObject({ state: 'finished', counts: { proposed: 4 } });
    // The next night there is nothing to do.
    await invokeSweep({ test: stage.after }, 'propose');
    expect((await stage.after.get('/jobs/propose')).body).toMatchObject({ state: 'finished', done: 0 });
  });

  it('waits for a person until it is decided on', async () => {
    const tasks = await rowsOf(stage.after, '/tasks', 'tasks');
    expect(namesOf(tasks)).toEqual([idle, busy, keptIdle, keptBusy].toSorted());
    expect(tasks[0]).toMatchObject({ kind: 'proposal', id: 'export-window', reason: CAUSE, since: CLOCK });
  });

  it('keeps both where it is declined, and moves both where the cause is accepted', async () => {
    for (const contract of [keptIdle, keptBusy]) {
      const path = `/contracts/${contract}/proposals/export-window/decline`;
      expect((await stage.after.post(path, { edition: 2, ...BY })).status).toBe(201);
    }
    expect(namesOf(await stage.proposals())).toEqual([idle, busy].toSorted());
    const { status, body } = await stage.after.post('/proposals/accept', { cause: CAUSE, ...BY });
    expect([status, body.kind, body.asked]).toMatchObject([202, 'decide-proposals', { cause: CAUSE, ...BY }]);
    const { body: job } = await stage.after.get(`/jobs/${body.id}`);
    expect(job).toMatchObject({ state: 'finished', done: 2, failed: 0, counts: { accepted: 2 } });
    for (const contract of [idle, busy]) {
      expect(await stage.lastDay(contract)).toBe(counted);
      expect(await stage.decisions(contract)).toEqual(['deadline.rebound']);
    }
    for (const contract of [keptIdle, keptBusy]) {
      expect(await stage.lastDay(contract)).toBe(first);
      expect(await stage.decisions(contract)).toEqual(['proposal.declined']);
    }
    expect(await stage.proposals()).toEqual([]);
    expect(await rowsOf(stage.after, '/tasks', 'tasks')).toEqual([]);
    // The same request again is the same job, and finds nothing left.
    const again = await stage.after.post('/proposals/accept', { cause: CAUSE, ...BY });
    expect([again.status, again.body.id]).toEqual([202, body.id]);
    expect((await stage.after.get(`/jobs/${body.id}`)).body).toMatchObject({ state: 'finished', done: 0 });
    await stage.night();
    expect(await stage.proposals()).toEqual([]);
    expect(await stage.problems()).toEqual([]);
  });

  it('tells the parties of the end that was accepted, and the evidence names the letters that told the earlier one', async () => {
    await stage.after.advanceTo('2022-09-12T11:00:00Z');
    const endIn = (text: string) => /\b(\d) October 2022/.exec(text)?.[1];
    for (const contract of [idle, busy, keptIdle, keptBusy]) {
      const letters = (test: TestStack) => test.stack.mail.inbox().filter((message) => message.contract === contract);
      const [told, toldAgain] = [letters(stage.before), letters(stage.after)];
      expect(new Set(told.map(({ text }) => endIn(text)))).toEqual(new Set([first.slice(-1)]));
      const moved = contract === idle || contract === busy;
      expect(new Set(toldAgain.map(({ text }) => endIn(text)))).toEqual(new Set(moved ? [counted.slice(-1)] : []));
      if (!moved) continue;
      for (const [n, { text }] of toldAgain.entries()) {
        expect(text.replaceAll(/\s+/g, ' ')).toContain(
          `replaces the one with the reference ${told[n]?.tags.notice?.slice(0, 12)}. What that one said of`,
        );
      }
      const entries = await evidenceOf(stage.after, contract);
      const { facts } = entries.find((entry) => entry.facts.proposal !== undefined) ?? {};
      expect(facts).toMatchObject({ proposal: { from: { date: first }, to: { date: counted } } });
      expect(facts?.notices).toEqual(told.map(({ tags }) => tags.notice));
    }
  });

  it('is decided on only where it was proposed before the request', async () => {
    const contract = await stage.terminated(false);
    await stage.night();
    const { stack } = stage.after;
    const meant = async (to: string) => {
      const asked = { decision: 'accept', cause: CAUSE, edition: '2', to, ...BY };
      const walk = decideWalk({ ...stack, ...stack.terms, wake: wakesNothing }, { asked });
      return (await walk.stages[0]?.page(undefined))?.pieces.map(({ name }) => name);
    };
    expect(await meant(CLOCK)).toEqual([]);
    expect(await meant(stack.clock.now())).toEqual([`proposal ${contract} export-window`]);
    const path = `/contracts/${contract}/proposals/export-window/decline`;
    expect((await stage.after.post(path, { edition: 2, ...BY })).status).toBe(201);
  });

  it('is proposed by no release with the edition before, as after a roll-back', async () => {
    const contract = await stage.terminated(false);
    await stage.night();
    expect(namesOf(await stage.proposals())).toEqual([contract]);
    expect(await rowsOf(stage.before, '/proposals', 'proposals')).toEqual([]);
    await invokeSweep({ test: stage.before }, 'propose');
    expect(await rowsOf(stage.before, '/tasks', 'tasks')).toEqual([]);
    await invokeSweep({ test: stage.after }, 'propose');
    expect(namesOf(await stage.proposals())).toEqual([contract]);
    const path = `/contracts/${contract}/proposals/export-window/decline`;
    expect((await stage.after.post(path, { edition: 2, ...BY })).status).toBe(201);
  });

  it('is proposed by none either where the roll-back comes before the night, or amid it', async () => {
    const contract = await stage.terminated(false);
    const { stack } = stage.after;
    const dependencies = { ...stack, ...stack.terms, wake: wakesNothing };
    const standing = () => rowsOf(stage.before, '/tasks', 'tasks');
    await stack.table.proposals.setGoneOver(basisOf(stage.before.stack.terms));
    // A fact is recorded about the contract.
    await settle(dependencies, contract);
    expect(await standing()).toHaveLength(1);
    await invokeSweep({ test: stage.before }, 'propose');
    expect(await standing()).toEqual([]);
    // The first pages of the night.
    const { jobs, dynamodb } = stack;
    const enumeration = new Enumeration(dynamodb, RESOURCES.table);
    const [contracts] = proposeWalk({ ...dependencies, jobs, enumeration }).stages;
    for (let cursor: string | undefined, page = 0; page < 2; page += 1) {
      const { pieces, next } = (await contracts?.page(cursor)) ?? { pieces: [] };
      for (const { work } of pieces) await work();
      cursor = next;
    }
    expect(await standing()).toHaveLength(1);
    expect(await stack.table.proposals.goneOver()).toEqual({});
    await invokeSweep({ test: stage.before }, 'propose');
    expect(await standing()).toEqual([]);
    expect(await stack.table.proposals.goneOver()).toEqual(basisOf(stage.before.stack.terms));
    await stage.night();
    const path = `/contracts/${contract}/proposals/export-window/decline`;
    expect((await stage.after.post(path, { edition: 2, ...BY })).status).toBe(201);
  });

  it('is not proposed any more for a deadline that a fact has ended', async () => {
    const contract = await stage.terminated(false);
    await stage.night();
    expect(namesOf(await stage.proposals())).toEqual([contract]);
    const [event] = (await stage.after.get(`/contracts/${contract}`)).body.events;
    await recordEvent(stage.after, contract, 'event.withdrawn', '2022-09-12', { event: event.id });
    expect(await stage.proposals()).toEqual([]);
  });
});

describe('a cause that nobody knows', () => {
  it.each([['GB-ENG@2026.1..GB-ENG@2026.3'], ['GB-ENG'], ['']])('%j is refused, naming it', async (cause) => {
    const test = await startTestStack();
    const { status, body } = await test.post('/proposals/decline', { cause, ...BY });
    expect([status, body.errors[0].field]).toEqual([422, 'cause']);
    await test.stop();
  });
});

describe('a process that dies', () => {
  const stage = new Stage();
  const contracts: string[] = [];
  beforeAll(async () => {
    await stage.start({ from: 'without' });
    // Three pages of decisions.
    for (let n = 0; n < 12; n += 1) contracts.push(await stage.terminated(false));
  });
  afterAll(() => stage.stop());

  /** Goes on after a death as the first page is done: before that is kept, or after it. */
  async function afterDeath(begin: () => Promise<unknown>, fault: string): Promise<void> {
    const { faults, engine } = stage.after.stack;
    await begin();
    faults.arm({ service: 'table', operation: 'PutItem', fault, skip: 1 });
    await engine.drain();
    expect(faults.list()).toEqual([]);
    await engine.advanceBy('PT1H');
  }

  it.each(['crash-before', 'crash-after'])('over the walk (%s) proposes everything, once', async (fault) => {
    await stage.after.stack.table.proposals.setGoneOver({ edition: 1 });
    await afterDeath(() => invokeSweep({ test: stage.after }, 'propose'), fault);
    expect((await stage.after.get('/jobs/propose')).body).toMatchObject({ state: 'finished', failed: 0 });
    expect(namesOf(await stage.proposals())).toEqual(contracts.toSorted());
    expect(await stage.after.stack.table.proposals.goneOver()).toMatchObject({ edition: 2 });
  });

  it.each(['crash-before', 'crash-after'])('over a decision (%s) decides on everything, once', async (fault) => {
    const decision = fault === 'crash-before' ? 'decline' : 'accept';
    const request = { cause: CAUSE, ...BY };
    let id = '';
    await afterDeath(async () => {
      id = (await stage.after.post(`/proposals/${decision}`, request)).body.id;
    }, fault);
    expect((await stage.after.get(`/jobs/${id}`)).body).toMatchObject({ state: 'finished', failed: 0 });
    const kind = decision === 'accept' ? 'deadline.rebound' : 'proposal.declined';
    for (const contract of contracts) expect(await stage.decisions(contract)).toEqual([kind]);
    expect(await stage.proposals()).toEqual([]);
    expect(await stage.problems()).toEqual([]);
    // What was declined is proposed again once the decision is withdrawn.
    if (decision === 'accept') return;
    for (const contract of contracts) {
      const { body } = await stage.after.get(`/contracts/${contract}`);
      const event = body.events.find((one: { kind: string }) => one.kind === kind).id;
      await recordEvent(stage.after, contract, 'event.withdrawn', '2022-09-12', { event });
    }
    expect(await stage.proposals()).toHaveLength(contracts.length);
  });
});
