import type { Walk } from './walk.ts';

/** A job of a kind that this release does not run. */
class UnknownJobError extends Error {
  override readonly name = 'UnknownJobError';
}

/**
 * The walk of a job kind that this release does not know, as after a roll-back. Its page fails, so that the job is
 * tried again and goes on if a release that knows it returns in time.
 */
export function unknownWalk(kind: string): Walk {
  const page = () => Promise.reject(new UnknownJobError(`no walk of kind ${kind}`));
  return { stages: [{ name: 'unknown', page }], perSecond: 1, parallel: 1 };
}
