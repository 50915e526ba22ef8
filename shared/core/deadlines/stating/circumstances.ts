import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { ExplanationStep } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import { type Conditions, clauseIn, kindsIn, matches, matchOf } from '../../terms/match.ts';
import { sentence } from '../explain.ts';
import { lasted } from '../folding/cycle-extension.ts';
import type { Fold } from '../folding/fold.ts';
import type { Standing } from '../folding/standing.ts';

/** Why the clause applies at all: the conditions its event fulfils, the clause it follows from, the contract's choices. */
export function groundsOf({ rule, trigger, parent }: Standing): ExplanationStep[] {
  const { law, settings, clause } = rule;
  const wanted = clauseIn(clause.on);
  return [
    ...(law ? [sentence('law', law)] : []),
    ...settings.map(({ setting, length, why }) => sentence('setting', { setting, length, why: why ?? null })),
    ...(parent && wanted ? [sentence('because-of', { title: parent.rule.clause.title, state: wanted.becomes })] : []),
    ...(parent ? missedCycle(parent) : []),
    ...conditionSteps(matchOf(rule.startedBy, trigger) ?? {}, trigger),
  ];
}

function conditionSteps(where: Conditions, { data }: Fact): ExplanationStep[] {
  return Object.keys(where).map((key) => {
    const value = data[key];
    const isSet = value !== undefined && value !== false && value !== '';
    return sentence('condition', { field: `data.${key}`, value: isSet ? value : null });
  });
}

/** What else has to be so, and what may be asked for, as the record stands. */
export function circumstancesOf(fold: Fold, standing: Standing): ExplanationStep[] {
  return [...missedCycle(standing), ...requirement(fold, standing.rule), ...entitlement(fold, standing)];
}

/** What met it came within the cycle before, and too late for that one. */
function missedCycle({ previous, notes, state }: Standing): ExplanationStep[] {
  const met = state === 'met' ? notes.find(({ code }) => code === 'met') : undefined;
  const { date, cycleEnd } = previous?.counted ?? {};
  if (previous?.state !== 'lapsed' || !met || date === undefined || cycleEnd === undefined) return [];
  const { event, kind, day } = met;
  if (String(day) > cycleEnd) return [];
  return [sentence('missed-cycle', { event: String(event), kind: String(kind), day: String(day), date, cycleEnd })];
}

function requirement(fold: Fold, { clause: { requires } }: ClauseInForce): ExplanationStep[] {
  if (!requires) return [];
  const { from, until, about } = requires.settled;
  const outstanding = new Set<string>();
  for (const { fact } of fold.past.ofKinds(new Set([...kindsIn(from), ...kindsIn(until)]))) {
    const matter = fact.data[about];
    if (matter === undefined) continue;
    if (matches(until, fact)) outstanding.delete(String(matter));
    else if (matches(from, fact)) outstanding.add(String(matter));
  }
  return [sentence('requirement', { requirement: requires.text, outstanding: [...outstanding].sort() })];
}

function entitlement(fold: Fold, { rule, subject }: Standing): ExplanationStep[] {
  const { entitles } = rule.clause;
  const extension = entitles === undefined ? undefined : rule.pack.cycles[entitles]?.extendedBy;
  const { timezone } = rule.context;
  const known = { past: fold.past, timezone };
  const stretch = extension && subject !== undefined ? lasted(extension, subject, known) : undefined;
  if (!extension || !stretch) return [];
  const { atMostDays } = extension;
  const { from, to, days } = stretch;
  const capped = days !== undefined && atMostDays !== undefined && days > atMostDays;
  return [
    sentence('entitlement', {
      from,
      to: to ?? null,
      days: days === undefined ? null : capped ? atMostDays : days,
      cappedAt: capped ? atMostDays : null,
      timezone,
    }),
  ];
}
