import type { Mutant } from './mutant.ts';

const OVERDUE = 'functions/sweep-deadlines/overdue.ts';
const RECONCILE = 'functions/sweep-deadlines/reconcile.ts';
const FOLLOW = 'functions/register-schedules/follow.ts';
const FOLLOWING = 'functions/register-schedules/handler.ts';
const SCHEDULES = 'shared/aws/schedules.ts';
const ITEMS = 'shared/aws/table/items.ts';
const TABLE = 'shared/aws/table/table.ts';

/** Faults in the sweep, its agenda, and the schedules. */
export const SWEEPS: readonly Mutant[] = [
  {
    name: 'the sweep forgets notices',
    file: OVERDUE,
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'notice').map(workOf));",
  },
  {
    name: 'the sweep forgets steps',
    step: 'schedule',
    file: OVERDUE,
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'deadline').map(workOf));",
  },
  {
    name: 'the sweep reads one shard of the agenda',
    file: TABLE,
    find: 'const shards = SHARDS.map((shard) =>\n      this.#items({',
    replace: 'const shards = SHARDS.slice(0, 1).map((shard) =>\n      this.#items({',
  },
  {
    name: 'an overdue step waits a month for the sweep',
    step: 'schedule',
    file: ITEMS,
    find: 'RUNG_GRACE_MS = 10 * 60_000',
    replace: 'RUNG_GRACE_MS = 30 * 24 * 60 * 60_000',
  },
  {
    name: 'a deadline is on no agenda',
    step: 'schedule',
    file: ITEMS,
    find: '...agenda(key, deadline.next && graceAfter(deadline.next.at, now)),',
    replace: '',
  },
  {
    name: 'an open claim is on no agenda',
    step: 'notice.accepted',
    file: ITEMS,
    find: "state === 'CLAIMED' || state === 'UNKNOWN' || state === 'ACCEPTED';",
    replace: "state === 'UNKNOWN' || state === 'ACCEPTED';",
  },
  {
    name: 'an unknown send is on no agenda',
    file: ITEMS,
    find: "state === 'CLAIMED' || state === 'UNKNOWN' || state === 'ACCEPTED';",
    replace: "state === 'CLAIMED' || state === 'ACCEPTED';",
  },
  {
    name: 'an accepted letter is on no agenda',
    file: ITEMS,
    find: "state === 'CLAIMED' || state === 'UNKNOWN' || state === 'ACCEPTED';",
    replace: "state === 'CLAIMED' || state === 'UNKNOWN';",
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
    name: 'the old schedule stays',
    file: FOLLOW,
    find: 'if (before && (!after || scheduleName(before.work) !== scheduleName(after.work))) {',
    replace: 'if (before && !after) {',
  },
  {
    name: 'a change whose schedule could not be made is passed over',
    step: 'CreateSchedule',
    file: FOLLOWING,
    find: 'return { batchItemFailures: [{ itemIdentifier }] };',
    replace: '',
    breaksNothing: 'the comparison of table and schedules makes it in the night',
  },
  {
    name: 'all steps of a deadline have one schedule',
    file: SCHEDULES,
    find: '.update(JSON.stringify([contract, deadline, revision, step]))',
    replace: ".update(JSON.stringify([contract, deadline, 0, '']))",
  },
  {
    name: 'a schedule is an hour late',
    file: SCHEDULES,
    find: 'const earliest = Date.parse(now) + LEAD_MS;',
    replace: 'const earliest = Date.parse(at) + 60 * 60_000;',
  },
  {
    name: 'the comparison of table and schedules makes none',
    file: RECONCILE,
    find: 'await dependencies.schedules.register(wanted.work, wanted.at, now);',
    replace: '',
    breaksNothing: 'the stream hands out a change until its schedule is made',
  },
  {
    name: 'the comparison of table and schedules removes them all',
    file: RECONCILE,
    find: 'if (wanted && scheduleName(wanted.work) === name) return undefined;',
    replace: '',
  },
];
