import * as z from 'zod';

/** The ladder step that a schedule fired for. A schedule with an older revision of the deadline is ignored. */
export const stepWorkSchema = z.strictObject({
  kind: z.literal('step'),
  contract: z.string(),
  deadline: z.string(),
  revision: z.int().positive(),
  step: z.string(),
});
export type StepWork = z.infer<typeof stepWorkSchema>;

/** A message of the notices queue: ids only, never content. The receiver reads the current facts. */
export const workSchema = z.discriminatedUnion('kind', [
  stepWorkSchema,
  /** A deadline whose next step, whichever it is, is overdue. */
  z.strictObject({ kind: z.literal('overdue'), contract: z.string(), deadline: z.string() }),
  /** A notice whose sending has to be continued. */
  z.strictObject({ kind: z.literal('notice'), contract: z.string(), notice: z.string() }),
  /** A contract whose last write is incomplete. */
  z.strictObject({ kind: z.literal('settle'), contract: z.string() }),
]);
export type Work = z.infer<typeof workSchema>;
