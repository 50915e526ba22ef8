import { parsePeriods } from '../calendar/period-text.ts';
import { sameJson } from '../events/canonical.ts';
import { clauseIn, eventsIn, kindsIn } from './match.ts';
import { SHAPED_FIELDS } from './shapes/answers.ts';
import { answersOf, SHAPE_NAMES, type ShapeName, shapesWritten } from './shapes/shape.ts';
import type { WrittenClause } from './written-clause.ts';
import { anchorsOf, countingWith, type SingleCounting, singlesIn } from './written-counting.ts';

/** A contradiction within a clause, and the field to change. */
export interface Contradiction {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** Every contradiction within one clause. `rungs` are the names of its steps. */
export function checkClause(clause: WrittenClause, rungs: readonly string[]): Contradiction[] {
  const shapes = shapesWritten(clause);
  const [shape] = shapes;
  if (shape === undefined || shapes.length > 1) {
    const found = shapes.length === 0 ? 'none of them' : shapes.join(' and ');
    return [{ message: `a clause has exactly one of ${SHAPE_NAMES.join(', ')}; ${clause.id} has ${found}`, path: [] }];
  }
  return [
    ...repeated(rungs).map((name) => ({ message: `step ${name} appears twice`, path: ['ladder'] })),
    ...idleFields(clause, shape),
    ...start(clause, shape),
    ...neverStarts(clause),
    ...repeating(clause),
    ...suspension(clause),
    ...refusal(clause),
    ...cycles(clause),
    ...window(clause),
    ...lookBack(clause),
    ...ladder(clause),
    ...more(clause),
  ];
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function idleFields(clause: WrittenClause, shape: ShapeName): Contradiction[] {
  const { takes } = answersOf(shape);
  return SHAPED_FIELDS.filter((field) => isSet(clause[field]) && !takes.includes(field)).map((field) => ({
    message: `${field} has no effect on a clause with ${shape}; take it out`,
    path: [field],
  }));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function start({ id, on, recurs }: WrittenClause, shape: ShapeName): Contradiction[] {
  if (!answersOf(shape).takes.includes('on') || on !== undefined || recurs !== undefined) return [];
  return [{ message: `say which event starts ${id}`, path: ['on'] }];
}

/** An event that both starts the clause and keeps it from starting, for good: what ends that starts the clause no more. */
function neverStarts({ on, unless }: WrittenClause): Contradiction[] {
  const starting = [eventsIn(on) ?? []].flat();
  const starts = (match: (typeof starting)[number]) => starting.some((other) => sameJson(match, other));
  const forGood = [unless ?? []].flat().filter(({ until }) => ![until ?? []].flat().some(starts));
  const both = forGood.flatMap(({ since }) => [since].flat()).filter(starts);
  return both.map((match) => ({
    message: `${typeof match === 'string' ? match : match.kind} starts the clause, so it cannot keep it from starting as well`,
    path: ['unless'],
  }));
}

/** What has a subject or a cycle is told apart by it already. */
function repeating({ repeatsAfter, about, recurs, on }: WrittenClause): Contradiction[] {
  if (repeatsAfter === undefined) return [];
  const other = Object.entries({ about, recurs }).find(([, value]) => value !== undefined)?.[0];
  const why = clauseIn(on) === undefined ? other : 'on with another clause';
  if (why === undefined) return [];
  return [
    { message: `${why} says already which deadlines there are; leave it or repeatsAfter out`, path: ['repeatsAfter'] },
  ];
}

/** A suspension moves the last day by whole days, so it cannot apply to hours or to backward periods. */
function suspension(clause: WrittenClause): Contradiction[] {
  const { suspendedBy, resumedBy, suspensionAbout, reopenedBy, period } = clause;
  if (suspendedBy === undefined && resumedBy === undefined && suspensionAbout === undefined) return [];
  if (suspendedBy === undefined || resumedBy === undefined) {
    return [
      {
        message:
          'suspendedBy and resumedBy belong together: name the event that stops the period and the one that ends the pause',
        path: [suspendedBy === undefined ? 'suspendedBy' : 'resumedBy'],
      },
    ];
  }
  if (kindsIn(suspendedBy).some((kind) => kindsIn(resumedBy).includes(kind))) {
    return [{ message: 'one event cannot both stop the period and let it run again', path: ['resumedBy'] }];
  }
  if (reopenedBy !== undefined) {
    const message = 'a period that can stand still cannot be reopened as well; leave one of them out';
    return [{ message, path: ['reopenedBy'] }];
  }
  const [only, ...others] = period === undefined ? [] : singlesOf(period);
  if (only === undefined || (others.length === 0 && canStandStill(only))) return [];
  return [
    {
      message:
        'only one forward period, in days or longer or in business days alone, whose last day is its end, can be suspended',
      path: ['suspendedBy'],
    },
  ];
}

function singlesOf(period: NonNullable<WrittenClause['period']>): readonly SingleCounting[] {
  return singlesIn(countingWith({}, period));
}

function canStandStill(single: SingleCounting): boolean {
  const { length, direction, method, endsWith, inEach, day, thenDayAfter, takesEffect, cutOff } = single;
  if (endsWith !== undefined || inEach !== undefined || day !== undefined || cutOff !== undefined) return false;
  if (thenDayAfter === true || takesEffect === 'as-it-begins') return false;
  const units = length === undefined ? [] : parsePeriods(length).map(({ unit }) => unit);
  const business = units.filter((unit) => unit === 'businessDays').length;
  const mixed = business > 0 && business < units.length;
  return direction !== 'before' && method !== 'forwardMax' && !units.includes('hours') && !mixed;
}

function refusal({ refuseWhenMissed, period }: WrittenClause): Contradiction[] {
  if (!refuseWhenMissed || period === undefined) return [];
  const [only, ...others] = singlesOf(period);
  const from = [only?.from].flat();
  if (others.length === 0 && only?.direction === 'before' && from.length === 1 && from[0]?.startsWith('data.'))
    return [];
  return [
    {
      message:
        'only a period counted `before` a day of the event, such as from: data.effectiveOn, can refuse the event',
      path: ['refuseWhenMissed'],
    },
  ];
}

function cycles(clause: WrittenClause): Contradiction[] {
  const { cycle, recurs, forNextCycle, about, on, entitles } = clause;
  const found: Contradiction[] = [];
  if (recurs !== undefined && cycle === undefined) {
    found.push({ message: 'name the cycle with which it recurs', path: ['cycle'] });
  }
  if (forNextCycle && cycle === undefined) {
    found.push({ message: 'name the cycle after which the next one comes', path: ['cycle'] });
  }
  if (recurs !== undefined && !countsOnItsCycle(clause)) {
    const message =
      'each occurrence is counted on its own cycle: say from: cycle.start, cycle.end or cycle.next, or until: cycle.end';
    found.push({ message, path: [clause.period === undefined ? 'window' : 'period'] });
  }
  for (const field of ['onlyIf', 'unless'] as const) {
    if (recurs === undefined || clause[field] === undefined) continue;
    const message = `a recurring clause goes on with its cycles, whatever has happened; leave ${field} out`;
    found.push({ message, path: [field] });
  }
  if (recurs !== undefined && about !== undefined) {
    found.push({ message: 'a recurring clause is about its cycles; leave `about` out', path: ['about'] });
  }
  if (recurs !== undefined && clauseIn(on) !== undefined) {
    found.push({ message: 'a recurring clause begins with an event, not with another clause', path: ['on'] });
  }
  if (entitles !== undefined && about === undefined) {
    found.push({ message: 'say what the entitlement comes from: about: outage', path: ['about'] });
  }
  return found;
}

/**
 * True if the clause counts only from `cycle.…` days. Otherwise all occurrences would end on the same day and lapse
 * together.
 */
function countsOnItsCycle({ period, window }: WrittenClause): boolean {
  const ends = [period, window?.closes].flatMap((counting) => (counting === undefined ? [] : singlesOf(counting)));
  const anchors = [...ends.flatMap(anchorsOf), ...(window?.until === undefined ? [] : [window.until])];
  return anchors.every((anchor) => anchor.startsWith('cycle.'));
}

function window({ window }: WrittenClause): Contradiction[] {
  if (window === undefined) return [];
  const { until, lastDay, opens, closes } = window;
  const found: Contradiction[] = [];
  const ends = until !== undefined && lastDay !== undefined && opens === undefined && closes === undefined;
  const spans = until === undefined && lastDay === undefined && closes !== undefined;
  if (!ends && !spans) {
    found.push({
      message: 'a window has either until and lastDay, or closes and, where it opens later, opens',
      path: ['window'],
    });
  }
  if (until === 'trigger' && lastDay === 'day-before') {
    found.push({ message: 'this window would close before it opens', path: ['window', 'lastDay'] });
  }
  return found;
}

function lookBack({ lookBack, nature, on }: WrittenClause): Contradiction[] {
  const found: Contradiction[] = [];
  if (lookBack && clauseIn(on) !== undefined) {
    found.push({ message: 'a look-back starts with an event, not with another clause', path: ['on'] });
  }
  if ((nature === 'figure') !== (lookBack !== undefined)) {
    found.push({ message: 'a look-back gives a figure, and nothing else does', path: ['nature'] });
  }
  if (lookBack) {
    const periods = parsePeriods(lookBack.length);
    if (periods.length > 1 || periods[0]?.unit === 'hours') {
      found.push({
        message: 'a look-back is one length in days, weeks, months or years',
        path: ['lookBack', 'length'],
      });
    }
  }
  return found;
}

function ladder({ ladder, window, atOnce, produces }: WrittenClause): Contradiction[] {
  const told = new Set(ladder.flatMap(({ step, to }) => (step === 'called-off' ? [] : to)));
  return ladder.flatMap(({ step, to }, index): Contradiction[] => {
    if (step === 'called-off' && produces?.kind !== 'contract.terminated') {
      const message = 'only an end of the contract is called off; use it where the clause produces contract.terminated';
      return [{ message, path: ['ladder', index, 'step'] }];
    }
    const untold = step === 'called-off' ? [to].flat().find((party) => !told.has(party)) : undefined;
    if (untold !== undefined) {
      const message = `nothing tells the ${untold} of the end before, so nothing can be called off; add a step such as opened`;
      return [{ message, path: ['ladder', index, 'to'] }];
    }
    if (step === 'opens' && window?.opens === undefined) {
      return [
        { message: 'only a window that opens later has a step for it; use opened', path: ['ladder', index, 'step'] },
      ];
    }
    if (atOnce !== undefined && (step === 'reminder' || step === 'due')) {
      return [{ message: `what happens at once has no time for a step ${step}`, path: ['ladder', index, 'step'] }];
    }
    return [];
  });
}

function more({ reopenedBy, satisfiedBy, satisfiedByAll, appliesIf, recurs }: WrittenClause): Contradiction[] {
  const found: Contradiction[] = [];
  if (satisfiedByAll && [satisfiedBy ?? []].flat().length < 2) {
    found.push({ message: 'name the events of which all are needed under satisfiedBy', path: ['satisfiedByAll'] });
  }
  if (satisfiedByAll && (reopenedBy !== undefined || recurs !== undefined)) {
    const message = 'what several events together meet can neither be taken back nor recur; leave it out';
    found.push({ message, path: [reopenedBy === undefined ? 'recurs' : 'reopenedBy'] });
  }
  if (reopenedBy !== undefined && recurs === 'after-lapse-or-met') {
    found.push({
      message: 'once it was met the next occurrence is open, so nothing can be taken back; use recurs: after-lapse',
      path: ['reopenedBy'],
    });
  }
  if (reopenedBy !== undefined && satisfiedBy === undefined) {
    found.push({ message: 'nothing meets this clause, so nothing can be taken back', path: ['reopenedBy'] });
  }
  if (appliesIf && appliesIf.contract !== 'law' && appliesIf.contract !== 'plan') {
    for (const [index, length] of appliesIf.is.entries()) {
      try {
        parsePeriods(length);
      } catch (error) {
        found.push({
          message: error instanceof Error ? error.message : String(error),
          path: ['appliesIf', 'is', index],
        });
      }
    }
  }
  return found;
}
