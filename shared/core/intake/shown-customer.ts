import * as z from 'zod';

/** The customer with whom a provider shows a subscription, by its latest message. */
export const shownCustomerSchema = z.object({
  provider: z.string().max(32),
  subscription: z.string().max(500),
  customer: z.string().max(500),
  /** The provider's time of the message, and its id: of two messages of one time, the order of the ids decides. */
  at: z.string(),
  message: z.string().max(500),
});
export type ShownCustomer = z.infer<typeof shownCustomerSchema>;

/** Whether one message is later than another. Providers promise no order. */
export function isShownLater(one: ShownCustomer, other: ShownCustomer): boolean {
  const difference = Date.parse(one.at) - Date.parse(other.at);
  return difference > 0 || (difference === 0 && one.message > other.message);
}
