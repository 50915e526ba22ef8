import type { DeliveryTable } from '../aws/table/deliveries.ts';
import type { DeliveryStore } from '../aws/table/delivery-store.ts';
import type { Job } from '../aws/table/jobs.ts';
import type { WorkQueue } from '../aws/work-queue.ts';
import type { Piece } from '../jobs/page-work.ts';
import type { Stage, Walk } from '../jobs/walk.ts';
import type { ProviderPort, Unanswered } from '../providers/port.ts';
import type { Providers } from '../providers/providers.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Telemetry } from '../runtime/log.ts';
import { type Backfill, backfillSchema } from './backfill-job.ts';
import { deliveryOfListed } from './listed-delivery.ts';
import type { InboundWork } from './work.ts';

/**
 * What becomes of a listed event, and what is worth knowing of the list; counted in the job.
 *
 * - `stored`: no webhook had brought it; it is worked on like any other. `missing`: so it would be, were it no dry run.
 * - `known`: it is stored already.
 * - `beyond-list`: the job asks for more days than the provider lists. What came before them cannot be had.
 * - `no-key…`: there is no key to ask with; what follows says what is wrong with the one that is stored.
 */
type Outcome = 'stored' | 'missing' | 'known' | 'beyond-list' | `no-key${string}`;

export interface BackfillDependencies {
  readonly providers: Providers;
  readonly deliveries: DeliveryTable;
  readonly store: DeliveryStore;
  readonly queue: WorkQueue<InboundWork>;
  /** The provider accounts whose messages are taken in under their own name. */
  readonly accounts: readonly string[];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** The provider did not answer. The name holds all there is to say: a job keeps nothing but the name of an error. */
class ProviderUnansweredError extends Error {
  override readonly name: string;

  constructor({ reason, status, code }: Unanswered) {
    const name = ['Provider', reason, status, code].filter((part) => part !== undefined).join(' ');
    super(name);
    this.name = name;
  }
}

const PIECES_PER_SECOND = 25;
const AT_ONCE = 10;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Goes over a provider's list of events, account by account, and stores and queues each one that no webhook has brought, as
 * its webhook would have been. Doing so twice does nothing.
 */
export async function backfill(dependencies: BackfillDependencies, job: Job): Promise<Walk> {
  const asked = backfillSchema.parse(job.asked);
  const accounts = await dependencies.providers.accounts(asked.provider);
  const stages = accounts.ok
    ? accounts.value.map((account) => listOf(dependencies, { ...asked, job: job.id, account }))
    : [withoutKey(accounts)];
  return { stages, perSecond: PIECES_PER_SECOND, parallel: AT_ONCE };
}

type Source = Backfill & { readonly job: string; readonly account: string };

function listOf(dependencies: BackfillDependencies, source: Source): Stage {
  const { provider, account, since, until } = source;
  return {
    name: account,
    page: async (cursor) => {
      const port = await dependencies.providers.port(provider, account);
      if (!port.ok) throw new ProviderUnansweredError(port);
      const query = { since, ...(until !== undefined && { until }), ...(cursor !== undefined && { cursor }) };
      const page = await port.value.events(query);
      if (!page.ok) throw new ProviderUnansweredError(page);
      const { events, next } = page.value;
      const pieces = events.map((event) => take(dependencies, source, port.value, event));
      const beyond = cursor === undefined && isBeyond(port.value, since, dependencies.clock.now());
      return {
        pieces: beyond
          ? [noted(`events before the last ${port.value.listedForDays} days`, 'beyond-list'), ...pieces]
          : pieces,
        ...(next !== undefined && { next }),
      };
    },
  };
}

function take(dependencies: BackfillDependencies, source: Source, { mode }: ProviderPort, event: unknown): Piece {
  const receivedAt = dependencies.clock.now();
  const { delivery, body } = deliveryOfListed(event, { ...source, mode, receivedAt, accounts: dependencies.accounts });
  const work = async (): Promise<Outcome> => {
    const { deliveries, store, telemetry } = dependencies;
    // A list may show the same event in another form, which is no other message.
    if (await deliveries.read(delivery.id)) return 'known';
    if (source.dryRun) return 'missing';
    const { state } = await store.store(delivery, body);
    if (state === 'known') return 'known';
    telemetry.info('WEBHOOK_STORED', {
      delivery: delivery.id,
      type: delivery.type ?? undefined,
      state,
      job: source.job,
    });
    telemetry.count('WebhookStored');
    await queue(dependencies, delivery.id);
    return 'stored';
  };
  return { name: `event ${delivery.id}`, work };
}

/** A message that does not reach the queue is the sweep's to repeat: the delivery is stored. */
async function queue({ queue: inbound, telemetry }: BackfillDependencies, delivery: string): Promise<void> {
  try {
    await inbound.send([{ kind: 'delivery', delivery }]);
  } catch (error) {
    telemetry.error('WEBHOOK_NOT_QUEUED', error, { delivery });
    telemetry.count('WebhookNotQueued');
  }
}

function withoutKey({ code }: Unanswered): Stage {
  const outcome: Outcome = code === undefined ? 'no-key' : `no-key ${code}`;
  return { name: 'no-key', page: async () => ({ pieces: [noted('key of the provider', outcome)] }) };
}

function noted(name: string, outcome: Outcome): Piece {
  return { name, work: async () => outcome };
}

function isBeyond({ listedForDays }: ProviderPort, since: string, now: string): boolean {
  return Date.parse(since) < Date.parse(now) - listedForDays * DAY_MS;
}
