import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { JobTable } from '../../shared/aws/table/jobs.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

export interface ServeApiDependencies extends RecordingDependencies {
  readonly jobs: JobTable;
  readonly inboundQueue: WorkQueue<InboundWork>;
  readonly telemetry: Telemetry;
}

export type Respond = (
  dependencies: ServeApiDependencies,
  request: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;
