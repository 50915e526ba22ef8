import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Difference } from '../../scripts/golden-records/differences.ts';

const differenceSchema = z.strictObject({
  contract: z.string(),
  deadline: z.string(),
  field: z.string(),
  old: z.unknown(),
  new: z.unknown(),
});

const expectedSchema = z.array(
  z.strictObject({
    /** The name of the fault that was mended. */
    fault: z.string().min(1),
    /** What was wrong, in one sentence. */
    sentence: z.string().regex(/\.$/),
    changes: z.array(differenceSchema).min(1),
  }),
);

/** The differences that mended faults explain. */
export function expectedDifferences(): Difference[] {
  const file = new URL('expected-changes.json', import.meta.url);
  return expectedSchema
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .flatMap(({ changes }) => changes.map((change) => ({ ...change, old: change.old, new: change.new })));
}
