import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { ESCALATION_REASONS } from '../../../shared/core/notices/escalation.ts';
import { contractNoticeId, InvalidNoticeKeyError } from '../../../shared/core/notices/notice.ts';
import { type ListedDeadline, MOST_LISTED, renderOnboarding } from '../../../shared/core/notices/onboarding.ts';
import { renderOnboardingEscalation } from '../../../shared/core/notices/onboarding-escalation.ts';
import { contract, suspension } from './fixtures.ts';
import { expectSameWords } from './same-words.ts';

const listed = (changes: Partial<Deadline>, ...closedBy: readonly string[]): ListedDeadline => ({
  deadline: { ...suspension, state: 'lapsed', lateKnown: true, ...changes },
  closedBy,
});

const lapsing = (kind: string, occurredAt: string) => ({ onLapse: { kind, occurredAt, data: {} } });
const unmet = lapsing('deadline.lapsed', '2026-12-05');

const INPUT = {
  contract: { ...contract, startsOn: '2026-01-15' },
  providerName: 'Exoopus',
  terms: 'exoopus@2026-01+2',
  recordedAt: '2026-12-08T09:00:00Z',
  timezone: 'Europe/Bucharest',
  noticeId: '0123456789abcdef0123456789abcdef',
  over: [
    listed({ title: 'A duty', nature: 'obligation', obligor: 'provider', ...unmet }, 'support.answered'),
    listed({ title: 'A right', nature: 'right', ...unmet }, 'payment.received', 'invoice.credited', 'invoice.voided'),
    listed({ title: 'A window', nature: 'window', ...unmet }),
    listed({ title: 'An effect', nature: 'effect', ...unmet }),
    listed({ title: 'An allowance that held', state: 'met', ...unmet }),
    listed({ title: 'A renewal', ...lapsing('term.renewed', '2027-01-01') }, 'termination.noticed'),
    listed({ title: 'An end at once', ...lapsing('contract.terminated', '2026-12-05T08:30:00Z') }),
  ],
  open: [
    listed({ title: 'Open still', state: 'open' }, 'payment.received'),
    listed({ title: 'Paused', state: 'paused', paused: { since: '2026-11-30', inForce: 1 } }),
  ],
  granted: [] as Deadline[],
};
const renewed: Deadline = {
  ...{ ...suspension, title: 'A renewal', untrackedBefore: '2026-11-01' },
  ...lapsing('term.renewed', '2026-12-01'),
};

describe('the letter about a late onboarding', () => {
  it.each([
    ['with both lists', INPUT],
    ['with what is taken for granted', { ...INPUT, over: [], granted: [renewed] }],
    ['with nothing that was over', { ...INPUT, over: [] }],
    [
      'with nothing open, under a contract without a start',
      { ...INPUT, contract, open: [], over: INPUT.over.slice(0, 1) },
    ],
  ])('as it is read, %s', (_, input) => {
    const { subject, text, html, locale } = renderOnboarding(input);
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
    expectSameWords(html, text);
    expect(locale).toBe('en');
  });

  it('names the latest of what was over and the next of what is open, and counts the others', () => {
    const many = Array.from({ length: MOST_LISTED + 2 }, (_, n) => listed({ title: `Number ${n},` }));
    const { text } = renderOnboarding({ ...INPUT, over: many.slice(1), open: many });
    const [, over = '', open = ''] = text.split(/What was over|What is open/);
    expect(over).toContain('1 earlier one is not listed here');
    expect(over).not.toContain('Number 1,');
    expect(over).toContain(`Number ${MOST_LISTED + 1},`);
    expect(open).toContain('2 later ones are not listed here');
    expect(open).toContain('Number 0,');
    expect(open).not.toContain(`Number ${MOST_LISTED},`);
  });
});

describe('its escalation', () => {
  it.each(ESCALATION_REASONS)('tells operations what happened and what to do: %s', (reason) => {
    const { contract: agreed, providerName, recordedAt, timezone, noticeId: id } = INPUT;
    const notice = { id, to: 'operations@exoopus.example', attempts: 1, detail: 'smtp; 550 5.1.1 user unknown' };
    const { subject, text, html } = renderOnboardingEscalation({
      ...{ contract: agreed, providerName, recordedAt, timezone, reason },
      notice,
    });
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
    expectSameWords(html, text);
  });
});

describe('the id of a notice about a contract', () => {
  it('is another for another contract, time, step or party', () => {
    const at = '2026-12-08T10:00:00Z';
    const ids = [
      contractNoticeId('acme', at, 'onboarding', 'provider'),
      contractNoticeId('other', at, 'onboarding', 'provider'),
      contractNoticeId('acme', '2026-12-09T10:00:00Z', 'onboarding', 'provider'),
      contractNoticeId('acme', at, 'escalation-late-0123456789ab', 'provider'),
      contractNoticeId('acme', at, 'onboarding', 'customer'),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(contractNoticeId('acme', at, 'onboarding', 'provider')).toBe(ids[0]);
    expect(() => contractNoticeId('acme', '', 'onboarding', 'provider')).toThrow(InvalidNoticeKeyError);
  });
});
