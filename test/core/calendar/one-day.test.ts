import { expect, it } from 'vitest';
import { computeWindow, lookBack } from '../../../shared/core/calendar/compute.ts';
import { place } from './counting-context.ts';

it('a window may be open on a single day, and a look-back may take in a single one', () => {
  const window = computeWindow('2026-03-10', { opens: 'dayAfter', closes: { n: 1, unit: 'days' } }, place());
  expect(window).toMatchObject({ opensOn: '2026-03-11', date: '2026-03-11' });
  const back = lookBack('2026-03-10', { n: 1, unit: 'days' }, place());
  expect(back).toMatchObject({ opensOn: '2026-03-09', date: '2026-03-09' });
});
