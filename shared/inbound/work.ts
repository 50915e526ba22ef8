import * as z from 'zod';
import { deliverySchema } from './delivery.ts';

/** A message of the inbound queue. `delivery`: a stored delivery is to be worked on. */
export const inboundWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), delivery: deliverySchema.shape.id }),
]);
export type InboundWork = z.infer<typeof inboundWorkSchema>;
