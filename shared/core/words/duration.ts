import { english, type Say } from './say.ts';

const UNITS = [
  [86_400, 'duration.days'],
  [3600, 'duration.hours'],
  [60, 'duration.minutes'],
  [1, 'duration.seconds'],
] as const;

/** Whole seconds as `1 day 19 hours 48 minutes`. */
export function formatDuration(seconds: number, say: Say = english): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(say(unit, { n }));
  }
  return parts.join(' ') || say('duration.none');
}
