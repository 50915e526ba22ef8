import type { Mutant } from './mutant.ts';

const EDITIONS = 'shared/core/deadlines/folding/editions.ts';
const OPENERS = 'shared/core/deadlines/folding/openers.ts';
const DECIDE = 'shared/recording/proposals.ts';

/** Faults in counting with another edition of the holidays, and in deciding about it. */
export const PROPOSING: readonly Mutant[] = [
  {
    name: 'what a person accepted moves nothing',
    file: EDITIONS,
    find: 'const from = Math.max(edition, accepted ?? FIRST_EDITION);',
    replace: 'const from = edition;',
  },
  {
    name: 'what a person declined is proposed again',
    file: 'shared/core/deadlines/proposals.ts',
    find: 'filter(({ id }) => !declined.has(id) && (only',
    replace: 'filter(({ id }) => (only',
  },
  {
    name: 'a decision that is sent again is another',
    file: DECIDE,
    find: 'if (recorded) return',
    replace: 'if (recorded && decided.length > 9) return',
  },
  {
    name: 'another edition moves what was opened before',
    file: OPENERS,
    find: 'return fact.edition ?? FIRST_EDITION;',
    replace: 'return (fact.edition ?? FIRST_EDITION) + 1;',
  },
  {
    name: 'the edition of the event that opens is taken, and not the lowest',
    file: OPENERS,
    find: 'one.epoch >= since ? Math.min(lowest, editionOf(one)) : lowest',
    replace: 'one.epoch >= since ? Math.max(own, lowest) : lowest',
  },
  {
    name: 'an event is recorded with the first edition',
    file: 'shared/recording/stamped.ts',
    find: 'const edition = event.edition ?? newestEdition(holidays);',
    replace: 'const edition = event.edition ?? Math.min(FIRST_EDITION, newestEdition(holidays) ?? FIRST_EDITION);',
  },
  {
    name: 'a proposal stays on the list',
    file: 'shared/recording/propose.ts',
    find: 'filter((deadline) => !wanted.some((one) => one.deadline === deadline));',
    replace: 'filter((deadline) => deadline === "");',
  },
];
