import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceTerms } from '../../shared/runtime/terms.ts';

/** Every row of the tables of clauses with a clock, and what follows from one of them or is no more than listed. */
const ROWS: Readonly<Record<string, string>> = {
  exoopus: `termination-notice export-window deletion terms-change-notice terms-change-exit terms-change-termination
    suspension immediate-suspension availability liability-cap security-notice`,
  salexops: `purge-warning disablement document-deletion cure-period terms-change-announcement terms-change-effect
    objection-window objection-dissolves privacy-change-notice no-notice-exceptions user-cancellation data-download
    liability-cap immediate-suspension incident-notice licence-term support-while-paid
    restoration objection-after-posting later-objection-dissolves`,
  eloomi: `maintenance-suspension first-invoice price-change downgrade-notice invoice-due period-invoice late-interest
    support-response critical-defect liability-cap non-renewal-notice subscription-end provider-notice export-window
    deletion-right free-version-inactivity trial-expiry trial-inactivity immediate-termination sub-processors`,
  exolyt: `renewal subscription-end billing-failure trial-end trial-pause trial-cancellation trial-offer fee-change outage-extension
    account-data security-notice liability-cap provider-termination service-change terms-change
    dpa-instruction-exception dpa-corrections dpa-return dpa-end subcontractor-change dpa-audit dpa-subject-request
    dpa-immediate-request dpa-damage-claim dpa-claim-notice dpa-claim-specified dpa-claim-absolute`,
  gdpr: 'breach-notification processor-breach-notice subject-response customer-response sub-processors end-of-processing',
  'eu-data-act': `switching-notice switching-transition switching-extension-notice contract-end transition-end data-retrieval erasure`,
  'eu-p2b': 'change-notice change-exit exit-effect longer-notice notice-waiver',
  psd2: 'change-notice deemed-acceptance exit-effect',
  'us-ny-auto-renewal': 'renewal-reminder',
};

const rows = Object.entries(ROWS).flatMap(([pack, ids]) => ids.split(/\s+/).map((id) => `${pack}/${id}`));

/** The rows that titles of tests in this folder begin with. */
const tested = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .flatMap((text) => [...text.matchAll(/^(?:row\(| {2})'([a-z0-9-]+\/[a-z0-9-]+): \S/gm)])
  .map(([, row]) => row ?? '');

describe('the clauses with a clock', () => {
  it.each(rows)('%s has a test of its own', (row) => {
    expect(tested).toContain(row);
  });

  it('no test is about a row that there is not', () => {
    expect(tested.filter((row) => !rows.includes(row))).toEqual([]);
  });

  it('no clause of the packs is left out', () => {
    const clauses = [...sourceTerms().catalog].flatMap(([pack, versions]) =>
      versions.flatMap(({ clauses }) => clauses.map(({ id }) => `${pack}/${id}`)),
    );
    expect([...new Set(clauses)].toSorted()).toEqual(rows.toSorted());
  });
});
