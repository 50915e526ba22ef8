import type { Mutant } from './mutant.ts';

const OUTCOME = 'functions/send-notice/record-outcome.ts';
const LEASE = 'functions/send-notice/lease.ts';
const MAILER = 'shared/aws/mailer.ts';
const REFUSALS = 'shared/aws/refusals.ts';
const DELIVERY = 'shared/sending/await-delivery.ts';

/** Faults in what an answer of the mail service means, in leases, and in how long something is waited for. */
export const SENDS: readonly Mutant[] = [
  {
    name: 'no report is waited for',
    file: 'functions/send-notice/claim.ts',
    find: "return over ? 'free' : 'waiting'",
    replace: "return 'free'",
  },
  {
    name: 'an unknown send is never made again',
    file: 'functions/send-notice/claim.ts',
    find: "return over ? 'free' : 'waiting'",
    replace: "return 'waiting'",
  },
  {
    name: 'a late answer of an older attempt counts',
    step: 'SendRawEmail',
    file: OUTCOME,
    find: "return state === 'CLAIMED' && attempts === attempt;",
    replace: "return (state === 'CLAIMED' || state === 'UNKNOWN') && attempt > 0;",
  },
  {
    name: 'an answer counts although a report has settled it',
    step: 'SendRawEmail',
    file: OUTCOME,
    find: "const isSettled = result.outcome !== 'accepted' && !isStillClaimed(message.found, attempts);",
    replace: 'const isSettled = false;',
  },
  {
    name: 'an unknown send is taken for none',
    step: 'SendRawEmail',
    file: OUTCOME,
    find: "return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };",
    replace: "return { ...notice, state: 'PENDING', until: now };",
  },
  {
    name: 'an unknown send is taken for done',
    step: 'notice.unknown',
    file: OUTCOME,
    find: "return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };",
    replace: "return { ...notice, state: 'ACCEPTED' };",
  },
  {
    name: 'a refused send is not tried again',
    step: 'notice.released',
    file: OUTCOME,
    find: "state: 'PENDING',\n        until: nextTry(now, refusedSince(notice) + 1),",
    replace: "state: 'REJECTED',",
  },
  {
    name: 'a rejected letter is told to nobody',
    file: OUTCOME,
    find: 'newNotices: escalation.newNotices,',
    replace: '',
  },
  {
    name: 'the id of an accepted message is not kept',
    step: 'report Send',
    file: OUTCOME,
    find: 'const messageIds = [...new Set([...notice.messageIds, result.messageId])];',
    replace: 'const { messageIds } = notice;',
  },
  {
    name: 'the answer of the service is no evidence',
    step: 'notice.released',
    file: OUTCOME,
    find: 'evidence: [...outcomeEvidence(letters[0], sent, result), ...escalation.evidence],',
    replace: 'evidence: escalation.evidence,',
  },
  {
    name: 'no delivery is waited for once a letter is accepted',
    file: OUTCOME,
    find: "...(state === 'ACCEPTED' && { until })",
    replace: '',
  },
  {
    name: 'a delivery is waited for for a year',
    file: DELIVERY,
    find: 'return laterBy(now, Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, half))));',
    replace: 'return laterBy(now, Math.round(Math.max(365 * LONGEST_MS, half)));',
  },
  {
    name: 'a delivery is waited for beyond the moment until which it is of use',
    file: DELIVERY,
    find: 'return laterBy(now, Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, half))));',
    replace: 'return laterBy(now, Math.max(LONGEST_MS, 2 * left));',
  },
  {
    name: 'a claim holds for less than a send takes',
    step: 'SendRawEmail',
    file: LEASE,
    find: 'CLAIM_LEASE_MS = 2 * 60_000',
    replace: 'CLAIM_LEASE_MS = 2_000',
  },
  {
    name: 'a claim holds for a month',
    step: 'notice.accepted',
    file: LEASE,
    find: 'CLAIM_LEASE_MS = 2 * 60_000',
    replace: 'CLAIM_LEASE_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'a prepared notice is taken up a month later',
    step: 'step.fired',
    file: LEASE,
    find: 'DELIVERY_LEASE_MS = 10 * 60_000',
    replace: 'DELIVERY_LEASE_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'after a claim ran out a report is waited for for a month',
    step: 'notice.attempt',
    file: LEASE,
    find: 'WAIT_AFTER_LOST_CLAIM_MS = 15 * 60_000',
    replace: 'WAIT_AFTER_LOST_CLAIM_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'after a claim ran out no report is waited for',
    step: 'SendRawEmail',
    file: LEASE,
    find: 'WAIT_AFTER_LOST_CLAIM_MS = 15 * 60_000',
    replace: 'WAIT_AFTER_LOST_CLAIM_MS = -60 * 60_000',
  },
  {
    name: 'a report is waited for for a month',
    step: 'notice.resend-after-unknown',
    file: LEASE,
    find: 'return laterBy(now, Math.round(Math.min(LONGEST_WAIT_MS',
    replace: 'return laterBy(now, Math.round(Math.max(30 * 24 * 60 * 60_000',
  },
  {
    name: 'a refused send waits longer and longer',
    step: 'notice.released',
    file: LEASE,
    find: 'Math.min(LONGEST_PAUSE_MINUTES, 2 ** Math.max(0, refusals - 1))',
    replace: '60 * 24 * 30',
  },
  {
    name: 'a lost answer is taken for a refusal',
    step: 'SendRawEmail',
    file: MAILER,
    find: 'UNREACHED.has(code) || isRefusal(error)',
    replace: "UNREACHED.has(code) || isRefusal(error) || code === 'TimeoutError'",
  },
  {
    name: 'a failure of the service is taken for a refusal',
    step: 'SendRawEmail',
    file: MAILER,
    find: 'return (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) || status === SERVICE_UNAVAILABLE;',
    replace: 'return status >= 400;',
  },
  {
    name: 'a refusal is taken for an unknown send',
    step: 'notice.released',
    file: MAILER,
    find: 'UNREACHED.has(code) || isRefusal(error)',
    replace: 'UNREACHED.has(code)',
  },
  {
    name: 'throttling is final',
    step: 'notice.released',
    file: REFUSALS,
    find: "return code === 'MessageRejected' && ",
    replace: "return code === 'Throttling' || code === 'ThrottlingException' || code === 'MessageRejected' && ",
  },
];
