import * as z from 'zod';
import type { Waiting } from '../aws/table/waiting.ts';
import { waitsForPerson } from '../core/notices/delivery.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { factWaitsForPerson, webhookWaitsForPerson } from '../core/webhooks/waits-for-person.ts';
import type { Delivery } from '../inbound/delivery.ts';

/** Where a task is resolved: a request that needs `by` and `reason`, or one that removes the cause. */
const routeSchema = z.strictObject({ method: z.enum(['GET', 'POST', 'PATCH']), path: z.string() });

/** What waits for a person: a view of a webhook or of a letter. It is gone once that is dealt with. */
export const taskSchema = z.strictObject({
  kind: z.enum(['delivery', 'letter']),
  id: z.string().describe('Of the delivery, or of the notice.'),
  reason: z
    .string()
    .describe(
      'Why it waits: for a delivery its own code, such as `no-rule`, or its state; for a letter `bounced`, `suppressed`, `complained`, `rejected`, `undelivered` or `escalated`.',
    ),
  detail: z.string().optional().describe('What to do about it.'),
  contract: z.string().optional().describe('Absent where it is not known, or where several may be meant.'),
  since: z.string().describe('When the webhook was received, or the letter was made.'),
  ageSeconds: z.int().nonnegative(),
  resolve: z.array(routeSchema).describe('The requests by which it is looked into and dealt with.'),
});
export type Task = z.infer<typeof taskSchema>;

/** The task that something is; undefined if it waits for nobody. `now`: an instant. */
export function taskOf(waiting: Waiting, now: string): Task | undefined {
  const task = 'notice' in waiting ? letterTask(waiting.notice) : deliveryTask(waiting.delivery);
  if (!task) return undefined;
  return { ...task, ageSeconds: Math.max(0, Math.floor((Date.parse(now) - Date.parse(task.since)) / 1000)) };
}

type Ageless = Omit<Task, 'ageSeconds'>;

function deliveryTask(delivery: Delivery): Ageless | undefined {
  const { id, state, receivedAt: since } = delivery;
  if (!webhookWaitsForPerson(delivery)) return undefined;
  const fact = delivery.facts.find((one) => one.state === state && factWaitsForPerson(one));
  const { reason = fact?.reason ?? state, detail = fact?.detail } = delivery;
  const contract = fact?.contract ?? onlyOne(fact?.candidates);
  const path = `/inbound/${id}`;
  return {
    kind: 'delivery',
    id,
    reason,
    ...(detail !== undefined && { detail }),
    ...(contract !== undefined && { contract }),
    since,
    resolve: [
      { method: 'GET', path },
      { method: 'POST', path: `${path}/replay` },
      { method: 'POST', path: `${path}/dismiss` },
    ],
  };
}

function onlyOne(candidates: readonly string[] = []): string | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}

function letterTask(notice: NoticeRecord): Ageless | undefined {
  if (!waitsForPerson(notice)) return undefined;
  const { id, contract, state, createdAt: since } = notice;
  const path = `/contracts/${contract}`;
  return {
    kind: 'letter',
    id,
    reason: state.toLowerCase(),
    contract,
    since,
    resolve: [
      { method: 'GET', path: `${path}/evidence` },
      { method: 'POST', path: `${path}/notices/${id}/acknowledge` },
    ],
  };
}
