import type { Delivery } from '../../shared/inbound/delivery.ts';
import { isMeant, rangeOf } from '../../shared/inbound/filters.ts';
import { dismissDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { REPLAY, replayJobId, statesOf } from '../../shared/inbound/replay-asked.ts';
import { deliveryView } from '../../shared/inbound/view.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { startJob } from '../../shared/jobs/walk.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { deliveryInPath, noSuchDelivery } from './inbound.ts';
import { MOST_ROWS, Room } from './page.ts';
import { parseInput, replaySchema, statementSchema } from './parse.ts';

/** Has a webhook worked on again, by way of the queue: this function neither maps nor records what it tells. */
export const postReplay: Respond = async (dependencies, request) => {
  const id = deliveryInPath(request);
  const { by, reason } = parseInput(statementSchema, parseJson(rawBody(request)));
  const delivery = await dependencies.deliveries.read(id);
  if (!delivery) throw noSuchDelivery(id);
  await dependencies.inboundQueue.send([{ kind: 'replay', delivery: id, by, reason }]);
  dependencies.telemetry.info('WEBHOOK_REPLAYED', { delivery: id, state: delivery.state });
  return answer(202, { delivery: id, state: delivery.state });
};

/** Ends a webhook that need not be recorded. */
export const postDismiss: Respond = async (dependencies, request) => {
  const id = deliveryInPath(request);
  const statement = parseInput(statementSchema, parseJson(rawBody(request)));
  const result = await dismissDelivery(dependencies, id, statement);
  if (!result) throw noSuchDelivery(id);
  if (result.outcome === 'refused') throw atItsEnd(result.delivery);
  dependencies.telemetry.info('WEBHOOK_DISMISSED', { delivery: id });
  return answer(200, deliveryView(result.delivery));
};

function atItsEnd({ id, state }: Delivery): HttpProblem {
  return new HttpProblem(409, 'at-its-end', 'The webhook waits for nobody.', [
    { field: 'delivery', value: id, detail: `Its state is ${state}. There is nothing to dismiss.` },
  ]);
}

/**
 * Has every webhook that the filters find worked on again, by a job that queues them; without `state` those that wait. What
 * comes in after the request is not meant.
 */
export const postReplayAll: Respond = async (dependencies, request) => {
  const { dryRun, ...asked } = parseInput(replaySchema, parseJson(rawBody(request)));
  if (dryRun) return answer(200, await wouldReplay(dependencies, asked));
  const now = dependencies.clock.now();
  const to = earlierOf(asked.to, now);
  const job = await startJob(dependencies, replayJobId(asked), { kind: REPLAY, asked: { ...given(asked), to } });
  await dependencies.inboundQueue.send([{ kind: 'job', job: job.id }]);
  return answer(202, viewOf(job));
};

/** Most deliveries that a dry run looks at. */
export const MOST_EXAMINED = 5000;
const BATCH = 100;

/** How many would be replayed and the first of them. `more`: there were further ones to look at. */
async function wouldReplay({ deliveries }: ServeApiDependencies, filters: Parameters<typeof statesOf>[0]) {
  const states = statesOf(filters);
  const room = new Room(MOST_ROWS, {});
  const rows: unknown[] = [];
  let [count, examined, full] = [0, 0, false];
  for await (const { delivery } of deliveries.list({
    ...rangeOf(filters),
    states,
    order: 'oldest-first',
    batchSize: BATCH,
  })) {
    if (examined === MOST_EXAMINED) return { count, deliveries: rows, more: true };
    examined += 1;
    if (!isMeant(delivery, states, filters)) continue;
    count += 1;
    const row = deliveryView(delivery);
    full ||= !room.takes(row);
    if (!full) rows.push(row);
  }
  return { count, deliveries: rows, more: false };
}

/** A bare day goes on to its end. */
function earlierOf(to: string | undefined, now: string): string {
  if (to === undefined) return now;
  if (!to.includes('T')) return to < now.slice(0, 10) ? to : now;
  return Date.parse(to) < Date.parse(now) ? laterBy(to, 0) : now;
}

/** The members that are there. */
function given(asked: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
