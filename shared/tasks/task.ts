import * as z from 'zod';
import type { StoredProposal } from '../aws/table/proposals.ts';
import { type Uncounted, WAITING_KINDS, type Waiting } from '../aws/table/waiting.ts';
import { waitsForPerson } from '../core/notices/delivery.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { factWaitsForPerson, webhookWaitsForPerson } from '../core/webhooks/waits-for-person.ts';
import { english } from '../core/words/say.ts';
import type { Delivery } from '../inbound/delivery.ts';
import { causeNameOf } from '../proposals/cause.ts';
import { causeText } from '../proposals/view.ts';

/** Where a task is resolved: a request that needs `by` and `reason`, or one that removes the cause. */
const routeSchema = z.strictObject({ method: z.enum(['GET', 'POST', 'PATCH']), path: z.string() });

/** What waits for a person: a view of a webhook, a letter, a proposal or a contract. It is gone once that is dealt with. */
export const taskSchema = z.strictObject({
  kind: z.enum(WAITING_KINDS),
  id: z
    .string()
    .describe(
      'Of the delivery or the notice; of the deadline of a proposal, `@terms` for one about the contract’s terms; of the contract with what cannot be counted.',
    ),
  reason: z
    .string()
    .describe(
      'Why it waits: for a delivery its own code, such as `no-rule`, or its state; for a letter `bounced`, `suppressed`, `complained`, `rejected`, `undelivered` or `escalated`; for a proposal the name of its cause; else `not-countable`.',
    ),
  detail: z.string().optional().describe('What to do about it.'),
  contract: z.string().optional().describe('Absent where it is not known, or where several may be meant.'),
  since: z.string().describe('When the webhook was received or the letter was made, or since when the rest is so.'),
  ageSeconds: z.int().nonnegative(),
  resolve: z.array(routeSchema).describe('The requests by which it is looked into and dealt with.'),
});
export type Task = z.infer<typeof taskSchema>;

/** The task that something is; undefined if it waits for nobody. `now`: an instant. */
export function taskOf(waiting: Waiting, now: string): Task | undefined {
  const task = agelessTask(waiting);
  if (!task) return undefined;
  return { ...task, ageSeconds: Math.max(0, Math.floor((Date.parse(now) - Date.parse(task.since)) / 1000)) };
}

type Ageless = Omit<Task, 'ageSeconds'>;

function agelessTask(waiting: Waiting): Ageless | undefined {
  if ('notice' in waiting) return letterTask(waiting.notice);
  if ('proposal' in waiting) return proposalTask(waiting.proposal);
  return 'uncounted' in waiting ? uncountedTask(waiting.uncounted) : deliveryTask(waiting.delivery);
}

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

function proposalTask(proposal: StoredProposal): Ageless {
  const { contract, deadline, since, cause } = proposal;
  const path = `/contracts/${contract}/proposals`;
  const decided = `${path}/${encodeURIComponent(deadline)}`;
  return {
    kind: 'proposal',
    id: deadline,
    reason: causeNameOf(cause),
    detail: `${whatDiffers(proposal)}. ${causeText(proposal, english)}`,
    contract,
    since,
    resolve: [
      { method: 'GET', path },
      { method: 'POST', path: `${decided}/accept` },
      { method: 'POST', path: `${decided}/decline` },
      { method: 'POST', path: '/proposals/accept' },
      { method: 'POST', path: '/proposals/decline' },
    ],
  };
}

function whatDiffers(proposal: StoredProposal): string {
  if (!('revised' in proposal)) return `${proposal.from.date} → ${proposal.to.date}`;
  const { changes, more = 0 } = proposal;
  const differing = changes.length + more;
  return differing === 0 ? 'No deadline differs yet' : `Deadlines that differ: ${differing}`;
}

/** Most clauses that a task names. */
const MOST_NAMED = 3;

function uncountedTask({ contract, notCounted, since }: Uncounted): Ageless {
  const path = `/contracts/${contract}`;
  return {
    kind: 'not-counted',
    id: contract,
    reason: 'not-countable',
    detail: notCounted
      .slice(0, MOST_NAMED)
      .map((one) => english('evidence.not-counted', one))
      .join(' '),
    contract,
    since,
    resolve: [
      { method: 'GET', path: `${path}/evidence` },
      { method: 'POST', path: `${path}/events` },
    ],
  };
}
