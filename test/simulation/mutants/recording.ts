import type { Mutant } from './mutant.ts';

const REPORT = 'functions/record-delivery/record-report.ts';
const EVENT = 'functions/record-delivery/mail-event.ts';
const MERGE = 'shared/core/notices/delivery.ts';
const ESCALATE = 'shared/sending/escalate.ts';
const OVERDUE = 'functions/sweep-deadlines/overdue.ts';
const FOLLOW = 'functions/register-schedules/follow.ts';
const COMPARE = 'shared/core/deadlines/deadline-changes.ts';
const PROGRESS = 'shared/core/deadlines/progress.ts';
const COMMIT = 'shared/aws/table/commit.ts';
const WRITE = 'shared/recording/write.ts';
const ITEMS = 'shared/aws/table/items.ts';
const QUEUE = 'shared/runtime/queue-handler.ts';

/** Faults in reports, escalations, sweeps, schedules and the record. */
export const RECORDING: readonly Mutant[] = [
  {
    name: 'a later report lowers the state',
    file: MERGE,
    find: 'return rank(reported) > rank(state) ? reported : state;',
    replace: 'return reported;',
  },
  {
    name: 'the first report stands',
    file: MERGE,
    find: 'return rank(reported) > rank(state) ? reported : state;',
    replace: "return state === 'CLAIMED' || state === 'UNKNOWN' || state === 'PENDING' ? reported : state;",
  },
  {
    name: 'a permanent bounce counts as an automatic reply',
    file: MERGE,
    find: "report.bounce === 'permanent' ? 'BOUNCED' : 'UNDELIVERED'",
    replace: "report.bounce === 'permanent' ? 'ACCEPTED' : 'UNDELIVERED'",
  },
  {
    name: 'a suppressed letter counts as sent',
    file: MERGE,
    find: "return 'SUPPRESSED';",
    replace: "return 'ACCEPTED';",
  },
  {
    name: 'suppression by the account is a bounce like others',
    file: EVENT,
    find: "return { kind: 'suppressed' };",
    replace: "return { kind: 'send' };",
  },
  {
    name: 'a failed letter is told to nobody',
    file: REPORT,
    find: 'newNotices: escalation?.newNotices ?? [],',
    replace: 'newNotices: [],',
  },
  {
    name: 'a failed letter leaves no evidence of an escalation',
    file: REPORT,
    find: '...(escalation?.evidence ?? [])',
    replace: '',
  },
  {
    name: 'a report forgets the ids of messages',
    file: REPORT,
    find: '    messageIds,\n',
    replace: '    messageIds: [messageId],\n',
  },
  {
    name: 'a report ends the wait for the answer',
    file: REPORT,
    find: '    ...(stillOpen && until !== undefined && { until }),',
    replace: '    ...(until !== undefined && { until }),',
  },
  { name: 'an escalation is never made', file: ESCALATE, find: 'if (!escalation ||', replace: 'if (escalation ||' },
  {
    name: 'the sweep forgets notices',
    file: OVERDUE,
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'notice').map(workOf));",
  },
  {
    name: 'the sweep forgets steps',
    file: OVERDUE,
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'deadline').map(workOf));",
  },
  {
    name: 'the sweep forgets contracts to settle',
    file: OVERDUE,
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'contract').map(workOf));",
  },
  {
    name: 'an overdue step waits a month for the sweep',
    file: ITEMS,
    find: 'RUNG_GRACE_MS = 10 * 60_000',
    replace: 'RUNG_GRACE_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'an open claim is on no agenda',
    file: ITEMS,
    find: "return notice.state === 'CLAIMED' || notice.state === 'UNKNOWN' ? notice.until : undefined;",
    replace: "return notice.state === 'UNKNOWN' ? notice.until : undefined;",
  },
  {
    name: 'an unknown send is on no agenda',
    file: ITEMS,
    find: "return notice.state === 'CLAIMED' || notice.state === 'UNKNOWN' ? notice.until : undefined;",
    replace: "return notice.state === 'CLAIMED' ? notice.until : undefined;",
  },
  {
    name: 'a prepared notice is on no agenda',
    file: ITEMS,
    find: "if (notice.state === 'PENDING') return notice.until ?? notice.createdAt;",
    replace: "if (notice.state === 'PENDING') return undefined;",
  },
  {
    name: 'a schedule is made for the first step only',
    file: FOLLOW,
    find: '  if (after) {',
    replace: '  if (after && !before) {',
  },
  {
    name: 'the new schedule is removed with the old one',
    file: FOLLOW,
    find: 'await schedules.cancel(before.work);',
    replace: 'await schedules.cancel((after ?? before).work);',
  },
  {
    name: 'another end begins no new run',
    file: COMPARE,
    find: 'return endsWithTheSame(before, planned) && !startsAnew;',
    replace: 'return planned.instant !== before.trigger || startsAnew;',
  },
  {
    name: 'every change begins a new run',
    file: COMPARE,
    find: 'return endsWithTheSame(before, planned) && !startsAnew;',
    replace: 'return endsWithTheSame(before, planned) && startsAnew;',
  },
  {
    name: 'any reopening starts anew',
    file: COMPARE,
    find: "planned.state === 'open' && before.trigger !== planned.trigger",
    replace: "planned.state === 'open'",
  },
  {
    name: 'another start after an end goes on',
    file: COMPARE,
    find: "planned.state === 'open' && before.trigger !== planned.trigger",
    replace: "planned.state === 'lapsed'",
  },
  { name: 'steps that fired fire again', file: PROGRESS, find: '!progress.done.includes(rung.step) && ', replace: '' },
  {
    name: 'a reminder of a time before is sent',
    file: PROGRESS,
    find: "return rung.kind === 'reminder' && Date.parse(rung.at) < Date.parse(progress.runStartedAt);",
    replace: 'return rung.at === progress.runStartedAt;',
  },
  {
    name: 'a late reminder is pointless',
    file: PROGRESS,
    find: "return rung.kind === 'reminder' && Date.parse(rung.at) < Date.parse(progress.runStartedAt);",
    replace: "return rung.kind === 'reminder' && Date.parse(rung.at) + 60_000 < Date.parse(now);",
  },
  {
    name: 'writes to a contract are not fenced',
    file: COMMIT,
    find: "ConditionExpression: 'head.revision = :expected',",
    replace: "ConditionExpression: 'head.revision <= :expected OR attribute_exists(pk)',",
  },
  {
    name: 'a fence compares with any revision',
    file: WRITE,
    find: 'expected: head.revision,',
    replace: 'expected: head.revision > 1 ? undefined : head.revision,',
  },
  {
    name: 'an event is recorded once more',
    file: 'shared/recording/record-once.ts',
    find: 'if (known) return',
    replace: 'if (known && known.data === event.data) return',
  },
  {
    name: 'an event changes no deadline',
    file: 'shared/recording/record-once.ts',
    find: 'deadlines: taken.map(({ after }) => after),\n    ...(outcome',
    replace: 'deadlines: [],\n    ...(outcome',
  },
  {
    name: 'a message that fails is taken as done',
    file: QUEUE,
    find: '          batchItemFailures.push({ itemIdentifier: messageId });\n        }\n      }',
    replace: '        }\n      }',
  },
  {
    name: 'one failed message ends the batch',
    file: QUEUE,
    find: "telemetry.error('MESSAGE_FAILED', error, { message: messageId });\n          batchItemFailures.push({ itemIdentifier: messageId });",
    replace: "telemetry.error('MESSAGE_FAILED', error, { message: messageId });\n          break;",
  },
  {
    name: 'the customer’s letters go to the provider',
    file: 'shared/sending/prepare.ts',
    find: "party === 'customer'\n        ? {",
    replace: "party === 'provider'\n        ? {",
  },
];
