import type { Mutant } from './mutant.ts';

const REPORT = 'functions/record-delivery/record-report.ts';
const BOUNCE = 'functions/record-delivery/bounce.ts';
const MERGE = 'shared/core/notices/delivery.ts';
const ESCALATE = 'shared/sending/escalate.ts';

/** Faults in how reports are merged, and in what a failed letter brings about. */
export const REPORTS: readonly Mutant[] = [
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
    name: 'an automatic reply counts as a bounce',
    file: MERGE,
    find: "report.bounce === 'permanent' ? 'BOUNCED' : 'UNDELIVERED'",
    replace: "report.bounce === '' ? 'UNDELIVERED' : 'BOUNCED'",
  },
  {
    name: 'a suppressed letter counts as sent',
    file: MERGE,
    find: "return 'SUPPRESSED';",
    replace: "return 'ACCEPTED';",
  },
  {
    name: 'a complaint counts as a delivery',
    file: MERGE,
    find: "return 'COMPLAINED';",
    replace: "return 'DELIVERED';",
  },
  {
    name: 'a letter that the service rejects counts as sent',
    file: MERGE,
    find: "return 'REJECTED';",
    replace: "return 'ACCEPTED';",
  },
  {
    name: 'a delay counts as a delivery',
    file: MERGE,
    find: "case 'send':\n    case 'delay':\n      return 'ACCEPTED';",
    replace: "case 'send':\n      return 'ACCEPTED';\n    case 'delay':\n      return 'DELIVERED';",
  },
  {
    name: 'suppression is taken for a send',
    file: BOUNCE,
    find: "if (NOT_SENT.has(bounceSubType)) return { kind: 'suppressed' };",
    replace: "if (NOT_SENT.has(bounceSubType)) return { kind: 'send' } as never;",
  },
  {
    name: 'suppression is a bounce like others',
    file: BOUNCE,
    find: "if (NOT_SENT.has(bounceSubType)) return { kind: 'suppressed' };",
    replace: '',
  },
  {
    name: 'what the receiving server said of the recipient is not looked at',
    file: BOUNCE,
    find: "if (bounceType === 'Permanent' || said.includes('failed'))",
    replace: "if (bounceType === 'Permanent')",
  },
  {
    name: 'a failed letter is told to nobody',
    file: REPORT,
    find: 'newNotices: escalation.newNotices,',
    replace: 'newNotices: [],',
  },
  {
    name: 'a failed letter leaves no evidence of an escalation',
    file: REPORT,
    find: ', ...escalation.evidence],',
    replace: '],',
  },
  {
    name: 'a failed letter is told on and on',
    file: REPORT,
    find: 'needsEscalation(state) && state !== before[n]?.state',
    replace: 'needsEscalation(state) && (before[n]?.reports.length ?? 0) > 0',
    breaksNothing: 'an escalation has one id for each reason, and is made once',
  },
  {
    name: 'a report forgets the ids of messages',
    step: 'notice.resend-after-unknown',
    file: REPORT,
    find: '    messageIds,\n',
    replace: '    messageIds: [messageId],\n',
  },
  {
    name: 'a report keeps no id of its message',
    file: REPORT,
    find: '    messageIds,\n',
    replace: '    messageIds: notice.messageIds,\n',
  },
  {
    name: 'a report is recorded as often as it comes',
    file: REPORT,
    find: 'if (found.reports.includes(report.key))',
    replace: 'if (found.reports.includes(report.at))',
  },
  {
    name: 'a report ends the wait for a delivery',
    file: REPORT,
    find: "return before.state === 'ACCEPTED' ? until : deliveryExpectedBy(now, before.latest);",
    replace: 'return undefined;',
  },
  {
    name: 'each report begins the wait for a delivery anew',
    step: 'notice.delayed',
    file: REPORT,
    find: "return before.state === 'ACCEPTED' ? until : deliveryExpectedBy(now, before.latest);",
    replace: "return before.state === '' ? until : deliveryExpectedBy(now, before.latest);",
  },
  {
    name: 'an escalation is never made',
    file: ESCALATE,
    find: 'if (!escalation ||',
    replace: 'if (escalation ||',
  },
];
