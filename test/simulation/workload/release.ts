import type { Random } from '../engine/random.ts';
import type { Telling } from './telling.ts';

const DAY_MS = 86_400_000;

/** In a quarter of the cases another edition of the holidays is released, in the weeks after something is told. */
export function drawRelease(
  random: Random,
  { tellings }: { readonly tellings: readonly Telling[] },
): { readonly releaseAt?: number } {
  if (!random.chance(0.25)) return {};
  const asked = tellings.filter(({ fact }) => fact.kind === 'question.asked');
  const { at } = asked[random.int(0, asked.length - 1)] ?? tellings[random.int(0, tellings.length - 1)] ?? { at: 0 };
  return { releaseAt: at + random.int(1, 20 * 86_400) * 1000 - DAY_MS };
}
