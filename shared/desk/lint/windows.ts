import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { describePeriod } from '../../core/calendar/period-text.ts';
import { kindsIn } from '../../core/terms/match.ts';
import { closingOf, countingsIn, openingOf, periodOf } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, type SingleCounting, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { fixedLengths, withCycle } from './cycle-lengths.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { cycleLengthOf, DAYS, FIRST_DAY, LAST_DAY, type Reckoner } from './reckon.ts';
import { clauseCalled, type Scene, type Subject } from './subject.ts';
import { cited, on, onHowMany, underLaw } from './words.ts';

/** Impossible times: windows that close before they open, and extensions to a shorter length. */
export function impossiblePeriods(subject: Subject): Finding[] {
  return [...uncountable(subject), ...subject.clauses.flatMap((at) => ofClauseTimes(at, subject))];
}

function ofClauseTimes(at: LocatedClause, subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  if (!scene) return [];
  return [
    ...closedBeforeItOpens(at, subject, scene),
    ...neverGranted(at, subject),
    ...shorterExtension(at, subject, scene),
  ];
}

/** A holiday set that does not cover the years tried. */
function uncountable(subject: Subject): Finding[] {
  const { scenes, clauses, surroundings } = subject;
  const remedy = 'Name another holiday set, or extend its table.';
  return clauses.flatMap((at) => {
    const faults = scenes.flatMap((scene) =>
      faultsOf(scene.ruleOf(at), surroundings.reckoner).map((fault) => ({ ...fault, law: scene.law })),
    );
    const [first] = faults;
    if (!first) return [];
    const text = `${cited(at)} cannot be counted on every day from ${FIRST_DAY} to ${LAST_DAY}${underLaw(first.law)}: ${first.message}.`;
    return [ofClause('cannot-be-counted', at, { field: first.field, text, remedy })];
  });
}

/** The faults of the clause's own lengths and of the lengths of its reminders. */
function faultsOf(rule: ClauseInForce, reckoner: Reckoner): { message: string; field: (string | number)[] }[] {
  const own = countingsIn(rule.clause).map(({ counting, field }) => ({
    fault: reckoner.faultOf(counting, rule),
    field: [...field],
  }));
  const reminders = rule.clause.ladder.map(({ before }, index) => ({
    fault: before === undefined ? undefined : reckoner.faultBefore(before, rule),
    field: ['ladder', index, 'before'],
  }));
  return [...own, ...reminders].flatMap(({ fault, field }) => (fault ? [{ message: fault.message, field }] : []));
}

/**
 * A window whose last day lies before its first, or a period that ends before the event that starts it. Where the clause
 * applies to several lengths of its cycle, each is tried.
 */
function closedBeforeItOpens(at: LocatedClause, { surroundings: { reckoner } }: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  const lengths = fixedLengths(at.clause, at.source.pack)?.map((length) => withCycle(rule, length));
  const [first] = (lengths ?? [rule]).flatMap((one) => closedUnder(one, at, reckoner));
  return first === undefined ? [] : [first];
}

function closedUnder(rule: ClauseInForce, at: LocatedClause, reckoner: Reckoner): Finding[] {
  const [opening, counting] = [openingOf(rule.clause), closingOf(rule.clause)];
  if (!counting || !(opening || singlesIn(counting).some(mayGoBack))) return [];
  const anchors = singlesIn(counting).flatMap(anchorsOf);
  const opens = opening && reckoner.ends(opening, rule);
  // The event may name a day as far ahead as the count back needs.
  if (!opens && anchors.some((anchor) => anchor.startsWith('data.') || anchor === 'deadline')) return [];
  const closes = reckoner.ends(counting, rule);
  const found = DAYS.flatMap((day, index) => {
    const first = opens === undefined ? day : opens[index]?.date;
    const last = closes[index]?.date;
    return first !== undefined && last !== undefined && last < first ? [{ day, first, last }] : [];
  });
  const [example] = found;
  if (!example) return [];
  const { day, first, last } = example;
  const cyclic = anchors.some((anchor) => anchor.startsWith('cycle.'));
  const from = cyclic
    ? `a ${describePeriod(cycleLengthOf(rule)).replace(/^(\d+ \w+)s$/, '$1')} cycle that begins on ${on(day)}`
    : `${on(day)}`;
  return [
    ofClause('closes-before-it-opens', at, {
      field: [rule.clause.shape.kind],
      text: `${cited(at)} is over before it begins. Example: counted from ${from}, it begins on ${on(first)} and its last day is ${on(last)}. This is so ${onHowMany(found.length)}.`,
      remedy: 'Correct one of the lengths or its direction.',
    }),
  ];
}

/** Whether a last day may lie before the day it is counted from: by counting back, or by a roll back from a weekend. */
function mayGoBack({ direction, roll = 'none' }: SingleCounting): boolean {
  return direction === 'before' || (roll !== 'none' && roll !== 'following');
}

/** An extension for whoever met another clause by the same event, when no event can do that. */
function neverGranted(at: LocatedClause, subject: Subject): Finding[] {
  const { extendedBy } = at.clause;
  const limit = extendedBy?.ifMet === undefined ? undefined : clauseCalled(subject, extendedBy.ifMet);
  if (!extendedBy || !limit) return [];
  const meets = kindsIn(limit.clause.satisfiedBy);
  const grants = kindsIn(extendedBy.on);
  if (grants.some((kind) => meets.includes(kind))) return [];
  return [
    ofClause('extension-never-granted', at, {
      field: ['extendedBy'],
      against: { name: limit.clause.id, clause: limit, field: ['satisfiedBy'] },
      text: `${cited(at)} is extended by ${listed(grants, 'or')}, if that meets ${limit.clause.id}; but ${limit.clause.id} is met by ${listed(meets, 'or') || 'nothing'}. So no extension is ever granted.`,
      remedy: `Add ${listed(grants, 'or')} to satisfiedBy of ${limit.clause.id}, or take ifMet out.`,
    }),
  ];
}

function shorterExtension(at: LocatedClause, { surroundings: { reckoner } }: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  const { extendedBy } = rule.clause;
  const period = periodOf(rule.clause);
  if (!period || !extendedBy || singlesIn(period).some(({ direction }) => direction === 'before')) return [];
  const [before, after] = [reckoner.ends(period, rule), reckoner.ends({ ...period, length: extendedBy.to }, rule)];
  const found = DAYS.flatMap((day, index) => {
    const [own, longer] = [before[index], after[index]];
    return own && longer && longer.epoch <= own.epoch ? [{ day, own: own.date, longer: longer.date }] : [];
  });
  const [example] = found;
  if (!example) return [];
  const same = example.own === example.longer ? 'the same day' : on(example.longer);
  return [
    ofClause('extension-does-not-extend', at, {
      field: ['extendedBy', 'to'],
      text: `The extension of ${cited(at)} to ${extendedBy.to} gives no more time than the clause has anyway. Example: counted from ${on(example.day)}, the last day is ${on(example.own)} without it and ${same} with it. This is so ${onHowMany(found.length)}.`,
      remedy: 'extendedBy.to is the whole length, counted from the same day: make it longer.',
    }),
  ];
}
