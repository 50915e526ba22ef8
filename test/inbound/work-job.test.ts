import { describe, expect, it } from 'vitest';
import { workJob } from '../../functions/record-webhook/work-job.ts';
import { FaultPlan } from '../../local/aws/faults.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { FakeProviders } from '../../local/providers/fake.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import { startBackfill } from '../../shared/inbound/start-backfill.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import { startJob } from '../../shared/jobs/walk.ts';
import { Providers } from '../../shared/providers/providers.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { stripeEvent, wakesNothing } from '../harness/samples.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

const START = '2026-11-20T08:00:00Z';
const TIMEOUT_MS = 60_000;

/** What `record-webhook` runs jobs with, where each answer of a provider takes `answerMs`. */
function setUp(answerMs: number) {
  let elapsed = 0;
  const timer = {
    now: () => elapsed,
    pause: async (ms: number) => {
      elapsed += ms;
    },
  };
  const clock = { now: () => laterBy(START, Math.round(elapsed)) };
  const faults = new FaultPlan();
  const fake = new FakeProviders(faults, Object.values(PROVIDER_KEYS));
  const fetchSlowly: FakeProviders['fetch'] = (url, init) => {
    elapsed += answerMs;
    return fake.fetch(url, init);
  };
  const { dynamodb } = memoryDatabase();
  const sent: InboundWork[] = [];
  const queue = { send: async (work: readonly InboundWork[]) => void sent.push(...work) } as WorkQueue<InboundWork>;
  const dependencies = {
    providers: new Providers({ of: async (name) => PROVIDER_KEYS[name] }, { fetch: fetchSlowly, timer }),
    deliveries: new DeliveryTable(dynamodb, 'table'),
    store: new DeliveryStore(dynamodb, 'table'),
    jobs: new JobTable(dynamodb, 'table'),
    table: new ContractTable(dynamodb, 'table'),
    enumeration: new Enumeration(dynamodb, 'table'),
    ...sourceTerms(),
    wake: wakesNothing,
    accounts: [],
    telemetry: new CapturedTelemetry().of('record-webhook'),
    ...{ queue, clock, timer },
  };
  const start = () =>
    startBackfill(
      { ...dependencies, inbound: queue },
      { provider: 'stripe', since: '2026-11-20T00:00:00Z', dryRun: false, by: 'ana', reason: 'gap' },
    );
  /** One message: a function that has just begun. */
  const turn = (id: string) => {
    const began = elapsed;
    return workJob(dependencies, id, () => TIMEOUT_MS - (elapsed - began));
  };
  const jobMessages = () => sent.filter(({ kind }) => kind === 'job').length;
  return { dependencies, fake, faults, sent, start, turn, jobMessages, elapsed: () => elapsed };
}

function fill(fake: FakeProviders, events: number): void {
  for (let at = 0; at < events; at += 1) {
    fake.tell(
      'stripe',
      stripeEvent('customer.updated', { id: `cus_${at}`, object: 'customer' }, laterBy(START, at * -60_000)),
    );
  }
}

describe('a job that record-webhook runs', () => {
  it('takes a few seconds of a message, and goes on with the next', async () => {
    const { dependencies, fake, sent, start, turn, jobMessages, elapsed } = setUp(2000);
    fill(fake, 230);
    const { id } = await start();
    let turns = 0;
    while (jobMessages() > turns) {
      const before = elapsed();
      turns += 1;
      await turn(id);
      expect(elapsed() - before).toBeLessThan(12_000);
    }
    expect(turns).toBeGreaterThan(1);
    expect(await dependencies.jobs.read(id)).toMatchObject({ state: 'finished', done: 230, counts: { stored: 230 } });
    expect(sent.filter(({ kind }) => kind === 'delivery')).toHaveLength(230);
    await turn(id);
    expect(jobMessages()).toBe(turns);
  });

  it('that a page holds up is left to the sweep', async () => {
    const { dependencies, fake, faults, start, turn, jobMessages } = setUp(10);
    fill(fake, 1);
    const { id } = await start();
    faults.arm({ service: 'provider', fault: 'error', times: 3 });
    await turn(id);
    expect(await dependencies.jobs.read(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(jobMessages()).toBe(1);
    await turn(id);
    expect(await dependencies.jobs.read(id)).toMatchObject({ state: 'finished' });
  });

  it('of a kind of a later release is tried again', async () => {
    const { dependencies, turn } = setUp(10);
    await startJob(dependencies, 'later', { kind: 'later' });
    await turn('later');
    expect(await dependencies.jobs.read('later')).toMatchObject({ state: 'waiting', error: 'UnknownJobError' });
  });

  it('that is not there is no error', async () => {
    await expect(setUp(10).turn('none')).resolves.toBeUndefined();
  });
});
