import { describe, expect, it } from 'vitest';
import { keyFor, readKeys } from '../../shared/providers/keys.ts';

describe('the keys of a provider', () => {
  it.each([
    ['one, of the account that has no name', 'stripe', ' rk_live_abcdefgh\n', { default: 'rk_live_abcdefgh' }],
    [
      'one for each account',
      'stripe',
      '{"eu":"rk_live_abcdefgh","us":"rk_test_abcdefgh"}',
      { eu: 'rk_live_abcdefgh', us: 'rk_test_abcdefgh' },
    ],
    ['of Paddle', 'paddle', 'pdl_sdbx_apikey_01gtgzt_X', { default: 'pdl_sdbx_apikey_01gtgzt_X' }],
  ])('may be %s', (_, provider, text, expected) => {
    const keys = readKeys(provider, text);
    expect(keys.ok && Object.fromEntries(keys.value)).toEqual(expected);
  });

  it.each([
    ['no text', undefined, undefined],
    ['an empty text', ' ', undefined],
    ['no accounts', '{}', undefined],
    ['a secret key, which may do anything', 'sk_live_abcdefgh', 'not_restricted'],
    ['a secret key among others', '{"a":"rk_live_abcdefgh","b":"sk_live_abcdefgh"}', 'not_restricted'],
    ['a key that would break a header', 'rk_live_abcdefgh\nx: y', 'not_restricted'],
    ['a key of Paddle', 'pdl_live_apikey_01gtgzt', 'not_restricted'],
    ['a list', '["rk_live_abcdefgh"]', 'not_an_object'],
    ['an object of something else', '{"a":1}', 'not_an_object'],
    ['broken JSON', '{', 'not_an_object'],
    ['a name that no account has', '{"a b":"rk_live_abcdefgh"}', 'not_an_object'],
    [
      'too many',
      JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${at}`, 'rk_live_abcdefgh']))),
      'too_many',
    ],
  ])('are none in %s', (_, text, code) => {
    expect(readKeys('stripe', text)).toEqual({ ok: false, reason: 'no-key', ...(code && { code }) });
  });

  it('of Paddle from before they had permissions are not used', () => {
    expect(readKeys('paddle', 'a'.repeat(50))).toMatchObject({ ok: false, code: 'not_restricted' });
  });

  it('are found by account, and the only one serves every account', () => {
    const only = new Map([['default', 'a']]);
    const both = new Map([
      ['eu', 'a'],
      ['us', 'b'],
    ]);
    expect([keyFor(only, 'acct_1'), keyFor(both, 'us'), keyFor(both, 'acct_1')]).toEqual(['a', 'b', undefined]);
  });
});
