import { canonicalJson } from '../../core/events/canonical.ts';

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

/** With the default that one side spells out for a value, which the comparison leaves out. */
export function withDefault(change: FieldChange, before: unknown, after: unknown): FieldChange {
  if (isRecord(change.old ?? change.new)) return change;
  const [old, wanted] = [valueAt(before, change.path), valueAt(after, change.path)];
  return { ...(old !== undefined && { old }), ...(wanted !== undefined && { new: wanted }), ...change };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((one, key) => (isRecord(one) && Object.hasOwn(one, key) ? one[key] : undefined), value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
