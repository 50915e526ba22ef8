import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { describePeriod } from '../../core/calendar/period-text.ts';
import type { Day } from '../../core/calendar/types.ts';
import { clauseIn } from '../../core/terms/match.ts';
import type { LadderRung } from '../../core/terms/written-clause.ts';
import { areNoLonger, fixedLengths, withCycle } from './cycle-lengths.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { cycleLengthOf, DAYS } from './reckon.ts';
import { fieldOf, nameOf, spared } from './statutory.ts';
import type { Subject } from './subject.ts';
import { cited, on, onHowMany } from './words.ts';

interface Missed {
  readonly last: Day;
  readonly from: Day;
  readonly to: Day;
}

/** A statute demands a reminder to the customer within a range of days before the last day, and no step sends one. */
export function missingReminder(own: LocatedClause, demand: LocatedClause, subject: Subject): Finding[] {
  const { notBefore, notAfter } = demand.clause.demands ?? {};
  const [scene] = subject.scenes;
  if (notBefore === undefined || notAfter === undefined || !scene || isLeftOut(own, demand, subject)) return [];
  const rule = scene.ruleOf(own);
  const every = lengthUnder(demand, own, rule, subject);
  const tried = every === undefined ? rule : withCycle(rule, every);
  const missed = missedOn(own, { notBefore, notAfter }, subject, tried);
  const [example] = missed;
  if (!example) return [];
  const reminders = own.clause.ladder.filter(remindsCustomer).map(({ before }) => before);
  const has =
    reminders.length === 0 ? 'has no reminder to the customer' : `reminds the customer ${reminders.join(', ')} before`;
  const when = missed.length === DAYS.length ? '' : ` This is so ${onHowMany(missed.length)}.`;
  return [
    ofClause('missing-statutory-reminder', own, {
      field: own.clause.ladder.length > 0 ? ['ladder'] : fieldOf(own),
      against: { name: nameOf(demand), clause: demand, field: ['demands'] },
      text: `${cited(demand)} demands that the customer be reminded not more than ${notBefore} and at least ${notAfter} before the last day. ${cited(own)} ${has}. Example${every === undefined ? '' : `, for a contract with a cycle of ${every}`}: where the last day is ${on(example.last)}, the reminder is due from ${on(example.from)} to ${on(example.to)}.${when}`,
      remedy: spared(`Add a reminder to the customer between ${notBefore} and ${notAfter} before`, demand),
    }),
  ];
}

/** The statute exempts short cycles, and this cycle is short in every contract that the clause applies to. */
function isLeftOut(own: LocatedClause, demand: LocatedClause, { pack }: Subject): boolean {
  const over = clauseIn(demand.clause.on)?.cycleOver;
  return over !== undefined && areNoLonger(fixedLengths(own.clause, pack), over);
}

/** Cycle lengths that contracts commonly have. */
const LONG = ['12 months', '24 months', '60 months'] as const;

/**
 * A length of the clause's cycle that the statute does not exempt, if it exempts the one that is tried otherwise;
 * undefined if it does not.
 */
function lengthUnder(
  demand: LocatedClause,
  own: LocatedClause,
  rule: ClauseInForce,
  { pack }: Subject,
): string | undefined {
  const over = clauseIn(demand.clause.on)?.cycleOver;
  if (over === undefined || own.clause.cycle === undefined) return undefined;
  if (!areNoLonger([describePeriod(cycleLengthOf(rule))], over)) return undefined;
  return (fixedLengths(own.clause, pack) ?? LONG).find((length) => !areNoLonger([length], over));
}

function missedOn(
  own: LocatedClause,
  { notBefore, notAfter }: { readonly notBefore: string; readonly notAfter: string },
  { surroundings: { reckoner } }: Subject,
  rule: ClauseInForce,
): Missed[] {
  const ends = reckoner.endsOf(rule);
  const reminded = own.clause.ladder
    .filter(remindsCustomer)
    .map(({ before = '' }) => reckoner.before(before, ends, rule));
  const [first, last] = [notBefore, notAfter].map((length) => reckoner.before(length, ends, rule));
  return DAYS.flatMap((_, index) => {
    const [end, from, to] = [ends[index], first?.[index]?.date, last?.[index]?.date];
    if (!end || from === undefined || to === undefined) return [];
    const inTime = reminded.some((days) => {
      const day = days[index]?.date;
      return day !== undefined && day >= from && day <= to;
    });
    return inTime ? [] : [{ last: end.date, from, to }];
  });
}

function remindsCustomer({ step, to }: LadderRung): boolean {
  return step === 'reminder' && [to].flat().includes('customer');
}
