import * as z from 'zod';
import { packSchema } from './pack.ts';

/** The JSON Schema of pack files, for editors. It says what each field may hold, not how fields depend on each other. */
export function packJsonSchema(): object {
  return {
    ...z.toJSONSchema(packSchema, { io: 'input' }),
    title: 'Clauseclock terms pack',
    description: 'One version of one party’s terms, as data. See docs/write-a-pack.md.',
  };
}

let known: readonly string[] | undefined;

/** The field of the pack language whose name is at most two letters away, if there is one. */
export function nearestField(name: string): string | undefined {
  known ??= [...new Set(fieldsIn(packJsonSchema()))].sort();
  const near = known
    .map((field) => ({ field, distance: distanceBetween(name.toLowerCase(), field.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= 2 && near.distance < name.length ? near.field : undefined;
}

function fieldsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
}

/** How many letters have to be put in, taken out or exchanged. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const exchanged = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
