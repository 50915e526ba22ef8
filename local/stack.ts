import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeliveryTable } from '../shared/aws/table/deliveries.ts';
import { Enumeration } from '../shared/aws/table/enumeration.ts';
import { JobTable } from '../shared/aws/table/jobs.ts';
import { keys } from '../shared/aws/table/keys.ts';
import { ContractTable } from '../shared/aws/table/table.ts';
import { TABLE_SCHEMA } from '../shared/aws/table-schema.ts';
import { SIGNATURE_WINDOW_SECONDS, within } from '../shared/core/webhooks/freshness.ts';
import { left } from '../shared/jobs/progress.ts';
import { basisOf, isGoneOver } from '../shared/proposals/propose-job.ts';
import { type AbortingTimer, systemClock } from '../shared/runtime/clock.ts';
import { SILENT, type Telemetry } from '../shared/runtime/log.ts';
import { RECEIVES_BEFORE_DEAD, visibilitySeconds } from '../shared/runtime/queue-limits.ts';
import { loadTerms, type Terms } from '../shared/runtime/terms.ts';
import { FaultPlan } from './aws/faults.ts';
import { invoke, lambdaContext } from './aws/invocation.ts';
import { FakeMail } from './aws/mail.ts';
import { FakeQueues } from './aws/queues.ts';
import { FakeScheduler } from './aws/scheduler.ts';
import { FakeSecrets } from './aws/secrets.ts';
import { publishToQueue } from './aws/sns.ts';
import { withFaults } from './aws/with-faults.ts';
import { AgendaFollower } from './dynamo/agenda-follower.ts';
import { type Database, startDatabase } from './dynamo/database.ts';
import { type StreamConsumer, TableStream } from './dynamo/stream.ts';
import { localEnvironment, localSecrets, PROVIDER_KEYS, RESOURCES } from './environment.ts';
import { type Clients, type LocalFunction, localFunctions } from './functions.ts';
import { FakeProviders } from './providers/fake.ts';
import { recurringTrigger, SweepSource } from './recurring.ts';
import { motionlessTimer, openClock, type VirtualClock } from './time/clock.ts';
import { Engine, type Step, type WorkSource } from './time/engine.ts';

export interface StackOptions {
  readonly dataDirectory?: string | undefined;
  /** Replaces the embedded database. */
  readonly database?: Database | undefined;
  /** Where the clock of a new data folder starts. A used folder keeps its own time. */
  readonly clock: string;
  readonly onStep?: (step: Step) => void;
  readonly telemetry?: (service: string) => Telemetry;
  /** Further followers of the table's stream. */
  readonly followers?: readonly StreamConsumer[];
  /** Further pieces of stored work, such as a story. */
  readonly sources?: readonly WorkSource[];
  /** The folder of packs and holiday tables, in place of the project's own. */
  readonly termsDirectory?: string;
  /** The time of working days within which letters go out, such as `08:00-18:00`; at any time when absent. */
  readonly sendWindow?: string;
  /** Whether a day’s many letters to one reader go out as one message; they do not when absent. */
  readonly digest?: boolean;
  /** The keys by which payment providers are asked, by provider: `PROVIDER_KEYS`. None when absent, so nothing is asked. */
  readonly providerKeys?: Readonly<Record<string, string>>;
}

/** Everything of Clauseclock on one machine: the real handlers and adapters on embedded parts, driven by one clock. */
export interface LocalStack {
  readonly clock: VirtualClock;
  readonly timer: AbortingTimer;
  readonly engine: Engine;
  readonly faults: FaultPlan;
  readonly scheduler: FakeScheduler;
  readonly queues: FakeQueues;
  readonly mail: FakeMail;
  readonly providers: FakeProviders;
  readonly stream: TableStream;
  readonly table: ContractTable;
  readonly deliveries: DeliveryTable;
  readonly jobs: JobTable;
  readonly dynamodb: DynamoDBClient;
  readonly functions: readonly LocalFunction[];
  readonly terms: Terms;
  stop(): Promise<void>;
}

/** Starts the stack and completes what an earlier process left unfinished. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const clock = openClock({ start: options.clock, folder: options.dataDirectory });
  const database = options.database ?? (await startDatabase(RESOURCES.table, options.dataDirectory));
  try {
    return await assemble(options, clock, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function assemble(options: StackOptions, clock: VirtualClock, database: Database): Promise<LocalStack> {
  const { dynamodb, streams, streamArn, mayHaveNew } = database;
  const faults = new FaultPlan();
  const parts = embeddedParts(clock, faults, options);
  const environment = localEnvironment({
    noticesUrl: parts.queues.url(RESOURCES.notices),
    noticesArn: parts.queues.arn(RESOURCES.notices),
    deliveriesUrl: parts.queues.url(RESOURCES.deliveries),
    inboundUrl: parts.queues.url(RESOURCES.inbound),
    schedulerDeadLettersArn: parts.queues.arn(RESOURCES.schedulerDeadLetters),
    ...(options.termsDirectory !== undefined && { termsDirectory: options.termsDirectory }),
    ...(options.sendWindow !== undefined && { sendWindow: options.sendWindow }),
    ...(options.digest !== undefined && { digest: options.digest }),
  });
  const terms = loadTerms(environment.TERMS_DIRECTORY);
  const functions = localFunctions(environment, {
    ...faultyClients(parts, dynamodb, faults, clock),
    clock,
    timer: motionlessTimer,
    providers: parts.providers,
    terms: () => terms,
    isFresh: freshByEitherClock(clock),
    // Logs are for operations in the cloud; here the timeline tells what happens.
    telemetry: options.telemetry ?? (() => SILENT),
  });
  connectQueues(parts.queues, functions);
  const agenda = new AgendaFollower(TABLE_SCHEMA.indexes.agenda.sortKey);
  const stream = await TableStream.open({
    client: streams,
    streamArn,
    clock,
    consumers: [...streamConsumers(functions), ...(options.followers ?? [])],
    observe: (record) => agenda.follow(record),
    mayHaveNew,
  });
  const table = new ContractTable(dynamodb, RESOURCES.table);
  const deliveries = new DeliveryTable(dynamodb, RESOURCES.table);
  for await (const { contract, kind, id, at } of table.agenda(END_OF_TIME)) {
    agenda.expect({ pk: `contract#${contract}`, sk: kind === 'contract' ? kind : `${kind}#${id}` }, at);
  }
  for (const { id, at } of await deliveries.due(END_OF_TIME, Number.MAX_SAFE_INTEGER))
    agenda.expect(keys.delivery(id), at);
  for (const { key, at } of await table.sending.agenda()) agenda.expect(key, at);
  // Nobody outside reads these letters, and whoever tries Clauseclock wants to see them.
  await table.sending.begin(clock.now(), { value: 'on', reason: 'letters of a local stack reach nobody' });
  const jobs = new JobTable(dynamodb, RESOURCES.table);
  const unfinished = await freeJobs(jobs, clock);
  const sweep = functionNamed(functions, 'sweep-deadlines');
  const overdue = new SweepSource(sweep.declaration, sweep.handler, () => agenda.first());
  const sources = [stream, parts.queues, parts.mail, parts.scheduler, ...(options.sources ?? []), overdue];
  const engine = new Engine({ clock, sources, ...(options.onStep && { onStep: options.onStep }) });
  const nightly = (name: 'reconcile' | 'propose') =>
    invoke(
      sweep.handler,
      recurringTrigger(sweep.declaration, name).input,
      lambdaContext(sweep.declaration.name, sweep.declaration.timeoutSeconds),
    );
  // An interrupted comparison is finished first. It does not see what changed behind it, so a whole one follows.
  if (unfinished.includes('reconcile')) await nightly('reconcile');
  await nightly('reconcile');
  if (await isToBeGoneOver(table, dynamodb, terms)) await nightly('propose');
  return {
    ...parts,
    clock,
    timer: motionlessTimer,
    engine,
    faults,
    stream,
    table,
    deliveries,
    jobs,
    dynamodb,
    functions,
    terms,
    stop: () => database.stop(),
  };
}

/** Whether another edition or other revisions are deployed than those for which all contracts were gone over. */
async function isToBeGoneOver(table: ContractTable, dynamodb: DynamoDBClient, terms: Terms): Promise<boolean> {
  const basis = basisOf(terms);
  if (isGoneOver(await table.proposals.goneOver(), basis)) return false;
  const { entries, next } = await new Enumeration(dynamodb, RESOURCES.table).contracts();
  if (entries.length > 0 || next !== undefined) return true;
  // A new table has no contracts.
  await table.proposals.setGoneOver(basis);
  return false;
}

/**
 * Frees every job: no other process uses the table, so a run that held one has died. Answers the ids of jobs that have
 * not ended.
 */
async function freeJobs(jobs: JobTable, clock: VirtualClock): Promise<readonly string[]> {
  const unfinished = await jobs.free(END_OF_TIME);
  for (const id of unfinished) {
    const job = await jobs.read(id);
    if (job) await jobs.save({ ...left(job, clock.now()), revision: job.revision + 1 });
  }
  return unfinished;
}

function embeddedParts(clock: VirtualClock, faults: FaultPlan, options: StackOptions) {
  const { dataDirectory: folder, providerKeys = {} } = options;
  const queues: FakeQueues = new FakeQueues({ clock, faults, folder, queues: QUEUES });
  const scheduler = new FakeScheduler({
    clock,
    faults,
    folder,
    groups: [RESOURCES.scheduleGroup],
    deliver: (arn, input) => queues.put(arn, input),
    deadLetter: (arn, input, attributes) => queues.put(arn, input, attributes),
  });
  const mail = new FakeMail({
    clock,
    faults,
    folder,
    configurationSets: [RESOURCES.configurationSet],
    publish: publishToQueue(queues, RESOURCES.deliveries, clock),
  });
  const providers = new FakeProviders(faults, Object.values(PROVIDER_KEYS));
  return { queues, scheduler, mail, providers, secrets: new FakeSecrets(localSecrets(providerKeys)) };
}

/** Later than anything on the agenda. */
const END_OF_TIME = '9999';
export const QUEUES = [
  { name: RESOURCES.notices, redrive: { deadLetter: RESOURCES.noticesDeadLetters, maxReceives: RECEIVES_BEFORE_DEAD } },
  {
    name: RESOURCES.deliveries,
    redrive: { deadLetter: RESOURCES.deliveriesDeadLetters, maxReceives: RECEIVES_BEFORE_DEAD },
  },
  { name: RESOURCES.inbound, redrive: { deadLetter: RESOURCES.inboundDeadLetters, maxReceives: RECEIVES_BEFORE_DEAD } },
  { name: RESOURCES.noticesDeadLetters },
  { name: RESOURCES.deliveriesDeadLetters },
  { name: RESOURCES.inboundDeadLetters },
  { name: RESOURCES.schedulerDeadLetters },
];

function faultyClients(
  parts: ReturnType<typeof embeddedParts>,
  dynamodb: DynamoDBClient,
  faults: FaultPlan,
  clock: VirtualClock,
): Clients {
  return {
    dynamodb: withFaults(dynamodb, 'table', faults, clock),
    scheduler: withFaults(parts.scheduler, 'scheduler', faults, clock) as unknown as Clients['scheduler'],
    sqs: withFaults(parts.queues, 'queue', faults, clock) as unknown as Clients['sqs'],
    ses: withFaults(parts.mail, 'mail', faults, clock) as unknown as Clients['ses'],
    secrets: withFaults(parts.secrets, 'secrets', faults, clock) as unknown as Clients['secrets'],
  };
}

/** Accepts what is recent by either clock: the story signs in virtual time, providers in real time. */
function freshByEitherClock(clock: VirtualClock): (signedAt: string) => boolean {
  const checks = [clock, systemClock].map(({ now }, index) =>
    within(() => (index === 0 ? clock.now() : now()), SIGNATURE_WINDOW_SECONDS),
  );
  return (signedAt) => checks.some((isFresh) => isFresh(signedAt));
}

function connectQueues(queues: FakeQueues, functions: readonly LocalFunction[]): void {
  for (const { declaration, handler } of functions) {
    for (const trigger of declaration.triggers) {
      if (trigger.kind !== 'queue') continue;
      queues.connect(queues.url(RESOURCES[trigger.queue]), {
        functionName: declaration.name,
        batchSize: trigger.batchSize,
        visibilityTimeout: visibilitySeconds(declaration.timeoutSeconds),
        timeoutSeconds: declaration.timeoutSeconds,
        handler,
      });
    }
  }
}

function streamConsumers(functions: readonly LocalFunction[]): StreamConsumer[] {
  return functions.flatMap(({ declaration, handler }) =>
    declaration.triggers.flatMap((trigger) =>
      trigger.kind === 'stream'
        ? [
            {
              functionName: declaration.name,
              sortKeyPrefix: trigger.sortKeyPrefix,
              batchSize: trigger.batchSize,
              handler,
            },
          ]
        : [],
    ),
  );
}

export function functionNamed(functions: readonly LocalFunction[], name: string): LocalFunction {
  const found = functions.find(({ declaration }) => declaration.name === name);
  if (!found) throw new Error(`there is no function ${name}`);
  return found;
}
