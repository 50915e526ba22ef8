import { expect, it } from 'vitest';
import { Md5, Sha256 } from '../../shared/runtime/sdk/checksum.ts';

async function digestOf(hash: Sha256 | Md5, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  for (const part of parts) hash.update(part);
  return Buffer.from(await hash.digest()).toString('hex');
}

/** The SDK's clients sign and check by these: FIPS 180-4, RFC 4231 (test cases 1 and 2) and RFC 1321 (A.5) say what they give. */
it.each([
  [new Sha256(), ['abc'], 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [new Sha256(), ['a', Buffer.from('bc')], 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    new Sha256(new Uint8Array(20).fill(0x0b)),
    ['Hi There'],
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    new Sha256('Jefe'),
    ['what do ya want ', 'for nothing?'],
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [new Md5(), ['message digest'], 'f96b697d7cb7938d525a2f31aaf161d0'],
])('a hash gives what its standard says', async (hash, parts, digest) => {
  expect(await digestOf(hash, ...parts)).toBe(digest);
});

it('a hash that is begun again knows nothing of before', async () => {
  const hash = new Sha256('key');
  hash.update('before');
  hash.reset();
  expect(await digestOf(hash, 'after')).toBe(await digestOf(new Sha256('key'), 'after'));
});
