import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FieldFault } from '../recording/rejection.ts';

/** Larger bodies are refused. */
export const MOST_BODY_BYTES = 1_048_576;

/** An error that is answered as RFC 9457 problem details. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly faults: readonly FieldFault[];

  constructor(status: number, type: string, title: string, faults: readonly FieldFault[] = []) {
    super(title);
    this.status = status;
    this.type = type;
    this.title = title;
    this.faults = faults;
  }
}

export function answer(status: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

export function answerProblem({ status, type, title, faults }: HttpProblem): APIGatewayProxyStructuredResultV2 {
  const [first] = faults;
  const problem = {
    type: `urn:clauseclock:problem:${type}`,
    title,
    status,
    ...(first && { detail: faults.map(({ field, detail }) => `${field}: ${detail}`).join(' ') }),
    ...(first && { errors: faults }),
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(problem),
  };
}

/**
 * The body’s bytes exactly as they were sent, since a signature covers them.
 * @throws HttpProblem 413 above `MOST_BODY_BYTES`
 */
export function rawBody(event: APIGatewayProxyEventV2): Buffer {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MOST_BODY_BYTES) {
    throw new HttpProblem(413, 'too-large', 'The body is too large.', [
      {
        field: 'body',
        value: bytes.byteLength,
        detail: `It has ${bytes.byteLength} bytes; at most ${MOST_BODY_BYTES} are taken.`,
      },
    ]);
  }
  return bytes;
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : 'It is not valid UTF-8.';
    throw new HttpProblem(400, 'malformed-json', 'The body is not JSON.', [{ field: 'body', detail }]);
  }
}
