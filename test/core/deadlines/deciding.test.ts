import { describe, expect, it } from 'vitest';
import type { Deadline, Rung } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines, inWordsOf } from '../../../shared/core/deadlines/deadline-changes.ts';
import { DECIDES, decidingDifferences, RUNG_DECIDES } from '../../../shared/core/deadlines/deciding.ts';
import { type StoredDeadline, withoutProgress } from '../../../shared/core/deadlines/progress.ts';

const NOW = '2026-11-21T08:00:00Z';

const rung: Rung = {
  step: 'reminder-7-days',
  kind: 'reminder',
  at: '2026-12-07T07:00:00Z',
  to: ['customer'],
};

/** A deadline in which every field has a value. */
const planned: Required<Deadline> = {
  id: 'export-window~a',
  clause: 'export-window',
  ref: 'Termination, paragraph 3',
  title: 'Export of the customer’s data',
  trigger: 'ended',
  state: 'open',
  date: '2026-12-14',
  unadjustedDate: '2026-12-12',
  opensOn: '2026-11-21',
  instant: '2026-12-14T22:00:00Z',
  timezone: 'Europe/Bucharest',
  obligor: 'provider',
  beneficiary: 'customer',
  atOnce: true,
  nature: 'obligation',
  assumptions: ['trigger-day-out'],
  steps: [
    {
      code: 'fact',
      event: 'ended',
      kind: 'contract.terminated',
      day: '2026-11-20',
      occurredAt: '2026-11-20',
      timezone: 'UTC',
    },
  ],
  terms: 'exoopus@2026-01',
  calendar: 'RO@2026.1',
  ladder: [rung],
  calledOffTo: ['customer'],
  onLapse: { kind: 'deadline.lapsed', occurredAt: '2026-12-14', data: { change: 'c1' } },
  figure: [{ currency: 'EUR', amount: 100 }],
  floor: { floor: { currency: 'EUR', amount: 50 }, sum: [{ currency: 'EUR', amount: 100 }], comparable: true },
  summedUntil: '2026-11-19',
  inHours: true,
  allowance: { usedUp: true },
  extendedTo: '90 days',
  paused: { since: '2026-11-30', inForce: 1 },
  closedBy: 'paused-it',
  closing: { how: 'met', kind: 'data-export.delivered', day: '2026-11-30' },
  alsoMetBy: ['delivered-again'],
  lateKnown: true,
  lateRead: true,
  untrackedBefore: '2026-01-01',
};

/** Another value of each field. */
const others: Required<Deadline> = {
  id: 'export-window~b',
  clause: 'deletion',
  ref: 'Termination, § 3',
  title: 'Export of data',
  trigger: 'ended-again',
  state: 'met',
  date: '2026-12-15',
  unadjustedDate: '2026-12-13',
  opensOn: '2026-11-22',
  instant: '2026-12-15T22:00:00Z',
  timezone: 'UTC',
  obligor: 'customer',
  beneficiary: 'provider',
  atOnce: true,
  nature: 'right',
  assumptions: ['no-roll'],
  steps: [{ code: 'contract-start', event: 'ended', day: '2026-11-20' }],
  terms: 'exoopus@2026-07',
  calendar: 'RO@2026.2',
  ladder: [],
  calledOffTo: ['customer', 'provider'],
  onLapse: { kind: 'contract.terminated', occurredAt: '2026-12-14', data: { change: 'c1' } },
  figure: [{ currency: 'EUR', amount: 101 }],
  floor: { floor: { currency: 'EUR', amount: 60 }, sum: [{ currency: 'EUR', amount: 101 }], comparable: true },
  summedUntil: '2026-11-18',
  inHours: true,
  allowance: { usedUp: false },
  extendedTo: '60 days',
  paused: { since: '2026-11-30', inForce: 2 },
  closedBy: 'met-it',
  closing: { how: 'ended', kind: 'data-export.delivered', day: '2026-11-30' },
  alsoMetBy: [],
  lateKnown: true,
  lateRead: true,
  untrackedBefore: '2026-02-01',
};

const otherRung: Required<Rung> = {
  step: 'reminder-5-days',
  kind: 'due',
  at: '2026-12-07T08:00:00Z',
  to: ['customer', 'provider'],
};

const stored: StoredDeadline = { ...planned, revision: 3, run: 1, runStartedAt: NOW, done: ['opened'] };
const changesTo = (after: Deadline) => compareDeadlines([{ ...stored, id: after.id }], [after], NOW);
const without = (field: keyof Deadline): Deadline => {
  const { [field]: _left, ...rest } = planned;
  return rest as Deadline;
};

describe('what decides whether a deadline has changed', () => {
  const deciding = [
    ...['id', 'clause', 'trigger', 'state', 'date', 'unadjustedDate', 'opensOn', 'instant', 'timezone', 'obligor'],
    ...['beneficiary', 'atOnce', 'nature', 'ladder', 'calledOffTo', 'onLapse', 'figure', 'closedBy'],
  ];
  const words = [
    ...['ref', 'title', 'assumptions', 'steps', 'terms', 'calendar'],
    ...['inHours', 'floor', 'summedUntil', 'allowance', 'extendedTo', 'paused', 'closing', 'alsoMetBy', 'lateKnown'],
    'lateRead',
    'untrackedBefore',
  ];

  it('is said of every field there is', () => {
    expect(Object.keys(DECIDES).sort()).toEqual([...deciding, ...words].sort());
    expect(Object.keys(DECIDES).sort()).toEqual(Object.keys(planned).sort());
    expect(Object.keys(RUNG_DECIDES).sort()).toEqual(Object.keys(otherRung).sort());
  });

  it.each(deciding.filter((field) => field !== 'id') as (keyof Deadline)[])('%s does', (field) => {
    // It has one value only, or none.
    const after = field === 'atOnce' ? without('atOnce') : { ...planned, [field]: others[field] };
    expect(decidingDifferences(planned, after)).toEqual([field]);
    expect(changesTo(after)).toMatchObject([{ before: stored, after: { revision: 4 } }]);
  });

  it.each(['opensOn', 'atOnce', 'figure', 'closedBy'] as const)('%s does by being there at all', (field) => {
    expect(decidingDifferences(planned, without(field))).toEqual([field]);
    expect(decidingDifferences(without(field), planned)).toEqual([field]);
  });

  it.each(words as (keyof Deadline)[])('%s does not', (field) => {
    const after = { ...planned, [field]: others[field] };
    expect(decidingDifferences(planned, after)).toEqual([]);
    expect(changesTo(after)).toEqual([]);
  });

  it.each(['step', 'kind', 'at', 'to'] as const)('of a ladder %s does', (field) => {
    const after = { ...planned, ladder: [{ ...rung, [field]: otherRung[field] }] };
    expect(changesTo(after)).toMatchObject([{ change: 'restated', after: { run: 1, done: ['opened'] } }]);
  });

  it('of a ladder nothing else does', () => {
    const ladder = [{ ...rung, lead: 'As rungs were stored of old.' } as Rung];
    expect(changesTo({ ...planned, ladder })).toEqual([]);
  });

  it('the kind, the day and the data of what a lapse brings about do', () => {
    for (const other of [{ occurredAt: '2026-12-15' }, { data: { change: 'c2' } }, { data: {} }]) {
      const after = { ...planned, onLapse: { ...planned.onLapse, ...other } };
      expect(changesTo(after).map(({ change }) => change)).toEqual(['restated']);
    }
  });
});

describe('a stored deadline to which nothing gives rise any more', () => {
  it('tells of nothing that met, ended or paused it', () => {
    const [change] = compareDeadlines([stored], [], NOW);
    expect(change).toMatchObject({
      change: 'superseded',
      after: { state: 'superseded', date: stored.date, ladder: [] },
    });
    const fields = Object.keys(change?.after ?? {});
    for (const field of ['closedBy', 'closing', 'alsoMetBy', 'paused']) expect(fields).not.toContain(field);
  });
});

describe('a stored deadline in the words of a plan', () => {
  const reworded: Deadline = {
    ...planned,
    ...{ title: others.title, ref: others.ref, steps: others.steps, terms: others.terms },
  };

  it('keeps its progress and says what the plan says, where both agree in what decides', () => {
    const [told] = inWordsOf([reworded], [stored]);
    expect(told && withoutProgress(told)).toEqual(reworded);
    expect(told).toMatchObject({ revision: 3, run: 1, runStartedAt: NOW, done: ['opened'] });
  });

  it('keeps nothing that the plan does not tell: what met it a second time may be taken back', () => {
    const { alsoMetBy: _also, floor: _floor, extendedTo: _extended, ...less } = reworded;
    const [told] = inWordsOf([less], [{ ...stored, next: { step: 'due', at: NOW } }]);
    expect(told).toEqual({
      ...less,
      ...{ revision: 3, run: 1, runStartedAt: NOW, done: ['opened'] },
      next: told?.next,
    });
    expect(told?.next).toEqual({ step: 'due', at: NOW });
  });

  it('stays as it is stored where they do not agree, and where nothing is planned', () => {
    expect(inWordsOf([{ ...reworded, date: '2026-12-15' }], [stored])).toEqual([stored]);
    expect(inWordsOf([], [stored])).toEqual([stored]);
  });
});
