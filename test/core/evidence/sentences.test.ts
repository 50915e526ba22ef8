import { describe, expect, it } from 'vitest';
import type { EvidenceEntry } from '../../../shared/core/evidence/chain.ts';
import type { EvidenceDraft } from '../../../shared/core/evidence/facts.ts';
import { told } from '../../../shared/core/evidence/sentences.ts';
import { NEWEST } from '../../../shared/core/words/say.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { terms } from '../deadlines/planning.ts';

const words = wordsOf(terms.catalog);
const place = { contract: 'acme', seq: 1, at: '2026-11-20T08:00:00Z', prev: '', hash: '' };
const sentence = (draft: EvidenceDraft) => told({ ...place, ...draft, words: NEWEST }, words).text;

const named = { clause: 'export-window', terms: 'exoopus@2026-01' };
const event = { kind: 'contract.terminated', occurredAt: '2026-11-20' };
const notice = 'ab12';
const report = { notice, at: '2026-11-20T08:00:05Z' };

const waiting = {
  ...{ notice, latest: '2026-12-01T22:00:00Z' },
  ...{ delivery: 'stripe~default~evt_1', receivedAt: '2026-11-20T08:00:00Z' },
};

const moved = { dueAt: '2026-11-20T20:00:00Z', movedTo: '2026-11-23T06:00:00Z' };
const CASES: readonly (readonly [EvidenceDraft, string])[] = [
  [
    { type: 'contract.created', facts: { contract: { terms: 'exoopus', version: '2026-01' } } },
    'Contract created under exoopus@2026-01.',
  ],
  [
    { type: 'event.recorded', facts: { event, changes: [{}] } },
    'contract.terminated of 2026-11-20 recorded; 1 deadline changed.',
  ],
  [
    {
      type: 'event.recorded',
      facts: {
        event,
        changes: [],
        notStarted: [
          { clause: 'suspension', event: 'e1', missing: 'data.dueOn' },
          { clause: 'availability', event: 'e1', missing: 'outage.started', before: true },
        ],
        notApplied: [
          { clause: 'yearly', event: 'e1', reason: { because: 'silent', field: 'term' } },
          {
            clause: 'danish',
            event: 'e1',
            reason: { because: 'elsewhere', field: 'law', is: ['DK', 'SE'], found: 'RO' },
          },
        ],
      },
    },
    'contract.terminated of 2026-11-20 recorded; 0 deadlines changed. Clause suspension does not start: data.dueOn is not known. Clause availability does not start: outage.started before it is not known. Clause yearly does not start: the contract does not say its term. Clause danish does not start: it applies where law is DK or SE, and the contract’s is RO.',
  ],
  [
    { type: 'notice.held', facts: waiting },
    'Notice ab12 waits: webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, has not been worked on and may tell something that makes the notice wrong. The notice goes out by 2026-12-01T22:00:00Z at the latest.',
  ],
  [
    { type: 'notice.held', facts: { ...waiting, waitsFor: 'work' } },
    'Notice ab12 waits: webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, has not been worked on and may tell something that makes the notice wrong. The notice goes out by 2026-12-01T22:00:00Z at the latest.',
  ],
  [
    { type: 'notice.held', facts: { ...waiting, waitsFor: 'person' } },
    'Notice ab12 waits: webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, waits for a person’s decision and may tell something that makes the notice wrong. The notice goes out by 2026-12-01T22:00:00Z at the latest.',
  ],
  [
    { type: 'notice.let-go', facts: waiting },
    'Notice ab12 goes out although webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, has still not been worked on: the notice is of use until 2026-12-01T22:00:00Z only.',
  ],
  [
    { type: 'notice.let-go', facts: { ...waiting, waitsFor: 'work' } },
    'Notice ab12 goes out although webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, has still not been worked on: the notice is of use until 2026-12-01T22:00:00Z only.',
  ],
  [
    { type: 'notice.let-go', facts: { ...waiting, waitsFor: 'person' } },
    'Notice ab12 goes out although webhook stripe~default~evt_1, which came in at 2026-11-20T08:00:00Z, still waits for a person’s decision: the notice is of use until 2026-12-01T22:00:00Z only.',
  ],
  [
    { type: 'deadlines.settled', facts: { terms: 'exoopus@2026-01', changes: [{}, {}] } },
    '2 deadlines brought in line with the events under exoopus@2026-01.',
  ],
  [
    { type: 'step.fired', facts: { ...named, step: 'opened', date: '2026-12-15', notices: [{}] } },
    'Step opened of Export of the customer’s data (last day 2026-12-15) fired; 1 notice prepared.',
  ],
  [
    {
      type: 'step.fired',
      facts: { ...named, step: 'opened', date: '2026-12-15', notices: [{}], ...moved },
    },
    'Step opened of Export of the customer’s data (last day 2026-12-15) fired as the send window opened at 2026-11-23T06:00:00Z, in place of 2026-11-20T20:00:00Z; 1 notice prepared.',
  ],
  [
    { type: 'notice.attempt', facts: { notice, attempt: 1, letters: 12 } },
    'Attempt 1 to send notice ab12 and 11 others as one message.',
  ],
  [
    { type: 'notice.cancelled', facts: { notice, stateBefore: 'PENDING', attempts: 0, verdict: 'regrouped' } },
    'Notice ab12 is withdrawn, because another notice of the same message does not hold any more; its step fires again.',
  ],
  [
    { type: 'deadline.lapsed', facts: { ...named, instant: '2026-12-15T22:00:00Z', event } },
    'The last instant of Export of the customer’s data, 2026-12-15T22:00:00Z, passed; recorded contract.terminated of 2026-11-20.',
  ],
  [
    {
      type: 'inbound.set-aside',
      facts: {
        delivery: 'stripe~default~evt_1',
        event: 'evt_1.contract.terminated.sub_1',
        kind: 'contract.terminated',
        reason: 'before-start',
        detail: 'occurredAt: correct it.',
      },
    },
    'Webhook stripe~default~evt_1 told of contract.terminated, which is not recorded (before-start): occurredAt: correct it.',
  ],
  [
    {
      type: 'inbound.replayed',
      facts: {
        delivery: 'stripe~default~evt_1',
        event: 'evt_1.refund.issued.re_1',
        by: 'ana',
        why: 'a rule was added',
      },
    },
    'ana had webhook stripe~default~evt_1 worked on again, which recorded event evt_1.refund.issued.re_1: a rule was added',
  ],
  [{ type: 'notice.attempt', facts: { notice, attempt: 1 } }, 'Attempt 1 to send notice ab12.'],
  [
    { type: 'notice.resend-after-unknown', facts: { notice, attempt: 2 } },
    'Attempt 2 to send the same bytes again: no report of the attempt before has come.',
  ],
  [
    { type: 'notice.accepted', facts: { notice, attempt: 1, messageId: 'm1' } },
    'The mail service accepted attempt 1 as m1.',
  ],
  [
    { type: 'notice.rejected', facts: { notice, attempt: 1, code: 'MessageRejected' } },
    'The mail service refused attempt 1 for good (MessageRejected).',
  ],
  [
    { type: 'notice.released', facts: { notice, attempt: 1, code: 'Throttling' } },
    'Attempt 1 was refused for now (Throttling); nothing was sent.',
  ],
  [
    { type: 'notice.unknown', facts: { notice, attempt: 1, code: 'TimeoutError', until: '2026-11-20T09:00:00Z' } },
    'The answer to attempt 1 was lost (TimeoutError). A report is waited for until 2026-11-20T09:00:00Z.',
  ],
  [
    { type: 'notice.unknown', facts: { notice, attempt: 1, code: 'TimeoutError' } },
    'The answer to attempt 1 was lost (TimeoutError).',
  ],
  [
    { type: 'notice.unknown', facts: { notice, attempt: 1, until: '2026-11-20T09:00:00Z' } },
    'Attempt 1 was cut off; whether it went out is not known. A report is waited for until 2026-11-20T09:00:00Z.',
  ],
  [
    { type: 'notice.cancelled', facts: { notice, stateBefore: 'PENDING', attempts: 0 } },
    'Notice ab12 was not sent: the facts have moved on since it was prepared.',
  ],
  [
    { type: 'notice.cancelled', facts: { notice, stateBefore: 'UNKNOWN', attempts: 2 } },
    'Notice ab12 is not sent again; whether attempt 2 went out is not known: the facts have moved on since it was prepared.',
  ],
  [
    { type: 'notice.given-up', facts: { notice, attempts: 1, verdict: 'too-late' } },
    'Notice ab12 is given up after 1 attempt: the time it announced is over.',
  ],
  [
    { type: 'notice.given-up', facts: { notice, attempts: 5, verdict: 'too-often' } },
    'Notice ab12 is given up after 5 attempts: no answer and no report has come to any of them.',
  ],
  [
    { type: 'notice.escalated', facts: { notice, step: 'due', party: 'customer', reason: 'bounced' } },
    'The notice of step due to the customer did not do its work (bounced); the provider is told.',
  ],
  [{ type: 'notice.delivered', facts: report }, 'The receiving server took the notice at 2026-11-20T08:00:05Z.'],
  [
    { type: 'notice.bounced', facts: { ...report, detail: 'smtp; 550' } },
    'The receiving server turned the notice away at 2026-11-20T08:00:05Z (smtp; 550).',
  ],
  [{ type: 'notice.rejected', facts: report }, 'The mail service refused the notice at 2026-11-20T08:00:05Z.'],
];

describe('the sentence of an entry', () => {
  it.each(CASES)('%j', (draft, text) => {
    expect(sentence(draft)).toBe(text);
  });

  it('names the clause by its id where its pack is not at hand', () => {
    const draft: EvidenceDraft = {
      type: 'step.fired',
      facts: { clause: 'export-window', terms: 'gone@1', step: 'due', date: '2026-12-15', notices: [] },
    };
    expect(sentence(draft)).toBe('Step due of export-window (last day 2026-12-15) fired; 0 notices prepared.');
  });

  it('is the recorded one where there is one', () => {
    const entry: EvidenceEntry = { ...place, type: 'event.recorded', facts: {}, text: 'As it was told then.' };
    expect(told(entry, words).text).toBe('As it was told then.');
  });

  it('can be read of entries that later code recorded, as far as they are understood', () => {
    const later = { ...place, type: 'contract.painted', facts: { colour: 'red' }, words: 'en@77' };
    expect(told(later, words).text).toBe('contract.painted is on record; its sentence cannot be made.');
    const worded = { ...place, type: 'notice.attempt', facts: { notice, attempt: 1 }, words: 'en@77' };
    expect(told(worded, words).text).toBe('Attempt 1 to send notice ab12.');
  });
});
