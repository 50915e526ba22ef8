import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { invoke, lambdaContext, SimulatedCrash } from './aws/invocation.ts';
import {
  fitsInvocation,
  functionFailed,
  MOST_INVOCATION_BYTES,
  MOST_REQUEST_BYTES,
  requestTooLarge,
} from './aws/payloads.ts';
import type { LocalFunction } from './functions.ts';

export interface ApiRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Route {
  readonly method: string;
  readonly key: string;
  readonly pattern: RegExp;
  readonly target: LocalFunction;
}

/**
 * Stands in for API Gateway: finds the function whose declaration has the route and hands it an HTTP API event.
 * Requests and answers that are too large for API Gateway or Lambda are refused.
 */
export class LocalApi {
  readonly #routes: readonly Route[];
  readonly #report: (text: string) => void;

  /** `report` gets messages for the operator that the caller does not see. */
  constructor(functions: readonly LocalFunction[], report: (text: string) => void = () => undefined) {
    this.#report = report;
    this.#routes = functions.flatMap((target) =>
      target.declaration.triggers.flatMap((trigger) =>
        trigger.kind === 'route'
          ? [
              {
                method: trigger.method,
                key: `${trigger.method} ${trigger.path}`,
                pattern: patternOf(trigger.path),
                target,
              },
            ]
          : [],
      ),
    );
  }

  /** The methods of a path; none if no function has a route for it. */
  methods(path: string): readonly string[] {
    return this.#routes.flatMap(({ pattern, method }) => (pattern.test(path) ? [method] : []));
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    const matching = this.#routes.filter(({ pattern }) => pattern.test(request.path));
    const route = matching.find(({ method }) => method === request.method);
    if (!route)
      return matching.length > 0
        ? problem(405, 'This route takes another method.', `It takes ${this.methods(request.path).join(', ')}.`)
        : problem(404, 'There is no such route.');
    if ((request.body?.byteLength ?? 0) > MOST_REQUEST_BYTES) return requestTooLarge();
    const event = gatewayEvent(route, request);
    return fitsInvocation(event) ? this.#invoke(route, event) : requestTooLarge();
  }

  async #invoke({ key, target }: Route, event: APIGatewayProxyEventV2): Promise<ApiResponse> {
    const { declaration, handler } = target;
    try {
      const result: APIGatewayProxyStructuredResultV2 = await invoke(
        handler,
        event,
        lambdaContext(declaration.name, declaration.timeoutSeconds),
      );
      if (!fitsInvocation(result)) {
        this.#report(`${declaration.name} answered ${key} with more than ${MOST_INVOCATION_BYTES} bytes.`);
        return functionFailed();
      }
      return { status: result.statusCode ?? 200, headers: toText(result.headers), body: result.body ?? '' };
    } catch (error) {
      if (error instanceof SimulatedCrash) return functionFailed();
      throw error;
    }
  }
}

function gatewayEvent(route: Route, request: ApiRequest): APIGatewayProxyEventV2 {
  const parameters = route.pattern.exec(request.path)?.groups;
  const query = new URLSearchParams(request.query).toString();
  const body = request.body ?? new Uint8Array();
  const text = asUtf8(body);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: request.path,
    rawQueryString: query,
    headers: { ...request.headers },
    ...(query !== '' && { queryStringParameters: { ...request.query } }),
    ...(parameters && { pathParameters: decoded(parameters) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      requestId: 'local',
      routeKey: route.key,
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method: request.method, path: request.path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    },
    ...(body.byteLength > 0 && { body: text ?? Buffer.from(body).toString('base64') }),
    isBase64Encoded: body.byteLength > 0 && text === undefined,
  };
}

/** API Gateway passes on UTF-8 text as it is and encodes any other body in base64. */
function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decoded(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, safelyDecoded(value)]));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Problem details of API Gateway itself, not of a function. */
export function problem(status: number, title: string, detail?: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  };
}

function toText(headers: APIGatewayProxyStructuredResultV2['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}
