import { describe, expect, it } from 'vitest';
import type { FindingCode, Severity } from '../../../shared/desk/lint/finding.ts';
import { clause, findingOf, lint, names } from './linting.ts';

const WITHDRAWN = 'events: { termination.withdrawn: The notice is taken back. }\n';
const HOLD = 'suspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold';

interface Case {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly fires: string;
  readonly text: RegExp;
  readonly quiet: readonly string[];
}

const CASES: readonly Case[] = [
  {
    code: 'nothing-meets',
    severity: 'error',
    fires: 'on: contract.commenced\nperiod: 10 days',
    text: /Nothing can meet the duty “The first” .* always ends as missed/,
    quiet: [
      'on: contract.commenced\nperiod: 10 days\nsatisfiedBy: account.active',
      'on: contract.commenced\natOnce: true\nnoticeFulfils: true',
      'nature: effect\non: contract.commenced\nperiod: 10 days',
      'none: There is no figure.',
    ],
  },
  {
    code: 'nothing-meets',
    severity: 'warning',
    fires: 'on: contract.commenced\nperiod: 10 days\nendedBy: account.active',
    text: /missed or is ended, never met/,
    quiet: [],
  },
  {
    code: 'nothing-meets',
    severity: 'warning',
    fires: 'nature: window\non: contract.commenced\nperiod: 10 days',
    text: /Nothing shows that the window “The first” .* was used/,
    quiet: ['nature: window\non: contract.commenced\nperiod: 10 days\nsatisfiedBy: account.active'],
  },
  {
    code: 'nothing-ends',
    severity: 'warning',
    fires: 'nature: right\non: contract.commenced\nperiod: 10 days',
    text: /always arises/,
    quiet: [
      'nature: right\non: contract.commenced\nperiod: 10 days\nendedBy: account.active',
      'nature: right\non: account.active\nperiod: 3 months\nrestarts: true',
      'nature: right\nnone: At once.',
    ],
  },
  {
    code: 'no-withdrawal',
    severity: 'warning',
    fires:
      'nature: window\non: terms-change.announced\nabout: change\nperiod: 10 days\nsatisfiedBy: terms-change.rejected',
    text: /goes on as if nothing had happened/,
    quiet: [
      'nature: window\non: terms-change.announced\nabout: change\nperiod: 10 days\nsatisfiedBy: terms-change.rejected\nendedBy: terms-change.withdrawn',
      'on: terms-change.announced\nabout: change\natOnce: true\nnoticeFulfils: true',
    ],
  },
  {
    code: 'no-withdrawal',
    severity: 'error',
    fires:
      'nature: effect\non: terms-change.announced\nabout: change\nperiod: 10 days\nproduces: { kind: terms-change.effective }',
    text: /still brings about terms-change.effective/,
    quiet: [],
  },
  {
    code: 'no-void',
    severity: 'error',
    fires:
      'nature: right\non: invoice.overdue\nabout: invoice\nperiod: { length: 10 days, from: data.dueOn }\nendedBy: payment.received',
    text: /A voided invoice is never paid/,
    quiet: [
      'nature: right\non: invoice.overdue\nabout: invoice\nperiod: { length: 10 days, from: data.dueOn }\nendedBy: [payment.received, invoice.voided]',
      'nature: right\non: trial.started\nperiod: 10 days\nendedBy: payment.received',
    ],
  },
  {
    code: 'allowance-never-ends',
    severity: 'error',
    fires:
      'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: outage.started, excusedBy: excused }',
    text: /outage.started both begins and ends it/,
    quiet: [
      'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }',
    ],
  },
  {
    code: 'allowance-never-ends',
    severity: 'error',
    fires:
      'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: support.answered, excusedBy: excused }',
    text: /support.answered is about something else than outage.started/,
    quiet: [],
  },
  {
    code: 'erasure-under-hold',
    severity: 'error',
    fires: 'on: contract.terminated\nperiod: 90 days\nsatisfiedBy: data.deleted\nsurvivesTermination: true',
    text: /A legal hold does not stop .*: the duty to erase data runs on/,
    quiet: [
      `on: contract.terminated\nperiod: 90 days\nsatisfiedBy: data.deleted\nsurvivesTermination: true\n${HOLD}`,
      'on: contract.terminated\nperiod: 90 days\nsatisfiedBy: data-export.delivered\nsurvivesTermination: true',
    ],
  },
  {
    code: 'erasure-under-hold',
    severity: 'error',
    fires:
      'nature: right\ntopic: data-erasure\non: contract.terminated\nperiod: 90 days\nendedBy: account.active\nsurvivesTermination: true',
    text: /the right to erase data runs on/,
    quiet: [],
  },
  {
    code: 'holds-not-told-apart',
    severity: 'warning',
    fires:
      'on: contract.terminated\nperiod: 90 days\nsatisfiedBy: data.deleted\nsurvivesTermination: true\nsuspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted',
    text: /once one of two is lifted it runs again/,
    quiet: [`on: contract.terminated\nperiod: 90 days\nsatisfiedBy: data.deleted\nsurvivesTermination: true\n${HOLD}`],
  },
  {
    code: 'no-taking-back',
    severity: 'warning',
    fires: 'nature: effect\non: termination.noticed\nperiod: 30 days\nproduces: { kind: contract.terminated }',
    text: /nothing can take it back: it has no endedBy/,
    quiet: [
      'nature: effect\non: termination.noticed\nperiod: 30 days\nendedBy: termination.withdrawn\nproduces: { kind: contract.terminated }',
    ],
  },
];

describe('what lacks its counterpart', () => {
  it.each(CASES)('$code, $severity: $fires', ({ code, severity, fires, text, quiet }) => {
    const found = lint([clause('first', fires)], { more: WITHDRAWN }).filter((one) => one.code === code);
    expect(found).toMatchObject([{ clause: 'first', severity }]);
    expect(found[0]?.text).toMatch(text);
    for (const lines of quiet) {
      expect(
        names(lint([clause('first', lines)], { more: WITHDRAWN })).filter((name) => name.startsWith(code)),
      ).toEqual([]);
    }
  });

  it('points at the field to mend, or at the clause where there is none', () => {
    const lineOf = (lines: string, code: string) =>
      lint([clause('first', lines)], { more: WITHDRAWN }).find((one) => one.code === code)?.places[0]?.line;
    // The head has 14 lines, the events one; the clause begins on line 17 and its own fields on line 23.
    const invoice =
      'nature: right\nobligor: customer\non: invoice.overdue\nabout: invoice\nladder: []\nperiod: 10 days\n';
    expect(lineOf(`${invoice}endedBy: payment.received`, 'no-void')).toBe(27);
    expect(lineOf(`${invoice}satisfiedBy: payment.received`, 'no-void')).toBe(27);
    expect(lineOf(invoice.trim(), 'nothing-ends')).toBe(17);
  });

  it('a notice that meets a clause from which the end of the contract follows', () => {
    const renewal = (reopened: string) =>
      clause(
        'first',
        `nature: window\non: contract.commenced\ncycle: year\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: closing-day }\nsatisfiedBy: [termination.noticed, cancellation.scheduled]\n${reopened}`,
      );
    const end = clause(
      'second',
      'nature: effect\non: { clause: first, becomes: met }\ncycle: year\nwindow: { until: cycle.end, lastDay: closing-day }\nproduces: { kind: contract.terminated }',
    );
    const codes = (clauses: string[]) =>
      lint(clauses, { more: `${WITHDRAWN}cycles: { year: { every: 12 months } }\n` })
        .filter(({ code }) => code === 'no-taking-back')
        .map(({ clause: id, text }) => `${id}: ${text}`);
    expect(codes([renewal(''), end])).toEqual([
      expect.stringMatching(/^first: .*termination.noticed meets it for good/),
    ]);
    expect(codes([renewal('reopenedBy: termination.withdrawn'), end])).toEqual([
      expect.stringMatching(/a cancellation that the provider rescinds leaves it met/),
    ]);
    expect(codes([renewal('reopenedBy: [termination.withdrawn, cancellation.rescinded]'), end])).toEqual([]);
    expect(codes([renewal('')])).toEqual([]);
    const either = renewal('').replace('recurs: after-lapse', 'recurs: after-lapse-or-met');
    const more = 'cycles: { year: { every: 12 months } }\n';
    expect(findingOf(lint([either, end], { more }), 'no-taking-back').remedy).toBe(
      'Let it recur after-lapse, and add cancellation.rescinded or termination.withdrawn to reopenedBy.',
    );
  });
});
