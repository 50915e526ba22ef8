import { expect, it } from 'vitest';
import { agreementOf } from '../../shared/core/agreement/agreement.ts';
import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { prepareEscalation, prepareRung } from '../../shared/sending/prepare.ts';

const NOW = '2026-12-05T07:00:00Z';
const deadline = {
  id: 'suspension~in_1',
  clause: 'suspension',
  ref: 'first bullet',
  title: 'Suspension for non-payment',
  trigger: 'e-1',
  state: 'open',
  date: '2026-12-05',
  unadjustedDate: '2026-12-05',
  instant: '2026-12-06T00:00:00Z',
  timezone: 'UTC',
  obligor: 'customer',
  beneficiary: 'provider',
  nature: 'right',
  steps: [],
  terms: 'exoopus@2026-01',
  calendar: 'none',
  ladder: [],
  onLapse: { kind: 'deadline.lapsed', occurredAt: '2026-12-05', data: {} },
  revision: 1,
  run: 1,
  runStartedAt: NOW,
  done: [],
} as StoredDeadline;
const contract = {
  id: 'acme',
  terms: 'exoopus',
  version: '2026-01',
  customer: { email: 'ana@acme.example', locale: 'en' },
};
const terms = sourceTerms();
const context = {
  contract,
  agreement: agreementOf({ contract, ...terms }),
  words: wordsOf(terms.catalog),
  correspondents: { fromAddress: 'notices@provider.example', operationsAddress: 'operations@provider.example' },
  now: NOW,
};
const rung: Rung = { step: 'due', kind: 'due', at: NOW, to: ['customer', 'provider'] };
/** A pack that says this first. */
const saying = (lead: string) => {
  const { words } = context;
  return { ...context, words: { ...words, packs: { ...words.packs, lead: () => lead } } };
};

it('a step makes one notice for each party, the same bytes every time', async () => {
  const once = await prepareRung(saying('Pay by {date}.'), deadline, rung, {});
  const again = await prepareRung(saying('Pay by {date}.'), deadline, rung, {});
  expect(once.map(({ notice }) => [notice.party, notice.to, notice.latest])).toEqual([
    ['customer', 'ana@acme.example', deadline.instant],
    ['provider', 'operations@provider.example', deadline.instant],
  ]);
  expect(again).toEqual(once);
  expect(once[0]).not.toHaveProperty('leadLeftOutFor');
});

it('a letter in the place of a withdrawn one has an id and bytes of its own, and names one that may have gone out', async () => {
  const [first] = await prepareRung(context, deadline, { ...rung, to: ['customer'] }, {});
  if (!first) throw new Error('nothing prepared');
  for (const attempts of [0, 1]) {
    const withdrawn = new Map([['customer', { ...first.notice, attempts }] as const]);
    const [second] = await prepareRung(context, deadline, { ...rung, to: ['customer'] }, {}, { withdrawn });
    expect(second?.insteadOf).toBe(first.notice.id);
    expect(second?.notice.id).not.toBe(first.notice.id);
    expect(second?.notice.sha256).not.toBe(first.notice.sha256);
    const text = Buffer.from(second?.body ?? []).toString('latin1');
    expect(text.includes(first.notice.id.slice(0, 12))).toBe(attempts > 0);
  }
});

it('a sentence of the pack that could not be filled is left out and named', async () => {
  const [prepared] = await prepareRung(saying('You owe {amount}.'), deadline, rung, {});
  expect(prepared?.leadLeftOutFor).toBe('amount');
});

it('what comes after the end has a day to arrive', async () => {
  const late = { ...context, now: '2026-12-06T00:00:00Z' };
  const [prepared] = await prepareRung(late, deadline, { ...rung, step: 'lapsed', kind: 'lapsed' }, {});
  expect(prepared?.notice.latest).toBe('2026-12-07T00:00:00Z');
});

it('an escalation tells reason, words and time of the last attempt, and is itself never escalated', async () => {
  const [failed] = await prepareRung(saying('Pay by {date}.'), deadline, rung, {});
  if (!failed || !('deadline' in failed.notice)) throw new Error('nothing prepared');
  const failure = { reason: 'bounced', detail: '550 no such user', lastAttemptAt: '2026-12-05T07:00:03Z' } as const;
  const escalation = await prepareEscalation(context, deadline, failed.notice, failure);
  const text = Buffer.from(escalation?.body ?? [])
    .toString('latin1')
    .replaceAll('=\r\n', '');
  expect(text).toContain('550 no such user');
  expect(text).toContain('Last attempt');
  expect(escalation?.notice).toMatchObject({ purpose: 'escalation', party: 'provider' });
  if (!escalation || !('deadline' in escalation.notice)) throw new Error('nothing escalated');
  expect(await prepareEscalation(context, deadline, escalation.notice, failure)).toBeUndefined();
});
