import type { Mutant } from './mutant.ts';

const CLAIM = 'functions/send-notice/claim.ts';
const EVIDENCE = 'functions/send-notice/attempt-evidence.ts';
const VERDICT = 'shared/sending/verdict.ts';
const ON_CLAIM = 'functions/send-notice/verdict-on-claim.ts';
const UNSENT = 'shared/sending/missed-unsent.ts';

/** Faults in who may send a letter, and in whether it is still to go. */
export const CLAIMS: readonly Mutant[] = [
  {
    name: 'a claim ignores the run',
    step: 'notice.released',
    file: VERDICT,
    find: "if (deadline?.run !== notice.run) return 'unwanted';",
    replace: "if (!deadline) return 'unwanted';",
  },
  {
    name: 'a claim ignores the state of the deadline',
    file: VERDICT,
    find: "if (!stillTells(deadline, notice.step)) return deadline.state === 'lapsed' ? 'too-late' : 'unwanted';",
    replace: '',
  },
  {
    name: 'a claim ignores that the next step for its reader is due',
    step: 'notice.released',
    file: VERDICT,
    find: "return Date.parse(now) < Date.parse(deadline.instant) ? 'overtaken' : 'too-late';",
    replace: "return Date.parse(now) < Date.parse(deadline.instant) ? 'wanted' : 'too-late';",
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
    step: 'notice.attempt',
    file: CLAIM,
    find: "return over ? 'ran-out' : 'held'",
    replace: "return 'ran-out'",
  },
  {
    name: 'a claim does not run out at its very last moment',
    file: CLAIM,
    find: 'const over = until === undefined || Date.parse(until) <= Date.parse(now);',
    replace: 'const over = until === undefined || Date.parse(until) < Date.parse(now);',
    breaksNothing: 'the next sweep comes five minutes later',
  },
  {
    name: 'a claim that ran out stays held',
    file: CLAIM,
    find: "if (state !== 'ran-out') return { claimed: false, because: state };",
    replace: "return { claimed: false, because: state === 'ran-out' ? 'held' : state };",
  },
  {
    name: 'a letter that the service has taken is free',
    file: CLAIM,
    find: "return until !== undefined && over ? 'undelivered' : 'done';",
    replace: "return until !== undefined && over ? 'free' : 'done';",
  },
  {
    name: 'a withdrawn letter is free',
    step: 'notice.cancelled',
    file: CLAIM,
    find: "    default:\n      return 'done';",
    replace: "    case 'CANCELLED':\n      return 'free';\n    default:\n      return 'done';",
  },
  {
    name: 'attempts are not counted',
    file: CLAIM,
    find: 'attempts: notice.attempts + 1',
    replace: 'attempts: notice.attempts',
  },
  {
    name: 'a second attempt leaves the evidence of a first one',
    file: EVIDENCE,
    find: "const again = before.state === 'UNKNOWN'",
    replace: "const again = before.state === 'CLAIMED'",
  },
  {
    name: 'a claim that lost to another write is taken for won',
    file: CLAIM,
    find: 'return written.ok ? ({ claimed: true, letters: claimed, body } as const) : CONFLICT;',
    replace: 'return { claimed: true, letters: claimed, body } as const;',
  },
  {
    name: 'one unknown send is enough to give up',
    file: VERDICT,
    find: 'MOST_UNCONFIRMED_ATTEMPTS = 5',
    replace: 'MOST_UNCONFIRMED_ATTEMPTS = 1',
  },
  {
    name: 'no number of unknown sends is enough to give up',
    step: 'notice.resend-after-unknown',
    file: VERDICT,
    find: "const often = notice.state === 'UNKNOWN' && unconfirmed >= most;",
    replace: 'const often = unconfirmed < 0;',
  },
  {
    name: 'a refused send counts as an unknown one',
    step: 'notice.unknown',
    file: VERDICT,
    find: 'const unconfirmed = notice.attempts - before - refusedSince(notice);',
    replace: 'const unconfirmed = notice.attempts - before;',
  },
  {
    name: 'what is given up is told to nobody',
    step: 'notice.resend-after-unknown',
    file: 'functions/send-notice/drop.ts',
    find: 'newNotices: escalations.flatMap(({ newNotices }) => newNotices),\n    deadlines',
    replace: 'deadlines',
  },
  {
    name: 'what was not delivered in time is told to nobody',
    file: CLAIM,
    find: 'newNotices: escalation.newNotices,\n    evidence: [...evidence, ...escalation.evidence],',
    replace: 'evidence,',
  },
  {
    name: 'a letter that was over unsent is left out',
    step: 'notice.cancelled',
    file: ON_CLAIM,
    find: 'return missedUnsent(dependencies, loaded, notice, waitedAt) ?? verdict;',
    replace: 'return verdict;',
  },
  {
    name: 'a letter that the facts overtook was missed',
    step: 'notice.cancelled',
    file: UNSENT,
    find: "if (then?.state !== 'open' || !isSame(then.instant, told.instant)) return undefined;",
    replace: 'if (then === undefined) return undefined;',
  },
  {
    name: 'a withdrawn letter is forgotten',
    step: 'notice.cancelled',
    file: 'functions/send-notice/drop.ts',
    find: 'deadlines: remembering(dependencies, loaded, remembered),',
    replace: 'deadlines: remembered.length < 0 ? loaded.deadlines : [],',
  },
  {
    name: 'a withdrawal is no evidence',
    step: 'notice.cancelled',
    file: 'functions/send-notice/drop.ts',
    find: 'evidence: [...withdrawn.map(cancelledEvidence), ...',
    replace: 'evidence: [...',
  },
];
