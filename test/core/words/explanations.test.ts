import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { explained, explainedStep } from '../../../shared/core/words/explanation.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { deadlineOf, facts, inBucharest, planOf, silent, terms, until } from '../deadlines/planning.ts';

const words = wordsOf(terms.catalog);
const sentences = (deadline: Deadline) => explained(deadline, words).map(({ text }) => text);

const texts = (contract: typeof silent, id: string, ...events: string[]) =>
  sentences(deadlineOf(planOf(contract, facts(...events)), id));

describe('why a date is what it is', () => {
  it('business days, holidays passed over, and the end of the day, each once', () => {
    expect(texts(inBucharest, 'export-window', 'contract.terminated@2026-11-20T10:00:00+02:00,id=e1')).toEqual([
      'Export of the customer’s data (exoopus@2026-01, Termination and Modification of Terms, paragraph 1): After termination the provider keeps the customer’s data available for export for 15 business days.',
      'Assumption: The terms do not say whether the day of the event counts, so it does not and counting starts on the next day.',
      'contract.terminated happened on Friday 20 November 2026 at 10:00 in Europe/Bucharest, given as 2026-11-20T10:00:00+02:00 (event e1).',
      expect.stringMatching(
        /^Counting 15 business days .*RO.* after Friday 20 November 2026, that day not counted, leads to Tuesday 15 December 2026\..*St Andrew.*National Day/,
      ),
      expect.stringContaining(
        'is over when Wednesday 16 December 2026 begins in Europe/Bucharest: 2026-12-15T22:00:00Z',
      ),
    ]);
  });

  it('a due date that the invoice does not show', () => {
    expect(
      texts(
        silent,
        'suspension~i',
        'invoice.issued@2026-11-01T08:00:00Z,id=m1,invoice=i,dueAt=2026-11-01T08:00:00Z,dueBasis=finalization',
      ),
    ).toEqual(
      expect.arrayContaining([
        'The due date is Sunday 1 November 2026 in UTC (the invoice shows no due date and is charged automatically, so it is due when finalized), according to invoice.issued (event m1).',
        'Assumption: An invoice that is charged automatically and shows no due date is due on the day it is finalized.',
      ]),
    );
    expect(texts(silent, 'suspension~i', 'invoice.issued@2026-11-01,invoice=i,dueOn=2026-11-01').join()).not.toContain(
      'finalized',
    );
  });

  it('a hold, how long it lasted, and where the last day moved', () => {
    const shown = texts(
      inBucharest,
      'deletion',
      'contract.terminated@2026-11-20',
      'legal-hold.placed@2026-12-01,id=h1',
      'legal-hold.lifted@2026-12-11,id=h2',
    );
    expect(shown.slice(-4)).toEqual([
      'It stood still from Tuesday 1 December 2026 until legal-hold.lifted on Friday 11 December 2026 (event h2).',
      'Time that stood still is not counted: Thursday 18 February 2027 plus 10 days is Sunday 28 February 2027.',
      'Sunday 28 February 2027 is not a working day of the week, but the period ends on it all the same.',
      expect.stringContaining('Sunday 28 February 2027 is over when Monday 1 March 2027 begins in Europe/Bucharest'),
    ]);
  });

  it('what became of it', () => {
    const noticed = facts('termination.noticed@2026-11-20,id=n1');
    const lapsed = deadlineOf(planOf(silent, until('2027-01-01T00:00:00Z', silent, noticed)), 'termination-notice');
    expect(sentences(lapsed).at(-1)).toBe(
      'The last instant, 2026-12-21T00:00:00Z, passed, which brought about contract.terminated.',
    );
    const met = texts(
      silent,
      'export-window',
      'contract.terminated@2026-11-20',
      'data-export.delivered@2026-11-23,id=d1',
    );
    expect(met.at(-1)).toBe('Met by data-export.delivered on Monday 23 November 2026 (event d1).');
  });

  it('under a statute, without what its own way of counting is not made for', () => {
    const beside = { ...inBucharest, statutes: ['gdpr@2018-05-25'] };
    const shown = texts(beside, 'gdpr.subject-response~r1', 'subject-request.received@2026-11-20,request=r1').join(
      '\n',
    );
    expect(shown).toContain('Reg 1182/71');
    expect(shown).not.toMatch(/not for private contracts|72 hours/);
  });

  it('a window, from what it is counted before either end', () => {
    const yearly = { ...silent, terms: 'eloomi', version: '5.9', startsOn: '2026-01-01', term: '12 months' };
    const { steps } = deadlineOf(planOf(yearly, []), 'invoice-due~2026-01-01');
    expect(steps.map(({ code }) => code)).toEqual([
      ...['contract-start', 'cycle-end'],
      ...['count-days', 'ends', 'window-between'],
    ]);
  });

  it('a notice that came too late for its own cycle, and only such a notice', () => {
    const yearly = { ...silent, terms: 'eloomi', version: '5.9', startsOn: '2026-03-01', term: '12 months' };
    const shown = (noticed: string) => {
      const events = until('2027-03-02T00:00:00Z', yearly, facts(`termination.noticed@${noticed},id=n1`));
      const told = explained(deadlineOf(planOf(yearly, events), 'subscription-end~2027-03-01'), words);
      return told.filter(({ code }) => code === 'missed-cycle').map(({ text }) => text);
    };
    expect(shown('2027-02-02T09:00:00Z')).toEqual([
      'termination.noticed came on Tuesday 2 February 2027 (event n1), after Sunday 31 January 2027, the last day for the end of the cycle on Sunday 28 February 2027; so it counts for the next cycle.',
    ]);
    expect(shown('2027-03-01T09:00:00Z')).toEqual([]);
  });

  it('an outage that goes on', () => {
    expect(texts(inBucharest, 'availability~2026', 'outage.started@2026-06-01T00:00:00Z,outage=o1').slice(-3)).toEqual([
      '2026 has 365 days in Europe/Bucharest; 0.5 % of it, 1 day 19 hours 48 minutes, may be lost.',
      'Outage o1 from 2026-06-01T03:00:00+03:00 on, not yet ended: counted as it goes on.',
      'If the outage goes on, the allowance of 1 day 19 hours 48 minutes is used up at 2026-06-02T22:48:00+03:00.',
    ]);
  });

  it('what was paid', () => {
    const shown = texts(
      silent,
      'liability-cap~b1',
      'payment.received@2025-06-01,amount=100000,currency=EUR',
      'breach.alleged@2026-03-15,breach=b1,id=b',
    );
    expect(shown.at(-1)).toBe(
      'payment.received came once from Saturday 15 March 2025 to Saturday 14 March 2026, in all EUR 1,000.00.',
    );
    expect(shown.join(' ')).not.toContain('working day of the week');
  });

  it('what a later release explained: that there is something, and its facts', () => {
    const step = { code: 'tolled', by: 'e1', until: '2026-12-01' };
    expect(explainedStep({ code: 'unknown', step }, words)).toEqual({
      ...step,
      text: 'A later release of Clauseclock explained here what this one has no words for (tolled).',
    });
  });

  it('every step has a code and ends like a sentence', () => {
    const events = facts(
      'termination.noticed@2026-01-05',
      'terms-change.announced@2026-01-06,change=c,effectiveOn=2026-04-01',
      'outage.started@2026-01-07',
      'outage.ended@2026-01-08',
      'payment.failed@2026-01-09,invoice=i,dueOn=2026-01-09',
      'breach.alleged@2026-01-10,breach=b',
      'legal-hold.placed@2026-02-20',
      'legal-hold.lifted@2026-03-01',
    );
    const { deadlines } = planOf(silent, until('2028-01-01T00:00:00Z', silent, events));
    expect(new Set(deadlines.map(({ clause }) => clause)).size).toBe(8);
    for (const deadline of deadlines) {
      for (const step of explained(deadline, words)) {
        expect(step.code).toMatch(/^[a-z-]+$/);
        expect(step.text).toMatch(/^[A-Z0-9a-z].*[.Z]$/s);
        expect(step.text).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });
});
