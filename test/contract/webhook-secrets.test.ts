import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { FakeSecrets } from '../../local/aws/secrets.ts';
import { VirtualClock } from '../../local/time/clock.ts';
import { WebhookSecretError, WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';

function setUp(...secrets: readonly (readonly [string, string])[]) {
  const stored = new Map(secrets.map(([provider, text]) => [`prefix/${provider}`, text]));
  const clock = new VirtualClock('2026-11-20T08:00:00Z');
  let calls = 0;
  const fake = new FakeSecrets(stored);
  const client = {
    send: (command: unknown) => {
      calls += 1;
      return fake.send(command);
    },
  };
  const of = new WebhookSecrets(client as unknown as SecretsManagerClient, 'prefix/', clock);
  return { stored, clock, of, calls: () => calls };
}

const ofDefault = (...values: readonly string[]) => values.map((value) => ({ name: 'default', value }));

describe('the signing secrets of a provider', () => {
  it.each([
    ['one', 'whsec_a', ofDefault('whsec_a')],
    ['one with a line break after it', ' whsec_a\n', ofDefault('whsec_a')],
    ['several of one account, while one is rolled', '["whsec_a", "whsec_b"]', ofDefault('whsec_a', 'whsec_b')],
    ['none', ' ', []],
    [
      'one for each account, of which one is rolled',
      '{"acct_1": "whsec_a", "sandbox": ["whsec_b", " whsec_c "]}',
      [
        { name: 'acct_1', value: 'whsec_a' },
        { name: 'sandbox', value: 'whsec_b' },
        { name: 'sandbox', value: 'whsec_c' },
      ],
    ],
  ])('may be %s', async (_, text, expected) => {
    expect(await setUp(['stripe', text]).of.of('stripe')).toEqual(expected);
  });

  it('are none where there is no secret', async () => {
    expect(await setUp().of.of('stripe')).toEqual([]);
  });

  it.each([
    ['["whsec_a"', 'it begins like JSON'],
    ['{"acct_1": "whsec_a"', 'it begins like JSON'],
    ['[]', 'the list of default is empty'],
    ['[""]', 'a secret of default is no text'],
    ['["whsec_a", null]', 'a secret of default is no text'],
    ['{}', 'it is an object without a key'],
    ['{"acct_1": []}', 'the list of acct_1 is empty'],
    ['{"acct_1": {"key": "whsec_a"}}', 'a secret of acct_1 is no text'],
    ['{"acct 1": "whsec_a"}', 'its key "acct 1" is no name'],
    [JSON.stringify(Array.from({ length: 21 }, () => 'whsec_a')), 'it holds 21 secrets; at most 20'],
  ])('that are written as %s are refused by the secret’s name, without being told', async (text, why) => {
    const { of } = setUp(['stripe', text]);
    const refused = of.of('stripe').catch((error: unknown) => error);
    expect(await refused).toBeInstanceOf(WebhookSecretError);
    expect(String(await refused)).toContain(`The webhook secret prefix/stripe cannot be read: ${why}`);
    expect(String(await refused)).not.toMatch(/whsec/);
  });

  it('are remembered for five minutes, each provider’s own, and then read anew', async () => {
    const { of, stored, clock, calls } = setUp(['stripe', 'whsec_a'], ['paddle', 'whsec_p']);
    expect(await of.of('stripe')).toEqual(ofDefault('whsec_a'));
    expect(await of.of('paddle')).toEqual(ofDefault('whsec_p'));
    stored.set('prefix/stripe', '["whsec_a","whsec_b"]');
    clock.moveTo(clock.epochMs() + 299_000);
    expect(await of.of('stripe')).toEqual(ofDefault('whsec_a'));
    expect(calls()).toBe(2);
    clock.moveTo(clock.epochMs() + 1000);
    expect(await of.of('stripe')).toEqual(ofDefault('whsec_a', 'whsec_b'));
    expect(calls()).toBe(3);
  });
});
