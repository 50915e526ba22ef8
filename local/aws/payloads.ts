import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** API Gateway: the body of a request to an HTTP API, in bytes. */
export const MOST_REQUEST_BYTES = 10_485_760;

/** Lambda: the JSON that goes into a synchronous invocation, and the JSON that comes out, in bytes each. */
export const MOST_INVOCATION_BYTES = 6_291_556;

/** Whether Lambda takes what API Gateway makes of a request, or API Gateway gets what a function answers. */
export function fitsInvocation(payload: APIGatewayProxyEventV2 | APIGatewayProxyStructuredResultV2): boolean {
  return Buffer.byteLength(JSON.stringify(payload)) <= MOST_INVOCATION_BYTES;
}

/** What API Gateway answers to a request that it or Lambda does not take. */
export function requestTooLarge() {
  return saying(413, 'Request Entity Too Large');
}

/** What API Gateway answers for a function that died, or whose answer Lambda does not hand over: no more than this. */
export function functionFailed() {
  return saying(500, 'Internal Server Error');
}

function saying(status: number, message: string) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
