import type { InboxMessage } from '../../local/aws/mail.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EvidenceEntry } from '../../shared/core/evidence/chain.ts';
import { createContract, failedPayment, recordEvent } from './samples.ts';
import type { TestStack } from './stack.ts';

export interface Suspension {
  readonly contract: string;
  readonly deadline: StoredDeadline;
  /** When a step of it falls due. */
  at(step: 'reminder' | 'due' | 'lapsed'): string;
}

const DAY_MS = 86_400_000;

/** A contract with one open deadline: an invoice that is due at the stack's present has not been paid. */
export async function openSuspension(
  test: TestStack,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Suspension> {
  return suspensionOf(test, await createContract(test, changes));
}

/** The one deadline of a contract: an invoice that was due so many days before the stack's present has not been paid. */
export async function suspensionOf(test: TestStack, contract: string, dueDaysAgo = 0): Promise<Suspension> {
  const now = test.stack.clock.now();
  const dueAt = new Date(Date.parse(now) - dueDaysAgo * DAY_MS).toISOString();
  await test.webhook('stripe', failedPayment(contract, 'in_1', dueAt, now));
  await test.stack.engine.drain();
  const [deadline] = (await test.stack.table.load(contract))?.deadlines ?? [];
  if (!deadline) throw new Error(`${contract} has no deadline`);
  return {
    contract,
    deadline,
    at: (kind) => deadline.ladder.find((rung) => rung.kind === kind)?.at ?? '',
  };
}

/** Ends what `openSuspension` began, so that nothing of it disturbs what follows. */
export async function payInvoice(test: TestStack, contract: string): Promise<void> {
  await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
  await test.stack.engine.drain();
}

/** What was sent for a contract, in order: all of it, or to the customer, or to the provider. */
export function inboxOf(test: TestStack, contract: string, to?: 'customer' | 'provider'): InboxMessage[] {
  const operations = (address: string) => address.startsWith('operations@');
  return test.stack.mail
    .inbox()
    .filter((message) => message.contract === contract)
    .filter((message) => to === undefined || operations(message.to) === (to === 'provider'));
}

export function evidenceOf(test: TestStack, contract: string): Promise<EvidenceEntry[]> {
  return test.stack.table.evidence(contract);
}

/** The types of evidence about one notice, in order. */
export async function storyOf(test: TestStack, contract: string, notice: string): Promise<string[]> {
  const entries = await evidenceOf(test, contract);
  return entries.filter(({ facts }) => facts.notice === notice).map(({ type }) => type);
}

/** The notices that steps of the contract's deadlines prepared, as their evidence names them. */
export async function preparedNotices(
  test: TestStack,
  contract: string,
): Promise<{ notice: string; party: string; sha256: string }[]> {
  const entries = await evidenceOf(test, contract);
  return entries.flatMap(({ facts }) => (Array.isArray(facts.notices) ? facts.notices : []));
}

/**
 * Whether every notice went out, none more often than an entry about a resend allows, and each with the bytes it
 * committed to. Answers what is wrong.
 */
export async function wrongSends(test: TestStack, contract: string): Promise<string[]> {
  const sent = inboxOf(test, contract);
  const wrong: string[] = [];
  for (const { notice, sha256 } of await preparedNotices(test, contract)) {
    const copies = sent.filter(({ tags }) => tags.notice === notice);
    const story = await storyOf(test, contract, notice);
    const allowed = 1 + story.filter((type) => type === 'notice.resend-after-unknown').length;
    if (story.includes('notice.cancelled') && copies.length === 0) continue;
    if (copies.length === 0) wrong.push(`${notice} never went out (${story.join(', ')})`);
    if (copies.length > allowed) wrong.push(`${notice} went out ${copies.length} times (${story.join(', ')})`);
    if (copies.some((copy) => copy.sha256 !== sha256)) wrong.push(`${notice} went out with other bytes`);
  }
  return wrong;
}
