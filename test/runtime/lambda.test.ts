import { expect, it } from 'vitest';
import { lambdaContext } from '../../local/aws/invocation.ts';
import { lambda } from '../../shared/runtime/lambda.ts';

it('a function answers when its work is done, however little time is left', async () => {
  const { promise: work, resolve: finish } = Promise.withResolvers<void>();
  const handler = lambda<unknown, string>().handler(async () => {
    await work;
    return 'done';
  });
  const answer = handler({}, { ...lambdaContext('any', 1), getRemainingTimeInMillis: () => 6 });
  await new Promise((passed) => setTimeout(passed, 30));
  finish();
  expect(await answer).toBe('done');
});
