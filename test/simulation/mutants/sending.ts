import type { Mutant } from './mutant.ts';

const CLAIM = 'functions/send-notice/claim.ts';
const FIRE = 'functions/send-notice/fire-rung.ts';
const DELIVER = 'functions/send-notice/deliver-notice.ts';
const LEASE = 'functions/send-notice/lease.ts';
const MAILER = 'shared/aws/mailer.ts';

/** Faults in claiming, firing and sending. */
export const SENDING: readonly Mutant[] = [
  {
    name: 'a claim ignores the run',
    file: CLAIM,
    find: 'if (deadline?.run !== notice.run) return',
    replace: 'if (!deadline) return',
  },
  {
    name: 'a claim ignores the state of the deadline',
    file: CLAIM,
    find: '  if (takesNoTime(deadline))',
    replace: "  if (state !== 'paused') return true;\n  if (takesNoTime(deadline))",
  },
  {
    name: 'a claim that ran out is free',
    file: CLAIM,
    find: "return over ? 'ran-out' : 'held'",
    replace: "return over ? 'free' : 'held'",
  },
  {
    name: 'a claim is free for everybody',
    file: CLAIM,
    find: "return over ? 'ran-out' : 'held'",
    replace: "return 'free'",
  },
  {
    name: 'a claim runs out while its holder may send',
    file: CLAIM,
    find: "return over ? 'ran-out' : 'held'",
    replace: "return 'ran-out'",
  },
  {
    name: 'no report is waited for',
    file: CLAIM,
    find: "return over ? 'free' : 'waiting'",
    replace: "return 'free'",
  },
  {
    name: 'an unknown send is never made again',
    file: CLAIM,
    find: "return over ? 'free' : 'waiting'",
    replace: "return 'waiting'",
  },
  {
    name: 'attempts are not counted',
    file: CLAIM,
    find: 'attempts: notice.attempts + 1',
    replace: 'attempts: notice.attempts',
  },
  {
    name: 'a second attempt leaves the evidence of a first one',
    file: CLAIM,
    find: "const again = before.state === 'UNKNOWN'",
    replace: "const again = before.state === 'CLAIMED'",
  },
  {
    name: 'one unknown send is enough to give up',
    file: CLAIM,
    find: 'MOST_UNCONFIRMED_ATTEMPTS = 5',
    replace: 'MOST_UNCONFIRMED_ATTEMPTS = 1',
  },
  {
    name: 'what is given up is told to nobody',
    file: CLAIM,
    find: 'newNotices: escalation.newNotices,\n    evidence: [evidence, ...escalation.evidence]',
    replace: 'evidence: [evidence]',
  },
  {
    name: 'a redelivery does not resume the notices of a step',
    file: FIRE,
    find: 'if (!fence || !deadline.done.includes(fence.step)) return [];',
    replace: 'return [];',
  },
  {
    name: 'the contract’s end does not go first',
    file: FIRE,
    find: 'if (endsContract(deadline)) return undefined;',
    replace: 'if (deadlines.length > 0) return undefined;',
  },
  {
    name: 'a lapse is not marked done',
    file: FIRE,
    find: 'const ended = { ...own.after, done: [...deadline.done, rung.step] };',
    replace: 'const ended = { ...own.after };',
  },
  {
    name: 'a lapse is not recorded as an event',
    file: FIRE,
    find: '    events: [event],\n    deadlines: [ended',
    replace: '    deadlines: [ended',
  },
  {
    name: 'what a lapse brings about is left to nobody',
    file: FIRE,
    find: 'deadlines: [ended, ...taken.map(({ after }) => after)]',
    replace: 'deadlines: [ended]',
  },
  {
    name: 'a schedule of an earlier revision fires',
    file: FIRE,
    find: 'if (fence && fence.revision !== deadline.revision)',
    replace: 'if (fence && fence.revision < 0)',
  },
  {
    name: 'a step fires before its time',
    file: FIRE,
    find: "return Date.parse(now) < Date.parse(rung.at) ? 'not-due' : undefined;",
    replace: "return rung.at === '' ? 'not-due' : undefined;",
  },
  {
    name: 'a step that fired is not marked done',
    file: FIRE,
    find: '  const done = [...deadline.done, rung.step];',
    replace: '  const { done } = deadline;',
  },
  {
    name: 'a step is done before its notices are stored',
    file: FIRE,
    find: '    newNotices: notices,\n    evidence: [firedEvidence',
    replace: '    evidence: [firedEvidence',
  },
  {
    name: 'a late answer of an older attempt counts',
    file: DELIVER,
    find: "if (stored.state !== 'CLAIMED' || stored.attempts !== attempt) return stored;",
    replace: "if (stored.state !== 'CLAIMED' && stored.state !== 'UNKNOWN') return stored;",
  },
  {
    name: 'an unknown send is taken for none',
    file: DELIVER,
    find: "if (result.outcome === 'unknown') return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };",
    replace: "if (result.outcome === 'unknown') return { ...notice, state: 'PENDING', until: now };",
  },
  {
    name: 'an unknown send is taken for done',
    file: DELIVER,
    find: "if (result.outcome === 'unknown') return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };",
    replace: "if (result.outcome === 'unknown') return { ...notice, state: 'ACCEPTED' };",
  },
  {
    name: 'a refused send is not tried again',
    file: DELIVER,
    find: "state: 'PENDING', until: nextTry(now, notice.attempts)",
    replace: "state: 'REJECTED'",
  },
  {
    name: 'the id of an accepted message is not kept',
    file: DELIVER,
    find: 'messageIds: [...new Set([...notice.messageIds, result.messageId])],',
    replace: 'messageIds: notice.messageIds,',
  },
  {
    name: 'a letter goes out before it is claimed',
    file: DELIVER,
    find: 'if (!claim.claimed) return',
    replace: "if (!claim.claimed && claim.because === 'missing') return",
  },
  {
    name: 'a claim holds for less than a send takes',
    file: LEASE,
    find: 'CLAIM_LEASE_MS = 2 * 60_000',
    replace: 'CLAIM_LEASE_MS = 2_000',
  },
  {
    name: 'a prepared notice is taken up a month later',
    file: LEASE,
    find: 'DELIVERY_LEASE_MS = 10 * 60_000',
    replace: 'DELIVERY_LEASE_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'a report is waited for for a month',
    file: LEASE,
    find: 'return laterBy(now, Math.round(Math.min(LONGEST_WAIT_MS',
    replace: 'return laterBy(now, Math.round(Math.max(30 * 24 * 60 * 60_000',
  },
  {
    name: 'a refused send waits longer and longer',
    file: LEASE,
    find: 'Math.min(60, 2 ** Math.max(0, attempts - 1))',
    replace: '60 * 24 * 30',
  },
  {
    name: 'a lost answer is taken for a refusal',
    file: MAILER,
    find: "isRefusal(error) ? 'unavailable'",
    replace: "code === 'TimeoutError' ? 'unavailable'",
  },
  {
    name: 'a failure of the service is taken for a refusal',
    file: MAILER,
    find: 'return status >= 400 && status < 500 && status !== REQUEST_TIMEOUT;',
    replace: 'return status >= 400;',
  },
  {
    name: 'what was missed before a fact closes a deadline is forgotten',
    file: 'shared/core/deadlines/deadline-changes.ts',
    find: 'return isLeft ? missedBy(before, known) : [];',
    replace: 'return isLeft && known === before.runStartedAt ? missedBy(before, known) : [];',
  },
  {
    name: 'a letter that was over unsent is left out',
    file: 'functions/send-notice/claim.ts',
    find: 'return missedUnsent(dependencies, loaded, notice) ?? verdict;',
    replace: 'return missedUnsent(dependencies, loaded, { ...notice, latest: notice.createdAt }) ?? verdict;',
  },
  {
    name: 'a withdrawn letter is forgotten',
    file: 'functions/send-notice/claim.ts',
    find: "deadlines: verdict === 'unwanted' ? remembering(loaded, notice, dependencies.clock.now()) : [],",
    replace: "deadlines: verdict === 'overtaken' ? remembering(loaded, notice, dependencies.clock.now()) : [],",
  },
  {
    name: 'a lapse that is told late is no evidence',
    file: 'shared/core/deadlines/missed.ts',
    find: '[...over.filter((one) => !isLateKnown(one)), ...toldLate(deadline, rung, now)]',
    replace: '[...over.filter((one) => !isLateKnown(one)), ...toldLate(deadline, rung, rung.at)]',
  },
  {
    name: 'throttling is final',
    file: MAILER,
    find: "new Set(['MessageRejected'",
    replace: "new Set(['Throttling', 'MessageRejected'",
  },
];
