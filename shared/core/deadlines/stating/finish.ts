import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import { instantText } from '../../calendar/instants.ts';
import type { CountingContext, Zone } from '../../calendar/types.ts';
import { localDay } from '../../calendar/zone.ts';
import type { Clause } from '../../terms/clause.ts';
import { packLabel } from '../../terms/pack.ts';
import { happensAtOnce, happensWithItsEvent, isMeasured } from '../../terms/shapes/questions.ts';
import type { Closing, Deadline, LapseOutcome, Party } from '../deadline.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { clauseNamed } from '../folding/basis.ts';
import type { Fold, NotCounted } from '../folding/fold.ts';
import { effectiveState, factsOf, type LiveDeadline } from '../folding/live-deadline.ts';
import { isOvertaken } from '../folding/needless-next-cycle.ts';
import { newlyReadAt } from '../folding/readings.ts';
import type { DeadlineState } from '../state.ts';
import { assumptionsOf } from './assumptions.ts';
import { circumstancesOf, groundsOf } from './circumstances.ts';
import { correctionSteps, correctionsIn } from './corrections.ts';
import { ladderOf } from './ladder.ts';
import { followsFromLateKnown, isLateKnown } from './late-known.ts';
import { limitSteps } from './limits.ts';
import { countedIn } from './uncounted.ts';

/** The deadlines as they stand after all events, and what cannot be counted. */
export function finishAll(fold: Fold): { deadlines: Deadline[]; notCounted: NotCounted[] } {
  const { standing, notCounted } = countedIn(fold);
  const limits = limitSteps(standing);
  const corrections = correctionsIn(fold);
  const deadlines = standing
    .map((live) => finish(fold, live, limits.get(live), notCounted))
    .map((deadline) => withCorrections(deadline, corrections))
    .map((deadline) => ({ deadline, epoch: Date.parse(deadline.instant) }))
    .sort((a, b) => a.epoch - b.epoch || (a.deadline.id < b.deadline.id ? -1 : 1))
    .map(({ deadline }) => deadline);
  return { deadlines, notCounted };
}

function withCorrections(deadline: Deadline, corrections: ReturnType<typeof correctionsIn>): Deadline {
  const told = correctionSteps(corrections, deadline.trigger, deadline.steps);
  return told.length === 0 ? deadline : { ...deadline, steps: [...deadline.steps, ...told] };
}

function finish(
  fold: Fold,
  live: LiveDeadline,
  limit: ExplanationStep | undefined,
  notCounted: NotCounted[],
): Deadline {
  const { rule, counted } = live;
  const { clause, context, pack } = rule;
  const { steps: counting, timezone = context.timezone, ...others } = counted;
  const { cycleEnd: _cycle, countsFrom: _from, keptBy: _kept, ...found } = others;
  const aside = setAside(live);
  const state = effectiveState(live);
  const late = lateIn(fold, live, state);
  const steps = [...groundsOf(live), ...counting, ...live.notes.steps, ...(aside ? [aside.step] : []), ...late.steps];
  const { closedBy, closing } = aside ?? live;
  const more = [...circumstancesOf(fold, live), ...(limit ? [limit] : [])];
  return {
    id: live.id,
    clause: clause.id,
    ref: clause.ref,
    title: clause.title,
    trigger: live.trigger.id,
    state,
    ...found,
    timezone,
    obligor: clause.obligor,
    beneficiary: clause.beneficiary ?? OTHER_PARTY[clause.obligor],
    nature: clause.nature,
    ...(happensAtOnce(clause) && { atOnce: true as const }),
    assumptions: assumptionsOf(rule, steps),
    steps: [...steps, ...more],
    terms: packLabel(pack),
    calendar: context.holidays.version,
    ladder: state === 'open' ? ladder(fold, live, notCounted, late.steps.length > 0) : [],
    ...calledOffTo(clause),
    onLapse: outcome(live),
    ...late.marks,
    ...(live.followsUntracked && live.subject !== undefined && { untrackedBefore: live.subject }),
    ...(closedBy !== undefined && { closedBy }),
    ...(closing && { closing }),
    ...becomeOf(live, state),
  };
}

interface Late {
  readonly steps: readonly ExplanationStep[];
  readonly marks: Pick<Deadline, 'lateKnown' | 'lateRead'>;
}

const IN_TIME: Late = { steps: [], marks: {} };

/** Whether a deadline that no event met or ended was over when the contract was recorded, or when its reading was accepted. */
function lateIn(fold: Fold, live: LiveDeadline, state: DeadlineState): Late {
  if (state !== 'open' && live.closing?.how !== 'lapsed') return IN_TIME;
  const { recordedAt } = fold.input;
  const { timezone = live.rule.context.timezone } = live.counted;
  if (recordedAt !== undefined && isLateKnown(live, fold.deadlines, recordedAt)) {
    return { steps: [explain('late-known', { recordedAt, timezone })], marks: { lateKnown: true } };
  }
  const acceptedAt = newlyReadAt(fold, live);
  if (acceptedAt === undefined || !isLateKnown(live, fold.deadlines, acceptedAt)) return IN_TIME;
  return { steps: [explain('late-read', { acceptedAt, timezone })], marks: { lateRead: true } };
}

/** The fields about what happened after it was first counted; each absent if nothing did. */
function becomeOf(
  { extendedTo, pauses, closing, metBy }: LiveDeadline,
  state: DeadlineState,
): Pick<Deadline, 'extendedTo' | 'paused' | 'alsoMetBy'> {
  const { toldSince, active } = pauses;
  const [, ...others] = closing?.how === 'met' ? metBy : [];
  return {
    ...(extendedTo !== undefined && { extendedTo }),
    ...(state === 'paused' && toldSince !== undefined && { paused: { since: toldSince, inForce: active.size } }),
    ...(others.length > 0 && { alsoMetBy: others.map(({ id }) => id) }),
  };
}

interface Aside {
  readonly step: ExplanationStep;
  readonly closedBy: string;
  readonly closing: Closing;
}

/** Why a deadline is set aside, and the event that set it aside. */
function setAside(live: LiveDeadline): Aside | undefined {
  const { needlessBy: end, settledWith } = live;
  if (effectiveState(live) !== 'cancelled' || live.state === 'cancelled') return undefined;
  if (settledWith !== undefined) {
    const by = factsOf(live, settledWith.by);
    const step = explain('parent-settled', { ...by, ...clauseNamed(settledWith.parent.rule) });
    return { step, closedBy: by.event, closing: { how: 'parent-settled', kind: by.kind, day: by.day } };
  }
  if (end === undefined) return undefined;
  const by = factsOf(live, end.trigger);
  const step = explain('no-next-cycle', { ...by, ...clauseNamed(end.rule), date: end.counted.date });
  return { step, closedBy: by.event, closing: { how: 'no-next-cycle', kind: by.kind, day: by.day } };
}

const OTHER_PARTY: Readonly<Record<Party, Party>> = { customer: 'provider', provider: 'customer' };

function calledOffTo({ ladder }: Clause): Pick<Deadline, 'calledOffTo'> {
  const to = ladder.flatMap((rung) => (rung.step === 'called-off' ? rung.to : []));
  return to.length > 0 ? { calledOffTo: [...new Set(to)] } : {};
}

/** An allowance that holds has no rungs but the end of its year, and what is known too late none but its lapse. */
function ladder(fold: Fold, live: LiveDeadline, notCounted: NotCounted[], isLate: boolean) {
  const { rule, expiry, counted } = live;
  const { terms } = fold;
  const { clause, pack, key } = rule;
  const holds = expiry === 'met' && isMeasured(clause);
  const told = { clause: key, event: live.trigger.id };
  return ladderOf({
    notCountable: (step, { message: why }) => notCounted.push({ ...told, field: `ladder.${step}`, why }),
    rungs: holds || isLate ? [] : rungsOf(fold, live),
    openedAt: toldFrom(fold, live),
    opensOn: counted.opensOn,
    date: counted.date,
    instant: counted.instant,
    inHours: counted.inHours,
    takesNoTime: happensAtOnce(clause),
    sendAt: pack.kind === 'statute' ? terms.pack.sendAt : pack.sendAt,
    context: inZone(rule.context, counted.timezone),
    further: { [Symbol.iterator]: () => furtherContexts(live) },
  });
}

/**
 * An end of the contract that another end overtakes is not announced: the letter would name a day that is known to be wrong. Of
 * an occurrence that was over before its cycle was known nobody is told: nobody could have been in time.
 */
function rungsOf(fold: Fold, live: LiveDeadline) {
  const { ladder: rungs, recurs } = live.rule.clause;
  if (recurs !== undefined && Date.parse(live.counted.instant) <= Date.parse(live.openedAt)) return [];
  return isOvertaken(fold, live) ? rungs.filter(({ step }) => step !== 'opened') : rungs;
}

/** Operations is asked an hour after a contract with a history was recorded, and has a day to answer. */
const OPERATIONS_ANSWERS_WITHIN_MS = 25 * 60 * 60_000;

/**
 * From when letters of a deadline may go out. What follows from an unwatched end, also by way of other ends, waits until
 * operations could say that the end did not come about, unless the deadline is over by then.
 */
function toldFrom({ input: { recordedAt }, deadlines }: Fold, live: LiveDeadline) {
  const { openedAt, counted } = live;
  if (recordedAt === undefined || !followsFromLateKnown(live, deadlines, recordedAt)) return openedAt;
  const from = Date.parse(recordedAt) + OPERATIONS_ANSWERS_WITHIN_MS;
  return Date.parse(openedAt) < from && from < Date.parse(counted.instant) ? instantText(from) : openedAt;
}

/** The contexts of the editions after the one that a deadline was counted with. */
function* furtherContexts({ rule, bound, counted: { timezone } }: LiveDeadline) {
  let isPast = false;
  for (const one of bound.rules) {
    if (isPast) yield inZone(one.context, timezone);
    isPast ||= one === rule;
  }
}

function inZone(context: CountingContext, timezone: Zone | undefined): CountingContext {
  return timezone === undefined ? context : { ...context, timezone };
}

function outcome({ rule, counted, trigger }: LiveDeadline): LapseOutcome {
  const { clause } = rule;
  const { produces } = clause;
  const happensAt = happensWithItsEvent(clause) ? trigger.occurredAt : counted.date;
  if (!produces) return { kind: 'deadline.lapsed', occurredAt: happensAt, data: {} };
  return {
    kind: produces.kind,
    occurredAt: happensAtOnce(clause) ? happensAt : dayOfOutcome(produces.occurs, rule, counted),
    data: Object.fromEntries(Object.entries(trigger.data).filter(([key]) => produces.carries.includes(key))),
  };
}

function dayOfOutcome(
  occurs: NonNullable<ClauseInForce['clause']['produces']>['occurs'],
  { context }: ClauseInForce,
  { date, instant, cycleEnd = date, timezone = context.timezone }: LiveDeadline['counted'],
): string {
  switch (occurs) {
    case 'last-day':
      return date;
    case 'day-after':
      return addDays(date, 1);
    case 'as-it-ends':
      return localDay(instantText(Date.parse(instant)), timezone);
    case 'after-cycle':
      return addDays(cycleEnd, 1);
  }
}
