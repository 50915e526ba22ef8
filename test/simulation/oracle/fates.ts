import type { Fate } from '../cloud/fates.ts';
import type { Accepted } from '../cloud/letter.ts';
import type { StoredNotice } from './items.ts';
import type { Report } from './violations.ts';

/** What is known in the end of a letter of which every report came through. */
const KNOWN: Readonly<Record<Fate, string>> = {
  ...{ delivered: 'DELIVERED', 'delayed-then-delivered': 'DELIVERED', 'auto-reply': 'DELIVERED' },
  ...{ silent: 'UNDELIVERED', rejected: 'REJECTED', complaint: 'COMPLAINED' },
  ...{
    bounced: 'BOUNCED',
    'delayed-then-bounced': 'BOUNCED',
    'mailbox-full': 'BOUNCED',
    'content-rejected': 'BOUNCED',
  },
  ...{ 'bounced-after-delivery': 'BOUNCED', 'full-after-delivery': 'BOUNCED' },
  ...{ suppressed: 'SUPPRESSED', 'on-account-list': 'SUPPRESSED' },
};

/** Of several copies the one counts of which most is known. What was given up before stays with a person. */
const ORDER = ['UNDELIVERED', 'REJECTED', 'SUPPRESSED', 'DELIVERED', 'BOUNCED', 'COMPLAINED', 'ESCALATED'];

/** What the notice says in the end is what became of its letters, and it names each of them. */
export function checkFates(
  { id, step, deadline = '', party, state, messageIds }: StoredNotice,
  letters: readonly Accepted[],
  lostReports: ReadonlySet<string>,
  report: Report,
): void {
  if (letters.some(({ messageId }) => lostReports.has(messageId))) return;
  const name = `notice ${id} (${step} ${deadline} to ${party})`;
  const fates = letters.map(({ fate }) => fate);
  const expected = fates.map((fate) => KNOWN[fate]).toSorted((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0];
  if (state !== expected && state !== 'ESCALATED')
    report('silent', `fate-${fates[0]}`, `${name} is ${state} and was ${fates.join(', ')}`);
  for (const { messageId } of letters)
    if (!messageIds.includes(messageId)) report('invariant', 'I7', `${name} does not know its letter ${messageId}`);
}
