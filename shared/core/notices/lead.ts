import type { Deadline } from '../deadlines/deadline.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { EventData } from '../events/event.ts';
import { holdsLink, hostedPage, PROVIDER_HOSTS } from '../events/links.ts';
import {
  BRACES,
  DATA_PLACEHOLDER,
  isLeadPlaceholder,
  LEAD_PLACEHOLDERS,
  type LeadPlaceholder,
  unknownPlaceholders,
} from '../terms/lead-placeholders.ts';
import { formatDay } from '../words/days.ts';
import { instantInWords } from '../words/ends.ts';
import { figureInWords, formatMoney } from '../words/money.ts';

/** A pack's sentence has an unknown placeholder, or one for which this deadline has no value. */
export class LeadPlaceholderError extends Error {
  override readonly name = 'LeadPlaceholderError';
  readonly placeholder: string;
  readonly lead: string;
  readonly reason: 'unknown' | 'no-value';

  constructor(placeholder: string, lead: string, reason: 'unknown' | 'no-value') {
    const problem =
      reason === 'unknown'
        ? `is unknown; use one of ${LEAD_PLACEHOLDERS.join(', ')}, or data.<key> for a value of the trigger`
        : 'has no value for this deadline; leave it out of the sentence';
    super(`placeholder {${placeholder}} in the lead ${JSON.stringify(lead)} ${problem}`);
    this.placeholder = placeholder;
    this.lead = lead;
    this.reason = reason;
  }
}

export interface LeadFacts {
  readonly contract: PinnedContract;
  readonly providerName: string;
  readonly deadline: Deadline;
  readonly reference: string;
  /** The trigger's data. */
  readonly data?: EventData;
  /** Domains to which a link in the data may lead, beside those of the payment providers. */
  readonly links?: readonly string[];
}

/**
 * The sentence with its placeholders filled. Values are taken as plain text and not searched for braces again.
 * @throws LeadPlaceholderError
 */
export function fillLead(lead: string, facts: LeadFacts): string {
  const [unknown] = unknownPlaceholders(lead);
  if (unknown !== undefined) throw new LeadPlaceholderError(unknown, lead, 'unknown');
  return lead.replace(BRACES, (_, name: string) => {
    const value = isLeadPlaceholder(name) ? factValue(name, facts) : dataValue(name, facts);
    if (value === undefined) throw new LeadPlaceholderError(name, lead, 'no-value');
    return value;
  });
}

function factValue(name: LeadPlaceholder, { contract, providerName, deadline, reference, data }: LeadFacts) {
  switch (name) {
    case 'date':
      return formatDay(deadline.date);
    case 'end':
      return instantInWords(deadline);
    case 'opensOn':
      return deadline.opensOn === undefined ? undefined : formatDay(deadline.opensOn);
    case 'unadjustedDate':
      return formatDay(deadline.unadjustedDate);
    case 'customer':
      return contract.customer.name ?? contract.customer.email;
    case 'provider':
      return providerName;
    case 'title':
      return deadline.title;
    case 'ref':
      return deadline.ref;
    case 'terms':
      return deadline.terms;
    case 'contract':
      return contract.id;
    case 'reference':
      return reference;
    case 'amount':
      return amountOf(data);
    case 'figure':
      return deadline.figure === undefined ? undefined : figureInWords(deadline);
  }
}

function amountOf(data: EventData | undefined): string | undefined {
  const { amount, currency } = data ?? {};
  if (typeof amount !== 'number' || typeof currency !== 'string') return undefined;
  return formatMoney({ amount, currency });
}

/** A link that leads elsewhere than it may has no value: the sentence is left out. */
function dataValue(name: string, { data, links = [] }: LeadFacts): string | undefined {
  const key = DATA_PLACEHOLDER.exec(name)?.[1] ?? '';
  if (data === undefined || !Object.hasOwn(data, key)) return undefined;
  const value = String(data[key]);
  if (holdsLink(value)) return hostedPage(value, [...PROVIDER_HOSTS, ...links]);
  return key.endsWith('On') && /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
}
