import { createHash } from 'node:crypto';

/**
 * JSON with sorted keys and no spaces (RFC 8785), so that equal values have equal bytes.
 * Members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 over a domain and text, in lower-case hex. The domain keeps hashes of different things apart. */
export function digest(domain: string, text: string): string {
  return createHash('sha256').update(domain).update('\0').update(text).digest('hex');
}
