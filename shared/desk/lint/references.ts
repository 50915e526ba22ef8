import { nameIn } from '../../core/agreement/statutes.ts';
import { didYouMean } from '../../core/terms/nearest.ts';
import { packLabel } from '../../core/terms/pack.ts';
import { singleCountingsIn } from '../../core/terms/shapes/questions.ts';
import { type Finding, type LocatedClause, ofClause, ofPack } from './finding.ts';
import { isAtHand, type Subject } from './subject.ts';
import { capital, cited } from './words.ts';

/** References to statutes, or to settings of statutes, that do not exist. */
export function brokenReferences(subject: Subject): Finding[] {
  return [
    ...namedStatutes(subject),
    ...sparedStatutes(subject),
    ...possibleStatutes(subject),
    ...subject.clauses.flatMap((at) => settingsOfStatutes(at, subject)),
  ];
}

function namedStatutes({ pack, source, surroundings }: Subject): Finding[] {
  return pack.statutes.flatMap((label, index) =>
    isAtHand(surroundings, label) ? [] : [unknownStatute(label, ['statutes', index], { source, surroundings })],
  );
}

function sparedStatutes({ pack, source, surroundings }: Subject): Finding[] {
  const named = new Set(pack.statutes.map((label) => nameIn(label).name));
  return pack.doesNotApply.flatMap(({ statute }, index): Finding[] => {
    const path = ['doesNotApply', index, 'statute'];
    if (named.has(statute)) {
      const text = `${statute} is under statutes, so it applies to every contract, and under doesNotApply, so it applies to none.`;
      const remedy = 'Take it out of one of them.';
      return [ofPack('applies-and-does-not', source, path, { text, remedy })];
    }
    if (pack.mayApply.includes(statute)) {
      const text = `${statute} is under mayApply and under doesNotApply.`;
      return [ofPack('applies-and-does-not', source, path, { text, remedy: 'Take it out of one of them.' })];
    }
    return isAtHand(surroundings, statute) ? [] : [unknownStatute(statute, path, { source, surroundings })];
  });
}

function possibleStatutes({ pack, source, surroundings }: Subject): Finding[] {
  return pack.mayApply.flatMap((name, index) =>
    isAtHand(surroundings, name) ? [] : [unknownStatute(name, ['mayApply', index], { source, surroundings })],
  );
}

function unknownStatute(
  label: string,
  path: readonly (string | number)[],
  { source, surroundings: { catalog } }: Pick<Subject, 'source' | 'surroundings'>,
): Finding {
  const known = [...catalog.values()].flat().filter(({ kind }) => kind === 'statute');
  const labels = known.map(({ pack, version }) => (label.includes('@') ? `${pack}@${version}` : pack));
  const remedy = didYouMean(label, labels, `known: ${labels.join(', ') || 'none'}.`);
  return ofPack('unknown-statute', source, path, {
    text: `There is no statute ${label} at hand.`,
    remedy: capital(remedy),
  });
}

/** A length taken from a statute exists only for contracts to which the statute applies. */
function settingsOfStatutes(at: LocatedClause, { pack, surroundings }: Subject): Finding[] {
  const names = new Set(
    singleCountingsIn(at.clause)
      .flatMap(({ setting }) => setting ?? [])
      .filter((name) => name.includes('/')),
  );
  return [...names].flatMap((name): Finding[] => {
    const [statute = '', setting = ''] = name.split('/');
    const label = pack.statutes.find((one) => nameIn(one).name === statute);
    const field = [at.clause.shape.kind];
    if (pack.kind === 'terms' && label === undefined) {
      const text = `${cited(at)} is as long as the setting ${setting} of ${statute}, which applies only to contracts that name it. For all others nothing can be counted.`;
      return [
        ofClause('unknown-setting', at, { field, text, remedy: `Name ${statute} with its version under statutes.` }),
      ];
    }
    // All versions are checked: any may be in force on the day of an event.
    const versions = surroundings.catalog.get(statute) ?? [];
    const lacking = versions.filter(({ settings }) => settings[setting] === undefined);
    const last = lacking.at(-1);
    if (last === undefined) return [];
    const known = Object.keys(last.settings);
    const remedy = didYouMean(setting, known, `known: ${known.join(', ') || 'none'}.`);
    const called = lacking.length === versions.length ? statute : packLabel(last);
    const text = `${called} has no setting ${setting}, so ${cited(at)} cannot be counted.`;
    return [ofClause('unknown-setting', at, { field, text, remedy: capital(remedy) })];
  });
}
