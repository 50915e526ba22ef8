import type { Mutant } from './mutant.ts';

const FIRE = 'functions/send-notice/fire-rung.ts';
const LAPSE = 'functions/send-notice/lapse.ts';
const ANNOUNCE = 'functions/send-notice/announce.ts';
const LETTERS = 'functions/send-notice/letters.ts';
const WITHDRAWN = 'functions/send-notice/withdrawn.ts';
const HANDLER = 'functions/send-notice/handler.ts';
const TELL = 'functions/send-notice/tell-missed.ts';
const PREPARE = 'shared/sending/prepare.ts';

/** Faults in what comes of a step that is due: its fence, its letters, and the lapse. */
export const STEPS: readonly Mutant[] = [
  {
    name: 'a redelivery does not resume the notices of a step',
    step: 'step.fired',
    file: FIRE,
    find: 'if (!fence || !deadline.done.includes(fence.step)) return [];',
    replace: 'return [];',
    breaksNothing: 'the sweep takes up prepared notices',
  },
  {
    name: 'the contract’s end does not go first',
    file: FIRE,
    find: 'if (endsContract(deadline)) return undefined;',
    replace: 'if (deadlines.length > 0) return undefined;',
  },
  {
    name: 'a schedule of an earlier revision fires',
    step: 'event.recorded',
    file: FIRE,
    find: 'if (fence && fence.revision !== deadline.revision)',
    replace: 'if (fence && fence.revision < 0)',
    breaksNothing: 'what is next and due is read from the stored deadline',
  },
  {
    name: 'a schedule fires whatever comes next',
    file: FIRE,
    find: "if (fence && deadline.done.includes(fence.step) && rung?.step !== fence.step) return 'already-fired';",
    replace: '',
    breaksNothing: 'the fence compares the revision, which rises with each step',
  },
  {
    name: 'a step fires before its time',
    file: FIRE,
    find: "return Date.parse(now) < Date.parse(firesAt(deadline, rung)) ? 'not-due' : undefined;",
    replace: "return firesAt(deadline, rung) === '' ? 'not-due' : undefined;",
  },
  {
    name: 'a schedule that fired early is used up',
    step: 'schedule',
    file: HANDLER,
    find: "if ('early' in fired && fired.early) await comeAgain(dependencies, target, fired.early);",
    replace: '',
    breaksNothing: 'the sweep takes up a step that is overdue',
  },
  {
    name: 'a lapse is not marked done',
    file: LAPSE,
    find: 'const ended = { ...after, done: [...deadline.done, ...reckoned.done] };',
    replace: 'const ended = { ...after };',
    breaksNothing: 'a deadline that has lapsed takes no further step',
  },
  {
    name: 'a lapse is not recorded as an event',
    file: LAPSE,
    find: '    events: [event],\n    deadlines: [ended',
    replace: '    deadlines: [ended',
  },
  {
    name: 'what a lapse brings about is left to nobody',
    file: LAPSE,
    find: 'deadlines: [ended, ...taken.map(({ after }) => after)]',
    replace: 'deadlines: [ended]',
  },
  {
    name: 'a lapse tells of nothing that was missed before it',
    file: LAPSE,
    find: 'evidence: [...missed.evidence, lapsedEvidence',
    replace: 'evidence: [lapsedEvidence',
  },
  {
    name: 'a step tells of nothing that was missed before it',
    file: ANNOUNCE,
    find: 'evidence: [...missed.evidence, ...all',
    replace: 'evidence: [...all',
  },
  {
    name: 'what a fact closed is not told as missed',
    file: TELL,
    find: 'evidence: missed.evidence,',
    replace: 'evidence: [],',
  },
  {
    name: 'a step is done before its notices are stored',
    file: ANNOUNCE,
    find: 'newNotices: [...notices, ...missed.notices],',
    replace: 'newNotices: [...missed.notices],',
  },
  {
    name: 'a step is told to everybody, whatever they were told since',
    file: 'functions/send-notice/firing.ts',
    find: '{ ...rung, to: reckoned.to });',
    replace: 'rung);',
  },
  {
    name: 'letters take no place of withdrawn ones',
    step: 'notice.cancelled',
    file: 'functions/send-notice/firing.ts',
    find: '{ ...rung, to }, { earlier, withdrawn });',
    replace: '{ ...rung, to }, { earlier });',
  },
  {
    name: 'a withdrawn letter that went out takes another',
    step: 'notice.cancelled',
    file: WITHDRAWN,
    find: "if (stored?.notice.state === 'CANCELLED') withdrawn.set",
    replace: 'if (stored) withdrawn.set',
  },
  {
    name: 'the customer’s letters go to the provider',
    file: PREPARE,
    find: "party === 'customer'\n        ? {",
    replace: "party === 'provider'\n        ? {",
  },
  {
    name: 'the letters of a step go to the customer alone',
    file: LETTERS,
    find: 'const letters = await prepareRung(context, deadline, rung, triggerData',
    replace: 'const letters = await prepareRung(context, deadline, { ...rung, to: rung.to.slice(0, 1) }, triggerData',
  },
];
