import type { Fate } from './fates.ts';

/** A letter that the service took: the ground truth. */
export interface Accepted {
  readonly messageId: string;
  readonly at: number;
  readonly to: string;
  /** The name beside it in the letter; empty if there is none. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sha256: string;
  readonly fate: Fate;
}
