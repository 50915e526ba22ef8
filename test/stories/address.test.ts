import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Chance } from '../../scripts/histories/chance.ts';
import { inboxOf } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import type { Message, Narrator } from './narrator.ts';
import { paddleNarrator } from './paddle.ts';
import { stripeNarrator } from './stripe.ts';

const BEGAN = '2026-11-02T10:00:00Z';
const [BEFORE, AFTER] = ['before@acme.example', 'after@acme.example'];
const RULES = `rules:
  - { rule: all, when: {}, terms: exoopus, timezone: Europe/Bucharest, holidays: [RO] }
`;

/** A subscription with an invoice that is due on 16 November, so that access may be suspended after 1 December. */
function begin(narrator: Narrator) {
  const subscription = narrator.subscribed({ at: BEGAN, until: '2027-11-02T10:00:00Z' });
  subscription.customerHas(BEGAN, BEFORE);
  subscription.billed({ number: 1, at: BEGAN, amount: 9000, reason: 'cycle', days: 14 });
  return subscription;
}

async function withRules(): Promise<TestStack> {
  const termsDirectory = mkdtempSync(join(tmpdir(), 'stories-'));
  for (const part of ['exoopus', 'calendars'])
    cpSync(join('terms', part), join(termsDirectory, part), { recursive: true });
  writeFileSync(join(termsDirectory, 'intake.yaml'), RULES);
  const test = await startTestStack({ clock: BEGAN, termsDirectory });
  onTestFinished(() => test.stop());
  return test;
}

/** `2026-11-24 reminder-7-days to before@acme.example`, of what the customer was sent. */
function sentTo(test: TestStack, contract: string): string[] {
  return inboxOf(test, contract, 'customer').map(
    ({ sentAt, tags, to }) => `${sentAt.slice(0, 10)} ${tags.step} to ${to}`,
  );
}

describe.each([
  ['stripe', stripeNarrator, 'stripe-sub_1'],
  ['paddle', paddleNarrator, 'paddle-sub_01'],
] as const)(
  'an address that changes between the reminder and the last day, at %s',
  (provider, narratorOf, contract) => {
    async function tell(test: TestStack, messages: readonly Message[]): Promise<void> {
      for (const { at, body } of messages) {
        if (Date.parse(at) > Date.parse(test.stack.clock.now())) await test.advanceTo(at);
        expect((await test.webhook(provider, body)).status).toBe(200);
      }
    }

    it.each([1, 2, 3])(
      'by the provider: the reminder went to the old one, the rest to the new one: order %i',
      async (order) => {
        const narrator = narratorOf();
        const subscription = begin(narrator);
        const beginning = new Chance(`${provider} ${order}`).shuffled(narrator.messages);
        subscription.customerHas('2026-11-26T10:00:00Z', AFTER);
        const test = await withRules();
        await tell(test, [...beginning, ...narrator.messages.slice(beginning.length)]);
        await test.advanceTo('2026-12-03T00:00:00Z');
        expect(sentTo(test, contract)).toEqual([
          `2026-11-24 reminder-7-days to ${BEFORE}`,
          `2026-12-01 due to ${AFTER}`,
          `2026-12-01 lapsed to ${AFTER}`,
        ]);
      },
    );

    it('by a person: what the provider says of the address afterwards changes nothing', async () => {
      const narrator = narratorOf();
      const subscription = begin(narrator);
      subscription.customerHas('2026-11-27T10:00:00Z', 'other@acme.example');
      const test = await withRules();
      await tell(test, narrator.messages.slice(0, -1));
      await test.advanceTo('2026-11-26T10:00:00Z');
      const change = { customer: { email: AFTER } };
      const { status } = await test.patch(`/contracts/${contract}`, { change, by: 'ana', reason: 'She moved.' });
      expect(status).toBe(200);
      await tell(test, narrator.messages.slice(-1));
      await test.advanceTo('2026-12-03T00:00:00Z');
      expect(sentTo(test, contract)).toEqual([
        `2026-11-24 reminder-7-days to ${BEFORE}`,
        `2026-12-01 due to ${AFTER}`,
        `2026-12-01 lapsed to ${AFTER}`,
      ]);
    });
  },
);
