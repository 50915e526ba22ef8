import { describe, expect, it } from 'vitest';
import { Chance } from '../../scripts/histories/chance.ts';
import { lettersOf } from '../harness/letters.ts';
import { rounds } from '../harness/rounds.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { STORIES } from './all.ts';
import { type Arrival, atRandom, beginningAtRandom, timely } from './orders.ts';
import { endsOf, nameOf, type Story, type Told, toldAs, withStripeIds } from './story.ts';

const HOUR_MS = 3_600_000;

/** A telling whose messages come in an order of its own. */
interface Delivery {
  readonly told: Told;
  readonly arrivals: readonly Arrival[];
  /** Whether its letters are those of a timely telling, because all that is late comes before the first of them. */
  readonly inTime: boolean;
}

/** The story in several orders at each provider, each under ids of its own, so that one stack takes them all. */
function deliveriesOf(story: Story): Delivery[] {
  const chance = new Chance(story.name);
  const telling = (provider: 'stripe' | 'paddle', tag: string) => toldAs(story, provider, tag);
  return (['stripe', 'paddle'] as const).flatMap((provider) => {
    const asSent = telling(provider, 'ax');
    return [
      { told: asSent, arrivals: timely(asSent), inTime: true },
      ...Array.from({ length: rounds(1) }, (_, round) => {
        const [begun, late] = [telling(provider, `b${round}x`), telling(provider, `c${round}x`)];
        return [
          { told: begun, arrivals: beginningAtRandom(begun, chance), inTime: true },
          { told: late, arrivals: atRandom(late, chance), inTime: false },
        ];
      }).flat(),
    ];
  });
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
    happen: (test: TestStack) => test.webhook(told.provider, message.body),
  }));
  return [...sent, ...own];
}

async function live(test: TestStack, story: Story, deliveries: readonly Delivery[]): Promise<void> {
  for (const { version: _, revision: __, ...contract } of deliveries.flatMap(({ told }) => told.contracts)) {
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

describe('a story, its messages signed and delivered', () => {
  it.each(STORIES.map((story) => [story.name, story] as const))(
    'ends as it should, with its letters, in several orders: %s',
    async (_, story) => {
      const deliveries = deliveriesOf(story);
      const first = Math.min(...deliveries.flatMap(({ told }) => told.messages.map(({ at }) => Date.parse(at))));
      const test = await startTestStack({ clock: new Date(first - HOUR_MS).toISOString() });
      try {
        await live(test, story, deliveries);
        for (const { told, inTime } of deliveries) {
          for (const [index, { id }] of told.contracts.entries()) {
            const name = `${nameOf(told)} ${told.tag} ${index}`;
            const stored = (await test.stack.table.load(id))?.deadlines ?? [];
            const standing = stored.filter(({ state }) => state !== 'superseded');
            expect(endsOf(told, standing), name).toEqual(story.roles[index]?.ends);
            if (!inTime) continue;
            const letters = (await lettersOf(test, id, story.until)).map((letter) => withStripeIds(letter, told.tag));
            expect(letters, name).toEqual(story.roles[index]?.letters);
          }
        }
        expect(await test.check()).toEqual([]);
      } finally {
        await test.stop();
      }
    },
  );
});
