import * as z from 'zod';
import { packSchema } from '../../core/terms/pack.ts';

/** The JSON Schema of pack files, for editors. It says what each field may hold, not how fields depend on each other. */
export function packJsonSchema(): object {
  return {
    ...z.toJSONSchema(packSchema, { io: 'input' }),
    title: 'Clauseclock terms pack',
    description: 'One version of one party’s terms, or of a statute, as data. See docs/write-a-pack.md.',
  };
}
