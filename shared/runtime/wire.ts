import { startsInLambda } from './environment.ts';

/**
 * A Lambda’s entry point. In Lambda the handler is made during start-up, which has the whole processor. Elsewhere it is
 * made at its first call, so that the module can be imported without its environment.
 */
export function wire<Handler extends (...input: never[]) => unknown>(make: () => Handler): Handler {
  let made: Handler | undefined = startsInLambda() ? make() : undefined;
  return ((...input: never[]) => {
    made ??= make();
    return made(...input);
  }) as Handler;
}
