import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { lettersOf } from '../harness/letters.ts';
import { rowsOf } from '../harness/lists.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { STORIES } from './all.ts';
import { endsOf, nameOf, type Role, type Told, toldAtBoth, withStripeIds } from './story.ts';

const tellings = toldAtBoth(STORIES, true);

interface Happening {
  readonly at: string;
  readonly happen: () => Promise<unknown>;
}

let test: TestStack;
const ends = new Map<string, readonly StoredDeadline[]>();

/** All that happens in a telling, each at its own time; at the end its deadlines are read. */
function happeningsOf(told: Told): Happening[] {
  const send = ({ at, body }: Told['messages'][number]) => ({ at, happen: () => test.webhook(told.provider, body) });
  const own = told.story.roles.flatMap((role, index) =>
    (role.own ?? []).map((event) => ({
      at: event.occurredAt,
      happen: () => test.post(`/contracts/${told.contracts[index]?.id}/events`, event),
    })),
  );
  const read = async () => {
    for (const { id } of told.contracts) ends.set(id, await rowsOf(test, `/contracts/${id}/deadlines`, 'deadlines'));
  };
  return [...told.messages.map(send), ...own, { at: told.story.until, happen: read }];
}

beforeAll(async () => {
  const happenings = tellings.flatMap(happeningsOf).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  test = await startTestStack({ clock: '2025-12-31T00:00:00Z' });
  for (const { version: _, revision: __, ...contract } of tellings.flatMap(({ contracts }) => contracts)) {
    const { status, body } = await test.post('/contracts', contract);
    if (status !== 201) throw new Error(JSON.stringify(body));
  }
  for (const { at, happen } of happenings) {
    if (Date.parse(at) > Date.parse(test.stack.clock.now())) await test.advanceTo(at);
    await happen();
    await test.stack.engine.drain();
  }
}, 60_000);

afterAll(() => test.stop());

const roles = tellings.flatMap((told) =>
  told.story.roles.map((role, index): [string, Told, Role, number] => [
    `${nameOf(told)}${told.story.roles.length > 1 ? `, contract ${index + 1}` : ''}`,
    told,
    role,
    index,
  ]),
);

describe('a story, told as it happens', () => {
  it.each(roles)('%s', async (_, told, role, index) => {
    const deadlines = ends.get(told.contracts[index]?.id ?? '') ?? [];
    const standing = endsOf(
      told,
      deadlines.filter(({ state }) => state !== 'superseded'),
    );
    expect(standing).toEqual(role.ends);
    const letters = await lettersOf(test, told.contracts[index]?.id ?? '', told.story.until);
    expect(letters.map((letter) => withStripeIds(letter, told.tag))).toEqual(role.letters);
  });
});
