import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Verification, VerifyInput } from './door.ts';

/** A header such as `t=1700000000,v1=<hex>`: HMAC-SHA256 over the time, a separator and the raw body. */
export interface TimestampedScheme {
  readonly header: string;
  /** Between the parts of the header. */
  readonly delimiter: string;
  readonly timeKey: string;
  readonly signatureKey: string;
  /** Between the time and the body, in what is signed. */
  readonly separator: string;
}

/** Genuine headers hold two signatures at most; a longer one only makes us compute. */
export const MAX_HEADER_LENGTH = 2048;
const SIGNATURE = /^[0-9a-fA-F]{64}$/;
const SECONDS = /^\d{1,11}$/;

/** Any signature made with any live secret is enough, so a secret can be rolled without losing a delivery. */
export function verifyTimestamped(scheme: TimestampedScheme, input: VerifyInput): Verification {
  const header = findHeader(input.headers, scheme.header);
  if (!header) return { ok: false, reason: 'missing-signature' };
  const parsed = parseHeader(scheme, header);
  if (!parsed) return { ok: false, reason: 'malformed-signature' };
  // The time is judged last: until the signature holds, it is only what a stranger claims.
  const secret = input.secrets
    .filter(({ value }) => value !== '')
    .find(({ value }) => {
      const time = parsed.time + scheme.separator;
      const expected = createHmac('sha256', value).update(time).update(input.body).digest();
      return parsed.signatures.some((signature) => equal(expected, signature));
    });
  if (!secret) return { ok: false, reason: 'mismatch' };
  const signedAt = new Date(Number(parsed.time) * 1000).toISOString().replace('.000Z', 'Z');
  return input.isFresh(signedAt) ? { ok: true, signedAt, secret: secret.name } : { ok: false, reason: 'stale' };
}

function findHeader(headers: VerifyInput['headers'], name: string): string | undefined {
  return Object.entries(headers).find(([key, value]) => value && key.toLowerCase() === name)?.[1];
}

function parseHeader(scheme: TimestampedScheme, header: string): { time: string; signatures: Buffer[] } | undefined {
  if (header.length > MAX_HEADER_LENGTH) return undefined;
  const parts = header.split(scheme.delimiter).map((part) => part.trim().split('='));
  const valuesOf = (wanted: string) => parts.filter(([key, value]) => key === wanted && value).map(([, v]) => v ?? '');
  const times = valuesOf(scheme.timeKey);
  const [time] = times;
  if (time === undefined || times.length !== 1 || !SECONDS.test(time)) return undefined;
  const signatures = valuesOf(scheme.signatureKey).filter((value) => SIGNATURE.test(value));
  return signatures.length > 0 ? { time, signatures: signatures.map((hex) => Buffer.from(hex, 'hex')) } : undefined;
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
