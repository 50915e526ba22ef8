import { describe, expect, it } from 'vitest';
import { kindsIn } from '../../shared/core/terms/match.ts';
import { type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { facts, planOf, terms, until } from '../core/deadlines/planning.ts';
import { contractUnder } from '../harness/told-by-plan.ts';

// What meets, ends, extends or pauses what is open, and what must not: reviewed line by line. A line that changes has to be read again.

const newest = [...terms.catalog.values()].map((versions) => versions.at(-1) as Pack);
const statutes = newest.filter(({ pack }) => pack === 'gdpr').map(packLabel);

/** What opens a matter, what is then recorded of it, and the role or the side that each of both may name. */
const OF_A_ROLE = [
  ['personal-data-breach.detected', 'personal-data-breach.reported', 'breach=x'],
  ['subject-request.received', 'subject-request.answered', 'request=x'],
  ['subject-request.received', 'subject-request.extended', 'request=x'],
  ['subject-request.received', 'subject-request.identity-asked', 'request=x'],
].map((matter) => ({ matter, key: 'role', values: ['controller', 'processor'] }));
const OF_A_SIDE = [
  { matter: ['termination.noticed', 'termination.withdrawn', ''], key: 'by', values: ['customer', 'provider'] },
];

const BY_ROLE = `
  eloomi termination.noticed customer, withdrawn provider: nothing
  eloomi termination.noticed customer, withdrawn unsaid or customer: downgrade-notice open, invoice-due open, non-renewal-notice open, provider-notice open, subscription-end gone
  eloomi termination.noticed provider, withdrawn customer: nothing
  eloomi termination.noticed provider, withdrawn unsaid or provider: downgrade-notice open, invoice-due open, non-renewal-notice open, provider-notice open, subscription-end gone
  eloomi termination.noticed unsaid, withdrawn provider: nothing
  eloomi termination.noticed unsaid, withdrawn unsaid or customer: downgrade-notice open, invoice-due open, non-renewal-notice open, provider-notice open, subscription-end gone
  exolyt personal-data-breach.detected controller, reported processor: nothing
  exolyt personal-data-breach.detected controller, reported unsaid or controller: breach-notification met
  exolyt personal-data-breach.detected unsaid, reported processor: nothing
  exolyt personal-data-breach.detected unsaid, reported unsaid or controller: breach-notification met
  exolyt subject-request.received controller, answered processor: nothing
  exolyt subject-request.received controller, answered unsaid or controller: subject-response met
  exolyt subject-request.received controller, extended processor: nothing
  exolyt subject-request.received controller, extended unsaid or controller: subject-response moved
  exolyt subject-request.received controller, identity-asked processor: nothing
  exolyt subject-request.received controller, identity-asked unsaid or controller: subject-response paused
  exolyt subject-request.received processor, answered processor: customer-response met
  exolyt subject-request.received processor, answered unsaid or controller: nothing
  exolyt subject-request.received processor, extended processor: customer-response moved
  exolyt subject-request.received processor, extended unsaid or controller: nothing
  exolyt subject-request.received processor, identity-asked processor: customer-response paused
  exolyt subject-request.received processor, identity-asked unsaid or controller: nothing
  exolyt subject-request.received unsaid, answered processor: nothing
  exolyt subject-request.received unsaid, answered unsaid or controller: subject-response met
  exolyt subject-request.received unsaid, extended processor: nothing
  exolyt subject-request.received unsaid, extended unsaid or controller: subject-response moved
  exolyt subject-request.received unsaid, identity-asked processor: nothing
  exolyt subject-request.received unsaid, identity-asked unsaid or controller: subject-response paused
  exolyt termination.noticed customer, withdrawn provider: nothing
  exolyt termination.noticed customer, withdrawn unsaid or customer: renewal open, subscription-end gone
  exolyt termination.noticed provider, withdrawn customer: nothing
  exolyt termination.noticed provider, withdrawn unsaid or provider: renewal open, subscription-end gone
  exolyt termination.noticed unsaid, withdrawn provider: nothing
  exolyt termination.noticed unsaid, withdrawn unsaid or customer: renewal open, subscription-end gone
  exoopus termination.noticed customer, withdrawn provider: nothing
  exoopus termination.noticed customer, withdrawn unsaid or customer: termination-notice cancelled
  exoopus termination.noticed unsaid, withdrawn provider: nothing
  exoopus termination.noticed unsaid, withdrawn unsaid or customer: termination-notice cancelled
`;

describe('what becomes of what is open, by the role or the side that the next event names', () => {
  it('is this, under the terms with the General Data Protection Regulation beside them', () => {
    const packs = newest.filter(({ kind }) => kind === 'terms').map(({ pack }) => pack);
    // What a statute says is the same beside every terms.
    const found = [...linesUnder('exolyt', OF_A_ROLE), ...packs.flatMap((pack) => linesUnder(pack, OF_A_SIDE))];
    expect(found.sort()).toEqual(linesOf(BY_ROLE));
  });

  it('a notice that meets a clause can be taken back wherever it can be given', () => {
    const TAKES_BACK = {
      'termination.noticed': 'termination.withdrawn',
      'cancellation.scheduled': 'cancellation.rescinded',
    };
    const missing = newest.flatMap(({ pack, clauses }) =>
      clauses.flatMap(({ id, satisfiedBy, reopenedBy }) =>
        Object.entries(TAKES_BACK)
          .filter(([given, back]) => kindsIn(satisfiedBy).includes(given) && !kindsIn(reopenedBy).includes(back))
          .map(([given]) => `${pack} ${id} ${given}`),
      ),
    );
    expect(missing).toEqual([]);
  });
});

function linesUnder(pack: string, matters: typeof OF_A_ROLE): string[] {
  const contract = contractUnder(pack, {
    ...{ startsOn: '2026-01-01', term: '12 months', billing: { cycle: '1 month' }, statutes },
  });
  const lived = until('2026-06-10T08:00:00Z', contract, []);
  const states = (...events: string[]) =>
    new Map(
      planOf(contract, [...lived, ...events.flatMap((event) => facts(event))]).deadlines.map(
        ({ id, clause, state, date }) => [id, { clause, state, date }],
      ),
    );
  return matters.flatMap(({ matter: [opening = '', next = '', about = ''], key, values }) =>
    ['', ...values].flatMap((first) => {
      const opens = event(opening, '2026-06-10T09:00:00Z', about, key, first);
      const before = states(opens);
      const outcomes = ['', ...values].map((second) => {
        const after = states(opens, event(next, '2026-06-11T09:00:00Z', about, key, second));
        const changed = [...before].flatMap(([id, { clause, state, date }]) => {
          const now = after.get(id);
          if (now === undefined) return [`${clause} gone`];
          if (now.state !== state) return [`${clause} ${now.state}`];
          return now.date === date ? [] : [`${clause} moved`];
        });
        return { value: second || 'unsaid', changed: changed.sort().join(', ') || 'nothing' };
      });
      return inLines(`${pack} ${opening} ${first || 'unsaid'}, ${next.split('.')[1]}`, outcomes);
    }),
  );
}

function event(kind: string, at: string, about: string, key: string, value: string): string {
  return [`${kind}@${at}`, about, value && `${key}=${value}`].filter((part) => part !== '').join(',');
}

/** One line for each outcome, with the values that lead to it; no line where nothing changes whatever is said. */
function inLines(head: string, outcomes: readonly { value: string; changed: string }[]): string[] {
  const distinct = [...new Set(outcomes.map(({ changed }) => changed))];
  if (distinct.length === 1) return distinct[0] === 'nothing' ? [] : [`${head} any: ${distinct[0]}`];
  return distinct.map((one) => {
    const values = outcomes.filter(({ changed }) => changed === one).map(({ value }) => value);
    return `${head} ${values.join(' or ')}: ${one}`;
  });
}

function linesOf(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();
}
