import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** API Gateway: the body of a request to an HTTP API, in bytes. */
export const MOST_REQUEST_BYTES = 10_485_760;

/** Lambda: the JSON that goes into a synchronous invocation, and the JSON that comes out, in bytes each. */
export const MOST_INVOCATION_BYTES = 6_291_556;

/** True if an event, or an answer, is small enough for a synchronous Lambda invocation. */
export function fitsInvocation(payload: APIGatewayProxyEventV2 | APIGatewayProxyStructuredResultV2): boolean {
  return Buffer.byteLength(JSON.stringify(payload)) <= MOST_INVOCATION_BYTES;
}

/** API Gateway’s answer to a request that is too large for it or for Lambda. */
export function requestTooLarge() {
  return saying(413, 'Request Entity Too Large');
}

/** API Gateway’s whole answer if a function died, or if its answer was too large. */
export function functionFailed() {
  return saying(500, 'Internal Server Error');
}

function saying(status: number, message: string) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
