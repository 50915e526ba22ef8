import * as z from 'zod';
import { contractEventSchema } from './event.ts';

/** A provider's event that waits for its contract, or that the contract could not take. */
export const parkedEventSchema = z.strictObject({
  provider: z.string(),
  references: z.array(z.string()),
  event: contractEventSchema,
  reason: z.string(),
});

export type ParkedEvent = z.infer<typeof parkedEventSchema>;
