import * as z from 'zod';

/** The step of a deadline that a schedule fired for. The revision fences out schedules of an earlier state. */
export const stepWorkSchema = z.strictObject({
  kind: z.literal('step'),
  contract: z.string(),
  deadline: z.string(),
  revision: z.int().positive(),
  step: z.string(),
});
export type StepWork = z.infer<typeof stepWorkSchema>;

/** A message of the notices queue: ids only, never content. Whoever takes it reads the facts anew. */
export const workSchema = z.discriminatedUnion('kind', [
  stepWorkSchema,
  /** A deadline whose next step is overdue, whichever that is. */
  z.strictObject({ kind: z.literal('overdue'), contract: z.string(), deadline: z.string() }),
  /** A notice that somebody has to go on with. */
  z.strictObject({ kind: z.literal('notice'), contract: z.string(), notice: z.string() }),
  /** A contract whose last write was only partly through. */
  z.strictObject({ kind: z.literal('settle'), contract: z.string() }),
]);
export type Work = z.infer<typeof workSchema>;
