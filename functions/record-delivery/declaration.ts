import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'record-delivery',
  description: 'Records what the mail service reports of a notice, and escalates what did not arrive.',
  triggers: [{ kind: 'queue', queue: 'deliveries', batchSize: 10, maxConcurrency: 10 }],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    DELIVERIES_QUEUE_URL: ENVIRONMENT.DELIVERIES_QUEUE_URL,
    FROM_ADDRESS: ENVIRONMENT.FROM_ADDRESS,
    OPERATIONS_ADDRESS: ENVIRONMENT.OPERATIONS_ADDRESS,
    TERMS_DIRECTORY: ENVIRONMENT.TERMS_DIRECTORY,
  }),
  access: [
    { resource: 'table', actions: 'read-put' },
    { resource: 'queue', queue: 'deliveries', actions: 'send' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
  needsTerms: true,
} as const satisfies FunctionDeclaration;
