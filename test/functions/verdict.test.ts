import { expect, it } from 'vitest';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { MOST_UNCONFIRMED_ATTEMPTS, MOST_UNCONFIRMED_TO_PROVIDER, verdictOn } from '../../shared/sending/verdict.ts';

/** After so many attempts, of which so many were refused, without an answer to the last. */
function verdictAfter(party: 'customer' | 'provider', attempts: number, refused = 0) {
  const refusals = { times: refused, code: 'Throttling', at: '2026-11-20T08:00:00Z' };
  const notice = { purpose: 'escalation', party, state: 'UNKNOWN', attempts, ...(refused > 0 && { refusals }) };
  return verdictOn([], notice as NoticeRecord, '2026-11-21T08:00:00Z');
}

it.each([
  ['customer', MOST_UNCONFIRMED_ATTEMPTS],
  ['provider', MOST_UNCONFIRMED_TO_PROVIDER],
] as const)('a letter to the %s is given up after %i attempts without an answer', (party, most) => {
  expect(verdictAfter(party, most - 1)).toBe('wanted');
  expect(verdictAfter(party, most)).toBe('too-often');
  // What was refused certainly did not go out.
  expect(verdictAfter(party, most + 200, 201)).toBe('wanted');
});
