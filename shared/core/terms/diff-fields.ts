import { canonicalJson } from '../events/canonical.ts';

/** One thing that two versions say differently. `old` or `new` is absent where that version does not say it at all. */
export interface FieldChange {
  /** `['timing']`, `['period', 'roll']`, `['ladder', 'reminder-5-business-days', 'lead']`. */
  readonly path: readonly string[];
  readonly old?: unknown;
  readonly new?: unknown;
}

export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** Where two values differ, as deep as both have members. A list differs as a whole. */
export function changesBetween(before: unknown, after: unknown, path: readonly string[] = []): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  return [{ path, ...(before !== undefined && { old: before }), ...(after !== undefined && { new: after }) }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
