import { expect, onTestFinished } from 'vitest';
import { scheduleName } from '../../shared/aws/schedules.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { ExplainedStep } from '../../shared/core/words/explanation.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf, inboxOf } from '../harness/notices.ts';
import { contractBody } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

/** One contract's story, told in the civil time of its place. */
export interface Story {
  readonly test: TestStack;
  readonly contract: string;
  /** A fact recorded by API. */
  happens(kind: string, occurredAt: string, data?: Readonly<Record<string, unknown>>, id?: string): Promise<Answer>;
  /** Moves the clock to an instant; what falls due on the way happens at its own time. */
  until(instant: string): Promise<void>;
  /** The deadline of a clause as the API answers it; of several, the one about `subject`. */
  deadline(clause: string, subject?: string): Promise<StoredDeadline>;
  /** `clause: state, last day date`, of every deadline. */
  deadlines(): Promise<string[]>;
  /**
   * When which step went to whom, and that its delivery is in the evidence: `Mon 30 Nov 2026, 09:00 reminder-7-days to
   * customer`. Of one deadline by its id, or of all.
   */
  notices(deadline?: string): Promise<string[]>;
  /** The schedules of all next steps: `export-window: due at 2026-12-15T07:00:00Z`. Throws where there are others or fewer. */
  schedules(): Promise<string[]>;
  subjects(to: 'customer' | 'provider'): string[];
  evidence(): Promise<string[]>;
}

const ZONE = 'Europe/Bucharest';

/** Begins on Friday 20 November 2026 at 10:00 with a contract under exoopus and the holidays of Romania; checks at the end that all agrees. */
export async function begin(id: string, changes: Readonly<Record<string, unknown>> = {}): Promise<Story> {
  const test = await startTestStack();
  onTestFinished(() => test.stop());
  const created = await test.post('/contracts', contractBody(id, changes));
  expect(created.status).toBe(201);
  return storyOf(test, id);
}

export function storyOf(test: TestStack, contract: string, zone = ZONE): Story {
  const read = (): Promise<StoredDeadline[]> =>
    rowsOf(test, `/contracts/${contract}/deadlines`, 'deadlines', { explain: 'true' });
  return {
    test,
    contract,
    happens: (kind, occurredAt, data = {}, id = undefined) =>
      test.post(`/contracts/${contract}/events`, { kind, occurredAt, data, ...(id !== undefined && { id }) }),
    until: (instant) => test.advanceTo(instant),
    deadline: async (clause, subject) => {
      const id = subject === undefined ? clause : `${clause}~${subject}`;
      const found = (await read()).find((deadline) => deadline.id === id);
      if (!found) throw new Error(`${contract} has no deadline ${id}`);
      return found;
    },
    deadlines: async () => (await read()).map(({ clause, state, date }) => `${clause}: ${state}, last day ${date}`),
    notices: (deadline) => told(test, contract, zone, deadline),
    schedules: async () => {
      await test.stack.engine.drain();
      return standing(test, contract, await read());
    },
    subjects: (to) => inboxOf(test, contract, to).map(({ subject }) => subject.replace(/ \[ref [0-9a-f]+\]$/, '')),
    evidence: async () => (await evidenceOf(test, contract)).map(({ type }) => type),
  };
}

async function told(test: TestStack, contract: string, zone: string, deadline: string | undefined): Promise<string[]> {
  const evidence = await evidenceOf(test, contract);
  const delivered = new Set(
    evidence.filter(({ type }) => type === 'notice.delivered').map(({ facts }) => String(facts.notice)),
  );
  const own = evidence.filter(({ facts }) => facts.deadline === deadline).flatMap(({ facts }) => noticesIn(facts));
  return inboxOf(test, contract)
    .filter(({ tags }) => deadline === undefined || own.includes(tags.notice ?? ''))
    .map(({ sentAt, to, tags }) => {
      const party = to.startsWith('operations@') ? 'provider' : 'customer';
      const proof = delivered.has(tags.notice ?? '') ? '' : ' (no delivery in the evidence)';
      return `${localTime(sentAt, zone)} ${tags.step} to ${party}${proof}`;
    });
}

/** The ids of the notices that a step prepared, as its entry in the evidence names them. */
function noticesIn({ notices }: Readonly<Record<string, unknown>>): string[] {
  return Array.isArray(notices) ? notices.map(({ notice }: { notice: string }) => notice) : [];
}

/** Throws where a schedule is not for its deadline's next step, and where a next step has none. */
function standing(test: TestStack, contract: string, deadlines: readonly StoredDeadline[]): string[] {
  const wanted = new Map(
    deadlines.flatMap(({ id, revision, next }): [string, string][] =>
      next ? [[scheduleName({ contract, deadline: id, revision, step: next.step }), `${id}: ${next.step}`]] : [],
    ),
  );
  const own = test.stack.scheduler.schedules().filter(({ input }) => JSON.parse(input ?? '').contract === contract);
  const lines = own.map(({ name, at, input }) => {
    const step = wanted.get(name);
    if (step === undefined) throw new Error(`the schedule ${name} for ${input} is that of no next step`);
    wanted.delete(name);
    return `${step} at ${at}`;
  });
  if (wanted.size > 0) throw new Error(`without a schedule: ${[...wanted.values()].join(', ')}`);
  return lines;
}

/** `Fri 20 Nov 2026, 10:00` */
function localTime(instant: string, timeZone: string): string {
  const parts = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(new Date(instant));
  const day = parts({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(',', '');
  return `${day}, ${parts({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
}

/** Every letter that was sent for the contract, in order, with its words in full. */
export const inFull = ({ test, contract }: Story): string =>
  inboxOf(test, contract)
    .map(({ sentAt, to, subject, text }) => `${sentAt} to ${to}\nSubject: ${subject}\n\n${text}`)
    .join('\n========\n\n');

/** The sentences of an explanation, joined, as the API answers them. */
export function why({ steps }: StoredDeadline): string {
  return (steps as readonly unknown[] as readonly ExplainedStep[]).map(({ text }) => text).join(' ');
}
