import { packLabel } from '../../core/terms/pack.ts';
import type { Prospect } from './prospect.ts';
import type { Outlook } from './situation.ts';
import { affected, titlesOf } from './words.ts';

/** Events that would change the contract as a whole; none once it has ended. */
export function contractProspects(outlook: Outlook): Prospect[] {
  return outlook.terminated ? [] : [contractEnd(outlook), otherTerms(outlook)];
}

function contractEnd(outlook: Outlook): Prospect {
  const standing = outlook.planned.deadlines.filter(({ state }) => state === 'open' || state === 'paused');
  const outlives = new Set(standing.filter((one) => outlook.ruleOf(one)?.clause.survivesTermination));
  const ends = standing.filter((one) => !outlives.has(one)).map(affected);
  const opens = outlook.terms
    .startedBy('contract.terminated')
    .filter((rule) => rule.doesNotApply === undefined && !outlook.isKept(rule, 'contract.terminated'))
    .map(({ key, clause: { title } }) => ({ clause: key, title }));
  const sentences = [
    `contract.terminated ends every clause that does not outlive the contract${ends.length === 0 ? '' : `: ${titlesOf(ends, 'alone')}`}.`,
    ...(outlives.size === 0 ? [] : [`These go on: ${titlesOf([...outlives].map(affected), 'alone')}.`]),
    ...(opens.length === 0 ? [] : [`It opens ${titlesOf(opens, 'alone')}.`]),
  ];
  return {
    effect: 'ends',
    events: ['contract.terminated'],
    ...(ends.length > 0 && { ends }),
    ...(opens.length > 0 && { opens }),
    text: sentences.join(' '),
  };
}

/** A deadline stays under the terms under which it began. */
function otherTerms({ terms: { pack }, planned }: Outlook): Prospect {
  const others = planned.agreement.versions.filter(({ version }) => version !== pack.version).map(packLabel);
  const atHand = others.length === 0 ? 'No other version is at hand.' : `At hand: ${others.join(', ')}.`;
  return {
    effect: 'changes-terms',
    events: ['terms-change.effective'],
    text: `terms-change.effective puts the version that it names (toVersion) into force: later events are counted under it, and what has begun stays under ${packLabel(pack)}. ${atHand}`,
  };
}
