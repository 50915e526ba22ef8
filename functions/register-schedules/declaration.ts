import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'register-schedules',
  description: 'Keeps one EventBridge schedule per open deadline, for its next step.',
  triggers: [{ kind: 'stream', sortKeyPrefix: 'deadline#', batchSize: 25 }],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    SCHEDULE_GROUP: ENVIRONMENT.SCHEDULE_GROUP,
    SCHEDULER_ROLE_ARN: ENVIRONMENT.SCHEDULER_ROLE_ARN,
    SCHEDULER_DLQ_ARN: ENVIRONMENT.SCHEDULER_DLQ_ARN,
    NOTICES_QUEUE_ARN: ENVIRONMENT.NOTICES_QUEUE_ARN,
  }),
  access: [{ resource: 'schedules', actions: 'manage' }],
  timeoutSeconds: 60,
  memoryMb: 512,
  needsTerms: false,
} as const satisfies FunctionDeclaration;
