import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deadline, Rung } from '../../../shared/core/deadlines/deadline.ts';
import { ESCALATION_REASONS, renderEscalation } from '../../../shared/core/notices/escalation.ts';
import { noticeReference } from '../../../shared/core/notices/notice.ts';
import { type NoticeInput, renderNotice } from '../../../shared/core/notices/render.ts';
import { explained } from '../../../shared/core/words/explanation.ts';
import {
  availability,
  contract,
  deletion,
  endOfContract,
  exit,
  exportWindow,
  inputFor,
  liabilityCap,
  SAMPLES,
  supportAnswer,
  suspension,
  words,
} from './fixtures.ts';
import { structureOf } from './html-structure.ts';
import { expectSameWords } from './same-words.ts';

const DEADLINES = [suspension, exportWindow, deletion, exit, availability, liabilityCap, endOfContract, supportAnswer];
const KINDS = ['opened', 'opens', 'reminder', 'due', 'lapsed'] as const satisfies readonly Rung['kind'][];
const PARTIES = ['customer', 'provider'] as const;
const EVERY_CASE = DEADLINES.flatMap((deadline) =>
  KINDS.flatMap((kind) => PARTIES.map((party) => [deadline.clause, kind, party, deadline] as const)),
);

describe('letters as they are read', () => {
  it.each(Object.entries(SAMPLES))('%s', (_, sample) => {
    const { subject, text } = sample();
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
  });
});

describe('every letter', () => {
  it.each(EVERY_CASE)(
    '%s, %s, to the %s: complete, and the same in text and HTML',
    (_clause, kind, party, deadline) => {
      const input = inputFor(deadline, kind, party);
      const { subject, text, html, language, locale } = renderNotice(input);
      const reference = noticeReference(input.noticeId);
      const flat = text.replace(/\s+/g, ' ');

      expect(subject.endsWith(` [ref ${reference}]`)).toBe(true);
      expect(subject.length).toBeLessThan(200);
      for (const needed of [deadline.title, deadline.ref, 'exoopus, version 2026-01', 'are one notice']) {
        expect(flat).toContain(needed);
      }
      for (const { text: sentence } of explained(deadline, words)) expect(flat).toContain(sentence);
      expect(flat).toMatch(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}/);
      expect(`${subject} ${text}`).not.toMatch(/\bserved?\b|undefined|\bnull\b|NaN|\[object|[{}]/i);
      expect(language).toBe('en');
      expect(locale).toBe(party === 'customer' ? 'ro' : 'en');
      expectSameWords(html, text);
    },
  );

  it('loads nothing and links nowhere', () => {
    for (const [, kind, party, deadline] of EVERY_CASE) {
      const { html } = renderNotice(inputFor(deadline, kind, party));
      expect(html).not.toMatch(/https?:|\/\/|url\(|@import|<(a|img|link|script|iframe|form)\b|\bon\w+=/i);
    }
  });
});

describe('the lead', () => {
  it('comes first, its placeholders filled', () => {
    const { text } = renderNotice(inputFor(suspension, 'reminder', 'customer', 'Pay by {date}.'));
    expect(text).toContain('\nPay by Saturday 28 November 2026.\n');
  });

  it('is left out, and the omission told, where a value is missing: the notice still goes out', () => {
    const { triggerData: _, ...input } = inputFor(suspension, 'reminder', 'customer', 'Pay {amount}.');
    const message = renderNotice(input);
    expect(message).toMatchObject({ leadLeftOutFor: 'amount' });
    expect(message.text).toContain('You have until the end of Saturday 28 November 2026');
    expect(renderNotice(inputFor(suspension, 'reminder', 'customer', 'Pay.'))).not.toHaveProperty('leadLeftOutFor');
  });

  it('that no deadline could fill is refused', () => {
    expect(() => renderNotice(inputFor(suspension, 'reminder', 'customer', 'Pay {amuont}.'))).toThrow(
      /placeholder \{amuont\}/,
    );
  });
});

const flat = (input: NoticeInput) => renderNotice(input).text.replace(/\s+/g, ' ');

describe('whose move it is', () => {
  it('is not said of what takes effect by itself, which somebody may still be asked to prevent', () => {
    const text = flat(inputFor(endOfContract, 'opened', 'customer', 'Please pay by {date}.'));
    expect(text).toContain('takes effect by itself when Sunday 20 December 2026 is over.');
    expect(text).toContain('Whom it concerns: You, Acme SRL');
    expect(text).not.toMatch(/nobody|has to act/i);
  });

  it('is that of who can prevent a right, and of who has it once it has arisen', () => {
    expect(flat(inputFor(suspension, 'reminder', 'customer'))).toContain('Who can prevent it: You, Acme SRL');
    expect(flat(inputFor(suspension, 'lapsed', 'customer'))).toContain('Who may act: Exoopus');
  });

  it('is nobody’s where the letter itself does what is asked', () => {
    const passedOn: Deadline = { ...supportAnswer, atOnce: true, state: 'met' };
    const text = flat(inputFor(passedOn, 'lapsed', 'customer'));
    expect(text).toContain('This notice is what the clause asks for.');
    expect(text).not.toContain('has to act');
  });

  it('is said of a time that has begun in words that are right when the letter is late', () => {
    expect(flat(inputFor(exportWindow, 'opens', 'provider'))).toContain('The time for it has begun.');
  });
});

describe('days and moments', () => {
  it('names the exact end in the deadline’s zone, the customer’s and UTC', () => {
    const text = flat(inputFor(suspension, 'reminder', 'customer'));
    expect(text).toContain('It ends: Saturday 28 November 2026, 24:00 (Europe/Bucharest, UTC+02:00)');
    expect(text).toContain('In your time zone: Saturday 28 November 2026, 17:00 (America/New_York, UTC-05:00)');
    expect(text).toContain('In UTC: Saturday 28 November 2026, 22:00 (UTC)');
  });

  it('leaves the customer’s zone out where it is the deadline’s, and out of letters to the provider', () => {
    const { timezone: _, ...customer } = contract.customer;
    expect(flat({ ...inputFor(suspension, 'due', 'customer'), contract: { ...contract, customer } })).not.toContain(
      'In your time zone',
    );
    expect(flat(inputFor(suspension, 'due', 'provider'))).not.toContain('In your time zone');
  });

  it('names what happens as a day begins by that day, in one form', () => {
    const atMidnight = { date: '2026-12-04', instant: '2026-12-03T22:00:00Z', atOnce: true, nature: 'effect' } as const;
    const ended: Deadline = { ...endOfContract, ...atMidnight, state: 'lapsed' };
    const text = flat(inputFor(ended, 'lapsed', 'customer', 'The contract has ended on {end}.'));
    const moment = 'Friday 4 December 2026, 00:00 (Europe/Bucharest, UTC+02:00)';
    expect(text).toContain(`The contract has ended on ${moment}.`);
    expect(text).toContain(`took effect on ${moment}`);
    expect(text).toContain(`Day: Friday 4 December 2026 Exact moment: ${moment}`);
    expect(text).not.toContain('24:00');
  });

  it('names the moment where a deadline ends within a day', () => {
    const { subject, text } = renderNotice(inputFor(supportAnswer, 'due', 'provider'));
    expect(subject).toContain('Tuesday 24 November 2026, 15:30');
    expect(text).not.toContain('the end of Tuesday');
  });

  it('copes with a day that ends at 01:00, and with a fixed offset', () => {
    // Santiago's clocks go forward at midnight: Saturday 5 September 2026 ends when Sunday begins, at 01:00.
    const santiago: Deadline = {
      ...deletion,
      date: '2026-09-05',
      instant: '2026-09-06T04:00:00Z',
      timezone: 'America/Santiago',
    };
    expect(flat(inputFor(santiago, 'opened', 'provider'))).toContain('until the end of Saturday 5 September 2026');
    const fixed: Deadline = { ...deletion, date: '2026-09-05', instant: '2026-09-06T07:00:00Z', timezone: '-07:00' };
    expect(flat(inputFor(fixed, 'opened', 'provider'))).toContain('Saturday 5 September 2026, 24:00 (UTC-07:00)');
  });
});

describe('text from outside', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      '</title><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='x",
      '<!--',
      ']]>',
      '</style>',
      '&lt;b&gt;',
      '<svg/onload=x>',
    ),
  );

  it('creates no element and no attribute', () => {
    const plain = structureOf(renderNotice(inputFor(suspension, 'reminder', 'customer', 'x')).html);
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (name, title, step, lead) => {
        const deadline: Deadline = {
          ...suspension,
          title,
          ref: step,
          steps: suspension.steps.map((each) => ({ ...each, text: step })),
        };
        const input = inputFor(deadline, 'reminder', 'customer', lead.replace(/[{}]/g, ''));
        const outside = {
          ...input,
          contract: { ...contract, customer: { ...contract.customer, name } },
          providerName: title,
        };
        const { html, subject, text } = renderNotice(outside);
        expect(structureOf(html)).toEqual(plain);
        expectSameWords(html, text);
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
        expect(`${subject}${text}${html}`.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('cannot fake a line of its own in the text', () => {
    const input = inputFor(suspension, 'reminder', 'customer');
    const name = 'Acme\nLast day: Monday 4 January 2027';
    const { text } = renderNotice({ ...input, contract: { ...contract, customer: { ...contract.customer, name } } });
    expect(text).not.toMatch(/^Last day: Monday/m);
  });
});

describe('escalation', () => {
  it.each(ESCALATION_REASONS)('tells operations what happened and what to do: %s', (reason) => {
    const { subject, text } = renderEscalation({
      contract,
      providerName: 'Exoopus',
      deadline: suspension,
      reason,
      words,
      notice: {
        id: '0123456789abcdef0123456789abcdef',
        party: 'customer',
        step: 'reminder-7-days',
        kind: 'reminder',
        to: 'ana@acme.example',
        attempts: 2,
        lastAttemptAt: '2026-11-21T07:00:03Z',
        detail: 'smtp; 550 5.1.1 user unknown',
      },
    });
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
  });
});
