import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { JobTable } from '../../shared/aws/table/jobs.ts';
import type { WaitingTable } from '../../shared/aws/table/waiting.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { DecidingDependencies } from '../../shared/inbound/dependencies.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import type { AmendingDependencies } from '../../shared/recording/dependencies.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import type { Correspondents } from '../../shared/sending/prepare.ts';

export type Request = APIGatewayProxyEventV2;

export interface ServeApiDependencies extends AmendingDependencies, DecidingDependencies {
  readonly jobs: JobTable;
  readonly correspondents: Correspondents;
  readonly waiting: WaitingTable;
  readonly inboundQueue: WorkQueue<InboundWork>;
  readonly telemetry: Telemetry;
}

export type Respond = (
  dependencies: ServeApiDependencies,
  request: Request,
) => Promise<APIGatewayProxyStructuredResultV2>;
