import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import type { Clause } from '../../shared/core/terms/clause.ts';
import { type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { facts, planOf, terms, until } from '../core/deadlines/planning.ts';
import { contractUnder } from '../harness/told-by-plan.ts';

// Who is told, and who must not be: reviewed line by line against the documents. A line that changes has to be read again.

const newest = [...terms.catalog.values()].map((versions) => versions.at(-1) as Pack);
const statutes = newest.filter(({ kind }) => kind === 'statute').map(packLabel);

/** `customer`, `provider`, `both` or `nobody`: to whom the steps of these ladders go. */
function told(to: readonly string[]): string {
  const parties = new Set(to);
  if (parties.size === 2) return 'both';
  return [...parties][0] ?? 'nobody';
}

const toldBy = ({ ladder }: Pick<Clause, 'ladder'>) => told(ladder.flatMap((rung) => rung.to));

const EVERY_CLAUSE = `
  eloomi both: export-window free-version-inactivity late-interest non-renewal-notice price-change sub-processors subscription-end trial-inactivity
  eloomi customer: downgrade-notice
  eloomi nobody: critical-defect immediate-termination liability-cap maintenance-suspension
  eloomi provider: deletion-right first-invoice invoice-due period-invoice provider-notice support-response trial-expiry
  eu-data-act both: contract-end data-retrieval switching-notice switching-transition
  eu-data-act nobody: transition-end
  eu-data-act provider: erasure switching-extension-notice
  eu-p2b both: exit-effect
  eu-p2b customer: change-exit
  eu-p2b nobody: change-notice longer-notice notice-waiver
  exolyt both: billing-failure dpa-claim-absolute dpa-claim-notice dpa-claim-specified dpa-end fee-change outage-extension subcontractor-change subscription-end trial-cancellation trial-end
  exolyt customer: dpa-immediate-request dpa-subject-request
  exolyt nobody: account-data dpa-audit dpa-corrections dpa-damage-claim dpa-instruction-exception liability-cap provider-termination renewal security-notice service-change terms-change trial-offer
  exolyt provider: dpa-return trial-pause
  exoopus both: availability deletion export-window suspension termination-notice terms-change-exit terms-change-termination
  exoopus nobody: immediate-suspension liability-cap security-notice terms-change-notice
  gdpr customer: customer-response processor-breach-notice
  gdpr nobody: end-of-processing sub-processors
  gdpr provider: breach-notification subject-response
  psd2 customer: deemed-acceptance
  psd2 nobody: change-notice exit-effect
  salexops both: cure-period disablement document-deletion later-objection-dissolves licence-term no-notice-exceptions objection-after-posting objection-dissolves objection-window purge-warning terms-change-effect user-cancellation
  salexops customer: privacy-change-notice
  salexops nobody: data-download immediate-suspension incident-notice liability-cap restoration support-while-paid terms-change-announcement
  us-ny-auto-renewal both: renewal-reminder
`;

describe('the parties that each clause writes to', () => {
  it('are these', () => {
    const lines = newest.flatMap(({ pack, clauses }) =>
      ['customer', 'provider', 'both', 'nobody'].flatMap((party) => {
        const ids = clauses.filter((clause) => toldBy(clause) === party).map(({ id }) => id);
        return ids.length === 0 ? [] : [`${pack} ${party}: ${ids.sort().join(' ')}`];
      }),
    );
    expect(lines.sort()).toEqual(linesOf(EVERY_CLAUSE));
  });

  it('whoever is told of an end of the contract is told as well when it is off', () => {
    const ends = newest.flatMap(({ clauses }) =>
      clauses.filter(({ produces }) => produces?.kind === 'contract.terminated'),
    );
    const isOff = ({ step }: Clause['ladder'][number]) => step === 'called-off';
    expect(ends.map(({ id, ladder }) => `${id} ${told(ladder.filter(isOff).flatMap((rung) => rung.to))}`)).toEqual(
      ends.map((clause) => `${clause.id} ${toldBy(clause)}`),
    );
    expect(ends).toHaveLength(11);
  });
});

/** The events that say in which role the provider is concerned, or which side acted, and what is told without that. */
const VARIED = [
  ['subject-request.received', 'request=x', 'role', ['controller', 'processor']],
  ['personal-data-breach.detected', 'breach=x', 'role', ['controller', 'processor']],
  ['breach.alleged', 'breach=x', 'by', ['customer', 'provider']],
  ['termination.noticed', '', 'by', ['customer', 'provider']],
  ['price.changed', 'price=x', 'by', ['customer', 'provider']],
  ['plan.changed', 'price=x', 'by', ['customer', 'provider']],
] as const;

const BY_ROLE = `
  eloomi breach.alleged, provider: nothing
  eloomi breach.alleged, unsaid or customer: liability-cap nobody
  eloomi personal-data-breach.detected, controller: breach-notification provider
  eloomi personal-data-breach.detected, processor: processor-breach-notice customer
  eloomi personal-data-breach.detected, unsaid: breach-notification provider, processor-breach-notice customer
  eloomi plan.changed, provider: price-change both
  eloomi plan.changed, unsaid or customer: nothing
  eloomi price.changed, customer: nothing
  eloomi price.changed, unsaid or provider: price-change both
  eloomi subject-request.received, processor: customer-response customer
  eloomi subject-request.received, unsaid or controller: subject-response provider
  eloomi termination.noticed, any: subscription-end both
  exolyt personal-data-breach.detected, controller: breach-notification provider
  exolyt personal-data-breach.detected, processor: processor-breach-notice customer
  exolyt personal-data-breach.detected, unsaid: breach-notification provider, processor-breach-notice customer
  exolyt plan.changed, provider: fee-change both
  exolyt plan.changed, unsaid or customer: nothing
  exolyt price.changed, customer: nothing
  exolyt price.changed, unsaid or provider: fee-change both
  exolyt subject-request.received, controller: subject-response provider
  exolyt subject-request.received, processor: customer-response customer, dpa-subject-request customer
  exolyt subject-request.received, unsaid: dpa-subject-request customer, subject-response provider
  exolyt termination.noticed, any: subscription-end both
  exoopus breach.alleged, provider: nothing
  exoopus breach.alleged, unsaid or customer: liability-cap nobody
  exoopus personal-data-breach.detected, controller: breach-notification provider
  exoopus personal-data-breach.detected, processor: processor-breach-notice customer
  exoopus personal-data-breach.detected, unsaid: breach-notification provider, processor-breach-notice customer
  exoopus subject-request.received, processor: customer-response customer
  exoopus subject-request.received, unsaid or controller: subject-response provider
  exoopus termination.noticed, provider: nothing
  exoopus termination.noticed, unsaid or customer: termination-notice both
  salexops breach.alleged, customer: cure-period both, liability-cap nobody
  salexops breach.alleged, provider: nothing
  salexops breach.alleged, unsaid: liability-cap nobody
  salexops personal-data-breach.detected, controller: breach-notification provider
  salexops personal-data-breach.detected, processor: processor-breach-notice customer
  salexops personal-data-breach.detected, unsaid: breach-notification provider, processor-breach-notice customer
  salexops subject-request.received, processor: customer-response customer
  salexops subject-request.received, unsaid or controller: subject-response provider
  salexops termination.noticed, provider: nothing
  salexops termination.noticed, unsaid or customer: user-cancellation both
`;

describe('the parties that are told of an event, by the role or the side that it names', () => {
  it('are these, under the terms with every statute beside them', () => {
    const found = newest
      .filter(({ kind }) => kind === 'terms')
      .flatMap(({ pack }) => {
        const contract = contractUnder(pack, {
          startsOn: '2026-01-01',
          term: '12 months',
          billing: { cycle: '1 month' },
          statutes,
        });
        const opens = openedBy(contract);
        return VARIED.flatMap(([kind, about, key, values]) => {
          const outcomes = ['', ...values].map((value) => {
            const data = [about, value && `${key}=${value}`].filter((one) => one !== '').join(',');
            const opened = opens(`${kind}@2026-06-10T09:00:00Z${data && `,${data}`}`);
            return { value: value || 'unsaid', opened };
          });
          return inLines(`${pack} ${kind}`, outcomes);
        });
      });
    expect(found.sort()).toEqual(linesOf(BY_ROLE));
  });
});

/** One line for each outcome, with the values that lead to it; no line where nothing opens whatever is said. */
function inLines(head: string, outcomes: readonly { value: string; opened: string }[]): string[] {
  const distinct = [...new Set(outcomes.map(({ opened }) => opened))];
  if (distinct.length === 1) return distinct[0] === 'nothing' ? [] : [`${head}, any: ${distinct[0]}`];
  return distinct.map((one) => {
    const values = outcomes.filter(({ opened }) => opened === one).map(({ value }) => value);
    return `${head}, ${values.join(' or ')}: ${one}`;
  });
}

/** What an event opens on a contract that has run until then: each clause, with the parties that its steps go to. */
function openedBy(contract: PinnedContract) {
  const lived = until('2026-06-10T08:00:00Z', contract, []);
  const before = new Set(planOf(contract, lived).deadlines.map(({ id }) => id));
  return (event: string): string => {
    const opened = planOf(contract, [...lived, ...facts(event)])
      .deadlines.filter(({ id, state }) => !before.has(id) && state !== 'cancelled')
      .map(({ clause, ladder }) => `${clause} ${told(ladder.flatMap(({ to }) => to))}`);
    return opened.sort().join(', ') || 'nothing';
  };
}

function linesOf(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();
}
