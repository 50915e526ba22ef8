import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'send-notice',
  description: 'Takes the step that fell due: re-reads the facts, claims each notice, sends it, records a lapse.',
  triggers: [{ kind: 'queue', queue: 'notices', batchSize: 5, maxConcurrency: 5 }],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    NOTICES_QUEUE_URL: ENVIRONMENT.NOTICES_QUEUE_URL,
    INBOUND_QUEUE_URL: ENVIRONMENT.INBOUND_QUEUE_URL,
    CONFIGURATION_SET: ENVIRONMENT.CONFIGURATION_SET,
    FROM_ADDRESS: ENVIRONMENT.FROM_ADDRESS,
    OPERATIONS_ADDRESS: ENVIRONMENT.OPERATIONS_ADDRESS,
    SEND_WINDOW: ENVIRONMENT.SEND_WINDOW,
    DIGEST: ENVIRONMENT.DIGEST,
    TERMS_DIRECTORY: ENVIRONMENT.TERMS_DIRECTORY,
  }),
  access: [
    { resource: 'table', actions: 'read-write' },
    { resource: 'queue', queue: 'notices', actions: 'send' },
    { resource: 'queue', queue: 'inbound', actions: 'send' },
    { resource: 'mail', actions: 'send' },
  ],
  timeoutSeconds: 60,
  memoryMb: 1024,
  needsTerms: true,
} as const satisfies FunctionDeclaration;
