import * as z from 'zod';
import { zoneSchema } from '../events/contract.ts';
import { clauseSchema } from './clause.ts';

const assumptionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  text: z.string().min(1),
  /** It matters only where a step of the explanation has these facts, such as `code: resumed`. */
  onlyWith: z.record(z.string(), z.string()).optional(),
});

/** One version of one party's terms, as data. */
export const packSchema = z
  .strictObject({
    pack: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/),
    title: z.string().min(1),
    /** The party whose terms these are, as notices name it. */
    provider: z.string().min(1),
    /** Used where the contract names none; say why in `assumptions`. */
    timezone: zoneSchema,
    holidays: z.array(z.string()),
    /** Local time of day at which reminders and due notices go out. */
    sendAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM'),
    assumptions: z.array(assumptionSchema),
    /** Assumptions under every clause that is counted in the pack's own zone or holidays. */
    assumesWhenContractIsSilent: z.strictObject({ timezone: z.string().optional(), holidays: z.string().optional() }),
    clauses: z.array(clauseSchema).min(1),
  })
  .superRefine((pack, context) => {
    const known = new Set(pack.assumptions.map(({ id }) => id));
    const seen = new Set<string>();
    pack.clauses.forEach((clause, index) => {
      if (seen.has(clause.id)) {
        context.addIssue({
          code: 'custom',
          message: `clause ${clause.id} appears twice`,
          path: ['clauses', index, 'id'],
        });
      }
      seen.add(clause.id);
      for (const id of clause.assumes.filter((id) => !known.has(id))) {
        context.addIssue({
          code: 'custom',
          message: `there is no assumption ${id}; add it under assumptions`,
          path: ['clauses', index, 'assumes'],
        });
      }
    });
    for (const [key, id] of Object.entries(pack.assumesWhenContractIsSilent)) {
      if (id !== undefined && !known.has(id)) {
        context.addIssue({
          code: 'custom',
          message: `there is no assumption ${id}; add it under assumptions`,
          path: ['assumesWhenContractIsSilent', key],
        });
      }
    }
  });

export type Pack = z.infer<typeof packSchema>;

/** `exoopus@2026-01` */
export function packLabel(pack: Pick<Pack, 'pack' | 'version'>): string {
  return `${pack.pack}@${pack.version}`;
}
