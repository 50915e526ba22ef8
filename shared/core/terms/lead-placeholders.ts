/** The placeholders allowed in a pack's own sentence, besides `{data.…}` for a value of the trigger's data. */
export const LEAD_PLACEHOLDERS = [
  'date',
  'end',
  'opensOn',
  'unadjustedDate',
  'customer',
  'provider',
  'title',
  'ref',
  'terms',
  'contract',
  'reference',
  'amount',
  'figure',
] as const;
export type LeadPlaceholder = (typeof LEAD_PLACEHOLDERS)[number];

export const BRACES = /\{([^{}]*)\}/g;
export const DATA_PLACEHOLDER = /^data\.([A-Za-z][A-Za-z0-9]{0,63})$/;

export function isLeadPlaceholder(name: string): name is LeadPlaceholder {
  return LEAD_PLACEHOLDERS.some((known) => known === name);
}

/** The unknown placeholders of a sentence. */
export function unknownPlaceholders(lead: string): string[] {
  return [...lead.matchAll(BRACES)]
    .map(([, name = '']) => name)
    .filter((name) => !isLeadPlaceholder(name) && !DATA_PLACEHOLDER.test(name));
}
