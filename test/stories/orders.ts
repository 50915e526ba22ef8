import type { Chance } from '../../scripts/histories/chance.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { canonicalJson } from '../../shared/core/events/canonical.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { planOf, until } from '../core/deadlines/planning.ts';
import type { Message } from './narrator.ts';
import { recordedFrom } from './recorded.ts';
import type { Told } from './story.ts';

/** A told story's messages in the order in which they come, with the times at which they come where that matters. */
export interface Arrival {
  readonly message: Message;
  readonly at: string;
}

const DAY_MS = 86_400_000;
/** A provider sends again for days; a backfill brings messages weeks later. */
const LATEST_DAYS = 60;

/** All messages at once, in this order: places in the story. */
export function inThisOrder({ messages, story }: Told, places: readonly number[]): Arrival[] {
  return places.flatMap((place) => {
    const message = messages[place];
    return message === undefined ? [] : [{ message, at: story.until }];
  });
}

/** Messages in random order, some of them repeated. */
export function atRandom(told: Told, chance: Chance): Arrival[] {
  const places = [...told.messages.keys()];
  return inThisOrder(told, chance.shuffled([...places, ...chance.someOf(places, 0.2)]));
}

/** Every message when it was sent or later, some of them by weeks, and some of them again; all before the story is over. */
export function delayed({ messages, story }: Told, chance: Chance): Arrival[] {
  return messages
    .flatMap((message) => [message, ...chance.someOf([message], 0.2)])
    .map((message) => {
      const delay = chance.happens(0.5) ? chance.whole(0, LATEST_DAYS) * DAY_MS : 0;
      const at = Math.min(Date.parse(message.at) + delay, Date.parse(story.until));
      return { message, at: new Date(at).toISOString() };
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * Messages as they are sent, but for those before the first step of any deadline is due: these come together, in random
 * order, once the last of them is sent.
 */
export function beginningAtRandom({ messages, story }: Told, chance: Chance): Arrival[] {
  const [firstStep] = [
    story.until,
    ...story.roles.flatMap(({ letters }) => letters.map((letter) => letter.slice(0, 10))),
  ]
    .map((day) => Date.parse(day))
    .sort((a, b) => a - b);
  const isBeginning = ({ at }: Message) => Date.parse(at) < (firstStep ?? 0);
  const beginning = messages.filter(isBeginning);
  const last = beginning.at(-1)?.at ?? story.until;
  return [
    ...chance.shuffled(beginning).map((message) => ({ message, at: last })),
    ...messages.filter((message) => !isBeginning(message)).map((message) => ({ message, at: message.at })),
  ];
}

/** Messages as they are sent. */
export function timely({ messages }: Told): Arrival[] {
  return messages.map((message) => ({ message, at: message.at }));
}

/** The deadlines of each contract of a story, by its id, and what lapsed until the story is over. */
export interface End {
  readonly deadlines: ReadonlyMap<string, readonly Deadline[]>;
  readonly lapses: ReadonlyMap<string, readonly Fact[]>;
}

/** The end of a story of which each message comes at its time, with what lapsed while only a part of it was known. */
export function livedThrough(told: Told, arrivals: readonly Arrival[]): End {
  const recorded = recordedIn(told, arrivals);
  const deadlines = new Map<string, readonly Deadline[]>();
  const lapses = new Map<string, readonly Fact[]>();
  for (const [index, contract] of told.contracts.entries()) {
    let events: readonly Fact[] = told.story.roles[index]?.own ?? [];
    for (const { at, facts } of recorded.get(contract.id) ?? []) {
      if (Date.parse(at) < Date.parse(told.story.until)) events = until(at, contract, events);
      events = [...events, ...facts];
    }
    events = until(told.story.until, contract, events);
    deadlines.set(contract.id, planOf(contract, events).deadlines);
    lapses.set(
      contract.id,
      events.filter(({ cause }) => cause !== undefined),
    );
  }
  return { deadlines, lapses };
}

/** The end of a story that is told at once, in the order of the arrivals, with the lapses that another telling came to. */
export function toldAtOnce(told: Told, arrivals: readonly Arrival[], { lapses }: End): End {
  const recorded = recordedIn(told, arrivals);
  const deadlines = new Map(
    told.contracts.map((contract, index) => {
      const own = told.story.roles[index]?.own ?? [];
      const facts = (recorded.get(contract.id) ?? []).flatMap((one) => one.facts);
      const events = [...own, ...facts, ...(lapses.get(contract.id) ?? [])];
      return [contract.id, planOf(contract, events).deadlines];
    }),
  );
  return { deadlines, lapses };
}

/**
 * What each arrival tells each contract. Stripe's ids tell nothing of an order, so its messages get other ids, by their
 * places among the arrivals.
 */
function recordedIn(told: Told, arrivals: readonly Arrival[]) {
  const sent = told.provider === 'stripe' ? renumbered(arrivals) : arrivals;
  const bodies = sent.map(({ message }) => message.body);
  const recorded = recordedFrom(told.provider, bodies, told.contracts);
  return new Map(
    [...recorded].map(([id, facts]) => {
      const byMessage = Map.groupBy(facts, ({ source }) => source?.eventId);
      return [id, sent.map(({ at, message }) => ({ at, facts: byMessage.get(idOf(message)) ?? [] }))];
    }),
  );
}

/** What of an end has to be the same in every order: all that decides, other than by which message it was told. */
export function essenceOf({ deadlines: end }: End): string[] {
  return [...end].flatMap(([contract, deadlines]) =>
    deadlines.map(({ id, state, date, unadjustedDate, opensOn, instant, ladder, onLapse, figure, closing }) =>
      canonicalJson({ contract, id, state, date, unadjustedDate, opensOn, instant, ladder, onLapse, figure, closing }),
    ),
  );
}

function renumbered(arrivals: readonly Arrival[]): Arrival[] {
  const numbers = new Map<string, string>();
  for (const { message } of arrivals) {
    const id = idOf(message);
    if (!numbers.has(id)) numbers.set(id, `evt_${String(numbers.size + 1).padStart(3, '0')}`);
  }
  return arrivals.map(({ at, message }) => ({
    at,
    message: { ...message, body: { ...message.body, id: numbers.get(idOf(message)) } },
  }));
}

function idOf({ body }: Message): string {
  return String(body.id ?? body.event_id);
}
