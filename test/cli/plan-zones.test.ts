import { describe, expect, it } from 'vitest';
import { viewOf } from '../../cli/plan/view.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, packOf, silent, terms } from '../core/deadlines/planning.ts';

const first = packOf(
  `- id: answer
  ref: "1"
  title: Answer
  means: m
  nature: obligation
  obligor: provider
  on: support.requested
  about: ticket
  period: 30 days
- id: consent
  ref: "2"
  title: Consent
  means: m
  nature: window
  obligor: customer
  on: terms-change.announced
  about: change
  window: { until: data.effectiveOn, lastDay: day-before }
  satisfiedBy: terms-change.rejected
  produces: { kind: terms-change.effective, occurs: day-after, carries: [change, toVersion] }`,
);
const { timezone: _any, ...anywhere } = { ...silent, terms: 'test', version: '1' };

/** Version 1 in one zone and version 2 in another. */
function view([before, after]: readonly [string, string], asOf: string, ...told: string[]) {
  const catalog = buildCatalog([
    { ...first, timezone: before },
    { ...first, version: '2', timezone: after },
  ]);
  return viewOf({ ...terms, catalog }, { contract: anywhere, events: facts(...told) }, asOf);
}

const EASTWARD = ['America/New_York', 'Europe/Bucharest'] as const;
const ASKED = 'support.requested@2026-08-01,ticket=a';
const ANNOUNCED = 'terms-change.announced@2026-05-01,change=c,toVersion=2,effectiveOn=2026-07-01';

describe('a plan as of a day', () => {
  it.each([
    ['a person tells of', 'terms-change.effective@2026-07-01,toVersion=2'],
    ['comes by a lapse', ANNOUNCED],
  ])('is told before that day ends in the zone of changed terms, where the change %s', (_, change) => {
    const { asOf, plan } = view(EASTWARD, '2026-08-31', change, ASKED);
    expect(deadlineOf(plan, 'answer~a')).toMatchObject({ state: 'open', instant: '2026-08-31T21:00:00Z' });
    expect(asOf?.instant).toBe('2026-08-31T20:59:59Z');
    expect(deadlineOf(view(EASTWARD, '2026-09-01', change, ASKED).plan, 'answer~a').state).toBe('lapsed');
  });

  it('is told in the zone before for a day before the change', () => {
    expect(view(EASTWARD, '2026-06-29', ANNOUNCED).asOf?.instant).toBe('2026-06-30T03:59:59Z');
  });

  it('lists a change of terms before what falls under the changed terms', () => {
    const { facts: listed } = view(EASTWARD, '2026-08-31', 'support.requested@2026-07-01,ticket=b', ANNOUNCED, CHANGED);
    expect(listed.map(({ kind }) => kind)).toEqual([
      'terms-change.announced',
      'terms-change.effective',
      'support.requested',
    ]);
  });
});

const CHANGED = 'terms-change.effective@2026-07-01,toVersion=2';
