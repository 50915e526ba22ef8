import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { daysBetween } from '../../core/calendar/days.ts';
import type { Day } from '../../core/calendar/types.ts';
import { happensAtOnce } from '../../core/terms/shapes/questions.ts';
import { type Finding, type FindingCode, type LocatedClause, ofClause, ofPack } from './finding.ts';
import { countsBackFrom, inForceOn } from './notice-days.ts';
import { countsHours, DAYS, type End, type Ends, epochOf, FIRST_DAY, type Reckoner, TIMES } from './reckon.ts';
import { fieldOf, nameOf, spared } from './statutory.ts';
import { missingReminder } from './statutory-reminder.ts';
import { clausesIn, type Scene, type Subject } from './subject.ts';
import { atMoment, cited, days, on, onHowMany, timingOf, underLaw } from './words.ts';

/** Clauses of the terms that give less, or more, than a statute demands on the same topic. */
export function statutoryFindings(subject: Subject): Finding[] {
  const demands = subject.statutes.flatMap(clausesIn).filter(({ clause }) => clause.demands !== undefined);
  return [
    ...awaitsCounsel(subject),
    ...subject.clauses.flatMap((own) =>
      demands
        .filter(({ clause }) => clause.demands?.topic === own.clause.topic)
        .flatMap((demand) => compare(own, demand, subject)),
    ),
  ];
}

function awaitsCounsel({ pack, source }: Subject): Finding[] {
  if (pack.review !== 'counsel') return [];
  const text = `${pack.title} has not been reviewed by counsel: what is computed from it is a reading of the text, not advice.`;
  const remedy = 'Have it reviewed, then say review: done.';
  return [ofPack('awaits-counsel', source, ['review'], { text, remedy })];
}

function compare(own: LocatedClause, demand: LocatedClause, subject: Subject): Finding[] {
  if (own.clause.shape.kind === 'none') return [noPeriod(own, demand, subject)];
  const rule = demand.clause.demands?.rule;
  if (rule === 'reminder') return missingReminder(own, demand, subject);
  const compared = subject.scenes.map((scene) => ({ scene, pairs: pairsOf(own, demand, subject, scene) }));
  if (compared[0]?.pairs.length === 0) return [notCompared(own, demand, subject)];
  const breaches = compared.flatMap(({ scene, pairs }) => breachesIn(pairs, rule === 'at-least', scene));
  const [first] = breaches;
  if (!first) return [];
  const worst = breaches.reduce((a, b) => (b.worst.gap > a.worst.gap ? b : a), first);
  return [breach(own, demand, subject, worst)];
}

/** The terms and the statute counted from the same day: forward from an event, or back from the day that it names. */
interface Pair {
  readonly counted: Day;
  /** The moment of the event in milliseconds since 1970; absent if days are compared. */
  readonly moment?: number;
  readonly terms: End;
  readonly statute: End;
  /** Days by which the terms give less than the statute; negative if they give more. */
  readonly short: number;
}

function pairsOf(ours: LocatedClause, demand: LocatedClause, subject: Subject, scene: Scene): Pair[] {
  const { reckoner } = subject.surroundings;
  const [terms, statute] = [scene.ruleOf(ours), scene.ruleOf(demand)];
  const [ownBack, theirBack] = [terms, statute].map(({ clause }) => countsBackFrom(clause));
  const [own, theirs] = [reckoner.endsOf(terms), reckoner.endsOf(statute)];
  if (ownBack === theirBack) {
    const hours = countsHours(terms) || countsHours(statute);
    const pairs = hours ? byTheHour(terms, statute, reckoner) : byTheDay(own, theirs);
    return ownBack === undefined ? pairs : pairs.map((pair) => ({ ...pair, short: -pair.short }));
  }
  if (ownBack === 'data' && theirBack === undefined) return effectAgainstNotice(statute, own, theirs);
  if (theirBack === 'data' && ownBack === undefined) return noticeAgainstEffect(terms, own, theirs);
  return [];
}

/**
 * Compares days as for counts forward, where the later end gives more. Counted back, the later day gives less time, so
 * `pairsOf` turns the sign.
 */
function byTheDay(terms: Ends, statute: Ends): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const [a, b] = [terms[index], statute[index]];
    return a && b ? [{ counted, terms: a, statute: b, short: daysBetween(a.date, b.date) }] : [];
  });
}

const DAY_MS = 86_400_000;

/**
 * Tries both times of day: if only one of the clauses counts the hour that has begun, it shows only for a late event.
 */
function byTheHour(terms: ClauseInForce, statute: ClauseInForce, reckoner: Reckoner): Pair[] {
  return TIMES.flatMap((time) => {
    const [own, theirs] = [reckoner.endsOf(terms, time), reckoner.endsOf(statute, time)];
    return byTheDay(own, theirs).map((pair) => ({
      ...pair,
      moment: epochOf(pair.counted, time, terms.context),
      short: (pair.statute.epoch - pair.terms.epoch) / DAY_MS,
    }));
  });
}

/**
 * The terms set how long after its notice a change is in force; the statute sets how long before the change the notice
 * is due.
 */
function noticeAgainstEffect(rule: ClauseInForce, terms: Ends, statute: Ends): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const end = terms[index];
    const effect = end && inForceOn(rule, end);
    const latest = effect && statute[daysBetween(FIRST_DAY, effect)];
    return end && latest ? [{ counted, terms: end, statute: latest, short: daysBetween(latest.date, counted) }] : [];
  });
}

/**
 * The terms set how long before a change the notice is due; the statute sets how long after the notice the change may
 * come.
 */
function effectAgainstNotice(rule: ClauseInForce, terms: Ends, statute: Ends): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const latest = terms[index];
    const end = latest && statute[daysBetween(FIRST_DAY, latest.date)];
    return end ? [{ counted, terms: latest, statute: end, short: daysBetween(counted, inForceOn(rule, end)) }] : [];
  });
}

interface Breach {
  readonly worst: Pair & { readonly gap: number };
  /** `always`, or on how many days. */
  readonly often: string;
  readonly scene: Scene;
}

function breachesIn(pairs: readonly Pair[], atLeast: boolean, scene: Scene): Breach[] {
  const judged = pairs.map((pair) => ({ ...pair, gap: atLeast ? pair.short : -pair.short }));
  const [first, ...more] = judged.filter(({ gap }) => gap > 0);
  if (!first) return [];
  const worst = more.reduce((a, b) => (b.gap > a.gap ? b : a), first);
  return [{ worst, often: howOften(judged), scene }];
}

function howOften(judged: readonly Breach['worst'][]): string {
  if (judged.every(({ gap }) => gap > 0)) return 'always';
  const found = new Set(judged.filter(({ gap }) => gap > 0).map(({ counted }) => counted));
  const tried = new Set(judged.map(({ counted }) => counted));
  const not = judged.some(({ gap, counted }) => gap <= 0 && found.has(counted));
  return `${not ? 'at some hours of the day, ' : ''}${onHowMany(found.size, tried.size)}`;
}

const RULES = {
  'at-least': { code: 'below-statutory-floor', wants: 'demands at least', than: 'less', remedy: 'Give more time' },
  'at-most': { code: 'above-statutory-ceiling', wants: 'allows at most', than: 'more', remedy: 'Give less time' },
} as const satisfies Record<string, { code: FindingCode; [word: string]: string }>;

function breach(own: LocatedClause, demand: LocatedClause, subject: Subject, { worst, often, scene }: Breach): Finding {
  const { code, wants, than, remedy } = RULES[demand.clause.demands?.rule === 'at-most' ? 'at-most' : 'at-least'];
  const { sources } = subject.surroundings;
  const gives = often === 'always' ? `always give ${than}` : `give ${than} ${often}`;
  const text = [
    `${cited(own)} ${givenTime(own, sources)}. ${cited(demand)} ${wants} ${wantedTiming(demand, sources)}.`,
    `The terms ${gives} (${gapInWords(worst.gap)} at the worst).`,
    `Example${underLaw(scene.law)}: ${example(own, demand, worst, scene)}`,
  ];
  return ofClause(code, own, {
    field: fieldOf(own),
    against: { name: nameOf(demand), clause: demand, field: fieldOf(demand) },
    text: text.join(' '),
    remedy: spared(remedy, demand),
  });
}

function givenTime(own: LocatedClause, sources: Parameters<typeof timingOf>[1]): string {
  const time = timingOf(own, sources);
  return happensAtOnce(own.clause) ? `gives no time and comes about ${time}` : `gives ${time}`;
}

/** For use after “demands at least” or “allows at most”, which already say how a latest start is meant. */
function wantedTiming(demand: LocatedClause, sources: Parameters<typeof timingOf>[1]): string {
  return timingOf(demand, sources).replace(/^at least /, '');
}

function gapInWords(gap: number): string {
  if (Number.isInteger(gap)) return days(gap);
  const minutes = Math.round((gap * DAY_MS) / 60_000);
  const parts = [
    { n: Math.floor(minutes / 60), unit: 'hour' },
    { n: minutes % 60, unit: 'minute' },
  ];
  const said = parts.filter(({ n }) => n > 0).map(({ n, unit }) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return said.join(' and ') || 'less than a minute';
}

function example(
  own: LocatedClause,
  demand: LocatedClause,
  { counted, terms, statute, moment }: Pair,
  scene: Scene,
): string {
  const [ownBack, theirBack] = [own, demand].map(({ clause }) => countsBackFrom(clause));
  if (ownBack && !theirBack) {
    const earliest = inForceOn(scene.ruleOf(demand), statute);
    return `for a change on ${on(counted)} the terms want its announcement by ${on(terms.date)}; announced then, it may be in force on ${on(earliest)} under the statute.`;
  }
  if (ownBack) {
    const what = ownBack === 'data' ? 'what happens' : 'a period that begins';
    return `for ${what} on ${on(counted)} the latest day for the notice is ${on(terms.date)} under the terms and ${on(statute.date)} under the statute.`;
  }
  if (theirBack) {
    const effect = inForceOn(scene.ruleOf(own), terms);
    return `announced on ${on(counted)}, the change is in force on ${on(effect)} under the terms; for that day the statute wants it announced by ${on(statute.date)}.`;
  }
  if (moment !== undefined) {
    const { timezone } = scene.ruleOf(own).context;
    const [from, ours, theirs] = [moment, terms.epoch, statute.epoch].map((epoch) => atMoment(epoch, timezone));
    return `counted from ${from}, the time ends on ${ours} under the terms and on ${theirs} under the statute (${timezone}).`;
  }
  return `counted from ${on(counted)}, the last day is ${on(terms.date)} under the terms and ${on(statute.date)} under the statute.`;
}

function noPeriod(own: LocatedClause, demand: LocatedClause, { surroundings: { sources } }: Subject): Finding {
  const rule = demand.clause.demands?.rule ?? 'at-least';
  const wants = rule === 'reminder' ? 'demands a reminder' : RULES[rule].wants;
  const text = `${cited(own)} has no period to count. ${cited(demand)} ${wants} ${wantedTiming(demand, sources)}.`;
  return ofClause('no-period-against-statute', own, {
    field: ['none'],
    against: { name: nameOf(demand), clause: demand, field: fieldOf(demand) },
    text,
    remedy: spared('Agree on a period', demand),
  });
}

function notCompared(own: LocatedClause, demand: LocatedClause, { surroundings: { sources } }: Subject): Finding {
  return ofClause('statute-not-compared', own, {
    field: fieldOf(own),
    against: { name: nameOf(demand), clause: demand, field: fieldOf(demand) },
    text: `${cited(own)} (${timingOf(own, sources)}) and ${cited(demand)} (${timingOf(demand, sources)}) are about the same topic, and which is longer cannot be told without an event that names the day.`,
    remedy: 'Compare them by hand, and acknowledge the finding with the result.',
  });
}
