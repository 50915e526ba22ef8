import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { BusyContractError } from '../recording/rejection.ts';
import { answerProblem, HttpProblem } from './http.ts';
import { lambda } from './lambda.ts';
import type { Telemetry } from './log.ts';

export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Headers that every answer has, also one that tells of an error. */
export type CommonHeaders = () => Promise<Readonly<Record<string, string>>>;

/** Wraps every HTTP function: errors become problem answers, and metrics are flushed. */
export function httpHandler(telemetry: Telemetry, handle: HttpHandler, common: CommonHeaders = async () => ({})) {
  return lambda<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use({
      after: async (request) => {
        telemetry.flush();
        request.response = await withHeaders(request.response, common);
      },
      onError: async (request) => {
        const problem = problemOf(request.error);
        if (problem.status >= 500) telemetry.error('REQUEST_FAILED', request.error, { route: request.event.routeKey });
        telemetry.flush();
        request.response = await withHeaders(answerProblem(problem), common);
      },
    })
    .handler(handle);
}

async function withHeaders(
  response: APIGatewayProxyStructuredResultV2 | null | undefined,
  common: CommonHeaders,
): Promise<APIGatewayProxyStructuredResultV2> {
  return { ...response, headers: { ...response?.headers, ...(await common()) } };
}

/** An error that is not the caller’s fault becomes 503 or 500; its cause is not told. */
function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (isTooLarge(error)) {
    const detail =
      'With it an item of the contract’s record would be larger than can be stored. Leave out what no clause needs.';
    return new HttpProblem(422, 'too-large', 'The input is too large.', [{ field: 'body', detail }]);
  }
  if (error instanceof BusyContractError || isServiceError(error)) {
    return new HttpProblem(503, 'unavailable', 'The request could not be carried out just now. Send it again.');
  }
  return new HttpProblem(
    500,
    'internal',
    'Clauseclock failed by a fault of its own. If this happens again, tell its operator.',
  );
}

/** True if the table refused an item for its size, alone or in a transaction, or all items of one: it would do so again. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ValidationException') return OF_SIZE.test(error.message);
  const reasons: unknown = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  return (
    Array.isArray(reasons) && reasons.some(({ Code, Message }) => Code === 'ValidationError' && OF_SIZE.test(Message))
  );
}

const OF_SIZE = /\bitem size\b|\baggregate size\b/i;

/**
 * True for an error that an AWS service answered, or for a network error, whose code reads `ECONNRESET`. Not for a call that the
 * service finds invalid: it would do so again.
 */
function isServiceError(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'ValidationException') return false;
  const code = 'code' in error ? error.code : undefined;
  return '$metadata' in error || '$fault' in error || (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code));
}
