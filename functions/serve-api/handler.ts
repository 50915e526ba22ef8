import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WaitingTable } from '../../shared/aws/table/waiting.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { CalendarError } from '../../shared/core/calendar/errors.ts';
import { wakeThrough } from '../../shared/inbound/wake.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock, systemTimer, type Timer } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { patchContract } from './amend.ts';
import { postBackfill } from './backfill.ts';
import { postContract, postEvent } from './commands.ts';
import { postCorrection } from './correct.ts';
import { postAcceptAll, postDeclineAll } from './decide-cause.ts';
import { declaration } from './declaration.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { getHolds, postHold, postRelease } from './holds.ts';
import { getDelivery, getInbound } from './inbound.ts';
import { getJob } from './jobs.ts';
import { postAcknowledge, postSendAgain } from './letters.ts';
import { getDeadlines } from './list-deadlines.ts';
import { openApiDocument } from './openapi.ts';
import { getAllProposals, getProposals, postAccept, postDecline } from './proposals.ts';
import { getContract, getContractDeadlines, getEvidence } from './reads.ts';
import { postDismiss, postReplay, postReplayAll } from './replay.ts';
import type { RouteKey } from './routes.ts';
import { getSending, putSending, sendingHeader } from './sending.ts';
import { getTasks } from './tasks.ts';

const RESPONSES: Record<RouteKey, Respond> = {
  'GET /openapi.json': async () => openApiDocument(),
  'POST /contracts': postContract,
  'GET /contracts/{contract}': getContract,
  'PATCH /contracts/{contract}': patchContract,
  'POST /contracts/{contract}/events': postEvent,
  'POST /contracts/{contract}/events/{event}/correct': postCorrection,
  'GET /contracts/{contract}/deadlines': getContractDeadlines,
  'GET /contracts/{contract}/evidence': getEvidence,
  'POST /contracts/{contract}/notices/{notice}/acknowledge': postAcknowledge,
  'POST /contracts/{contract}/notices/{notice}/send-again': postSendAgain,
  'GET /contracts/{contract}/proposals': getProposals,
  'POST /contracts/{contract}/proposals/{deadline}/accept': postAccept,
  'POST /contracts/{contract}/proposals/{deadline}/decline': postDecline,
  'GET /deadlines': getDeadlines,
  'GET /proposals': getAllProposals,
  'POST /proposals/accept': postAcceptAll,
  'POST /proposals/decline': postDeclineAll,
  'POST /inbound/backfill': postBackfill,
  'GET /inbound': getInbound,
  'GET /inbound/{delivery}': getDelivery,
  'POST /inbound/{delivery}/replay': postReplay,
  'POST /inbound/{delivery}/dismiss': postDismiss,
  'POST /inbound/replay': postReplayAll,
  'POST /holds': postHold,
  'GET /holds': getHolds,
  'POST /holds/{hold}/release': postRelease,
  'GET /sending': getSending,
  'PUT /sending': putSending,
  'GET /tasks': getTasks,
  'GET /jobs/{job}': getJob,
};

const RESPONSES_BY_ROUTE = new Map<string, Respond>(Object.entries(RESPONSES));

export function createHandler(dependencies: ServeApiDependencies) {
  return httpHandler(
    dependencies.telemetry,
    async (request) => {
      const respond = RESPONSES_BY_ROUTE.get(request.routeKey);
      if (!respond) throw new HttpProblem(404, 'unknown-route', 'There is no such route.');
      try {
        return await respond(dependencies, request);
      } catch (error) {
        throw error instanceof CalendarError ? uncountable(error) : error;
      }
    },
    () => sendingHeader(dependencies),
  );
}

function uncountable({ field = 'holidays', value, message }: CalendarError): HttpProblem {
  const fault = { field, value, detail: `${message}.` };
  return new HttpProblem(422, 'not-countable', 'A day that the request asks for cannot be counted.', [fault]);
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly timer: Timer;
  readonly sqs: SQSClient;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, terms, clock, timer, telemetry } = parts;
  const inboundQueue = new WorkQueue<InboundWork>(sqs, environment.INBOUND_QUEUE_URL);
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    sendWindow: environment.SEND_WINDOW,
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    jobs: new JobTable(dynamodb, environment.TABLE_NAME),
    wake: wakeThrough(inboundQueue),
    deliveries: new DeliveryTable(dynamodb, environment.TABLE_NAME),
    inbound: { retentionDays: environment.INBOUND_RETENTION_DAYS },
    inboundQueue,
    waiting: new WaitingTable(dynamodb, environment.TABLE_NAME),
    fromAddress: environment.FROM_ADDRESS,
    correspondents: { fromAddress: environment.FROM_ADDRESS, operationsAddress: environment.OPERATIONS_ADDRESS },
    clock,
    timer,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    terms: loadBundledTerms,
    clock: systemClock,
    timer: systemTimer,
    telemetry: createTelemetry,
  }),
);
