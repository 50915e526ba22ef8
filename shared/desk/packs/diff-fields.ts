import { canonicalJson } from '../../core/events/canonical.ts';

/** One difference between two versions. `old` or `new` is absent if that version does not have the value. */
export interface FieldChange {
  /** `['timing']`, `['period', 'roll']`, `['ladder', 'reminder-5-business-days', 'lead']`. */
  readonly path: readonly string[];
  readonly old?: unknown;
  readonly new?: unknown;
}

export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** The differences between two values, field by field where both have fields. A list differs as a whole. */
export function changesBetween(before: unknown, after: unknown, path: readonly string[] = []): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  return [{ path, ...(before !== undefined && { old: before }), ...(after !== undefined && { new: after }) }];
}

/**
 * The change with the value that one side writes out although it is the default. The comparison left that value out.
 */
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
