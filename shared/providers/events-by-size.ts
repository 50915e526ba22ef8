import type { Asked } from './port.ts';

/** Events on a page. Fewer are asked for where the answer is too large. */
const PAGE_SIZES = [50, 10, 1] as const;

/** Asks for a page of events, and for a smaller one while the answer exceeds the limit. */
export async function bySize<T>(ask: (size: number) => Promise<Asked<T>>): Promise<Asked<T>> {
  let answer = await ask(PAGE_SIZES[0]);
  for (const size of PAGE_SIZES.slice(1)) {
    if (answer.ok || answer.reason !== 'too-large') break;
    answer = await ask(size);
  }
  return answer;
}
