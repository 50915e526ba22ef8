import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'receive-webhook',
  description: 'Verifies the webhook of a payment provider, stores it and queues it to be worked on.',
  triggers: [{ kind: 'route', method: 'POST', path: '/webhooks/{provider}', auth: 'signed' }],
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    WEBHOOK_SECRET_PREFIX: ENVIRONMENT.WEBHOOK_SECRET_PREFIX,
    INBOUND_QUEUE_URL: ENVIRONMENT.INBOUND_QUEUE_URL,
    PROVIDER_ACCOUNTS: ENVIRONMENT.PROVIDER_ACCOUNTS,
  }),
  access: [
    { resource: 'partitions', prefix: 'delivery#', actions: 'put' },
    { resource: 'queue', queue: 'inbound', actions: 'send' },
    { resource: 'webhook-secrets', actions: 'read' },
  ],
  timeoutSeconds: 10,
  memoryMb: 512,
  needsTerms: false,
} as const satisfies FunctionDeclaration;
