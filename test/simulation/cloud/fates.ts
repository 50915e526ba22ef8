/** What becomes of a letter. `silent`: the service tries for hours and reports nothing more. */
export const FATES = [
  'delivered',
  'delayed-then-delivered',
  'delayed-then-bounced',
  'silent',
  'bounced',
  'mailbox-full',
  'content-rejected',
  'suppressed',
  'on-account-list',
  'bounced-after-delivery',
  'full-after-delivery',
  'auto-reply',
  'complaint',
  'rejected',
] as const;
export type Fate = (typeof FATES)[number];

/** `share`: a number from 0 to 1 for each of its purposes. `usual`: the fate of half of the letters. */
export function drawFate(share: (what: string) => number, troubled: number, usual?: Fate): Fate {
  if (usual !== undefined && share('usual') < 0.5) return usual;
  if (share('troubled') >= troubled) return 'delivered';
  return FATES[Math.floor(share('fate') * FATES.length)] ?? 'delivered';
}
