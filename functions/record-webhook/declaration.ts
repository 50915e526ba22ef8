import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'record-webhook',
  description:
    'Works on a stored webhook of a payment provider: finds its contract and records what it tells. Runs the jobs that record in many contracts.',
  triggers: [{ kind: 'queue', queue: 'inbound', batchSize: 5, maxConcurrency: 10 }],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    INBOUND_QUEUE_URL: ENVIRONMENT.INBOUND_QUEUE_URL,
    FROM_ADDRESS: ENVIRONMENT.FROM_ADDRESS,
    SEND_WINDOW: ENVIRONMENT.SEND_WINDOW,
    TERMS_DIRECTORY: ENVIRONMENT.TERMS_DIRECTORY,
    PROVIDER_KEY_PREFIX: ENVIRONMENT.PROVIDER_KEY_PREFIX,
    PROVIDER_ACCOUNTS: ENVIRONMENT.PROVIDER_ACCOUNTS,
    ACCEPT_TEST_DATA: ENVIRONMENT.ACCEPT_TEST_DATA,
    INBOUND_RETENTION_DAYS: ENVIRONMENT.INBOUND_RETENTION_DAYS,
  }),
  access: [
    { resource: 'table', actions: 'read-write' },
    { resource: 'contracts', actions: 'list' },
    { resource: 'queue', queue: 'inbound', actions: 'send' },
    { resource: 'provider-keys', actions: 'read' },
  ],
  timeoutSeconds: 60,
  memoryMb: 1024,
  needsTerms: true,
} as const satisfies FunctionDeclaration;
