import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeliveryReport,
  mergeDelivery,
  needsEscalation,
  waitsForPerson,
} from '../../../shared/core/notices/delivery.ts';
import { NOTICE_STATES, type NoticeState } from '../../../shared/core/notices/notice.ts';

const REPORTS: readonly DeliveryReport[] = [
  { kind: 'send' },
  { kind: 'delay' },
  { kind: 'delivery' },
  { kind: 'reject' },
  { kind: 'suppressed' },
  { kind: 'complaint' },
  { kind: 'bounce', bounce: 'permanent' },
  { kind: 'bounce', bounce: 'transient' },
];
const report = fc.constantFrom(...REPORTS);
const state = fc.constantFrom(...NOTICE_STATES);
const mergeAll = (start: NoticeState, reports: readonly DeliveryReport[]) => reports.reduce(mergeDelivery, start);

describe('delivery reports', () => {
  it('lead to the same state in any order and however often they come', () => {
    const history = fc.array(report, { maxLength: 8 }).chain((reports) =>
      fc.record({
        reports: fc.constant(reports),
        shuffled: fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(state, history, (start, { reports, shuffled }) => {
        expect(mergeAll(start, shuffled)).toBe(mergeAll(start, reports));
      }),
    );
  });

  it('never lower a state', () => {
    fc.assert(
      fc.property(state, fc.array(report), (start, reports) => {
        const end = mergeAll(start, reports);
        expect(NOTICE_STATES.indexOf(end)).toBeGreaterThanOrEqual(NOTICE_STATES.indexOf(start));
      }),
    );
  });

  it.each<[string, NoticeState, DeliveryReport[], NoticeState]>([
    ['a lost answer is cleared up by the send report', 'UNKNOWN', [{ kind: 'send' }], 'ACCEPTED'],
    ['a delay says only that it was accepted', 'CLAIMED', [{ kind: 'delay' }], 'ACCEPTED'],
    ['a late send report changes nothing', 'DELIVERED', [{ kind: 'send' }], 'DELIVERED'],
    [
      'an absence reply after delivery changes nothing',
      'DELIVERED',
      [{ kind: 'bounce', bounce: 'transient' }],
      'DELIVERED',
    ],
    [
      'a mailbox that stayed full is not delivery',
      'ACCEPTED',
      [{ kind: 'bounce', bounce: 'transient' }],
      'UNDELIVERED',
    ],
    ['a bounce after delivery counts', 'DELIVERED', [{ kind: 'bounce', bounce: 'permanent' }], 'BOUNCED'],
    ['a complaint after delivery counts', 'DELIVERED', [{ kind: 'complaint' }], 'COMPLAINED'],
    ['a second attempt that arrived outranks a withheld one', 'SUPPRESSED', [{ kind: 'delivery' }], 'DELIVERED'],
    ['proof of sending outranks a withdrawal', 'CANCELLED', [{ kind: 'send' }, { kind: 'delivery' }], 'DELIVERED'],
    ['what a person holds stays with the person', 'ESCALATED', [{ kind: 'delivery' }], 'ESCALATED'],
  ])('%s', (_, start, reports, end) => {
    expect(mergeAll(start, reports)).toBe(end);
  });

  it('that tell of failure need a person', () => {
    expect(NOTICE_STATES.filter(needsEscalation)).toEqual([
      'UNDELIVERED',
      'REJECTED',
      'SUPPRESSED',
      'BOUNCED',
      'COMPLAINED',
    ]);
  });
});

describe('a person', () => {
  it('is waited for by what failed, until it is said to be dealt with in that state', () => {
    const waiting = NOTICE_STATES.filter((each) => waitsForPerson({ state: each }));
    expect(waiting).toEqual(['UNDELIVERED', 'REJECTED', 'SUPPRESSED', 'BOUNCED', 'COMPLAINED', 'ESCALATED']);
    const acknowledged = { by: 'Ana', reason: 'Done.', at: '2026-11-20T08:00:00Z', state: 'BOUNCED' } as const;
    expect(waitsForPerson({ state: 'BOUNCED', acknowledged })).toBe(false);
    expect(waitsForPerson({ state: 'COMPLAINED', acknowledged })).toBe(true);
    expect(waitsForPerson({ state: 'DELIVERED', acknowledged })).toBe(false);
  });
});
