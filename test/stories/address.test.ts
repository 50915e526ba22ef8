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
  ['stripe', stripeNarrator, 'stripe-sub_1', 'stripe-sub_2'],
  ['paddle', paddleNarrator, 'paddle-sub_01', 'paddle-sub_02'],
] as const)(
  'an address that changes between the reminder and the last day, at %s',
  (provider, narratorOf, contract, second) => {
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
          `2026-11-26 address-changed to ${BEFORE}`,
          `2026-12-01 due to ${AFTER}`,
          `2026-12-01 lapsed to ${AFTER}`,
        ]);
      },
    );

    it('by the provider, before the reminder: the letter to the old one comes first, and says who changed it', async () => {
      const narrator = narratorOf();
      begin(narrator).customerHas('2026-11-22T10:00:00Z', AFTER);
      const test = await withRules();
      await tell(test, narrator.messages);
      await test.advanceTo('2026-12-03T00:00:00Z');
      expect(sentTo(test, contract)).toEqual([
        `2026-11-22 address-changed to ${BEFORE}`,
        `2026-11-24 reminder-7-days to ${AFTER}`,
        `2026-12-01 due to ${AFTER}`,
        `2026-12-01 lapsed to ${AFTER}`,
      ]);
      const [letter] = inboxOf(test, contract, 'customer');
      expect(letter?.text.replace(/\s+/g, ' ')).toMatch(
        new RegExp(`The change came from ${provider}, the payment provider of`, 'i'),
      );
      expect(`${letter?.subject}${letter?.text}${letter?.html}`).not.toContain(AFTER);
    });

    it.each(['crash-before', 'crash-after'] as const)(
      'by the provider, told three times and cut off (%s): each contract of the customer tells the old one once',
      async (fault) => {
        const narrator = narratorOf();
        const subscription = begin(narrator);
        narrator.subscribed({ number: 2, customer: 1, at: BEGAN, until: '2027-11-02T10:00:00Z' });
        const test = await withRules();
        await tell(test, narrator.messages);
        const began = narrator.messages.length;
        for (const minute of [0, 1, 2]) subscription.customerHas(`2026-11-22T10:0${minute}:00Z`, AFTER);
        await test.advanceTo('2026-11-22T10:00:00Z');
        for (const skip of [0, 1])
          test.stack.faults.arm({ service: 'table', operation: 'TransactWriteItems', fault, skip });
        await tell(test, narrator.messages.slice(began));
        await test.advanceTo('2026-11-23T00:00:00Z');
        expect(test.stack.faults.list()).toEqual([]);
        for (const each of [contract, second])
          expect(sentTo(test, each)).toEqual([`2026-11-22 address-changed to ${BEFORE}`]);
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
        `2026-11-26 address-changed to ${BEFORE}`,
        `2026-12-01 due to ${AFTER}`,
        `2026-12-01 lapsed to ${AFTER}`,
      ]);
    });
  },
);
