import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Mailer } from '../../shared/aws/mailer.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { HoldTable } from '../../shared/aws/table/holds.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { type Work, workSchema } from '../../shared/core/notices/work.ts';
import { wakeThrough } from '../../shared/inbound/wake.ts';
import { settle } from '../../shared/recording/settle.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { queueHandler } from '../../shared/runtime/queue-handler.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { fireRung, type RungToFire } from './fire-rung.ts';
import { tellOnboarding } from './tell-onboarding.ts';

export function createHandler(dependencies: SendNoticeDependencies) {
  return queueHandler(dependencies.telemetry, workSchema, (work) => carryOut(dependencies, work));
}

async function carryOut(dependencies: SendNoticeDependencies, work: Work): Promise<void> {
  switch (work.kind) {
    case 'step':
      return fire(dependencies, { ...work, fence: { revision: work.revision, step: work.step } });
    case 'overdue':
      return fire(dependencies, work);
    case 'notice':
      return deliverNotice(dependencies, work.contract, work.notice);
    case 'settle':
      await settle(dependencies, work.contract);
      return tell(dependencies, work.contract);
  }
}

async function tell(dependencies: SendNoticeDependencies, contract: string): Promise<void> {
  const notice = await tellOnboarding(dependencies, contract);
  if (notice === undefined) return;
  dependencies.telemetry.info('ONBOARDING_TOLD', { contract, notice });
  await deliverNotice(dependencies, contract, notice);
}

/** Safety bound: a contract cannot have this many deadlines that end at one instant. */
const MOST_ENDS = 5;

async function fire(dependencies: SendNoticeDependencies, target: RungToFire, tries = 0): Promise<void> {
  const { telemetry } = dependencies;
  const fired = await fireRung(dependencies, target);
  if ('after' in fired) {
    // The queue delivers the message again. If it keeps failing, the alarm on dead letters is raised.
    if (tries === MOST_ENDS)
      throw new Error(
        `deadline ${fired.after} has to lapse before ${target.deadline} but did not in ${MOST_ENDS} tries`,
      );
    await fire(dependencies, { contract: target.contract, deadline: fired.after });
    return fire(dependencies, target, tries + 1);
  }
  const facts = { contract: target.contract, deadline: target.deadline, step: target.fence?.step };
  if ('skipped' in fired) telemetry.info('STEP_SKIPPED', { ...facts, reason: fired.skipped });
  else telemetry.info('STEP_FIRED', { ...facts, notices: fired.notices.length, lapsed: fired.lapsed });
  if ('lapsed' in fired && fired.lapsed) telemetry.count('DeadlineLapsed');
  if ('missed' in fired && fired.missed > 0) {
    telemetry.warn('STEP_MISSED', { ...facts, steps: fired.missed });
    telemetry.count('NoticeUndeliverable');
  }
  for (const notice of fired.notices) await deliverNotice(dependencies, target.contract, notice);
  if ('nextIsDue' in fired && fired.nextIsDue)
    await fire(dependencies, { contract: target.contract, deadline: target.deadline });
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly ses: SESClient;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, ses, terms, clock, telemetry } = parts;
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    deliveries: new DeliveryTable(dynamodb, environment.TABLE_NAME),
    holds: new HoldTable(dynamodb, environment.TABLE_NAME),
    mailer: new Mailer(ses, environment.CONFIGURATION_SET),
    correspondents: { fromAddress: environment.FROM_ADDRESS, operationsAddress: environment.OPERATIONS_ADDRESS },
    wake: wakeThrough(new WorkQueue(sqs, environment.INBOUND_QUEUE_URL)),
    clock,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    // No retries in the client: each would be a further attempt to send that no claim records.
    ses: new SESClient({ maxAttempts: 1 }),
    terms: loadBundledTerms,
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
