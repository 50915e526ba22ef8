import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import type { ZoneTable } from '../../shared/core/calendar/zone-table.ts';
import { modulesWith } from '../core/deadlines/other-release.ts';
import { type invokeSweep, schedulesOf } from '../functions/reconciling.ts';
import { termsInFirstEdition } from '../harness/editions.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf } from '../harness/notices.ts';
import { createContract, fresh, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const HOUR = 3600;
const CLOCK = '2026-11-20T08:00:00Z';

/** From 2026 on Bucharest stays an hour behind its +02:00 all year, or an hour ahead of it. */
const tableWith = (hours: number): ZoneTable => {
  const history = [2 * HOUR, Date.UTC(2026, 0, 1) / 1000, hours * HOUR].map((number) => number.toString(36)).join(' ');
  return { version: '2999a', zones: [['Europe/Bucharest', history]] };
};

/** The terms of a stage as the release with that table is deployed with them. */
function secondEdition(folder: string): string {
  const after = mkdtempSync(join(tmpdir(), 'clauseclock-zones-'));
  cpSync(folder, after, { recursive: true });
  const file = join(after, 'calendars', 'editions.json');
  const [first] = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify([first, { ...first, edition: 2, zones: '2999a' }]));
  return after;
}

interface Release {
  readonly startTestStack: typeof startTestStack;
  readonly invokeSweep: typeof invokeSweep;
}

const RELEASE = `
  export { startTestStack } from '../../test/harness/stack.ts';
  export { invokeSweep } from '../../test/functions/reconciling.ts';
`;

/** A stage before and after the release with the table, over one table of items. */
class Stage {
  before!: TestStack;
  after!: TestStack;
  #release!: Release;

  async start(hours: number): Promise<void> {
    const folder = termsInFirstEdition({ from: 'with' });
    const [database, clock] = [memoryDatabase(), CLOCK];
    this.#release = await modulesWith<Release>(tableWith(hours), RELEASE);
    this.before = await startTestStack({ termsDirectory: folder, database, clock });
    this.after = await this.#release.startTestStack({ termsDirectory: secondEdition(folder), database, clock });
  }

  async stop(): Promise<void> {
    await this.before.stop();
    await this.after.stop();
  }

  /** The schedules of contracts that the stack before made are its own. */
  async problems(): Promise<string[]> {
    return (await this.after.check()).filter((line) => !line.startsWith('schedule '));
  }

  /** The night after the deployment. At its start, the later release has noted that it went over a table without contracts. */
  async night(): Promise<void> {
    await this.after.stack.table.proposals.setGoneOver({ edition: 1 });
    await this.#release.invokeSweep({ test: this.after }, 'propose');
    await this.after.stack.engine.drain();
  }
}

async function exportWindow(test: TestStack, contract: string) {
  const { body } = await test.get(`/contracts/${contract}/deadlines`);
  return body.deadlines.find(({ id }: { id: string }) => id === 'export-window');
}

/** When the window for exports was reminded of, and when it lapsed. */
async function firedAt(test: TestStack, contract: string): Promise<string[]> {
  return (await evidenceOf(test, contract))
    .filter(({ facts }) => facts.deadline === 'export-window')
    .filter(({ type, facts }) => type === 'deadline.lapsed' || `${facts.step}`.startsWith('reminder'))
    .map(({ at, type }) => `${type} ${at}`);
}

/**
 * The contract ends half past eleven in the evening of Thursday 19 November, as its zone was; by clocks that go ahead it was the
 * 20th already, so that a day later is proposed.
 */
describe.each([
  {
    ...{ clocks: 'ahead', hours: 3, ends: '2026-12-14T21:00:00Z', proposed: '2026-12-15' },
    ...{ reminds: '2026-12-07T06:00:00Z', lapses: '2026-12-14T22:00:00Z' },
  },
  {
    ...{ clocks: 'back', hours: 1, ends: '2026-12-14T23:00:00Z', proposed: undefined },
    ...{ reminds: '2026-12-07T07:00:00Z', lapses: '2026-12-14T23:00:00Z' },
  },
] as const)('a zone whose clocks go $clocks for good', ({ hours, ends, proposed, reminds, lapses }) => {
  const stage = new Stage();
  let [idle, busy] = ['', ''];
  beforeAll(async () => {
    await stage.start(hours);
    const terminated = async () => {
      const contract = await createContract(stage.before);
      await recordEvent(stage.before, contract, 'contract.terminated', '2026-11-19T21:30:00Z');
      return contract;
    };
    [idle, busy] = [await terminated(), await terminated()];
    for (const test of [stage.before, stage.after]) await test.advanceTo('2026-11-20T09:00:00Z');
    await recordEvent(stage.after, busy, 'payment.received', '2026-11-20', { payment: fresh('pay') });
    await stage.night();
  });
  afterAll(() => stage.stop());

  it('keeps the day, and lets the instant follow in the night, for the idle contract as for the busy one', async () => {
    for (const contract of [idle, busy]) {
      const deadline = await exportWindow(stage.after, contract);
      expect(deadline).toMatchObject({ date: '2026-12-14', instant: ends });
      const at = new Map(deadline.ladder.map(({ kind, at: when }: { kind: string; at: string }) => [kind, when]));
      expect([at.get('reminder'), at.get('lapsed')]).toEqual([reminds, lapses]);
      const restated = (await evidenceOf(stage.after, contract)).flatMap(({ facts }) => facts.changes ?? []);
      expect(restated).toContainEqual(
        expect.objectContaining({ change: 'restated', deadline: 'export-window', date: '2026-12-14', instant: ends }),
      );
    }
    expect((await stage.after.get('/jobs/propose')).body).toMatchObject({ state: 'finished', failed: 0 });
  });

  it('proposes to both the day that would differ, and no other', async () => {
    const rows = await rowsOf(stage.after, '/proposals', 'proposals');
    const days = rows
      .filter(({ deadline }) => deadline === 'export-window')
      .map(({ contract, from, to }) => [contract, from.date, to.date]);
    expect(days.toSorted()).toEqual(
      proposed ? [idle, busy].map((one) => [one, '2026-12-14', proposed]).toSorted() : [],
    );
  });

  it('reminds by the earlier reading of the clocks, and lapses by the later', async () => {
    for (const contract of [idle, busy])
      expect(schedulesOf(stage.after, contract).map(({ at }) => at)).toContain(reminds);
    await stage.after.advanceTo('2026-12-15T12:00:00Z');
    for (const contract of [idle, busy]) {
      expect(await firedAt(stage.after, contract)).toEqual([`step.fired ${reminds}`, `deadline.lapsed ${lapses}`]);
    }
    expect(await stage.problems()).toEqual([]);
  });
});
