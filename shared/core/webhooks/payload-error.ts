import type * as z from 'zod';
import { inPlainWords, withoutMissing } from '../events/fault-words.ts';

const SHOWN = 60;

/** A webhook body that cannot be read: `field` is the path in it, `value` what stands there. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  readonly field: string;
  readonly value: unknown;
  readonly remedy: string;

  constructor(field: string, value: unknown, remedy: string) {
    super(`${field} is ${show(value)}: ${value === undefined ? withoutMissing(remedy) : remedy}`);
    this.field = field;
    this.value = value;
    this.remedy = remedy;
  }
}

/** `at` is where `value` stands in the body, such as `data.object`. */
export function readPayload<T>(schema: z.ZodType<T>, value: unknown, at = ''): T {
  const result = schema.safeParse(value, { error: inPlainWords });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const field = [at, ...path.map(String)].filter((part) => part !== '').join('.') || 'body';
  const remedy = `${issue?.message ?? 'invalid'}; send the event exactly as the provider delivers it`;
  throw new PayloadError(field, standingAt(value, path), remedy);
}

function standingAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = String(JSON.stringify(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
