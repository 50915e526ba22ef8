/**
 * Tells every story of test/stories in every order of its messages, at each provider, and checks that all of them end
 * alike. A story with more orders than `--most` is told with each message moved to each other place, and in random orders.
 * A fifth of the random ones lets the messages come late one by one, with what lapses in between.
 *
 *   npm run orders
 *   npm run orders -- --story pause --most 40320 --seed 2
 *
 * Exit code 1 when two orders end differently.
 */
import { parseArgs } from 'node:util';
import { STORIES } from '../test/stories/all.ts';
import {
  type Arrival,
  atRandom,
  delayed,
  essenceOf,
  inThisOrder,
  livedThrough,
  timely,
  toldAtOnce,
} from '../test/stories/orders.ts';
import { nameOf, type Told, toldAtBoth } from '../test/stories/story.ts';
import { Chance } from './histories/chance.ts';
import { factorial, moved, permutations } from './histories/permutations.ts';

const { values } = parseArgs({
  options: {
    story: { type: 'string', default: '' },
    most: { type: 'string', default: '5040' },
    seed: { type: 'string', default: '1' },
  },
});

const most = Number(values.most);
if (!Number.isSafeInteger(most) || most < 1) {
  console.error(`--most ${values.most}: give a whole number, such as 5040.`);
  process.exit(2);
}

/** The orders in which a story is told; `late` where time passes between the messages. */
function* ordersOf(told: Told): Iterable<{ readonly arrivals: readonly Arrival[]; readonly late: boolean }> {
  const count = told.messages.length;
  const all = factorial(count) <= most;
  for (const places of all ? permutations(count) : moved(count)) {
    yield { arrivals: inThisOrder(told, places), late: false };
  }
  const random = all ? most / 5 : most - count * (count - 1);
  for (let round = 0; round < random; round += 1) {
    const chance = new Chance(`${values.seed} ${nameOf(told)} ${round}`);
    const late = all || round % 5 === 0;
    yield { arrivals: late ? delayed(told, chance) : atRandom(told, chance), late };
  }
}

/** Whether all orders of a story end alike; prints the first that does not. */
function endsAlike(told: Told): boolean {
  const end = livedThrough(told, timely(told));
  const expected = essenceOf(end);
  let count = 0;
  for (const { arrivals, late } of ordersOf(told)) {
    const found = essenceOf(late ? livedThrough(told, arrivals) : toldAtOnce(told, arrivals, end));
    count += 1;
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      console.log(`${nameOf(told)}: order ${count} ends otherwise`);
      for (const { at, message } of arrivals) console.log(`  at ${at}: ${JSON.stringify(message.body)}`);
      for (const line of found.filter((one) => !expected.includes(one))) console.log(`  + ${line}`);
      for (const line of expected.filter((one) => !found.includes(one))) console.log(`  - ${line}`);
      return false;
    }
  }
  console.log(`${nameOf(told)}: ${told.messages.length} messages, ${count} orders end alike`);
  return true;
}

const tellings = toldAtBoth(STORIES).filter((told) => nameOf(told).includes(values.story));
const wrong = tellings.filter((told) => !endsAlike(told));
console.log(`${tellings.length} tellings, ${wrong.length} of which end differently in another order`);
if (wrong.length > 0) process.exitCode = 1;
