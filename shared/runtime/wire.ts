import { startsInLambda } from './environment.ts';

/**
 * A Lambda's entry point. In Lambda it is made at once, while the start-up has the whole processor; anywhere else
 * only when it is called, so that a handler's module can be imported without its environment.
 */
export function wire<Handler extends (...input: never[]) => unknown>(make: () => Handler): Handler {
  let made: Handler | undefined = startsInLambda() ? make() : undefined;
  return ((...input: never[]) => {
    made ??= make();
    return made(...input);
  }) as Handler;
}
