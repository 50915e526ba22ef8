import { createHmac } from 'node:crypto';
import { Paddle } from '@paddle/paddle-node-sdk';
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { signPaddle, signStripe } from '../../../local/sign-webhook.ts';
import type { Door } from '../../../shared/core/webhooks/door.ts';
import { within } from '../../../shared/core/webhooks/freshness.ts';
import { paddleDoor } from '../../../shared/core/webhooks/paddle/door.ts';
import { stripeDoor } from '../../../shared/core/webhooks/stripe/door.ts';

const NOW = '2026-11-20T08:00:00Z';
const SECONDS = Date.parse(NOW) / 1000;
const SECRET = 'whsec_one';
const BODY = Buffer.from('{"id":"evt_1","name":"Ștefan"}');

type Headers = Readonly<Record<string, string | undefined>>;

const named = (secrets: readonly string[]) => secrets.map((value, n) => ({ name: `secret-${n}`, value }));

function verify(provider: Door, headers: Headers, body: Uint8Array = BODY, secrets = [SECRET]) {
  return provider.verify({ headers, body, secrets: named(secrets), isFresh: within(() => NOW, 300) });
}

const SCHEMES = [
  { provider: stripeDoor, header: 'Stripe-Signature', sign: signStripe, time: 't', key: 'v1', delimiter: ',' },
  { provider: paddleDoor, header: 'Paddle-Signature', sign: signPaddle, time: 'ts', key: 'h1', delimiter: ';' },
] as const;

describe.each(SCHEMES)('$provider.name signatures', ({ provider, header, sign, time, key, delimiter }) => {
  const genuine = sign(BODY, SECRET, SECONDS);
  const hex = genuine.slice(-64);

  it('accepts a genuine one, whatever the case of the header name', () => {
    for (const name of [header, header.toLowerCase(), header.toUpperCase()]) {
      expect(verify(provider, { [name]: genuine })).toEqual({ ok: true, signedAt: NOW, secret: 'secret-0' });
    }
  });

  it('finds its header among others and past an absent one', () => {
    expect(verify(provider, { host: 'x', [header]: undefined, [header.toLowerCase()]: genuine }).ok).toBe(true);
  });

  it('tests every signature against every live secret', () => {
    const rolled = sign(BODY, ['whsec_new', SECRET], SECONDS);
    expect(verify(provider, { [header]: rolled }).ok).toBe(true);
    const reversed = sign(BODY, [SECRET, 'whsec_new'], SECONDS);
    expect(verify(provider, { [header]: reversed }).ok).toBe(true);
    const second = verify(provider, { [header]: genuine }, BODY, ['whsec_new', SECRET]);
    expect(second).toEqual({ ok: true, signedAt: NOW, secret: 'secret-1' });
    expect(verify(provider, { [header]: rolled }, BODY, ['whsec_other'])).toEqual({ ok: false, reason: 'mismatch' });
  });

  it('signs the raw bytes, which need not be text', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0x80]);
    expect(verify(provider, { [header]: sign(bytes, SECRET, SECONDS) }, bytes).ok).toBe(true);
    const decoded = Buffer.from(Buffer.from(bytes).toString('utf8'));
    expect(verify(provider, { [header]: sign(bytes, SECRET, SECONDS) }, decoded).ok).toBe(false);
  });

  it('refuses an altered body, time or signature', () => {
    const mismatch = { ok: false, reason: 'mismatch' };
    expect(verify(provider, { [header]: genuine }, Buffer.concat([BODY, Buffer.from(' ')]))).toEqual(mismatch);
    expect(verify(provider, { [header]: genuine.replace(`${SECONDS}`, `${SECONDS + 1}`) })).toEqual(mismatch);
    expect(verify(provider, { [header]: genuine.slice(0, -1) + (hex.endsWith('0') ? '1' : '0') })).toEqual(mismatch);
  });

  it('never takes an empty secret for a secret', () => {
    expect(verify(provider, { [header]: sign(BODY, '', SECONDS) }, BODY, [''])).toEqual({
      ok: false,
      reason: 'mismatch',
    });
    expect(verify(provider, { [header]: genuine }, BODY, []).ok).toBe(false);
  });

  it.each([
    ['5 minutes old', -300, true],
    ['a second older', -301, false],
    ['5 minutes ahead', 300, true],
    ['a second further ahead', 301, false],
    ['a year ahead', 31_536_000, false],
  ])('judges a time %s', (_, offset, ok) => {
    const result = verify(provider, { [header]: sign(BODY, SECRET, SECONDS + offset) });
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.reason).toBe('stale');
  });

  it('calls a forged signature with a stale time a mismatch, and so tells nothing about the clock', () => {
    const forged = sign(BODY, 'whsec_wrong', SECONDS - 9999);
    expect(verify(provider, { [header]: forged })).toEqual({ ok: false, reason: 'mismatch' });
  });

  it('tells a missing signature', () => {
    expect(verify(provider, {})).toEqual({ ok: false, reason: 'missing-signature' });
    expect(verify(provider, { [header]: '' })).toEqual({ ok: false, reason: 'missing-signature' });
  });

  it.each([
    ['no time', `${key}=${hex}`],
    ['no signature', `${time}=${SECONDS}`],
    ['another scheme only', `${time}=${SECONDS}${delimiter}v0=${hex}`],
    ['two times', `${time}=${SECONDS}${delimiter}${time}=${SECONDS}${delimiter}${key}=${hex}`],
    ['a time that is no number', `${time}=now${delimiter}${key}=${hex}`],
    ['a negative time', `${time}=-5${delimiter}${key}=${hex}`],
    ['a fraction', `${time}=1.5${delimiter}${key}=${hex}`],
    ['a time beyond every calendar', `${time}=${'9'.repeat(30)}${delimiter}${key}=${hex}`],
    ['a short signature', `${time}=${SECONDS}${delimiter}${key}=abcd`],
    ['a long one', `${time}=${SECONDS}${delimiter}${key}=${hex}00`],
    ['one that is not hex', `${time}=${SECONDS}${delimiter}${key}=${'z'.repeat(64)}`],
    ['separators only', delimiter.repeat(3)],
    ['thousands of signatures', `${time}=${SECONDS}${`${delimiter}${key}=${hex}`.repeat(2000)}`],
  ])('refuses a header with %s', (_, value) => {
    expect(verify(provider, { [header]: value })).toEqual({ ok: false, reason: 'malformed-signature' });
  });

  it('looks past signatures of other schemes', () => {
    const value = `${time}=${SECONDS}${delimiter}v0=${'0'.repeat(64)}${delimiter}${key}=nonsense${delimiter}${key}=${hex}`;
    expect(verify(provider, { [header]: value }).ok).toBe(true);
  });

  it('never throws', () => {
    const pieces = fc.oneof(
      fc.string(),
      fc.constantFrom(time, key, '=', delimiter, hex, `${SECONDS}`, '\u0000', '99999999999'),
    );
    const value = fc.oneof(
      fc.array(pieces).map((parts) => parts.join('')),
      fc
        .array(fc.tuple(fc.constantFrom(time, key), fc.oneof(fc.string(), fc.nat().map(String))))
        .map((parts) => parts.map((part) => part.join('=')).join(delimiter)),
    );
    const headers = fc.oneof(
      fc.dictionary(fc.string(), fc.option(fc.string(), { nil: undefined })),
      value.map((text): Headers => ({ [header]: text })),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array(), fc.array(fc.string()), (given, body, secrets) => {
        const { ok } = provider.verify({
          headers: given,
          body,
          secrets: named(secrets),
          isFresh: within(() => NOW, 300),
        });
        expect(ok).toBe(false);
      }),
    );
  });
});

describe('the providers’ own libraries', () => {
  it('Stripe’s signature is accepted here, and ours by Stripe', () => {
    const payload = BODY.toString();
    const theirs = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: SECONDS });
    expect(verify(stripeDoor, { 'stripe-signature': theirs }).ok).toBe(true);
    expect(signStripe(BODY, SECRET, SECONDS)).toContain(theirs.split(',').find((part) => part.startsWith('v1=')));
    const event = Stripe.webhooks.constructEvent(
      payload,
      signStripe(BODY, ['whsec_old', SECRET], SECONDS),
      SECRET,
      300,
      undefined,
      SECONDS * 1000,
    );
    expect(event.id).toBe('evt_1');
  });

  it('Paddle’s library accepts our signature', async () => {
    const { webhooks } = new Paddle('key');
    // It has no bound ahead, so a far future keeps this test independent of the clock.
    const future = Date.parse('2126-01-01T00:00:00Z') / 1000;
    const body = BODY.toString();
    await expect(webhooks.isSignatureValid(body, SECRET, signPaddle(body, SECRET, future))).resolves.toBe(true);
    await expect(webhooks.isSignatureValid(body, 'other', signPaddle(body, SECRET, future))).resolves.toBe(false);
  });

  it('signs what the documentation says', () => {
    const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
    expect(signStripe('{}', SECRET, 1_700_000_000)).toBe(`t=1700000000,v1=${hmac('1700000000.{}')}`);
    expect(signPaddle('{}', SECRET, 1_700_000_000)).toBe(`ts=1700000000;h1=${hmac('1700000000:{}')}`);
  });
});
