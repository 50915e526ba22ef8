import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { happensAtOnce, openingOf } from '../../core/terms/shapes/questions.ts';
import { type LadderRung, rungName } from '../../core/terms/written-clause.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { DAYS, type Ends, isInHours, type Reckoner } from './reckon.ts';
import { remindersLeftOut } from './reminders.ts';
import type { Scene, Subject } from './subject.ts';
import { cited } from './words.ts';

/** Steps that cannot go out, and steps that go out at the same moment. */
export function impossibleSteps(subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  if (!scene) return [];
  return subject.clauses.flatMap((at) => [...remindersLeftOut(at, subject, scene), ...together(at, subject, scene)]);
}

/** The steps whose day depends only on the last day, not on the event. */
const DATED: ReadonlySet<string> = new Set(['opens', 'reminder', 'due']);

/** Two steps that tell the same party something at the same moment, on every day tried. */
function together(at: LocatedClause, { surroundings: { reckoner } }: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  const { ladder } = at.clause;
  if (ladder.filter(({ step }) => happensAtOnce(at.clause) || DATED.has(step)).length < 2) return [];
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

/**
 * For each of `DAYS`, a key for the moment at which a step goes out; undefined for steps whose moment depends on the
 * event.
 */
function momentsOf(
  rung: LadderRung,
  ends: Ends,
  rule: ClauseInForce,
  reckoner: Reckoner,
): readonly (string | undefined)[] | undefined {
  if (rung.step === 'called-off') return undefined;
  if (happensAtOnce(rule.clause)) return DAYS.map(() => 'at once');
  switch (rung.step) {
    case 'due':
      return ends.map((end) => end?.date);
    case 'reminder':
      return reckoner
        .before(rung.before ?? '', ends, rule)
        .map((end) => end && (isInHours(rung.before ?? '') ? String(end.epoch) : end.date));
    case 'opens': {
      const opening = openingOf(rule.clause);
      return opening && reckoner.ends(opening, rule).map((end) => end?.date);
    }
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
