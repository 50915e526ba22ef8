import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, DeleteScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createHandler } from '../../functions/sweep-deadlines/handler.ts';
import { invoke, type LambdaHandler, lambdaContext } from '../../local/aws/invocation.ts';
import { RESOURCES } from '../../local/environment.ts';
import { functionNamed } from '../../local/stack.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { Schedules } from '../../shared/aws/schedules.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { HoldTable } from '../../shared/aws/table/holds.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { WaitingTable } from '../../shared/aws/table/waiting.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { StepWork } from '../../shared/core/notices/work.ts';
import { openSuspension, type Suspension } from '../harness/notices.ts';
import type { TestStack } from '../harness/stack.ts';

const TIMEOUT_SECONDS = 300;

/** The sweep as the stack has it, or with other clients in the place of the stack's own. */
export interface Sweep {
  readonly test: TestStack;
  readonly dynamodb?: Pick<DynamoDBClient, 'send'>;
  readonly scheduler?: { send(command: unknown): Promise<unknown> };
}

function handlerOf({ test, dynamodb, scheduler }: Sweep): LambdaHandler<unknown, unknown> {
  const { stack, telemetry } = test;
  if (!dynamodb && !scheduler) return functionNamed(stack.functions, 'sweep-deadlines').handler;
  const table = (dynamodb ?? stack.dynamodb) as DynamoDBClient;
  return createHandler({
    table: stack.table,
    enumeration: new Enumeration(table, RESOURCES.table),
    jobs: new JobTable(table, RESOURCES.table),
    schedules: new Schedules((scheduler ?? stack.scheduler) as unknown as SchedulerClient, {
      group: RESOURCES.scheduleGroup,
      roleArn: 'arn:aws:iam::000000000000:role/scheduler',
      queueArn: stack.queues.arn(RESOURCES.notices),
      deadLetterArn: stack.queues.arn(RESOURCES.schedulerDeadLetters),
    }),
    deliveries: stack.deliveries,
    waiting: new WaitingTable(table, RESOURCES.table),
    holds: new HoldTable(table, RESOURCES.table),
    queue: new WorkQueue(stack.queues as unknown as SQSClient, stack.queues.url(RESOURCES.notices)),
    inbound: new WorkQueue(stack.queues as unknown as SQSClient, stack.queues.url(RESOURCES.inbound)),
    clock: stack.clock,
    timer: motionlessTimer,
    telemetry: telemetry.of('sweep-deadlines'),
  });
}

/** One invocation. `remainingMs` is asked for as often as the function looks at its time. */
export function invokeSweep(
  sweep: Sweep,
  task: string,
  remainingMs: () => number = () => TIMEOUT_SECONDS * 1000,
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they expect to be there
): Promise<any> {
  const context = { ...lambdaContext('sweep-deadlines', TIMEOUT_SECONDS), getRemainingTimeInMillis: remainingMs };
  return invoke(handlerOf(sweep), { task }, context);
}

export const schedulesOf = ({ stack }: TestStack, contract: string) =>
  stack.scheduler.schedules().filter(({ name }) => name.startsWith(`${contract}.`));

export async function removeSchedules(test: TestStack, contract: string): Promise<void> {
  for (const { name: Name } of schedulesOf(test, contract)) {
    await test.stack.scheduler.send(new DeleteScheduleCommand({ Name, GroupName: RESOURCES.scheduleGroup }));
  }
}

/** A schedule that no table asks for. */
export async function addSchedule({ stack }: TestStack, Name: string, input: object): Promise<void> {
  await stack.scheduler.send(
    new CreateScheduleCommand({
      Name,
      GroupName: RESOURCES.scheduleGroup,
      ScheduleExpression: 'at(2027-05-05T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: stack.queues.arn(RESOURCES.notices),
        RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
        Input: JSON.stringify(input),
      },
    }),
  );
}

export function stepOf({ contract, deadline }: Suspension, changes: Partial<StepWork> = {}): StepWork {
  const { id, revision, next } = deadline;
  return { kind: 'step', contract, deadline: id, revision, step: next?.step ?? '', ...changes };
}

/** A contract whose schedule is missing, and one that belongs to nothing. */
export async function damage(test: TestStack): Promise<Suspension> {
  const suspension = await openSuspension(test);
  await removeSchedules(test, suspension.contract);
  await addSchedule(test, `${suspension.contract}.orphan`, stepOf(suspension, { revision: 99 }));
  return suspension;
}

/** Puts an item as it stands in the index of the agenda, past every schema. */
export async function putDeadline(test: TestStack, contract: string, id: string, deadline: unknown): Promise<void> {
  const place = { agendaShard: '1', agendaAt: '2027-01-01T00:00:00Z' };
  const Item = marshall({ pk: `contract#${contract}`, sk: `deadline#${id}`, contract, deadline, ...place });
  await test.stack.dynamodb.send(new PutItemCommand({ TableName: RESOURCES.table, Item }));
}
