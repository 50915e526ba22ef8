import middy from '@middy/core';

/**
 * The middy stack of every function. Lambda ends a function whose time is over, with all it was doing. Middy’s own early
 * end is switched off: it answers while the work goes on, and the next invocation of the same process would continue it.
 */
export function lambda<Event, Result>() {
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 });
}
