import type { Mutant } from './mutant.ts';

const COMMIT = 'shared/aws/table/commit.ts';
const WRITE = 'shared/recording/write.ts';
const ONCE = 'shared/recording/record-once.ts';
const ATTEMPT = 'shared/recording/attempt.ts';
const QUEUE = 'shared/runtime/queue-handler.ts';

/** Faults in the transactions on a contract, in what they record, and in the queues that bring them about. */
export const COMMITS: readonly Mutant[] = [
  {
    name: 'writes to a contract are not fenced',
    file: COMMIT,
    find: "ConditionExpression: 'head.revision = :expected',",
    replace: "ConditionExpression: 'head.revision <= :expected OR attribute_exists(pk)',",
  },
  {
    name: 'a write does not raise the revision',
    file: WRITE,
    find: 'revision: head.revision + 1,',
    replace: 'revision: head.revision,',
  },
  {
    name: 'a fence compares with any revision',
    file: WRITE,
    find: 'expected: head.revision,',
    replace: 'expected: head.revision > 1 ? undefined : head.revision,',
  },
  {
    name: 'a write that lost to another is taken for done',
    file: COMMIT,
    find: "? { ok: false, reason: 'conflict' }\n      : {",
    replace: '? { ok: true }\n      : {',
  },
  {
    name: 'a write that met another is taken for done',
    file: COMMIT,
    find: "=== 'TransactionConflict')) return { ok: false, reason: 'conflict' };",
    replace: "=== 'TransactionConflict')) return { ok: true };",
  },
  {
    name: 'an error of the table is taken for done',
    file: COMMIT,
    find: 'if (!(error instanceof TransactionCanceledException)) throw error;',
    replace: 'if (!(error instanceof TransactionCanceledException)) return { ok: true };',
  },
  {
    name: 'a writer that lost to another gives up',
    file: ATTEMPT,
    find: 'export const MOST_ATTEMPTS = 30;',
    replace: 'export const MOST_ATTEMPTS = 1;',
    breaksNothing: 'the queue hands out the message again, and callers ask again',
  },
  {
    name: 'evidence is not written',
    file: COMMIT,
    find: '...commit.evidence.map((entry) =>',
    replace: '...commit.evidence.slice(1).map((entry) =>',
  },
  {
    name: 'a write leaves out its deadlines',
    file: COMMIT,
    find: '...(commit.deadlines ?? []).map((deadline) =>',
    replace: '...(commit.deadlines ?? []).slice(0, 1).map((deadline) =>',
  },
  {
    name: 'what was waited for stays in the notice',
    file: COMMIT,
    find: 'UpdateExpression: removed.length === 0 ? setting :',
    replace: 'UpdateExpression: removed.length >= 0 ? setting :',
  },
  {
    name: 'an event is recorded once more',
    file: ONCE,
    find: 'if (known) return',
    replace: 'if (known && known.data === event.data) return',
  },
  {
    name: 'an event changes no deadline',
    file: ONCE,
    find: 'deadlines: taken.map(({ after }) => after),\n    ...(outcome',
    replace: 'deadlines: [],\n    ...(outcome',
  },
  {
    name: 'an event leaves its last change to nobody',
    file: ONCE,
    find: 'deadlines: taken.map(({ after }) => after),\n    ...(outcome',
    replace: 'deadlines: taken.slice(1).map(({ after }) => after),\n    ...(outcome',
  },
  {
    name: 'a message that fails is taken as done',
    step: 'queue notices',
    file: QUEUE,
    find: 'if (!(await succeeds(telemetry, queue, record, remainingMs))) failed.push(record.messageId);',
    replace: 'await succeeds(telemetry, queue, record, remainingMs);',
  },
  {
    name: 'one failed message ends the batch',
    step: 'queue notices',
    file: QUEUE,
    find: 'if (!(await succeeds(telemetry, queue, record, remainingMs))) failed.push(record.messageId);',
    replace: 'if (!(await succeeds(telemetry, queue, record, remainingMs))) break;',
  },
  {
    name: 'a batch whose time runs short is taken as done',
    file: QUEUE,
    find: 'failed.push(...(await putBack(telemetry, queue, Records.slice(index))));',
    replace: '',
  },
];
