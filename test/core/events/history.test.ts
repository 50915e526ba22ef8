import { expect, it } from 'vitest';
import { isHistory } from '../../../shared/core/events/history.ts';

const RECORDED = '2026-12-03T10:00:00Z';

it.each([
  ['a year before', '2025-12-03T10:00:00Z', true],
  ['a day before', '2026-12-02T10:00:00Z', true],
  ['a second less than a day before', '2026-12-02T10:00:01Z', false],
  ['a day before, written with another offset', '2026-12-02T12:00:00+02:00', true],
  ['a second before', '2026-12-03T09:59:59Z', false],
  ['at that moment', RECORDED, false],
  ['after it', '2026-12-04T10:00:00Z', false],
  ['on the bare day two days before', '2026-12-01', true],
  ['on the bare day before, which is not over everywhere', '2026-12-02', false],
  ['on the bare day itself', '2026-12-03', false],
])('what happened %s is told late: %s %s', (_, occurredAt, late) => {
  expect(isHistory(occurredAt, RECORDED)).toBe(late);
});

it('a bare day is history once it is over in the westernmost zone', () => {
  expect(isHistory('2026-12-02', '2026-12-03T11:59:59Z')).toBe(false);
  expect(isHistory('2026-12-02', '2026-12-03T12:00:00Z')).toBe(true);
});
