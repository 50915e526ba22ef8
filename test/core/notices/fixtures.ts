import type { Deadline, Rung } from '../../../shared/core/deadlines/deadline.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { noticeId } from '../../../shared/core/notices/notice.ts';
import { type NoticeInput, renderNotice } from '../../../shared/core/notices/render.ts';
import { english } from '../../../shared/core/words/say.ts';
import type { Words } from '../../../shared/core/words/words.ts';

export const contract: PinnedContract = {
  id: 'acme',
  terms: 'exoopus',
  version: '2026-01',
  timezone: 'Europe/Bucharest',
  holidays: ['RO'],
  customer: { name: 'Acme SRL', email: 'ana@acme.example', locale: 'ro', timezone: 'America/New_York' },
};

function rung(kind: Rung['kind'], at: string, to: Rung['to'] = ['customer']): Rung {
  return { step: kind, kind, at, to };
}

/** A step as it was stored with its sentence; letters tell it as it is. */
const told = (code: string, text: string) => ({ code: 'told', step: { code, text } }) as const;

/** The pack's words for one clause; the others are not at hand. */
export const words: Words = {
  say: english,
  packs: {
    clause: (_, clause) =>
      clause === 'suspension'
        ? {
            title: 'Suspension for non-payment',
            ref: 'Termination and Modification of Terms, first bullet',
            means: 'The provider may suspend access 15 days after an unpaid invoice’s due date.',
          }
        : undefined,
    requirement: () => undefined,
    lead: () => undefined,
    assumption: () => undefined,
    links: () => [],
    setting: () => undefined,
  },
};

const base = {
  trigger: 'evt_1',
  state: 'open',
  timezone: 'Europe/Bucharest',
  terms: 'exoopus@2026-01',
  calendar: 'RO@2026.1',
  ladder: [],
  onLapse: { kind: 'deadline.lapsed', occurredAt: '2026-11-28', data: {} },
} as const;

export const suspension: Deadline = {
  ...base,
  id: 'suspension~in_123',
  clause: 'suspension',
  ref: 'Termination and Modification of Terms, first bullet',
  title: 'Suspension for non-payment',
  date: '2026-11-28',
  unadjustedDate: '2026-11-28',
  instant: '2026-11-28T22:00:00Z',
  obligor: 'customer',
  beneficiary: 'provider',
  nature: 'right',
  steps: [
    told(
      'clause',
      'Termination and Modification of Terms, first bullet: the provider may suspend access 15 days after an unpaid invoice’s due date.',
    ),
    told('fact', 'Invoice in_123 was due on Friday 13 November 2026.'),
    told(
      'assumption',
      'The terms do not say whether the day of the event counts, so it does not and counting starts on the next day.',
    ),
    told(
      'count',
      '15 days after Friday 13 November 2026: day 1 is Saturday 14 November, day 15 is Saturday 28 November 2026.',
    ),
    told('roll', 'The terms do not move a last day that falls on a weekend, so it stays on Saturday 28 November 2026.'),
  ],
};

export const exportWindow: Deadline = {
  ...base,
  id: 'export-window~evt_1',
  clause: 'export-window',
  ref: 'Termination and Modification of Terms, paragraph 1',
  title: 'Export of the customer’s data',
  date: '2026-12-15',
  unadjustedDate: '2026-12-15',
  instant: '2026-12-15T22:00:00Z',
  obligor: 'provider',
  beneficiary: 'customer',
  nature: 'obligation',
  steps: [
    told('fact', 'The contract ended on Friday 20 November 2026.'),
    told(
      'count',
      '15 business days after it, leaving out weekends, Monday 30 November 2026 (Saint Andrew) and Tuesday 1 December 2026 (National Day): Tuesday 15 December 2026.',
    ),
  ],
};

export const deletion: Deadline = {
  ...base,
  id: 'deletion~evt_1',
  clause: 'deletion',
  ref: 'Termination and Modification of Terms, third bullet',
  title: 'Deletion of the customer’s data',
  date: '2027-02-18',
  unadjustedDate: '2027-02-18',
  instant: '2027-02-18T22:00:00Z',
  obligor: 'provider',
  beneficiary: 'customer',
  nature: 'obligation',
  steps: [told('count', '90 days after Friday 20 November 2026 end with Thursday 18 February 2027.')],
};

export const exit: Deadline = {
  ...base,
  id: 'terms-change-exit~c1',
  clause: 'terms-change-exit',
  ref: 'Termination and Modification of Terms, paragraph 2',
  title: 'Leaving instead of accepting changed terms',
  date: '2027-01-14',
  unadjustedDate: '2027-01-14',
  opensOn: '2026-12-10',
  instant: '2027-01-14T22:00:00Z',
  obligor: 'customer',
  beneficiary: 'provider',
  nature: 'window',
  steps: [
    told('fact', 'The change was announced on Thursday 10 December 2026 and takes effect on Friday 15 January 2027.'),
    told('window', 'The window closes with the day before, Thursday 14 January 2027.'),
  ],
};

export const availability: Deadline = {
  ...base,
  id: 'availability~2026',
  clause: 'availability',
  ref: 'Rights and Obligations of the Parties, paragraph 2',
  title: 'Availability over the calendar year',
  date: '2026-10-08',
  unadjustedDate: '2026-10-08',
  instant: '2026-10-08T12:48:00Z',
  timezone: 'UTC',
  calendar: 'none',
  obligor: 'provider',
  beneficiary: 'customer',
  nature: 'obligation',
  allowance: { usedUp: true },
  steps: [
    told('allowance', '0.5 % of the 365 days of 2026 is 43 hours and 48 minutes of outage.'),
    told('allowance-used', 'The outages recorded in 2026 used it up on Thursday 8 October 2026 at 12:48 UTC.'),
  ],
};

export const liabilityCap: Deadline = {
  ...base,
  id: 'liability-cap~b1',
  clause: 'liability-cap',
  ref: 'Liability and Its Limitations, paragraph 2',
  title: 'Limit of liability',
  date: '2026-11-20',
  unadjustedDate: '2026-11-20',
  instant: '2026-11-20T22:00:00Z',
  obligor: 'provider',
  beneficiary: 'customer',
  nature: 'figure',
  figure: [
    { currency: 'EUR', amount: 1_234_550 },
    { currency: 'JPY', amount: 90_000 },
  ],
  steps: [told('look-back', 'Payments received from 20 November 2025 to 19 November 2026.')],
};

export const endOfContract: Deadline = {
  ...base,
  id: 'termination-notice~evt_1',
  clause: 'termination-notice',
  ref: 'Termination and Modification of Terms, paragraph 1',
  title: 'Notice to end the contract',
  date: '2026-12-20',
  unadjustedDate: '2026-12-20',
  instant: '2026-12-20T22:00:00Z',
  obligor: 'customer',
  beneficiary: 'provider',
  nature: 'effect',
  steps: [told('count', '30 days after Friday 20 November 2026 end with Sunday 20 December 2026.')],
};

export const supportAnswer: Deadline = {
  ...base,
  id: 'support~t1',
  clause: 'support-response',
  ref: '4.1',
  title: 'Answer to a support request',
  date: '2026-11-24',
  unadjustedDate: '2026-11-24',
  instant: '2026-11-24T13:30:00Z',
  obligor: 'provider',
  beneficiary: 'customer',
  nature: 'obligation',
  steps: [told('count', '24 hours after Monday 23 November 2026, 15:30.')],
};

export function inputFor(
  deadline: Deadline,
  kind: Rung['kind'],
  party: 'customer' | 'provider',
  lead?: string,
): NoticeInput {
  const input: NoticeInput = {
    contract,
    providerName: 'Exoopus',
    deadline,
    rung: rung(kind, '2026-11-21T07:00:00Z', [party]),
    party,
    words,
    noticeId: noticeId(contract.id, deadline.id, 0, kind, party),
    triggerData: { invoice: 'in_123', dueOn: '2026-11-13', amount: 48_000, currency: 'EUR' },
  };
  return lead === undefined ? input : { ...input, lead };
}

/** The letters a person should look at whenever the wording or the design changes. */
export const SAMPLES = {
  'suspension-reminder': () =>
    renderNotice(
      inputFor(
        suspension,
        'reminder',
        'customer',
        'A payment of {amount} is outstanding: invoice {data.invoice}, due on {data.dueOn}. Access to the platform may be suspended if it has not arrived by {date}.',
      ),
    ),
  'export-opened': () =>
    renderNotice(
      inputFor(
        exportWindow,
        'opened',
        'customer',
        'Your contract has ended. Your data is available for export in a standard format until {date}.',
      ),
    ),
  'deletion-due': () => renderNotice(inputFor(deletion, 'due', 'provider')),
  'exit-opened': () =>
    renderNotice(
      inputFor(
        exit,
        'opened',
        'customer',
        'The terms of your contract are going to change. If you do not accept the new terms you may end the contract without penalty until {date}.',
      ),
    ),
  'availability-exceeded': () =>
    renderNotice(
      inputFor(
        availability,
        'lapsed',
        'customer',
        'The platform’s downtime this year has used up what the terms allow.',
      ),
    ),
} as const;
