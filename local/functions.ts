import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SESClient } from '@aws-sdk/client-ses';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod/mini';
import { declaration as receiveWebhook } from '../functions/receive-webhook/declaration.ts';
import { assemble as assembleReceiveWebhook } from '../functions/receive-webhook/handler.ts';
import { declaration as recordDelivery } from '../functions/record-delivery/declaration.ts';
import { assemble as assembleRecordDelivery } from '../functions/record-delivery/handler.ts';
import { declaration as recordWebhook } from '../functions/record-webhook/declaration.ts';
import { assemble as assembleRecordWebhook } from '../functions/record-webhook/handler.ts';
import { declaration as registerSchedules } from '../functions/register-schedules/declaration.ts';
import { assemble as assembleRegisterSchedules } from '../functions/register-schedules/handler.ts';
import { declaration as sendNotice } from '../functions/send-notice/declaration.ts';
import { assemble as assembleSendNotice } from '../functions/send-notice/handler.ts';
import { declaration as serveApi } from '../functions/serve-api/declaration.ts';
import { assemble as assembleServeApi } from '../functions/serve-api/handler.ts';
import { declaration as sweepDeadlines } from '../functions/sweep-deadlines/declaration.ts';
import { assemble as assembleSweepDeadlines } from '../functions/sweep-deadlines/handler.ts';
import type { VerifyInput } from '../shared/core/webhooks/door.ts';
import type { AbortingTimer } from '../shared/runtime/clock.ts';
import type { FunctionDeclaration } from '../shared/runtime/declaration.ts';
import type { TermsParts } from '../shared/runtime/parts.ts';
import type { LambdaHandler } from './aws/invocation.ts';
import type { FakeProviders } from './providers/fake.ts';
import { remembering } from './providers/remembering.ts';

/** The SDK clients of all services, or fakes with the same `send`. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly scheduler: SchedulerClient;
  readonly sqs: SQSClient;
  readonly ses: SESClient;
  readonly secrets: SecretsManagerClient;
}

interface Parts extends TermsParts, Clients {
  readonly timer: AbortingTimer;
  readonly providers: FakeProviders;
  readonly isFresh: VerifyInput['isFresh'];
}

// biome-ignore lint/suspicious/noExplicitAny: each handler takes the event its own triggers produce
type AnyHandler = LambdaHandler<any, any>;

export interface LocalFunction {
  readonly declaration: FunctionDeclaration;
  readonly handler: AnyHandler;
}

/**
 * Every function, assembled as in Lambda, from the given parts.
 * @throws ZodError if the environment lacks a variable that a function declares
 */
export function localFunctions(environment: Readonly<Record<string, string>>, parts: Parts): LocalFunction[] {
  const made = <Schema extends z.ZodMiniObject>(
    declaration: FunctionDeclaration & { readonly environment: Schema },
    assemble: (environment: z.infer<Schema>, parts: Parts) => AnyHandler,
  ): LocalFunction => ({ declaration, handler: assemble(declaration.environment.parse(environment), parts) });
  return [
    made(receiveWebhook, (own, given) => remembering(assembleReceiveWebhook(own, given), given.providers)),
    made(recordWebhook, (own, given) => assembleRecordWebhook(own, { ...given, fetch: given.providers.fetch })),
    made(serveApi, assembleServeApi),
    made(registerSchedules, assembleRegisterSchedules),
    made(sendNotice, assembleSendNotice),
    made(recordDelivery, assembleRecordDelivery),
    made(sweepDeadlines, assembleSweepDeadlines),
  ];
}
