import { scheduleName } from '../shared/aws/schedules.ts';
import type { LoadedContract } from '../shared/aws/table/table.ts';
import { decidingDifferences } from '../shared/core/deadlines/deciding.ts';
import { plan } from '../shared/core/deadlines/plan.ts';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import { sameJson } from '../shared/core/events/canonical.ts';
import { verifyChain } from '../shared/core/evidence/chain.ts';
import { proposalsAbout } from '../shared/recording/propose.ts';
import type { Terms } from '../shared/runtime/terms.ts';
import { allContracts } from './contracts.ts';
import { RESOURCES } from './environment.ts';
import type { LocalStack } from './stack.ts';

/**
 * Checks that evidence, deadlines, schedules, notices and queues agree. For a clock that stands still. Answers a
 * sentence for each inconsistency.
 */
export async function findInconsistencies(stack: LocalStack, terms: Terms): Promise<string[]> {
  const contracts = await allContracts(stack.dynamodb, stack.table);
  const own = await Promise.all(contracts.map((contract) => findInconsistenciesOf(contract, stack, terms)));
  return [
    ...own.flat(),
    ...scheduleProblems(stack, contracts),
    ...(await noticeProblems(stack)),
    ...leftoverProblems(stack),
  ];
}

/** Compares one contract's evidence and deadlines with what its events imply. */
export async function findInconsistenciesOf(
  contract: LoadedContract,
  stack: LocalStack,
  terms: Terms,
): Promise<string[]> {
  return [
    ...(await evidenceProblems(stack, contract)),
    ...planProblems(contract, terms),
    ...(await proposalProblems(stack, contract, terms)),
    ...overdueProblems(contract, stack.clock.now()),
  ];
}

async function evidenceProblems({ table }: LocalStack, { head }: LoadedContract): Promise<string[]> {
  const verdict = verifyChain(head.contract.id, await table.evidence(head.contract.id), head.chain);
  return verdict.ok ? [] : [`contract ${head.contract.id}: evidence: ${verdict.reason}`];
}

function planProblems({ head, events, deadlines }: LoadedContract, { catalog, holidays }: Terms): string[] {
  const { id } = head.contract;
  const planned = new Map(
    plan({ contract: head.contract, recordedAt: head.createdAt, events, catalog, holidays }).deadlines.map((one) => [
      one.id,
      one,
    ]),
  );
  const stored = deadlines.filter(({ state }) => state !== 'superseded');
  const missing = [...planned.keys()].filter((key) => !stored.some((one) => one.id === key));
  return [
    ...stored.flatMap((one) => {
      const implied = planned.get(one.id);
      const fields = implied && decidingDifferences(one, implied);
      if (fields?.length === 0) return [];
      const which = fields ? `: ${fields.join(', ')}` : '';
      return [`contract ${id}: deadline ${one.id} is not what its events imply${which}`];
    }),
    ...missing.map((key) => `contract ${id}: deadline ${key} is missing`),
  ];
}

/**
 * Before the walk for an edition has come by, a proposal may be missing; none may be told that is not made. What a corrected
 * reading would change is as of the last event, since deadlines pass.
 */
async function proposalProblems(
  { table, clock }: LocalStack,
  contract: LoadedContract,
  terms: Terms,
): Promise<string[]> {
  const { id } = contract.head.contract;
  const stored = await table.proposals.about(id);
  if (stored.length === 0) return [];
  const made = new Map(proposalsAbout({ ...terms, clock }, contract).map((one) => [one.deadline, one]));
  return stored.flatMap(({ contract: _contract, since: _since, ...proposal }) =>
    sameJson(withoutChanges(proposal), withoutChanges(made.get(proposal.deadline)))
      ? []
      : [`contract ${id}: the proposal about ${proposal.deadline} is not what its events imply`],
  );
}

function overdueProblems({ head, deadlines }: LoadedContract, now: string): string[] {
  const late = deadlines.filter(({ state, instant }) => state === 'open' && Date.parse(instant) < Date.parse(now));
  return late.map(
    ({ id, instant }) => `contract ${head.contract.id}: deadline ${id} ended at ${instant} and is still open`,
  );
}

function scheduleProblems({ scheduler }: LocalStack, contracts: readonly LoadedContract[]): string[] {
  const wanted = new Set(
    contracts.flatMap(({ head, deadlines }) => deadlines.flatMap((one) => nameOf(head.contract.id, one))),
  );
  const existing = new Set(scheduler.schedules().map(({ name }) => name));
  return [
    ...[...wanted].filter((name) => !existing.has(name)).map((name) => `schedule ${name} is missing`),
    ...[...existing].filter((name) => !wanted.has(name)).map((name) => `schedule ${name} belongs to nothing`),
  ];
}

function nameOf(contract: string, { id, revision, next }: StoredDeadline): string[] {
  return next ? [scheduleName({ contract, deadline: id, revision, step: next.step })] : [];
}

/** Every message in the inbox must have the hash of its notice, and a notice at most as many messages as attempts. */
async function noticeProblems({ mail, table }: LocalStack): Promise<string[]> {
  const problems: string[] = [];
  const sent = new Map<string, number>();
  for (const { contract, tags, sha256 } of mail.inbox()) {
    const id = tags.notice ?? '';
    sent.set(id, (sent.get(id) ?? 0) + 1);
    const stored = contract === null ? undefined : await table.notice(contract, id);
    if (!stored) problems.push(`a message was sent that no notice accounts for (notice ${id})`);
    else if (stored.notice.sha256 !== sha256)
      problems.push(`notice ${id} went out with other bytes than were committed`);
    else if ((sent.get(id) ?? 0) > stored.notice.attempts)
      problems.push(`notice ${id} went out more often than attempted`);
  }
  return problems;
}

function leftoverProblems({ queues, stream, scheduler }: LocalStack): string[] {
  const deadLetters = [
    RESOURCES.noticesDeadLetters,
    RESOURCES.deliveriesDeadLetters,
    RESOURCES.inboundDeadLetters,
    RESOURCES.schedulerDeadLetters,
  ];
  const stuck = deadLetters.filter((queue) => queues.messages(queue).length > 0);
  return [
    ...stuck.map((queue) => `${queue} holds ${queues.messages(queue).length} messages`),
    ...stream.failures.map(({ functionName, error }) => `${functionName} gave up on changes of the table: ${error}`),
    ...scheduler.undeliverable.map(({ name, error }) => `schedule ${name} reached nobody: ${error}`),
  ];
}

function withoutChanges(proposal: object | undefined) {
  const { changes: _changes, more: _more, ...told }: Record<string, unknown> = { ...proposal };
  return told;
}
