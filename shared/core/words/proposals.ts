import type { ProposalCause } from '../deadlines/proposals.ts';
import { formatDay } from './days.ts';
import { joined } from './lists.ts';
import type { Say } from './say.ts';

/** The revisions that differ: `eloomi@5.9+1 → eloomi@5.9+2`. */
export function revisionInWords({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from.replaceAll(',', ', ')} → ${to.replaceAll(',', ', ')}`;
}

/** A cause with the tables of zone offsets and the rules of counting, where these differ. */
export type NamedCause = Pick<ProposalCause, 'from' | 'to'> & {
  readonly zones?: { readonly from: string; readonly to: string };
  readonly rules?: { readonly from: number; readonly to: number };
};

/**
 * What differs, before and after: `GB-ENG@2026.1`, `zones@2026c` or `rules@1`, with `+` between several. The holidays where
 * nothing does.
 */
export function labelsOf({ from, to, zones, rules }: NamedCause): { readonly from: string; readonly to: string } {
  const differing = [
    ...(from === to ? [] : [{ from, to }]),
    ...(zones ? [{ from: `zones@${zones.from}`, to: `zones@${zones.to}` }] : []),
    ...(rules ? [{ from: `rules@${rules.from}`, to: `rules@${rules.to}` }] : []),
  ];
  if (differing.length === 0) return { from, to };
  return { from: differing.map((one) => one.from).join('+'), to: differing.map((one) => one.to).join('+') };
}

/** `GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is a holiday (Queen Elizabeth's Funeral Day)`. */
export function causeInWords({ days, ...cause }: NamedCause & Pick<ProposalCause, 'days'>, say: Say): string {
  const { from, to } = labelsOf(cause);
  const changed = versionsIn(from, to);
  const versions = changed.length === 0 ? `${from} → ${to}` : joined(changed, say);
  if (days.length === 0) return versions;
  const told = days.map(({ day, name, change }) => say('proposal.day', { day: formatDay(day), name, change }));
  return `${versions}: ${joined(told, say)}`;
}

/** Each table of a union by itself, those that stay left out. */
function versionsIn(from: string, to: string): string[] {
  const after = new Map(to.split('+').map((label) => [nameIn(label), versionIn(label)]));
  return from.split('+').flatMap((label) => {
    const [name, before] = [nameIn(label), versionIn(label)];
    const now = after.get(name) ?? '';
    return now === before ? [] : [`${name} ${before} → ${now}`];
  });
}

function nameIn(label: string): string {
  return label.split('@')[0] ?? label;
}

function versionIn(label: string): string {
  return label.split('@')[1] ?? '';
}
