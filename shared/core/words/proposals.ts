import type { ProposalCause } from '../deadlines/proposals.ts';
import { formatDay } from './days.ts';
import { joined } from './lists.ts';
import type { Say } from './say.ts';

/** `GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is a holiday (Queen Elizabeth's Funeral Day)`. */
export function causeInWords({ from, to, days }: ProposalCause, say: Say): string {
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
