import { expect, it } from 'vitest';
import { Chance } from '../../scripts/histories/chance.ts';
import { lettersOf } from '../harness/letters.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { STORIES } from './all.ts';
import { type Arrival, atRandom, beginningAtRandom, timely } from './orders.ts';
import { endsOf, nameOf, type Story, type Told, toldAs, withStripeIds } from './story.ts';

const HOUR_MS = 3_600_000;
/** So many orders are drawn of a telling, fifty a story with both providers. `npm run orders` tells them all, without the stack. */
const [BEGINNINGS, WHOLES] = [12, 13];

type Provider = 'stripe' | 'paddle';

/** A telling whose messages come in an order of its own. */
interface Delivery {
  readonly told: Told;
  readonly arrivals: readonly Arrival[];
  /** Whether its letters are those of a timely telling, because all that is late comes before the first of them. */
  readonly inTime: boolean;
}

/** The story in several orders, each under ids of its own, so that one stack takes them all. */
function deliveriesOf(story: Story, provider: Provider): Delivery[] {
  const chance = new Chance(`${story.name} ${provider}`);
  const telling = (tag: string) => toldAs(story, provider, tag);
  const tellings = (tag: string, count: number) =>
    Array.from({ length: count }, (_, round) => telling(`${tag}${round}x`));
  const asSent = telling('ax');
  return eachOnce([
    { told: asSent, arrivals: timely(asSent), inTime: true },
    ...tellings('b', BEGINNINGS).map((told) => ({ told, arrivals: beginningAtRandom(told, chance), inTime: true })),
    ...tellings('c', WHOLES).map((told) => ({ told, arrivals: atRandom(told, chance), inTime: false })),
  ]);
}

/** Of orders that came out alike one: a story of few messages has fewer orders than are drawn. */
function eachOnce(deliveries: readonly Delivery[]): Delivery[] {
  const orderOf = ({ told, arrivals }: Delivery) =>
    arrivals.map(({ message, at }) => `${told.messages.indexOf(message)} at ${at}`).join();
  return [...new Map(deliveries.toReversed().map((delivery) => [orderOf(delivery), delivery])).values()];
}

interface Happening {
  readonly at: number;
  readonly happen: (test: TestStack) => Promise<{ readonly status: number; readonly body: unknown }>;
}

/** What is sent and recorded of a telling, each at its time. */
function happeningsOf({ told, arrivals }: Delivery): Happening[] {
  const own = told.story.roles.flatMap((role, index) =>
    (role.own ?? []).map((event) => ({
      at: Date.parse(event.occurredAt),
      happen: (test: TestStack) => test.post(`/contracts/${told.contracts[index]?.id}/events`, event),
    })),
  );
  const sent = arrivals.map(({ at, message }) => ({
    at: Date.parse(at),
    happen: (test: TestStack) => test.deliver(told.provider, message.body),
  }));
  return [...sent, ...own];
}

async function live(test: TestStack, story: Story, deliveries: readonly Delivery[]): Promise<void> {
  for (const { version: _, revision: __, statuteRevisions: ___, ...contract } of deliveries.flatMap(
    ({ told }) => told.contracts,
  )) {
    const { status, body } = await test.post('/contracts', contract);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  for (const { at, happen } of deliveries.flatMap(happeningsOf).sort((a, b) => a.at - b.at)) {
    if (at > Date.parse(test.stack.clock.now())) await test.advanceTo(new Date(at).toISOString());
    const { status, body } = await happen(test);
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  // What is overdue once the last message has come follows within minutes.
  await test.advanceTo(new Date(Date.parse(story.until) + HOUR_MS).toISOString());
}

/** Each story, its messages signed and delivered: it ends as it should, with its letters. */
export function endsInAnyOrder(provider: Provider): void {
  it.each(STORIES.map((story) => [story.name, story] as const))('%s', async (_, story) => {
    const deliveries = deliveriesOf(story, provider);
    const first = Math.min(...deliveries.flatMap(({ told }) => told.messages.map(({ at }) => Date.parse(at))));
    const test = await startTestStack({ clock: new Date(first - HOUR_MS).toISOString() });
    try {
      await live(test, story, deliveries);
      for (const delivery of deliveries) await endsAsItShould(test, delivery);
      expect(await test.check()).toEqual([]);
    } finally {
      await test.stop();
    }
  });
}

async function endsAsItShould(test: TestStack, { told, inTime }: Delivery): Promise<void> {
  const { story, tag, contracts } = told;
  for (const [index, { id }] of contracts.entries()) {
    const name = `${nameOf(told)} ${tag} ${index}`;
    const stored = (await test.stack.table.load(id))?.deadlines ?? [];
    const standing = stored.filter(({ state }) => state !== 'superseded');
    expect(endsOf(told, standing), name).toEqual(story.roles[index]?.ends);
    if (!inTime) continue;
    const letters = (await lettersOf(test, id, story.until)).map((letter) => withStripeIds(letter, tag));
    expect(letters, name).toEqual(story.roles[index]?.letters);
  }
}
