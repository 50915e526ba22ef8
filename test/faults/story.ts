import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import type { Contract } from '../../shared/core/events/contract.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { explained } from '../../shared/core/words/explanation.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { planOf, terms, until } from '../core/deadlines/planning.ts';
import type { Json } from '../core/webhooks/fixtures/stripe.ts';
import { lettersOf } from '../harness/letters.ts';
import { rowsOf } from '../harness/lists.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { recordedFrom } from '../stories/recorded.ts';

/** One situation as both providers tell it, to a contract under the newest revision of its terms. */
export interface Fault {
  readonly contract: Omit<Contract, 'id' | 'customer'>;
  /** What people recorded. */
  readonly own?: readonly Fact[];
  readonly stripe: readonly Json[];
  readonly paddle: readonly Json[];
}

/** What comes of the messages: what was recorded, with every lapse until then, and what stands. */
export interface Story {
  readonly events: readonly Omit<Fact, 'id'>[];
  readonly kinds: readonly string[];
  deadline(id: string): Deadline | undefined;
  /** `<id> <state> <date>` of each deadline of these clauses. */
  standing(...clauses: readonly string[]): string[];
  /** The sentences of a deadline's explanation. */
  says(id: string): string;
}

/** A story with what was sent: `2026-12-02 reminder-2-days of trial-end to customer`. */
interface SentStory extends Story {
  readonly letters: readonly string[];
}

type Telling<Kind extends Story> = (until: string) => Promise<Kind>;
type Name = 'stripe' | 'paddle';

/** The situation at each provider, for a table of tests: by mapping and planning alone, and over HTTP. */
export function atBoth(fault: Fault): [string, Telling<Story>][] {
  return [...mapped(fault), ...overHttp(fault)];
}

/** The situation at each provider, by mapping and planning alone. */
export function mapped(fault: Fault): [string, Telling<Story>][] {
  return [
    ['Stripe', async (until) => tell('stripe', fault, until)],
    ['Paddle', async (until) => tell('paddle', fault, until)],
  ];
}

/** The situation at each provider, its messages signed and delivered when they are sent. */
export function overHttp(fault: Fault): [string, Telling<SentStory>][] {
  return [
    ['Stripe, over HTTP', (until) => deliver('stripe', fault, until)],
    ['Paddle, over HTTP', (until) => deliver('paddle', fault, until)],
  ];
}

const CONTRACT = 'f';
/** The references by which the contract of a story is known at each provider. */
const REFERENCES = { stripe: ['sub_1', 'cus_1'], paddle: ['sub_01', 'ctm_01'] };

function bodyOf({ contract }: Fault) {
  const { references = REFERENCES } = contract;
  return { id: CONTRACT, customer: { email: 'x@f.example', locale: 'en' }, ...contract, references };
}

function tell(name: Name, fault: Fault, end: string): Story {
  const body = bodyOf(fault);
  const pinned = pinContract(body, terms.catalog, terms.holidays);
  if ('faults' in pinned) throw new Error(JSON.stringify(pinned));
  const { contract } = pinned;
  const recorded = recordedFrom(name, fault[name], [body]).get(CONTRACT) ?? [];
  const events = until(end, contract, [...(fault.own ?? []), ...recorded]);
  const { deadlines } = planOf(contract, events);
  return storyOf(events, deadlines, (deadline) => explained(deadline, wordsOf(terms.catalog)));
}

async function deliver(name: Name, fault: Fault, end: string): Promise<SentStory> {
  const messages = fault[name].map((body) => ({ at: sentAt(body), happen: () => test.webhook(name, body) }));
  const own = (fault.own ?? []).map((event) => ({
    at: event.occurredAt,
    happen: () => test.post(`/contracts/${CONTRACT}/events`, event),
  }));
  const happenings = [...messages, ...own].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = Date.parse(happenings[0]?.at ?? end);
  const test = await startTestStack({ clock: new Date(first - HOUR_MS).toISOString() });
  try {
    const created = await test.post('/contracts', bodyOf(fault));
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
    for (const { at, happen } of happenings) {
      if (Date.parse(at) > Date.parse(test.stack.clock.now())) await test.advanceTo(at);
      const { status, body } = await happen();
      if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    await test.advanceTo(end);
    return await sentStory(test, end);
  } finally {
    await test.stop();
  }
}

const HOUR_MS = 3_600_000;

function sentAt({ created, occurred_at }: Json): string {
  return typeof created === 'number' ? new Date(created * 1000).toISOString() : String(occurred_at);
}

async function sentStory(test: TestStack, end: string): Promise<SentStory> {
  const loaded = await test.stack.table.load(CONTRACT);
  const sentences = new Map<string, readonly { readonly text: string }[]>(
    (await rowsOf(test, `/contracts/${CONTRACT}/deadlines`, 'deadlines', { explain: 'true' })).map(({ id, steps }) => [
      id,
      steps,
    ]),
  );
  const standing = (loaded?.deadlines ?? []).filter(({ state }) => state !== 'superseded');
  const events = (loaded?.events ?? []).toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  const story = storyOf(events, standing, ({ id }) => sentences.get(id) ?? []);
  const letters = await lettersOf(test, CONTRACT, end);
  // The story is of a contract that began before it was recorded, which operations is told of once.
  return { ...story, letters: letters.filter((letter) => !letter.includes(' onboarding of ')) };
}

function storyOf(
  events: readonly Fact[],
  deadlines: readonly Deadline[],
  sentencesOf: (deadline: Deadline) => readonly { readonly text: string }[],
): Story {
  const deadline = (id: string) => deadlines.find((one) => one.id === id);
  return {
    events,
    kinds: events.map(({ kind }) => kind),
    deadline,
    standing: (...clauses) =>
      deadlines
        .filter(({ clause }) => clauses.includes(clause))
        .map(({ id, state, date }) => `${id} ${state} ${date}`)
        .sort(),
    says: (id) => {
      const found = deadline(id);
      return (found ? sentencesOf(found) : []).map(({ text }) => text).join('\n');
    },
  };
}
