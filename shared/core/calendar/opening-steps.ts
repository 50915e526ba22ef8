import { type Anchor, anchorStep } from './anchor.ts';
import type { Untold } from './computation.ts';
import { explain } from './explain.ts';
import type { CountingStep } from './explanation-facts.ts';
import type { SettledPeriod } from './period.ts';
import type { CountingContext, Remark } from './types.ts';

/** The first steps of every count: the rules of law, the remarks about them, and the anchor. */
export function openingSteps(
  anchor: Anchor,
  { basis, remarks, weekmask }: SettledPeriod,
  context: CountingContext,
  asksHolidays: boolean,
  untold: Untold,
): CountingStep[] {
  const steps = basis.map((citation) => explain('basis', { citation }));
  for (const remark of remarks) steps.push(remarkStep(remark));
  if (!untold.includes('anchor')) steps.push(anchorStep(anchor, context));
  if (asksHolidays && context.holidays.name === 'none' && !untold.includes('no-holidays'))
    steps.push(explain('no-holiday-set', { weekmask }));
  return steps;
}

function remarkStep(remark: Remark): CountingStep {
  switch (remark.kind) {
    case 'note':
      return explain('note', { note: remark.note });
    case 'scope':
      return explain('scope', { scope: remark.scope });
    case 'no-rule': {
      const { law, unit, direction } = remark;
      return explain('no-rule', { law, unit, direction });
    }
    case 'rule-overridden': {
      const { citation, setting, ruled, given } = remark;
      return explain('rule-overridden', { citation, setting, ruled, given });
    }
  }
}
