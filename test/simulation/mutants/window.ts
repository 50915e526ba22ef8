import type { Mutant } from './mutant.ts';

const SENDING_TIME = 'shared/core/deadlines/sending-time.ts';

/** Faults in what the send window does. */
export const WINDOW: readonly Mutant[] = [
  {
    name: 'the window moves a step beyond its time',
    file: SENDING_TIME,
    find: `  if (!ends.every((end) => end !== undefined && leavesEnough(opens, end))) return at;
  const later = following(deadline, step);
  return later !== undefined && isBefore(sendingTime(deadline, later, now, opening), opens) ? at : opens;
`,
    replace: '  return ends.every((end) => end === undefined) ? at : opens;\n',
  },
  {
    name: 'the window is by the clocks of UTC',
    file: 'shared/core/agreement/agreement.ts',
    find: "return { timezone: (party === 'customer' ? customer.timezone : undefined) ?? timezone, calendar };",
    replace: "return { timezone: (party === 'customer' ? customer.timezone : timezone) && 'UTC', calendar };",
  },
];
