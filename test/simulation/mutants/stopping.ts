import type { Mutant } from './mutant.ts';

const CLAIM = 'functions/send-notice/claim.ts';
const STOP = 'functions/send-notice/stop.ts';
const VERDICT = 'functions/send-notice/verdict-on-claim.ts';
const FREE = 'functions/sweep-deadlines/free-letters.ts';
const SENDING = 'shared/core/notices/sending.ts';
const STORED = 'shared/aws/table/sending.ts';
const SWITCH = 'shared/sending/switch.ts';

/** Faults in stopping letters and letting them go. */
export const STOPPING: readonly Mutant[] = [
  {
    name: 'a stop is seen and not heeded',
    file: CLAIM,
    find: 'if (stopped.length > 0) {',
    replace: 'if (stopped.length > 99) {',
  },
  {
    name: 'letters to operations go while sending is off',
    file: SENDING,
    find: "return value === 'off' || (value === 'operations-only' && party === 'customer')",
    replace: "return value !== 'on' && party === 'customer'",
  },
  {
    name: 'a hold on a clause stops nothing',
    file: SENDING,
    find: 'return key === hold.clause ||',
    replace: 'return',
  },
  {
    name: 'what waits is let go by nobody',
    file: FREE,
    find: '  await queue.send(free);\n',
    replace: '',
  },
  {
    name: 'a hold whose time is over is released by nobody',
    file: FREE,
    find: 'await releaseExpired(dependencies)',
    replace: '0',
  },
  {
    name: 'what is stopped until it is over is left out untold',
    file: VERDICT,
    find: "runsOut(loaded, notice, now)) return 'stopped'",
    replace: "runsOut(loaded, notice, now)) return 'left-out'",
  },
  {
    name: 'a letter that another hold stops waits for the first one',
    file: STOP,
    find: 'notice.heldBy === stop.group',
    replace: 'notice.heldBy !== undefined',
  },
  {
    name: 'a hold is released and its letters are not listed',
    file: SWITCH,
    find: 'freed: [...state.freed, { group: id, at: now }]',
    replace: 'freed: state.freed',
  },
  {
    name: 'letters are let go with most time left first',
    file: STORED,
    find: "order: 'oldest-first'",
    replace: "order: 'newest-first'",
  },
  {
    name: 'what was overtaken while it was stopped goes out',
    file: VERDICT,
    find: "waitedAt(end)) return 'left-out'",
    replace: "waitedAt(end)) return 'wanted'",
  },
  {
    name: 'nobody is told of a lapse that is stopped for a day',
    file: STOP,
    find: 'isLate && !(isKnown && before === undefined)',
    replace: 'isLate && !isKnown',
  },
  {
    name: 'a person is told that a letter is stopped once it is over',
    file: STOP,
    find: 'laterBy(notice.latest, -RELEASE_BEFORE_MS)',
    replace: 'laterBy(notice.latest, RELEASE_BEFORE_MS)',
  },
  {
    name: 'what stops a letter is evidence at every look',
    file: STOP,
    find: '...(isKnown ? [] : [stoppedEvidence(notice, stop)])',
    replace: 'stoppedEvidence(notice, stop)',
  },
  {
    name: 'letters to operations wait until sending is on altogether',
    file: SENDING,
    find: 'filter((group) => !stopped.has(group));',
    replace: "filter((group) => !stopped.has(group) && now !== '' && stopped.size === 0);",
  },
  {
    name: 'a claim does not depend on what may be sent',
    file: 'shared/aws/table/commit.ts',
    find: '...(commit.sending === undefined ? [] : [sendingGuard(table, contract, commit.sending)]),',
    replace: '',
  },
  {
    name: 'a hold that is asked for again is another',
    file: SWITCH,
    find: "if (known) return { outcome: 'known', hold: known };",
    replace: '',
  },
  {
    name: 'a hold that is released again is released anew',
    file: SWITCH,
    find: "if (hold.released) return { outcome: 'known', hold };",
    replace: '',
  },
];
