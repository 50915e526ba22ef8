import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'sweep-deadlines',
  description:
    'Finds what fell due and was not done, and goes on with jobs, such as the nightly comparison of table and schedules.',
  triggers: [
    { kind: 'recurring', name: 'overdue', schedule: 'rate(5 minutes)', input: { task: 'overdue' } },
    { kind: 'recurring', name: 'reconcile', schedule: 'cron(17 2 * * ? *)', input: { task: 'reconcile' } },
    { kind: 'recurring', name: 'propose', schedule: 'cron(17 3 * * ? *)', input: { task: 'propose' } },
    { kind: 'recurring', name: 'backfill', schedule: 'cron(47 3 * * ? *)', input: { task: 'backfill' } },
  ],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    NOTICES_QUEUE_URL: ENVIRONMENT.NOTICES_QUEUE_URL,
    INBOUND_QUEUE_URL: ENVIRONMENT.INBOUND_QUEUE_URL,
    SCHEDULE_GROUP: ENVIRONMENT.SCHEDULE_GROUP,
    SCHEDULER_ROLE_ARN: ENVIRONMENT.SCHEDULER_ROLE_ARN,
    SCHEDULER_DLQ_ARN: ENVIRONMENT.SCHEDULER_DLQ_ARN,
    NOTICES_QUEUE_ARN: ENVIRONMENT.NOTICES_QUEUE_ARN,
  }),
  access: [
    { resource: 'table', actions: 'read' },
    { resource: 'partitions', prefix: 'job#', actions: 'put' },
    { resource: 'partitions', prefix: 'hold#', actions: 'put' },
    { resource: 'queue', queue: 'notices', actions: 'send' },
    { resource: 'queue', queue: 'inbound', actions: 'send' },
    { resource: 'schedules', actions: 'manage' },
  ],
  timeoutSeconds: 300,
  memoryMb: 512,
  needsTerms: false,
} as const satisfies FunctionDeclaration;
