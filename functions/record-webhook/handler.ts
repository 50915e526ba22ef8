import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SecretTexts } from '../../shared/aws/secret-texts.ts';
import { AnswerTable } from '../../shared/aws/table/answers.ts';
import { CustomerTable } from '../../shared/aws/table/customers.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { wakeThrough } from '../../shared/inbound/wake.ts';
import { type InboundWork, inboundWorkSchema } from '../../shared/inbound/work.ts';
import { AskedOnce } from '../../shared/providers/asked-once.ts';
import type { Fetch } from '../../shared/providers/http.ts';
import { Providers } from '../../shared/providers/providers.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock, systemTimer, type Timer } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { jsonOf, queueHandler } from '../../shared/runtime/queue-handler.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { type JobDependencies, workJob } from './work-job.ts';
import { workOrFail } from './work-or-fail.ts';

/** A provider that is asked may take 20 seconds. */
const LEAST_TIME_MS = 25_000;

export function createHandler(deliveries: InboundDependencies, jobs: JobDependencies) {
  return queueHandler<InboundWork>(deliveries.telemetry, {
    read: jsonOf(inboundWorkSchema),
    work: (work, receives, remainingMs) =>
      work.kind === 'job' ? workJob(jobs, work.job, remainingMs) : workOrFail(deliveries, work, receives),
    about: (work) => (work.kind === 'job' ? { job: work.job } : { delivery: work.delivery }),
    putBack: (bodies) => jobs.queue.putBack(bodies),
    leastTimeMs: LEAST_TIME_MS,
  });
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly timer: Timer;
  /** Reaches the payment providers. */
  readonly fetch: Fetch;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, secrets, terms, fetch, clock, timer } = parts;
  const telemetry = parts.telemetry(declaration.name);
  const deliveries = new DeliveryTable(dynamodb, environment.TABLE_NAME);
  const providers = new Providers(new SecretTexts(secrets, environment.PROVIDER_KEY_PREFIX, clock), { fetch, timer });
  const answers = new AnswerTable(dynamodb, environment.TABLE_NAME, environment.INBOUND_RETENTION_DAYS);
  const recording = {
    ...terms(environment.TERMS_DIRECTORY),
    sendWindow: environment.SEND_WINDOW,
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    wake: wakeThrough(new WorkQueue(sqs, environment.INBOUND_QUEUE_URL)),
    clock,
    timer,
  };
  const inbound: InboundDependencies = {
    ...recording,
    deliveries,
    customers: new CustomerTable(dynamodb, environment.TABLE_NAME),
    inbound: {
      retentionDays: environment.INBOUND_RETENTION_DAYS,
      acceptsTestData: environment.ACCEPT_TEST_DATA,
      accounts: environment.PROVIDER_ACCOUNTS,
    },
    fromAddress: environment.FROM_ADDRESS,
    telemetry,
    askFor: ({ id, provider, account }) =>
      new AskedOnce({ answers, clock, port: () => providers.port(provider, account) }, id),
  };
  return createHandler(inbound, {
    ...recording,
    enumeration: new Enumeration(dynamodb, environment.TABLE_NAME),
    providers,
    deliveries,
    store: new DeliveryStore(dynamodb, environment.TABLE_NAME),
    queue: new WorkQueue(sqs, environment.INBOUND_QUEUE_URL),
    accounts: environment.PROVIDER_ACCOUNTS,
    jobs: new JobTable(dynamodb, environment.TABLE_NAME),
    telemetry,
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    secrets: new SecretsManagerClient(),
    fetch: globalThis.fetch,
    timer: systemTimer,
    terms: loadBundledTerms,
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
