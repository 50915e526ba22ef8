import { addDays, compareDays, laterOf } from '../../calendar/days.ts';
import { endOfDay } from '../../calendar/zone.ts';
import { sameJson } from '../../events/canonical.ts';
import { dayOf } from '../../events/event.ts';
import type { WindowBetween, WindowShape, WindowUntilDay } from '../../terms/shapes/window.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { anchorOf } from './clause-anchor.ts';
import type { Basis, Counted, Unanchored } from './counted.ts';
import { countPeriod } from './period.ts';

/** Counts the days on which a window opens and closes. */
export function countWindow(window: WindowShape, basis: Basis): Counted | Unanchored {
  return window.closes === undefined ? untilDay(window, basis) : between(window, basis);
}

function untilDay({ until, lastDay }: WindowUntilDay, basis: Basis): Counted | Unanchored {
  const { timezone } = basis.rule.context;
  const anchor = anchorOf([until], basis);
  if ('missing' in anchor) return anchor;
  const closing = dayOf(anchor.value, basis.rule.context);
  const happened = dayOf(basis.fact.occurredAt, basis.rule.context);
  const opensOn = laterOf(anchor.cycleStart ?? happened, happened);
  const date = lastDay === 'closing-day' ? closing : addDays(closing, -1);
  const instant = endOfDay(date, timezone);
  const steps = [...anchor.steps, explain('window', { opensOn, closing, lastDay, date, instant, timezone })];
  return {
    date,
    unadjustedDate: date,
    opensOn,
    instant,
    steps,
    ...(anchor.cycleEnd !== undefined && { cycleEnd: anchor.cycleEnd }),
  };
}

/** A window from the day counted by `opens` (else the day of the event) to the day counted by `closes`. */
function between({ opens, closes }: WindowBetween, basis: Basis): Counted | Unanchored {
  const closing = countPeriod(closes, basis);
  if ('missing' in closing) return closing;
  // Nothing ends on the first day, so no rule about last days is told of it.
  const opening = opens && countPeriod(opens, basis, ['ends', 'no-roll']);
  if (opening && 'missing' in opening) return opening;
  const opensOn = opening ? opening.date : dayOf(basis.fact.occurredAt, basis.rule.context);
  const open = explain('window-between', {
    opensOn,
    date: closing.date,
    neverOpen: compareDays(opensOn, closing.date) > 0,
  });
  const before = opening ? opening.steps : [];
  return { ...closing, opensOn, steps: [...before, ...withoutRepeats(before, closing.steps), open] };
}

/** Leaves out steps that the other end of the window has already. */
function withoutRepeats(told: readonly ExplanationStep[], steps: readonly ExplanationStep[]): ExplanationStep[] {
  const known = told.map(unmarked);
  return steps.filter((step) => !known.some((one) => sameJson(one, unmarked(step))));
}

/** The step without the mark that says to which of several counts it belongs. */
function unmarked(step: ExplanationStep): object {
  return 'option' in step ? { ...step, option: undefined } : step;
}
