import { LocalApi } from '../../local/api.ts';
import { LocalRoutes } from '../../local/routes.ts';
import { serve } from '../../local/server.ts';
import type { StackOptions } from '../../local/stack.ts';
import { Timeline } from '../../local/timeline.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** A stack of the tests behind a port of this machine. */
export async function serveTestStack(
  options: Partial<StackOptions> = {},
): Promise<{ test: TestStack; url: string; stop(): Promise<void> }> {
  const timeline = new Timeline();
  const test = await startTestStack({ ...options, followers: timeline.followers() });
  const failures: unknown[] = [];
  const server = await serve(0, {
    api: new LocalApi(test.stack.functions),
    local: new LocalRoutes(test.stack, timeline),
    engine: test.stack.engine,
    waiting: () => 0,
    onFailure: (error) => failures.push(error),
  });
  return {
    test,
    url: server.url,
    stop: async () => {
      await server.close();
      await test.stop();
      if (failures.length > 0) throw failures[0];
    },
  };
}
