import { afterAll, beforeAll, expect, it } from 'vitest';
import { findInconsistenciesOf } from '../../local/check.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { verifyChain } from '../../shared/core/evidence/chain.ts';
import { pagesOf, rowsOf } from '../harness/lists.ts';
import { contractBody } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';
import { SharedClock } from './shared-clock.ts';
import { type Story, storyOf, why } from './storyteller.ts';

type Data = Readonly<Record<string, unknown>>;

export interface ToldStory extends Story {
  /** Records a fact that has to be taken. */
  records(kind: string, occurredAt: string, data?: Data, id?: string): Promise<void>;
  /** Records a fact that has to be refused with 422; answers the field that is named, its value and what is said of it. */
  refuses(kind: string, occurredAt: string, data?: Data): Promise<string>;
  /** A signed webhook of which every event has to be recorded; answers their kinds. */
  told(provider: 'stripe' | 'paddle', body: unknown): Promise<string[]>;
  /** The ids of all deadlines, in order. */
  ids(): Promise<string[]>;
  /** `id: state`, of every deadline. */
  states(): Promise<string[]>;
  /** The event that the lapse of a deadline brought about. */
  broughtAbout(deadline: StoredDeadline): Promise<ContractEvent | undefined>;
}

interface Setting {
  /** When the clock begins; Friday 20 November 2026, 10:00 in Bucharest, when absent. */
  readonly start?: string;
  /** What every contract of the file has in common; under exoopus with the holidays of Romania when absent. */
  readonly contract?: Data;
  /** Where the stories' times are told, unless a contract names its own zone; Bucharest when absent. */
  readonly zone?: string;
}

type Tell = (story: ToldStory) => Promise<void>;

/**
 * Many stories on one stack and one clock, each with a contract of its own and each a test that fails for its own
 * reason. They run side by side in the setup: the clock moves on once every story waits for a later instant. Answers
 * what tells one. Under `test/clauses` a title begins with the clause it is about: `exoopus/deletion: …`.
 */
export function tellSideBySide({ start = TEST_START, contract = {}, zone = 'Europe/Bucharest' }: Setting = {}) {
  const stories: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  const outcomes = new Map<string, PromiseSettledResult<void>>();
  let test: TestStack;
  let clock: SharedClock;

  beforeAll(async () => {
    test = await startTestStack({ clock: start });
    clock = new SharedClock(stories.length, (instant) => test.advanceTo(instant));
    const settled = await Promise.allSettled(stories.map(({ run }) => clock.tell(run)));
    for (const [index, { name }] of stories.entries()) outcomes.set(name, settled[index] as PromiseSettledResult<void>);
  }, 120_000);
  afterAll(() => test.stop());

  it('in the end everything agrees, and every chain of evidence verifies', async () => {
    expect(await test.check()).toEqual([]);
    for (const { name } of stories) await verifyEvidence(test, name);
    expect(test.telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  /** `changes` to the contract, where a story needs another than the others. */
  return function row(title: string, changes: Data | Tell, tell?: Tell): void {
    const [own, told]: [Data, Tell] = typeof changes === 'function' ? [{}, changes] : [changes, tell as Tell];
    const name = `${title
      .split(':')[0]
      ?.replaceAll(/[^a-z0-9]+/gi, '-')
      .slice(0, 40)}-${stories.length}`;
    const run = async () => {
      const created = await test.post('/contracts', contractBody(name, { ...contract, ...own }));
      expect(created.body).toMatchObject({ id: name });
      const place = typeof own.timezone === 'string' ? own.timezone : zone;
      const story = storyOf(test, name, place);
      await told(toldStory(story, (instant) => clock.until(instant)));
      await expectConsistency(story);
    };
    stories.push({ name, run });
    it(title, () => {
      const outcome = outcomes.get(name);
      if (outcome?.status !== 'fulfilled') throw outcome?.reason ?? new Error('the story was not told');
    });
  };
}

function toldStory(story: Story, until: (instant: string) => Promise<void>): ToldStory {
  const { test, contract } = story;
  const read = (): Promise<StoredDeadline[]> => rowsOf(test, `/contracts/${contract}/deadlines`, 'deadlines');
  return {
    ...story,
    until,
    records: async (...event) => {
      const { status, body } = await story.happens(...event);
      expect(body).toMatchObject({ outcome: 'recorded' });
      expect(status).toBe(201);
    },
    refuses: async (...event) => {
      const { status, body } = await story.happens(...event);
      expect(status).toBe(422);
      const [{ field, value, detail }] = body.errors;
      return `${field} ${value}: ${detail}`;
    },
    told: async (provider, body) => {
      const answer = await test.webhook(provider, body);
      expect(answer.status).toBe(200);
      return answer.body.events.map(({ kind, outcome, contract: of }: Record<string, string>) => {
        expect([outcome, of]).toEqual(['recorded', contract]);
        return kind;
      });
    },
    ids: async () => (await read()).map(({ id }) => id),
    states: async () => (await read()).map(({ id, state }) => `${id}: ${state}`),
    broughtAbout: async ({ id, instant }) => {
      const events: ContractEvent[] = await rowsOf(test, `/contracts/${contract}`, 'events');
      return events.find(({ cause }) => cause?.deadline === id && cause.instant === instant);
    },
  };
}

/** That all of one contract agrees, where its own story ends; what others do meanwhile is theirs. */
async function expectConsistency({ test, contract, schedules }: Story): Promise<void> {
  await schedules();
  const loaded = await test.stack.table.load(contract);
  expect(loaded && (await findInconsistenciesOf(loaded, test.stack, test.terms))).toEqual([]);
}

/** The evidence as the API hands it out in pages, by nothing but its own hashes. */
async function verifyEvidence(test: TestStack, contract: string): Promise<void> {
  const pages = await pagesOf(test, `/contracts/${contract}/evidence`);
  const entries = pages.flatMap((page) => page.entries);
  expect(verifyChain(contract, entries, pages.at(-1).head), contract).toMatchObject({ ok: true });
}

/** That an explanation names the place and the terms, and says all of this. */
export function expectWhy(deadline: StoredDeadline, ...said: readonly (string | RegExp)[]): void {
  const text = why(deadline);
  for (const one of said) {
    if (typeof one === 'string') expect(text).toContain(one);
    else expect(text).toMatch(one);
  }
}
