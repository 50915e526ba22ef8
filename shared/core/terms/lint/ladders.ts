import { parsePeriods } from '../../calendar/period-text.ts';
import type { Day } from '../../calendar/types.ts';
import { startOfDay } from '../../calendar/zone.ts';
import { type LadderRung, rungName } from '../clause.ts';
import { anchorsOf, singlesIn } from '../counting.ts';
import type { ClauseInForce } from '../in-force.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { countsHours, DAYS, type End, type Ends, type Reckoner } from './reckon.ts';
import type { Scene, Subject } from './subject.ts';
import { cited, on, onHowMany } from './words.ts';

/** Steps that cannot go out, and steps that go out together. */
export function impossibleSteps(subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  if (!scene) return [];
  return subject.clauses.flatMap((at) => [...remindersTooEarly(at, subject, scene), ...together(at, subject, scene)]);
}

const NOON_MS = 43_200_000;

/**
 * A reminder that would have to go out on the day of the event or before it. Where the clause counts from a day that its
 * event names, that event may come long before, so nothing can be said.
 */
function remindersTooEarly(at: LocatedClause, { surroundings: { reckoner } }: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  if (!startsOnDay(rule)) return [];
  const ends = reckoner.endsOf(rule);
  return at.clause.ladder.flatMap((rung, index): Finding[] => {
    if (rung.step !== 'reminder') return [];
    const reminded = reckoner.before(rung.before ?? '', ends, rule);
    const asked = reminded.filter((end) => end !== undefined).length;
    const missed = DAYS.flatMap((day, i) => {
      const [end, reminder] = [ends[i], reminded[i]];
      return end && reminder && !comesInTime(day, reminder, rung, rule) ? [{ day, end, reminder }] : [];
    });
    const [first] = missed;
    if (!first) return [];
    const always = missed.length === asked;
    const said = isInHours(rung) ? 'at the event or before it' : `on ${on(first.reminder.date)}`;
    return [
      ofClause(always ? 'reminder-never' : 'reminder-sometimes', at, {
        field: ['ladder', index, 'before'],
        text: `The reminder ${rung.before} before the last day of ${cited(at)} ${always ? 'never goes out' : 'does not always go out'}: the whole time is not longer than that. Example: counted from ${on(first.day)}, the last day is ${on(first.end.date)}, so it would have to go out ${said}, when there is nothing yet to remind of. This is so ${onHowMany(missed.length)}.`,
        remedy: always
          ? 'Remind later, or use the step opened.'
          : 'Remind later, or accept that it is sometimes left out.',
      }),
    ];
  });
}

/** Whether it is known when the clause starts: with the day from which it is counted, or with its cycle. */
function startsOnDay({ clause: { period, window, atOnce } }: ClauseInForce): boolean {
  if (atOnce !== undefined) return false;
  const counting = period ?? window?.closes;
  const anchors = counting ? singlesIn(counting).flatMap(anchorsOf) : [window?.until ?? 'trigger'];
  return !anchors.some((anchor) => anchor.startsWith('data.') || anchor === 'deadline');
}

function isInHours({ before = '' }: LadderRung): boolean {
  return parsePeriods(before).every(({ unit }) => unit === 'hours');
}

/** Of an event at noon; hours are counted from its very moment. */
function comesInTime(day: Day, reminder: End, rung: LadderRung, rule: ClauseInForce): boolean {
  if (!isInHours(rung)) return reminder.date > day;
  const start = Date.parse(startOfDay(day, rule.context.timezone));
  return reminder.epoch > start + (countsHours(rule) ? 0 : NOON_MS);
}

/** The steps whose day follows from the last day, whatever the event. */
const DATED: ReadonlySet<string> = new Set(['opens', 'reminder', 'due']);

/** Two steps that tell the same party something at one and the same moment, whatever the day. */
function together(at: LocatedClause, { surroundings: { reckoner } }: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  const { ladder } = at.clause;
  if (ladder.filter(({ step }) => at.clause.atOnce !== undefined || DATED.has(step)).length < 2) return [];
  const ends = reckoner.endsOf(rule);
  const moments = ladder.map((rung) => momentsOf(rung, ends, rule, reckoner));
  return ladder.flatMap((rung, index) =>
    ladder.slice(0, index).flatMap((earlier, before): Finding[] => {
      const [a, b] = [moments[before], moments[index]];
      if (!a || !b || !areSame(a, b) || !shareReader(earlier, rung)) return [];
      const both = `${rungName(earlier)} and ${rungName(rung)}`;
      return [
        ofClause('steps-coincide', at, {
          field: ['ladder', index],
          text: `The steps ${both} of ${cited(at)} always go out at the same moment, so the same reader gets two letters at once.`,
          remedy: 'Keep one of them, or move the other.',
        }),
      ];
    }),
  );
}

/** For each day a name of the moment at which a step goes out; undefined for steps whose moment depends on the event. */
function momentsOf(
  rung: LadderRung,
  ends: Ends,
  rule: ClauseInForce,
  reckoner: Reckoner,
): readonly (string | undefined)[] | undefined {
  const { atOnce, window } = rule.clause;
  if (atOnce !== undefined) return DAYS.map(() => 'at once');
  switch (rung.step) {
    case 'due':
      return ends.map((end) => end?.date);
    case 'reminder':
      return reckoner
        .before(rung.before ?? '', ends, rule)
        .map((end) => end && (isInHours(rung) ? String(end.epoch) : end.date));
    case 'opens':
      return window?.opens && reckoner.ends(window.opens, rule).map((end) => end?.date);
    case 'opened':
    case 'lapsed':
      return undefined;
  }
}

function areSame(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  const known = a.flatMap((one, index) => (one !== undefined && b[index] !== undefined ? [one === b[index]] : []));
  return known.length > 0 && known.every(Boolean);
}

function shareReader(a: LadderRung, b: LadderRung): boolean {
  return [a.to].flat().some((party) => [b.to].flat().includes(party));
}
