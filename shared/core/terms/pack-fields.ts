import * as z from 'zod';
import { nearest } from './nearest.ts';
import { packSchema } from './pack.ts';

/** The JSON Schema of pack files, for editors. It says what each field may hold, not how fields depend on each other. */
export function packJsonSchema(): object {
  return {
    ...z.toJSONSchema(packSchema, { io: 'input' }),
    title: 'Clauseclock terms pack',
    description: 'One version of one party’s terms, or of a statute, as data. See docs/write-a-pack.md.',
  };
}

let known: readonly string[] | undefined;

/** The field of the pack language whose name is at most two letters away, if there is one. */
export function nearestField(name: string): string | undefined {
  known ??= [...new Set(fieldsIn(packJsonSchema()))].sort();
  return nearest(name, known);
}

function fieldsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
}
