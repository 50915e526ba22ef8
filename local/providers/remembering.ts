import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { LambdaHandler } from '../aws/invocation.ts';
import type { FakeProviders } from './fake.ts';
import type { Shown } from './shelf.ts';

type Receive = LambdaHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** `receive-webhook`, with the providers knowing each event that they had it take in, as those that sent it would. */
export function remembering(handler: Receive, providers: FakeProviders): Receive {
  return async (event, context) => {
    const result = await handler(event, context);
    const sent = result.statusCode === 200 ? sentIn(event) : undefined;
    if (sent) providers.tell(event.pathParameters?.provider ?? '', sent);
    return result;
  };
}

function sentIn({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Shown | undefined {
  try {
    const sent: unknown = JSON.parse(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString());
    return typeof sent === 'object' && sent !== null ? { ...sent } : undefined;
  } catch {
    return undefined;
  }
}
