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
import { type AbortingTimer, systemClock, systemTimer } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { deadlineInLogs } from '../../shared/runtime/logged-ids.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { jsonOf, queueHandler } from '../../shared/runtime/queue-handler.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { fireRung, type RungToFire } from './fire-rung.ts';
import { tellOnboarding } from './tell-onboarding.ts';

/** The mail service may take 20 seconds to answer, and what it said is to be recorded. */
const LEAST_TIME_MS = 25_000;

export function createHandler(dependencies: SendNoticeDependencies) {
  return queueHandler<Work>(dependencies.telemetry, {
    read: jsonOf(workSchema),
    work: (work) => carryOut(dependencies, work),
    about: ({ contract, ...work }) => ({
      contract,
      ...('deadline' in work && { deadline: deadlineInLogs(work.deadline) }),
      ...('notice' in work && { notice: work.notice }),
    }),
    putBack: (bodies) => dependencies.notices.putBack(bodies),
    leastTimeMs: LEAST_TIME_MS,
  });
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
  const deadline = deadlineInLogs(target.deadline);
  const facts = { contract: target.contract, deadline, step: target.fence?.step };
  if ('early' in fired && fired.early) await comeAgain(dependencies, target, fired.early);
  if ('skipped' in fired) telemetry.info('STEP_SKIPPED', { ...facts, reason: fired.skipped });
  else telemetry.info('STEP_FIRED', { ...facts, notices: fired.notices.length, lapsed: fired.lapsed });
  for (const { deadline: other, ...step } of ('along' in fired && fired.along) || [])
    telemetry.info('STEP_FIRED', {
      contract: target.contract,
      deadline: deadlineInLogs(other),
      ...step,
      lapsed: false,
    });
  if ('lapsed' in fired && fired.lapsed) telemetry.count('DeadlineLapsed');
  if ('missed' in fired && fired.missed > 0) {
    telemetry.warn('STEP_MISSED', { ...facts, steps: fired.missed });
    telemetry.count('NoticeUndeliverable');
  }
  for (const notice of fired.notices) await deliverNotice(dependencies, target.contract, notice);
  if ('nextIsDue' in fired && fired.nextIsDue)
    await fire(dependencies, { contract: target.contract, deadline: target.deadline });
}

/** The longest that a queue holds back a message. */
const LONGEST_DELAY_SECONDS = 900;

/** A schedule that fired early is used up: its message is sent again for when the step is due. */
async function comeAgain(
  { notices, clock }: SendNoticeDependencies,
  { contract, deadline, fence }: RungToFire,
  due: string,
): Promise<void> {
  if (!fence) return;
  const seconds = Math.ceil((Date.parse(due) - Date.parse(clock.now())) / 1000);
  const delaySeconds = Math.min(LONGEST_DELAY_SECONDS, Math.max(1, seconds));
  await notices.send([{ kind: 'step', contract, deadline, ...fence }], { delaySeconds });
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly timer: AbortingTimer;
  readonly sqs: SQSClient;
  readonly ses: SESClient;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, ses, terms, clock, timer, telemetry } = parts;
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    sendWindow: environment.SEND_WINDOW,
    digest: environment.DIGEST,
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    deliveries: new DeliveryTable(dynamodb, environment.TABLE_NAME),
    holds: new HoldTable(dynamodb, environment.TABLE_NAME),
    mailer: new Mailer(ses, environment.CONFIGURATION_SET, timer),
    correspondents: { fromAddress: environment.FROM_ADDRESS, operationsAddress: environment.OPERATIONS_ADDRESS },
    notices: new WorkQueue(sqs, environment.NOTICES_QUEUE_URL),
    wake: wakeThrough(new WorkQueue(sqs, environment.INBOUND_QUEUE_URL)),
    clock,
    timer,
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
    timer: systemTimer,
    telemetry: createTelemetry,
  }),
);
