import { DynamoDBServiceException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { lambdaContext } from '../../local/aws/invocation.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

const OF_CLIENT = { $fault: 'client' as const, $metadata: { httpStatusCode: 400 } };

async function answerTo(error: Error) {
  const handler = httpHandler(new CapturedTelemetry().of('test'), () => Promise.reject(error));
  const { statusCode, body } = await handler({} as APIGatewayProxyEventV2, lambdaContext('test', 10));
  return { status: statusCode, body: JSON.parse(body ?? '') };
}

const cancelled = (Code: string, Message: string) =>
  new TransactionCanceledException({
    message: `Transaction cancelled [${Code}]`,
    CancellationReasons: [{ Code: 'None' }, { Code, Message }],
    ...OF_CLIENT,
  });
const invalid = (message: string) =>
  new DynamoDBServiceException({ name: 'ValidationException', message, ...OF_CLIENT });

describe('what the table refuses for its size, as it would again', () => {
  it.each([
    ['an item', invalid('Item size has exceeded the maximum allowed size')],
    [
      'an item of a transaction',
      cancelled('ValidationError', 'Item size to update has exceeded the maximum allowed size'),
    ],
    ['all items of a transaction', invalid('The aggregate size of the items in the transaction exceeds 4 MB')],
  ])('%s: is answered 422 naming the body', async (_, error) => {
    expect(await answerTo(error)).toMatchObject({ status: 422, body: { errors: [{ field: 'body' }] } });
  });

  it('is told from what may be sent again, and from a fault of our own', async () => {
    expect(await answerTo(cancelled('ThrottlingError', 'Throughput exceeds the limit'))).toMatchObject({ status: 503 });
    expect(await answerTo(invalid('The expression is wrong'))).toMatchObject({ status: 500 });
  });
});
