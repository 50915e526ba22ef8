import type { Plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { toldLines } from '../calendar/told-lines.ts';
import { facts, packOf, planOf, silent, until } from './planning.ts';

const EVENTS =
  'work.asked: Asked., work.done: Done., work.undone: Not done., work.moved: Moved., hold.on: On hold., hold.off: No longer., notice.given: Given., right.used: Used.';

/** A clause of a line or two: `lines` are its fields beside those that every clause needs. */
export function clause(id: string, nature: string, lines: string): string {
  return `- id: ${id}
  ref: "${id}"
  title: T
  means: M.
  nature: ${nature}
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;
}

export interface Given {
  readonly clauses: readonly string[];
  readonly events: readonly (string | Fact)[];
  /** Of the pack, beside its clauses. */
  readonly head?: string;
  readonly contract?: Partial<PinnedContract>;
  /** Other versions of the pack, and other readings of a version. */
  readonly others?: readonly (Pick<Given, 'clauses' | 'head'> & {
    readonly version: string;
    readonly revision?: number;
  })[];
  /** Until when deadlines lapse; none does if it is absent. */
  readonly at?: string;
  /** Told after that. */
  readonly late?: readonly (string | Fact)[];
}

/** The plan of small terms. */
export function planGiven(given: Given): Plan {
  const { events, contract: more = {}, others = [], at, late = [] } = given;
  const pack = smallPack(given);
  const contract = { ...silent, terms: pack.pack, version: pack.version, ...more };
  const catalog = buildCatalog([pack, ...others.map((other) => ({ ...smallPack(other), ...versionOf(other) }))]);
  const all = at === undefined ? facts(...events) : until(at, contract, facts(...events), catalog);
  return planOf(contract, [...all, ...facts(...late)], catalog);
}

/** A line for each step and for each deadline with what became of it, and one for each report of the plan. */
export function told(given: Given): string[] {
  const { deadlines, refused, notStarted, notCounted, notApplied, unknownVersions, none, fallen } = planGiven(given);
  const reports = { refused, notStarted, notCounted, notApplied, unknownVersions, none };
  return [
    ...deadlines.flatMap(({ steps, ...deadline }) => {
      const { id, state, date, opensOn, trigger, closedBy, closing, alsoMetBy, extendedTo, paused } = deadline;
      const { atOnce, calledOffTo, onLapse, lateRead, terms } = deadline;
      const lapse = onLapse.kind === 'deadline.lapsed' ? undefined : onLapse;
      const became = {
        ...{ id, state, date, opensOn, trigger, closedBy, closing, alsoMetBy, extendedTo, paused },
        ...{ atOnce, calledOffTo, lapse, lateRead, terms: terms === 'test@1' ? undefined : terms },
      };
      const given = Object.entries(became).filter(([, value]) => value !== undefined);
      return toldLines({ steps, ...Object.fromEntries(given) }).map(lapseByName);
    }),
    ...Object.entries(reports).flatMap(([name, list]) =>
      list.map((one) => toldLines({ steps: [{ code: name, ...one }] })[0] ?? ''),
    ),
    ...(fallen.length > 0 ? [`fallen ${fallen.length}`] : []),
  ];
}

const smallPack = ({ clauses, head = '' }: Pick<Given, 'clauses' | 'head'>) => packOf(clauses.join('\n'), head, EVENTS);

const versionOf = ({ version, revision = 1 }: { version: string; revision?: number }) => ({ version, revision });

/** The same without the steps by which the ends were counted: what became of the deadlines, and when they end. */
export function outcomes(given: Given): string[] {
  return told(given).filter((line) => !OF_THE_COUNT.test(line));
}

const OF_THE_COUNT =
  /^(because-of|contract-start|cycle-end|parent-day|fact|fact-day|count-(business-)?days|no-(roll|holiday-set)|roll|ends|window-between) /;

/** The id of a lapse is a digest. */
const lapseByName = (line: string) => line.replaceAll(/lapse-[0-9a-f]+/g, 'lapse');
