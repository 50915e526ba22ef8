import { type ContractFault, pinContract } from '../agreement/pin-contract.ts';
import type { IntakeTerms } from './contract-from.ts';
import type { IntakeRule } from './rules.ts';

/** What of a rule cannot be used under its terms, whatever the subscription: then it makes no contract at all. */
export function faultsOf(
  rule: IntakeRule,
  { catalog, holidays }: Omit<IntakeTerms, 'intake'>,
): readonly ContractFault[] {
  const { rule: _, when: _when, id: _id, locale: _locale, billing, ...chosen } = rule;
  const customer = { email: 'nobody@customer.example', locale: 'en' };
  const cycle = typeof billing === 'object' ? { billing } : {};
  const pinned = pinContract({ ...chosen, ...cycle, id: 'intake', customer }, catalog, holidays);
  return 'faults' in pinned ? pinned.faults : [];
}
