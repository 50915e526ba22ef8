import { hash } from 'node:crypto';

/** A UUID that depends on the seed only, so a run repeats exactly. */
export function uuidOf(seed: string): string {
  const hex = hash('sha256', seed);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

export function md5(text: string): string {
  return hash('md5', text);
}
