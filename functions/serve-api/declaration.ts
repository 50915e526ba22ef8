import * as z from 'zod/mini';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { ENVIRONMENT } from '../../shared/runtime/environment.ts';
import { ROUTES } from './routes.ts';

export const declaration = {
  name: 'serve-api',
  description: 'Creates contracts, records events by API, and answers what operations asks.',
  triggers: ROUTES.map(({ method, path }) => ({ kind: 'route', method, path, auth: 'iam' }) as const),
  environment: z.object({
    STAGE: ENVIRONMENT.STAGE,
    TABLE_NAME: ENVIRONMENT.TABLE_NAME,
    FROM_ADDRESS: ENVIRONMENT.FROM_ADDRESS,
    OPERATIONS_ADDRESS: ENVIRONMENT.OPERATIONS_ADDRESS,
    SEND_WINDOW: ENVIRONMENT.SEND_WINDOW,
    TERMS_DIRECTORY: ENVIRONMENT.TERMS_DIRECTORY,
    INBOUND_QUEUE_URL: ENVIRONMENT.INBOUND_QUEUE_URL,
    INBOUND_RETENTION_DAYS: ENVIRONMENT.INBOUND_RETENTION_DAYS,
  }),
  access: [
    { resource: 'table', actions: 'read-write' },
    { resource: 'queue', queue: 'inbound', actions: 'send' },
  ],
  timeoutSeconds: 20,
  memoryMb: 1024,
  needsTerms: true,
} as const satisfies FunctionDeclaration;
