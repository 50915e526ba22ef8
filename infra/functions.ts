import { declaration as receiveWebhook } from '../functions/receive-webhook/declaration.ts';
import { declaration as recordDelivery } from '../functions/record-delivery/declaration.ts';
import { declaration as recordWebhook } from '../functions/record-webhook/declaration.ts';
import { declaration as registerSchedules } from '../functions/register-schedules/declaration.ts';
import { declaration as sendNotice } from '../functions/send-notice/declaration.ts';
import { declaration as serveApi } from '../functions/serve-api/declaration.ts';
import { declaration as sweepDeadlines } from '../functions/sweep-deadlines/declaration.ts';
import type { FunctionDeclaration } from '../shared/runtime/declaration.ts';

/** Every Lambda there is. */
export const FUNCTIONS: readonly FunctionDeclaration[] = [
  receiveWebhook,
  recordWebhook,
  serveApi,
  registerSchedules,
  sendNotice,
  recordDelivery,
  sweepDeadlines,
];
