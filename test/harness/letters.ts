import { evidenceOf, inboxOf } from './notices.ts';
import type { TestStack } from './stack.ts';

/** What was sent for a contract until an instant, by day: `2026-12-02 reminder-2-days of trial-end to customer`. */
export async function lettersOf(test: TestStack, contract: string, until: string): Promise<string[]> {
  const evidence = await evidenceOf(test, contract);
  const deadlines = new Map(
    evidence.flatMap(({ facts: { deadline, notices } }) =>
      (Array.isArray(notices) ? notices : []).map(({ notice }): [string, string] => [notice, String(deadline)]),
    ),
  );
  return inboxOf(test, contract)
    .filter(({ sentAt }) => Date.parse(sentAt) <= Date.parse(until))
    .map(({ sentAt, to, tags }) => {
      const party = to.startsWith('operations@') ? 'provider' : 'customer';
      return `${sentAt.slice(0, 10)} ${tags.step} of ${deadlines.get(tags.notice ?? '')} to ${party}`;
    })
    .sort();
}
