import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Fact } from '../../events/event.ts';
import { type Conditions, clauseIn, kindsIn, matches, matchOf } from '../../terms/match.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { clauseNamed } from '../folding/basis.ts';
import { lasted } from '../folding/cycle-extension.ts';
import type { Fold } from '../folding/fold.ts';
import type { LiveDeadline } from '../folding/live-deadline.ts';

/** Why the clause applies at all: the conditions its event fulfils, the clause it follows from, the contract's choices. */
export function groundsOf({ rule, trigger, parent }: LiveDeadline): ExplanationStep[] {
  const { law, settings, clause } = rule;
  const wanted = clauseIn(clause.on);
  return [
    ...(law ? [explain('law', law)] : []),
    ...settings.map(({ setting, length, terms }) => explain('setting', { setting, length, terms: terms ?? null })),
    ...(parent && wanted ? [explain('because-of', { ...clauseNamed(parent.rule), state: wanted.becomes })] : []),
    ...(parent ? missedCycle(parent) : []),
    ...conditionSteps(matchOf(rule.startedBy, trigger) ?? {}, trigger),
  ];
}

function conditionSteps(where: Conditions, { data }: Fact): ExplanationStep[] {
  return Object.keys(where).map((key) => {
    const value = data[key];
    const isSet = value !== undefined && typeof value !== 'object' && value !== false && value !== '';
    return explain('condition', { field: `data.${key}`, value: isSet ? value : null });
  });
}

/** Further requirements and entitlements of the clause, as the events so far have it. */
export function circumstancesOf(fold: Fold, live: LiveDeadline): ExplanationStep[] {
  return [...missedCycle(live), ...requirement(fold, live.rule), ...entitlement(fold, live)];
}

/** The event that met it came within the cycle before, too late for that one. */
function missedCycle({ previous, closing, closedBy: event }: LiveDeadline): ExplanationStep[] {
  const { date, cycleEnd } = previous?.counted ?? {};
  if (previous?.state !== 'lapsed' || date === undefined || cycleEnd === undefined) return [];
  if (closing?.how !== 'met' || event === undefined || closing.day > cycleEnd) return [];
  const { kind, day } = closing;
  return [explain('missed-cycle', { event, kind, day, date, cycleEnd })];
}

function requirement(fold: Fold, rule: ClauseInForce): ExplanationStep[] {
  const { requires } = rule.clause;
  if (!requires) return [];
  const { from, until, about } = requires.settled;
  const outstanding = new Set<string>();
  for (const { fact } of fold.past.ofKinds(new Set([...kindsIn(from), ...kindsIn(until)]))) {
    const matter = fact.data[about];
    if (matter === undefined) continue;
    if (matches(until, fact)) outstanding.delete(String(matter));
    else if (matches(from, fact)) outstanding.add(String(matter));
  }
  return [explain('requirement', { ...clauseNamed(rule), outstanding: [...outstanding].sort() })];
}

function entitlement(fold: Fold, { rule, subject }: LiveDeadline): ExplanationStep[] {
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
    explain('entitlement', {
      from,
      to: to ?? null,
      days: days === undefined ? null : capped ? atMostDays : days,
      cappedAt: capped ? atMostDays : null,
      timezone,
    }),
  ];
}
