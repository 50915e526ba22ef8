import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { FakeSecrets } from '../../local/aws/secrets.ts';
import { VirtualClock } from '../../local/time/clock.ts';
import { SecretTexts } from '../../shared/aws/secret-texts.ts';

it('the text of a secret is read once in five minutes, and is none where there is no secret', async () => {
  const stored = new Map([['prefix/stripe', 'rk_live_a']]);
  const clock = new VirtualClock('2026-11-20T08:00:00Z');
  const texts = new SecretTexts(new FakeSecrets(stored) as unknown as SecretsManagerClient, 'prefix/', clock);
  expect(await texts.of('stripe')).toBe('rk_live_a');
  expect(await texts.of('paddle')).toBeUndefined();
  stored.set('prefix/stripe', 'rk_live_b').set('prefix/paddle', 'pdl');
  clock.moveTo(clock.epochMs() + 299_000);
  expect([await texts.of('stripe'), await texts.of('paddle')]).toEqual(['rk_live_a', undefined]);
  clock.moveTo(clock.epochMs() + 1000);
  expect([await texts.of('stripe'), await texts.of('paddle')]).toEqual(['rk_live_b', 'pdl']);
});
