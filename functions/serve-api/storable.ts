import type { FieldFault } from '../../shared/recording/rejection.ts';

const LEAST_MAGNITUDE = 1e-100;

/**
 * Faults of input that is valid JSON but cannot be stored unchanged: a lone surrogate, a number that is not exact or
 * out of the table’s range, and the key `__proto__`. Evidence over a changed value would not verify.
 */
export function unstorable(input: unknown, path: readonly string[] = []): FieldFault[] {
  const fault = (detail: string): FieldFault[] => [{ field: path.join('.') || 'body', detail }];
  if (typeof input === 'string')
    return input.isWellFormed()
      ? []
      : fault('The text holds half a character (a lone surrogate). Send well-formed Unicode.');
  if (typeof input === 'number')
    return isExact(input) ? [] : fault('The number is not exact, or out of range. Send it as text.');
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const inner = [...path, key];
    if (key === '__proto__') return [{ field: inner.join('.'), detail: 'There is no such field. Leave it out.' }];
    return unstorable(value, inner);
  });
}

function isExact(number: number): boolean {
  const magnitude = Math.abs(number);
  return number === 0 || (magnitude <= Number.MAX_SAFE_INTEGER && magnitude >= LEAST_MAGNITUDE);
}
