import type { Mutant } from './mutant.ts';

const WRITE = 'shared/recording/write.ts';

/** Faults in what is left of a change that takes more than one transaction. */
export const SETTLES: readonly Mutant[] = [
  {
    name: 'a step is announced as it is stored',
    step: 'deadlines.settled',
    file: 'functions/send-notice/fire-rung.ts',
    find: 'if (change) return bringInLine(dependencies, loaded, change, changes.length > 1);',
    replace: '',
    breaksNothing: 'the claim plans the contract anew, and withdraws the letter',
  },
  {
    name: 'a claim goes by deadlines that are not settled',
    step: 'deadlines.settled',
    file: 'functions/send-notice/verdict-on-claim.ts',
    find: 'return loaded.head.settleAt === undefined ? loaded.deadlines : asOfToday(dependencies, loaded).deadlines;',
    replace: 'return loaded.deadlines;',
  },
  {
    name: 'that something is left to settle is not kept',
    step: 'deadlines.settled',
    file: WRITE,
    find: 'const settleAt = unfinished ? now : settled ? undefined : before;',
    replace: 'const settleAt = settled ? undefined : before;',
  },
  {
    name: 'any write ends what is left to settle',
    step: 'deadlines.settled',
    file: WRITE,
    find: 'const settleAt = unfinished ? now : settled ? undefined : before;',
    replace: 'const settleAt = unfinished ? now : undefined;',
  },
  {
    name: 'what does not fit into the transaction is left to nobody',
    step: 'deadlines.settled',
    file: WRITE,
    find: 'return { taken, unfinished: changes.length > taken.length };',
    replace: 'return { taken, unfinished: taken.length < 0 };',
  },
  {
    name: 'a contract to settle is on no agenda',
    step: 'deadlines.settled',
    file: 'shared/aws/table/items.ts',
    find: 'return pack({ ...key, ...beside, head, ...agenda(key, at), ...waits });',
    replace: 'return pack({ ...key, ...beside, head, ...waits });',
    breaksNothing: 'the next step of a deadline that is not settled settles its contract',
  },
  {
    name: 'the sweep forgets contracts to settle',
    step: 'deadlines.settled',
    file: 'functions/sweep-deadlines/overdue.ts',
    find: 'await queue.send(entries.map(workOf));',
    replace: "await queue.send(entries.filter(({ kind }) => kind !== 'contract').map(workOf));",
    breaksNothing: 'the next step of a deadline that is not settled settles its contract',
  },
];
