import { CalendarError } from '../../core/calendar/errors.ts';
import { type Deadline, takesNoTime } from '../../core/deadlines/deadline.ts';
import { lapseOf } from '../../core/deadlines/lapse-event.ts';
import { sameJson } from '../../core/events/canonical.ts';
import { isBareDay } from '../../core/events/event.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { isMeasured } from '../../core/terms/shapes/questions.ts';
import { formatDay } from '../../core/words/days.ts';
import { thereafter } from '../../core/words/ends.ts';
import type { Affected, Prospect } from './prospect.ts';
import { planWith, type Situation } from './situation.ts';
import { affected, titlesOf } from './words.ts';

/**
 * What follows if nothing happens before the last instant. `conditional`: some event could still prevent or change it.
 * A suspended period has no such prospect.
 */
export function lapseProspects(situation: Situation, conditional: boolean): Prospect[] {
  const { deadline } = situation;
  if (deadline.state !== 'open') return [];
  const { kind, occurredAt } = deadline.onLapse;
  const brings = kind === 'deadline.lapsed' ? undefined : { kind, occurredAt };
  const { opens, ends, unknown } = bringsMore(situation) ? aftermath(situation) : NOTHING;
  const sentences = [
    outcome(situation, conditional && !takesNoTime(deadline) ? 'Otherwise' : ''),
    ...(brings ? [broughtAbout(deadline)] : []),
    ...(opens.length > 0 ? [`It is followed by ${titlesOf(opens, 'with-day')}.`] : []),
    ...(ends.length > 0 ? [`With it ${ends.length === 1 ? 'ends' : 'end'} ${titlesOf(ends, 'alone')}.`] : []),
    ...(unknown === undefined ? [] : [`What follows cannot be counted: ${unknown}.`]),
  ];
  return [
    {
      effect: 'lapses',
      events: [],
      ...(brings && { brings }),
      ...(opens.length > 0 && { opens }),
      ...(ends.length > 0 && { ends }),
      text: sentences.join(' '),
    },
  ];
}

/** What the lapse means for each nature of a deadline. */
function outcome({ deadline, rule }: Situation, prefix: string): string {
  const { nature } = deadline;
  const when = thereafter(deadline);
  const say = (sentence: string) => `${prefix === '' ? capital(sentence) : `${prefix} ${sentence}`}.`;
  if (isMeasured(rule.clause)) {
    return deadline.allowance?.usedUp
      ? say(`the allowance is used up ${when}`)
      : say(`the year ends within its allowance ${when}, and the clause is met`);
  }
  if (rule.clause.noticeFulfils) return say(`the notice itself meets the clause, ${when}`);
  if (takesNoTime(deadline)) return say(`it happens at once, ${when}`);
  switch (nature) {
    case 'obligation':
      return say(`it counts as not met ${when}`);
    case 'right':
      return say(`the right arises ${when}`);
    case 'window':
      return say(`it closes${rule.clause.satisfiedBy === undefined ? '' : ' unused'} ${when}`);
    case 'effect':
    case 'figure':
      return say(`it takes effect ${when}`);
  }
}

function broughtAbout({ onLapse: { kind, occurredAt, data } }: Deadline): string {
  const version = data.toVersion === undefined ? '' : ` of version ${data.toVersion}`;
  return `That brings about ${kind}${version}${isBareDay(occurredAt) ? ` on ${formatDay(occurredAt)}` : ''}.`;
}

/** Whether the lapse may have consequences that only planning shows. */
function bringsMore({ deadline, rule, outlook }: Situation): boolean {
  const { recurs } = rule.clause;
  if (deadline.onLapse.kind !== 'deadline.lapsed' || recurs !== undefined || isMeasured(rule.clause)) return true;
  return outlook.terms.dependents.some(({ clause }) => clauseIn(clause.on)?.becomes === 'lapsed');
}

interface Aftermath {
  readonly opens: readonly Affected[];
  readonly ends: readonly Affected[];
  /** Why the consequences are not known. */
  readonly unknown?: string;
}

const NOTHING: Aftermath = { opens: [], ends: [] };

/** The deadlines that open or end when this deadline lapses and nothing else happens. */
function aftermath({ deadline, outlook }: Situation): Aftermath {
  const planned = planWith(lapseOf(deadline), outlook.input);
  if (planned instanceof CalendarError) return { ...NOTHING, unknown: planned.message };
  const gap = planned.notCounted.find((one) => !outlook.planned.notCounted.some((known) => sameJson(known, one)));
  if (gap !== undefined) return { ...NOTHING, unknown: gap.why };
  const before = new Map(outlook.planned.deadlines.map((one) => [one.id, one]));
  const after = new Map(planned.deadlines.map((one) => [one.id, one]));
  const opens = [...after.values()].filter(
    ({ id, trigger }) => id !== deadline.id && before.get(id)?.trigger !== trigger,
  );
  const ends = [...before.values()].filter(
    ({ id }) => id !== deadline.id && stands(before.get(id)) && !stands(after.get(id)),
  );
  return { opens: opens.map(affected), ends: ends.map(affected) };
}

function stands(deadline: Deadline | undefined): boolean {
  return deadline?.state === 'open' || deadline?.state === 'paused';
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
