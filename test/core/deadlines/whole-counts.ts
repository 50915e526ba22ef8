import { toldLines } from '../calendar/told-lines.ts';
import { contractOn, facts, packOf, planOf } from './planning.ts';

const EVENTS = 'work.done: Done., hold.on: On hold., hold.off: No longer., notice.given: Given.';
const CYCLES = 'cycles: { month: { every: 1 month, extendedBy: { kind: extension.granted, days: days } } }\n';

/** Its lapse brings about a notice on its last day, or after the cycle in which it is counted. */
function clause(id: string, lines: string) {
  return `- id: ${id}
  ref: "1"
  title: Work
  means: Work is to be done.
  obligor: provider
${lines.includes('lookBack') ? '' : `  produces: { kind: notice.given, occurs: ${lines.includes('cycle: month') ? 'after-cycle' : 'last-day'} }`}
${lines.replaceAll(/^/gm, '  ')}`;
}

/** For clauses that follow from another. */
const FIRST = clause('first', 'nature: obligation\non: trial.started\nperiod: 5 days');

/** The plan of a clause `work` for a contract in Berlin. */
export function planned(lines: string, events: readonly string[], startsOn = '2026-03-02') {
  const clauses = lines.includes('clause: first') ? [FIRST, clause('work', lines)] : [clause('work', lines)];
  const pack = packOf(clauses.join('\n'), CYCLES, EVENTS);
  const [contract, catalog] = contractOn(pack, { timezone: 'Europe/Berlin', ...(startsOn !== '' && { startsOn }) });
  return planOf(contract, facts(...events), catalog);
}

/** The steps by which the end of `work` was found, the end, and the day of what its lapse brings about. */
export function counted(lines: string, events: readonly string[]): string[] {
  const found = planned(lines, events).deadlines.find(({ clause: id }) => id === 'work');
  if (!found) throw new Error('nothing was counted');
  const { steps, date, unadjustedDate, opensOn, instant, inHours, timezone, onLapse } = found;
  return toldLines({
    ...{ steps, date, instant, lapsesOn: onLapse.occurredAt },
    ...(unadjustedDate !== date && { unadjustedDate }),
    ...(opensOn !== undefined && { opensOn }),
    ...(inHours && { inHours }),
    ...(timezone !== 'Europe/Berlin' && { timezone }),
  });
}
