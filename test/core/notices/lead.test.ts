import { describe, expect, it } from 'vitest';
import { fillLead, LeadPlaceholderError } from '../../../shared/core/notices/lead.ts';
import { LEAD_PLACEHOLDERS, unknownPlaceholders } from '../../../shared/core/terms/lead-placeholders.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { contract, exit, liabilityCap, suspension } from './fixtures.ts';

const facts = {
  contract,
  providerName: 'Exoopus',
  deadline: suspension,
  reference: '1a2b3c4d5e6f',
  data: { invoice: 'in_123', dueOn: '2026-11-13', amount: 48_000, currency: 'EUR', open: true },
};

function problemWith(work: () => unknown): LeadPlaceholderError {
  try {
    work();
  } catch (error) {
    if (error instanceof LeadPlaceholderError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a pack’s own sentence', () => {
  it('has its placeholders filled', () => {
    expect(fillLead('{customer}: pay {amount} for {data.invoice} (due {data.dueOn}) by {date}.', facts)).toBe(
      'Acme SRL: pay EUR 480.00 for in_123 (due Friday 13 November 2026) by Saturday 28 November 2026.',
    );
    expect(fillLead('From {opensOn}', { ...facts, deadline: exit })).toBe('From Thursday 10 December 2026');
    expect(fillLead('{figure}', { ...facts, deadline: liabilityCap })).toBe('EUR 12,345.50 and JPY 90,000');
    expect(fillLead('{provider} {title} {ref} {terms} {contract} {reference} {data.open}', facts)).toBe(
      `Exoopus ${suspension.title} ${suspension.ref} exoopus@2026-01 acme 1a2b3c4d5e6f true`,
    );
    expect(fillLead('{end}', facts)).toBe('Saturday 28 November 2026, 24:00 (Europe/Bucharest, UTC+02:00)');
  });

  it('does not take a value for a sentence', () => {
    const tricky = { ...contract, customer: { ...contract.customer, name: '{date} $& $1' } };
    expect(fillLead('{customer}', { ...facts, contract: tricky })).toBe('{date} $& $1');
  });

  it.each([
    ['https://invoice.stripe.com/i/1', []],
    ['https://pay.paddle.io/1', []],
    ['https://portal.acme.example/pay', ['acme.example']],
  ])('shows the link %s', (url, links) => {
    expect(fillLead('Pay at {data.url}', { ...facts, data: { url }, links })).toBe(`Pay at ${url}`);
  });

  it.each([
    'http://invoice.stripe.com/i/1',
    'https://stripe.com.evil.example/i/1',
    'https://user@stripe.com/i/1',
    'https://notstripe.com/i/1',
    'See https://evil.example/1',
    'www.evil.example',
    'javascript:alert(1)',
    'mailto:pay@evil.example',
  ])('is left out rather than show %s', (url) => {
    const given = { ...facts, data: { url }, links: ['acme.example'] };
    expect(problemWith(() => fillLead('Pay at {data.url}', given))).toMatchObject({
      reason: 'no-value',
      placeholder: 'data.url',
    });
  });

  it.each(['{until}', '{}', '{constructor}', '{toString}', '{data.}', '{data.a b}', '{Date}'])(
    'refuses %s by name',
    (lead) => {
      const error = problemWith(() => fillLead(`Until ${lead}.`, facts));
      expect(error).toMatchObject({ reason: 'unknown', placeholder: lead.slice(1, -1) });
      expect(error.message).toContain(lead);
      expect(unknownPlaceholders(lead)).toEqual([lead.slice(1, -1)]);
    },
  );

  it.each(['{opensOn}', '{figure}', '{data.missing}', '{data.toString}'])(
    'refuses %s where this deadline has none',
    (lead) => {
      expect(problemWith(() => fillLead(lead, facts))).toMatchObject({
        reason: 'no-value',
        placeholder: lead.slice(1, -1),
      });
    },
  );

  it('knows each placeholder it lists', () => {
    const everything = { ...facts, deadline: { ...exit, figure: [] } };
    for (const name of LEAD_PLACEHOLDERS) expect(fillLead(`{${name}}`, everything)).not.toContain('{');
  });

  it('names only what exists in every shipped pack', () => {
    const packs = [...sourceTerms().catalog.values()].flat();
    const leads = packs.flatMap(({ clauses }) =>
      clauses.flatMap(({ ladder }) => ladder.flatMap(({ lead }) => lead ?? [])),
    );
    expect(leads.length).toBeGreaterThan(0);
    expect(leads.flatMap(unknownPlaceholders)).toEqual([]);
  });
});
