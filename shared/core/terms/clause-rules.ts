import { parsePeriods } from '../calendar/period-text.ts';
import type { Clause } from './clause.ts';
import { countingOf } from './counting.ts';

/** What a clause says that cannot hold together, and the field to change. */
interface Contradiction {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

const SHAPES = ['period', 'window', 'allowance', 'lookBack', 'none'] as const;
type Shape = (typeof SHAPES)[number];

/** Fields that a shape leaves without any effect; better refused than ignored. */
const IDLE: Readonly<Record<Shape, readonly (keyof Clause)[]>> = {
  period: [],
  window: ['suspendedBy', 'resumedBy', 'suspensionAbout'],
  allowance: [
    'on',
    'about',
    'satisfiedBy',
    'endedBy',
    'suspendedBy',
    'resumedBy',
    'suspensionAbout',
    'startsAgain',
    'produces',
    'refuseWhenMissed',
  ],
  lookBack: [
    'satisfiedBy',
    'endedBy',
    'suspendedBy',
    'resumedBy',
    'suspensionAbout',
    'startsAgain',
    'produces',
    'refuseWhenMissed',
    'ladder',
  ],
  none: [
    'on',
    'about',
    'satisfiedBy',
    'endedBy',
    'suspendedBy',
    'resumedBy',
    'suspensionAbout',
    'startsAgain',
    'produces',
    'refuseWhenMissed',
    'ladder',
  ],
};

/** Every contradiction within one clause. `rungs` are the names of its steps. */
export function checkClause(clause: Clause, rungs: readonly string[]): Contradiction[] {
  const shapes = SHAPES.filter((shape) => clause[shape] !== undefined);
  const [shape] = shapes;
  if (shape === undefined || shapes.length > 1) {
    const found = shapes.length === 0 ? 'none of them' : shapes.join(' and ');
    return [{ message: `a clause has exactly one of ${SHAPES.join(', ')}; ${clause.id} has ${found}`, path: [] }];
  }
  return [
    ...repeated(rungs).map((name) => ({ message: `step ${name} appears twice`, path: ['ladder'] })),
    ...IDLE[shape].filter((field) => isSet(clause[field])).map((field) => idle(field, shape)),
    ...start(clause, shape),
    ...suspension(clause),
    ...refusal(clause),
    ...shapeItself(clause),
  ];
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function idle(field: keyof Clause, shape: Shape): Contradiction {
  return { message: `${field} has no effect on a clause with ${shape}; take it out`, path: [field] };
}

function start(clause: Clause, shape: Shape): Contradiction[] {
  if (shape === 'none' || shape === 'allowance' || clause.on !== undefined) return [];
  return [{ message: `say which event starts ${clause.id}`, path: ['on'] }];
}

/** A pause moves the last day by days that did not count, which hours and backward periods do not have. */
function suspension(clause: Clause): Contradiction[] {
  const { suspendedBy, resumedBy, suspensionAbout, period } = clause;
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
  if (period === undefined) return [];
  const { length, direction, method } = countingOf(period);
  const units = parsePeriods(length).map(({ unit }) => unit);
  const business = units.filter((unit) => unit === 'businessDays').length;
  const mixed = business > 0 && business < units.length;
  if (direction !== 'before' && method !== 'forwardMax' && !units.includes('hours') && !mixed) return [];
  return [
    {
      message: 'only a forward period, in days or longer or in business days alone, can be suspended',
      path: ['suspendedBy'],
    },
  ];
}

function refusal(clause: Clause): Contradiction[] {
  const { refuseWhenMissed, period } = clause;
  if (!refuseWhenMissed) return [];
  if (typeof period === 'object' && period.direction === 'before' && period.from !== 'trigger') return [];
  return [
    {
      message:
        'only a period counted `before` a day of the event, such as from: data.effectiveOn, can refuse the event',
      path: ['refuseWhenMissed'],
    },
  ];
}

function shapeItself({ window, lookBack, nature }: Clause): Contradiction[] {
  const found: Contradiction[] = [];
  if ((nature === 'figure') !== (lookBack !== undefined)) {
    found.push({ message: 'a look-back gives a figure, and nothing else does', path: ['nature'] });
  }
  if (window?.until === 'trigger' && window.lastDay === 'day-before') {
    found.push({ message: 'this window would close before it opens', path: ['window', 'lastDay'] });
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
