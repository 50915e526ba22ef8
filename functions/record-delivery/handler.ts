import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { needsEscalation } from '../../shared/core/notices/delivery.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock, systemTimer, type Timer } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry, type Telemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { queueHandler } from '../../shared/runtime/queue-handler.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { noticeNamedIn, readMessage, readReport } from './mail-event.ts';
import { type RecordReportDependencies, recordReport } from './record-report.ts';

export interface RecordDeliveryDependencies extends RecordReportDependencies {
  readonly telemetry: Telemetry;
  /** The queue that this function works on. */
  readonly queue: Pick<WorkQueue<object>, 'putBack'>;
}

/** Recording a report takes a few calls of the table, and twelve seconds until it gives up where others write the contract. */
const LEAST_TIME_MS = 15_000;

export function createHandler(dependencies: RecordDeliveryDependencies) {
  const { telemetry } = dependencies;
  const record = async (event: unknown) => {
    const report = readReport(event);
    if (!report) return telemetry.info('DELIVERY_UNRELATED');
    const result = await recordReport(dependencies, report);
    const facts = { contract: report.contract, notice: report.notice, report: report.report.kind };
    if (result.outcome !== 'recorded')
      return telemetry.info('DELIVERY_UNRELATED', { ...facts, reason: result.outcome });
    telemetry.info('DELIVERY_RECORDED', { ...facts, state: result.state });
    if (report.report.kind === 'delivery') telemetry.count('NoticeDelivered');
    if (report.report.kind !== 'send' && needsEscalation(result.state)) telemetry.count('NoticeUndeliverable');
  };
  return queueHandler(telemetry, {
    read: readMessage,
    work: record,
    about: noticeNamedIn,
    putBack: (bodies) => dependencies.queue.putBack(bodies),
    leastTimeMs: LEAST_TIME_MS,
  });
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly timer: Timer;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, terms, clock, timer, telemetry } = parts;
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    correspondents: { fromAddress: environment.FROM_ADDRESS, operationsAddress: environment.OPERATIONS_ADDRESS },
    queue: new WorkQueue(sqs, environment.DELIVERIES_QUEUE_URL),
    clock,
    timer,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    terms: loadBundledTerms,
    clock: systemClock,
    timer: systemTimer,
    telemetry: createTelemetry,
  }),
);
