import { describe, expect, it } from 'vitest';
import { noticeRecordSchema, subjectOf } from '../../../shared/core/notices/record.ts';

const common = {
  id: 'a'.repeat(32),
  contract: 'acme',
  step: 'due',
  party: 'customer',
  to: 'ana@acme.example',
  subject: 's',
  sha256: 'x',
  state: 'PENDING',
  attempts: 0,
  latest: '2026-12-05T00:00:00Z',
  createdAt: '2026-12-01T00:00:00Z',
  messageIds: [],
  reports: [],
  terms: 'exoopus@2026-01',
};
const deadline = { deadline: 'suspension~in_1', run: 1 };
const event = { event: 'amended~7' };

describe('a stored notice', () => {
  it.each([
    [{ ...deadline, purpose: 'step' }, { deadline: 'suspension~in_1' }],
    [{ ...deadline, purpose: 'escalation' }, { deadline: 'suspension~in_1' }],
    [{ ...event, purpose: 'address-changed' }, { event: 'amended~7' }],
    [{ ...event, purpose: 'escalation' }, { event: 'amended~7' }],
    [{ purpose: 'onboarding' }, {}],
    [{ purpose: 'escalation' }, {}],
  ])('is read with %j', (about, subject) => {
    const notice = noticeRecordSchema.parse({ ...common, ...about });
    expect(notice).toEqual({ ...common, ...about });
    expect(subjectOf(notice)).toEqual(subject);
  });

  it.each([
    ['about a step of nothing', { purpose: 'step' }],
    ['about a change of address of nothing', { purpose: 'address-changed' }],
    ['about the late start of a deadline', { ...deadline, purpose: 'onboarding' }],
    ['about the late start of an event', { ...event, purpose: 'onboarding' }],
    ['about both', { ...deadline, ...event, purpose: 'escalation' }],
    ['about a step without its run', { deadline: 'suspension~in_1', purpose: 'step' }],
    ['about a change of address of a deadline', { ...deadline, purpose: 'address-changed' }],
    ['about a step of an amendment', { ...event, purpose: 'step' }],
  ])('is refused %s', (_, about) => {
    expect(noticeRecordSchema.safeParse({ ...common, ...about }).success).toBe(false);
  });
});
