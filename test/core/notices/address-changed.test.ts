import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedAddress, renderAddressChanged } from '../../../shared/core/notices/address-changed.ts';
import { renderAddressEscalation } from '../../../shared/core/notices/address-escalation.ts';
import { ESCALATION_REASONS } from '../../../shared/core/notices/escalation.ts';
import { eventNoticeId, InvalidNoticeKeyError, noticeId } from '../../../shared/core/notices/notice.ts';
import { contract } from './fixtures.ts';
import { structureOf } from './html-structure.ts';
import { expectSameWords } from './same-words.ts';

const NEW = 'legal.department@new-acme.example';
const AT = '2026-11-30T08:15:00Z';
const BY_A_PERSON = {
  contract,
  newAddress: NEW,
  providerName: 'Exoopus',
  change: { at: AT },
  timezone: 'America/New_York',
  noticeId: '0123456789abcdef0123456789abcdef',
};
const BY_STRIPE = { ...BY_A_PERSON, change: { at: AT, paymentProvider: 'stripe' } };
const FAILED = {
  contract: { ...contract, customer: { ...contract.customer, email: NEW } },
  providerName: 'Exoopus',
  change: { at: AT, paymentProvider: 'stripe' },
  timezone: 'Europe/Bucharest',
  notice: {
    id: BY_A_PERSON.noticeId,
    to: 'ana@acme.example',
    attempts: 1,
    lastAttemptAt: '2026-11-30T08:20:00Z',
    detail: 'smtp; 550 5.1.1 user unknown',
  },
};

describe('the letter to an old address', () => {
  it.each([
    ['a person', BY_A_PERSON],
    ['the payment provider', BY_STRIPE],
  ])('as it is read, changed by %s', (_, input) => {
    const { subject, text, html, language, locale } = renderAddressChanged(input);
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
    expectSameWords(html, text);
    expect([language, locale]).toEqual(['en', 'ro']);
  });

  it('nowhere names the new address in full', () => {
    const { subject, text, html } = renderAddressChanged(BY_STRIPE);
    expect(`${subject}${text}${html}`).not.toContain('legal.department');
    expect(text).toContain('l***@new-acme.example');
  });

  it('names a payment provider that it does not know as it is written', () => {
    const { text } = renderAddressChanged({ ...BY_A_PERSON, change: { at: AT, paymentProvider: 'acme-pay' } });
    expect(text).toContain('acme-pay, the payment provider of Exoopus');
  });

  it('is the same with any name, but for the name', () => {
    const structure = (name: string) =>
      structureOf(
        renderAddressChanged({ ...BY_STRIPE, contract: { ...contract, customer: { ...contract.customer, name } } })
          .html,
      );
    const plain = structure('Acme');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
        expect(structure(name)).toEqual(plain);
      }),
    );
  });
});

describe('a masked address', () => {
  it.each([
    ['ana@acme.example', 'a***@acme.example'],
    ['ab@acme.example', 'a***@acme.example'],
    ['a@acme.example', '***@acme.example'],
  ])('of %s is %s', (address, masked) => {
    expect(maskedAddress(address)).toBe(masked);
  });
});

describe('the escalation of a letter to an old address', () => {
  it.each(ESCALATION_REASONS)('tells operations what happened and what to do: %s', (reason) => {
    const { subject, text, html } = renderAddressEscalation({ ...FAILED, reason });
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
    expectSameWords(html, text);
  });
});

describe('the id of a notice about an event', () => {
  it('is of one event, step and party, and is none of a deadline', () => {
    const ids = [
      eventNoticeId('acme', 'amended~7', 'address-changed', 'customer'),
      eventNoticeId('acme', 'amended~8', 'address-changed', 'customer'),
      eventNoticeId('acme', 'amended~7', 'address-changed', 'provider'),
      eventNoticeId('other', 'amended~7', 'address-changed', 'customer'),
      noticeId('acme', 'amended~7', 0, 'address-changed', 'customer'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(eventNoticeId('acme', 'amended~7', 'address-changed', 'customer')).toBe(ids[0]);
  });

  it('is refused without an event', () => {
    expect(() => eventNoticeId('acme', '', 'address-changed', 'customer')).toThrow(InvalidNoticeKeyError);
  });
});
