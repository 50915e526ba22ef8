import { instantText } from '../../calendar/instants.ts';
import { startOfDay } from '../../calendar/zone.ts';
import { dayOf, instantOf } from '../../events/event.ts';
import type { AtOnceShape } from '../../terms/shapes/at-once.ts';
import { explain } from '../explain.ts';
import { dataKeyOf, dayInData } from './clause-anchor.ts';
import type { Basis, Counted } from './counted.ts';
import { factStep } from './fact-step.ts';

/** The moment of the event; if the event carries a later day, the start of that day. */
export function countAtOnce({ from }: AtOnceShape, basis: Basis): Counted {
  const { fact, rule } = basis;
  const { timezone } = rule.context;
  const happened = instantOf(fact.occurredAt, timezone);
  const day = from === 'trigger' ? undefined : dayInData(dataKeyOf(from), fact, rule.context);
  const begins = day === undefined ? happened : startOfDay(day, timezone);
  const waits = Date.parse(begins) > Date.parse(happened);
  const instant = instantText(Date.parse(waits ? begins : happened));
  const date = (waits ? day : undefined) ?? dayOf(fact.occurredAt, rule.context);
  const at = explain('at-once', { date, instant, waits, timezone });
  return { date, unadjustedDate: date, instant, steps: [factStep(fact, rule.context), at] };
}
