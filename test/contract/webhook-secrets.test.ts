import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { FakeSecrets } from '../../local/aws/secrets.ts';
import { VirtualClock } from '../../local/time/clock.ts';
import { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';

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

describe('the signing secrets of a provider', () => {
  it.each([
    ['one', 'whsec_a', ['whsec_a']],
    ['one with a line break after it', ' whsec_a\n', ['whsec_a']],
    ['several, while one is rolled', '["whsec_a", "whsec_b"]', ['whsec_a', 'whsec_b']],
    ['none', ' ', []],
  ])('may be %s', async (_, text, expected) => {
    expect(await setUp(['stripe', text]).of.of('stripe')).toEqual(expected);
  });

  it('are none where there is no secret', async () => {
    expect(await setUp().of.of('stripe')).toEqual([]);
  });

  it.each(['[', '[]', '[""]', '[1]', '["whsec_a", null]'])(
    'that are written as %s fail without being told',
    async (text) => {
      const { of } = setUp(['stripe', text]);
      await expect(of.of('stripe')).rejects.toThrow(/JSON list/);
      await expect(of.of('stripe')).rejects.not.toThrow(/whsec/);
    },
  );

  it('are remembered for five minutes, each provider’s own, and then read anew', async () => {
    const { of, stored, clock, calls } = setUp(['stripe', 'whsec_a'], ['paddle', 'whsec_p']);
    expect(await of.of('stripe')).toEqual(['whsec_a']);
    expect(await of.of('paddle')).toEqual(['whsec_p']);
    stored.set('prefix/stripe', '["whsec_a","whsec_b"]');
    clock.moveTo(clock.epochMs() + 299_000);
    expect(await of.of('stripe')).toEqual(['whsec_a']);
    expect(calls()).toBe(2);
    clock.moveTo(clock.epochMs() + 1000);
    expect(await of.of('stripe')).toEqual(['whsec_a', 'whsec_b']);
    expect(calls()).toBe(3);
  });
});
