import { expect, it } from 'vitest';
import { deadlineInLogs, namesInLogs } from '../../shared/runtime/logged-ids.ts';

it.each(['suspension~in_1', 'non-renewal-notice~2026-03-01', 'export-window'])('%s is shown as it is', (id) => {
  expect(deadlineInLogs(id)).toBe(id);
});

it.each(['access~ana@acme.example', 'access~Jane~Doe', 'access~jane', 'gdpr/access~#1'])(
  'of %s a digest is shown, the same each time',
  (id) => {
    const [clause] = id.split('~');
    expect(deadlineInLogs(id)).toMatch(new RegExp(`^${clause}~[0-9a-f]{12}$`));
    expect(deadlineInLogs(id)).toBe(deadlineInLogs(id));
  },
);

it('a piece of a job is shown with its deadline so', () => {
  expect(namesInLogs('deadline acme access~jane')).toBe(`deadline acme ${deadlineInLogs('access~jane')}`);
  expect(namesInLogs('contract acme')).toBe('contract acme');
  expect(namesInLogs('😀'.repeat(100_000))).toBe('😀'.repeat(100_000));
});
