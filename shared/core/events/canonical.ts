import { hash } from 'node:crypto';

/**
 * JSON with sorted keys and no spaces (RFC 8785), so that equal values have equal bytes.
 * Members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  let members = '';
  // Sorted by UTF-16 code units, as the RFC has it.
  for (const name of Object.keys(value).sort()) {
    const member = (value as Members)[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Whether two values have the same canonical JSON, found without writing it out. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameJson(item ?? null, b[index] ?? null));
  }
  return sameMembers(a as Members, b as Members) && sameMembers(b as Members, a as Members, true);
}

type Members = Readonly<Record<string, unknown>>;

/** Whether every member of `a` is one of `b`; with `namesOnly`, by its name alone. Undefined ones are not there. */
function sameMembers(a: Members, b: Members, namesOnly = false): boolean {
  for (const name in a) {
    if (a[name] === undefined) continue;
    if (namesOnly ? b[name] === undefined : !sameJson(a[name], b[name])) return false;
  }
  return true;
}

/** SHA-256 over a domain and text, in lower-case hex. The domain keeps hashes of different things apart. */
export function digest(domain: string, text: string): string {
  return hash('sha256', `${domain}\0${text}`);
}
