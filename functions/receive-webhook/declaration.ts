import * as z from 'zod';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';

export const declaration = {
  name: 'receive-webhook',
  description: 'Verifies the webhook of a payment provider and records the contract events in it.',
  triggers: [{ kind: 'route', method: 'POST', path: '/webhooks/{provider}', auth: 'signed' }],
  environment: z.object({
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    WEBHOOK_SECRET_PREFIX: ENVIRONMENT.WEBHOOK_SECRET_PREFIX,
    TERMS_DIRECTORY: ENVIRONMENT.TERMS_DIRECTORY,
  }),
  access: [
    { resource: 'table', actions: 'read-write' },
    { resource: 'webhook-secrets', actions: 'read' },
  ],
  timeoutSeconds: 10,
  memoryMb: 1024,
  needsTerms: true,
} as const satisfies FunctionDeclaration;
