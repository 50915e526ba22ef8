/** What a pack's own sentence may name in braces, beside `{data.…}`: a value of the trigger's data. */
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

/** The names in a sentence that nothing stands for. */
export function unknownPlaceholders(lead: string): string[] {
  return [...lead.matchAll(BRACES)]
    .map(([, name = '']) => name)
    .filter((name) => !isLeadPlaceholder(name) && !DATA_PLACEHOLDER.test(name));
}
