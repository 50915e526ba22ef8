import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';

/** The process of one Lambda invocation died before it could answer. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

interface Invocation {
  crashed: boolean;
  crash(error: SimulatedCrash): void;
}

const invocations = new AsyncLocalStorage<Invocation>();
let sequence = 0;

/** A Lambda handler of any event. */
export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * Runs one Lambda invocation. A crash armed on one of its calls ends it at once with SimulatedCrash: as in a process
 * that dies, the code after the call, its `catch` included, never runs.
 */
export async function invoke<Event, Result>(
  handler: LambdaHandler<Event, Result>,
  event: Event,
  context: Context = lambdaContext('local', 900),
): Promise<Result> {
  let crash: (error: SimulatedCrash) => void = () => undefined;
  const crashed = new Promise<never>((_, reject) => {
    crash = reject;
  });
  const invocation: Invocation = {
    crashed: false,
    crash(error) {
      invocation.crashed = true;
      crash(error);
    },
  };
  return invocations.run(invocation, () => Promise.race([handler(event, context), crashed]));
}

/** Ends the current invocation; the returned promise never settles. Outside an invocation it rejects. */
export function crash(message: string): Promise<never> {
  const error = new SimulatedCrash(message);
  const invocation = invocations.getStore();
  if (invocation === undefined) return Promise.reject(error);
  invocation.crash(error);
  return new Promise(() => undefined);
}

/** Whether the code that asks belongs to an invocation that has crashed, and must do nothing more. */
export function hasCrashed(): boolean {
  return invocations.getStore()?.crashed ?? false;
}

/** The context Lambda hands to a handler. Virtual time stands still in it, so the time that remains does too. */
export function lambdaContext(functionName: string, timeoutSeconds: number): Context {
  sequence += 1;
  const unused = (): never => {
    throw new Error('Callbacks are not supported: return a promise.');
  };
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => timeoutSeconds * 1000,
    done: unused,
    fail: unused,
    succeed: unused,
  };
}
