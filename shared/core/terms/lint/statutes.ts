import { daysBetween } from '../../calendar/days.ts';
import { instantText } from '../../calendar/instants.ts';
import type { Day } from '../../calendar/types.ts';
import type { ClauseInForce } from '../in-force.ts';
import { type Finding, type FindingCode, type LocatedClause, ofClause, ofPack } from './finding.ts';
import { countsBackFrom, inForceOn } from './notice-days.ts';
import { countsHours, DAYS, type End, type Ends, FIRST_DAY } from './reckon.ts';
import { fieldOf, nameOf, spared } from './statutory.ts';
import { missingReminder } from './statutory-reminder.ts';
import { clausesIn, type Scene, type Subject } from './subject.ts';
import { cited, days, on, onHowMany, timingOf, underLaw } from './words.ts';

/** What the terms fall short of, or exceed, of what a statute demands about the same topic. */
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
  if (own.clause.none !== undefined) return [noPeriod(own, demand, subject)];
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

/** The terms and the statute counted from the same day: from an event forward, or back from the day it is about. */
interface Pair {
  readonly counted: Day;
  readonly terms: End;
  readonly statute: End;
  /** Days by which the terms give less than the statute; negative where they give more. */
  readonly short: number;
}

function pairsOf(ours: LocatedClause, demand: LocatedClause, subject: Subject, scene: Scene): Pair[] {
  const { reckoner } = subject.surroundings;
  const [terms, statute] = [scene.ruleOf(ours), scene.ruleOf(demand)];
  const [own, theirs] = [reckoner.endsOf(terms), reckoner.endsOf(statute)];
  const [ownBack, theirBack] = [terms, statute].map(({ clause }) => countsBackFrom(clause.period));
  const byTheHour = countsHours(terms) || countsHours(statute);
  if (ownBack === theirBack) return together(own, theirs, { back: ownBack !== undefined, byTheHour });
  if (ownBack === 'data' && theirBack === undefined) return effectAgainstNotice(statute, own, theirs);
  if (theirBack === 'data' && ownBack === undefined) return noticeAgainstEffect(terms, own, theirs);
  return [];
}

const DAY_MS = 86_400_000;

/** Forward the later end gives more; counted back, the earlier latest day does. */
function together(terms: Ends, statute: Ends, how: { readonly back: boolean; readonly byTheHour: boolean }): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const [a, b] = [terms[index], statute[index]];
    if (!a || !b) return [];
    const short = how.byTheHour ? (b.epoch - a.epoch) / DAY_MS : daysBetween(a.date, b.date);
    return [{ counted, terms: a, statute: b, short: how.back ? -short : short }];
  });
}

/** The terms say how long after its notice a change is in force, the statute how long before that the notice is due. */
function noticeAgainstEffect(rule: ClauseInForce, terms: Ends, statute: Ends): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const end = terms[index];
    const effect = end && inForceOn(rule, end);
    const latest = effect && statute[daysBetween(FIRST_DAY, effect)];
    return end && latest ? [{ counted, terms: end, statute: latest, short: daysBetween(latest.date, counted) }] : [];
  });
}

/** The terms say how long before a change the notice is due, the statute how long after that the change may come. */
function effectAgainstNotice(rule: ClauseInForce, terms: Ends, statute: Ends): Pair[] {
  return DAYS.flatMap((counted, index) => {
    const latest = terms[index];
    const end = latest && statute[daysBetween(FIRST_DAY, latest.date)];
    return end ? [{ counted, terms: latest, statute: end, short: daysBetween(counted, inForceOn(rule, end)) }] : [];
  });
}

interface Breach {
  readonly worst: Pair & { readonly gap: number };
  readonly count: number;
  readonly tried: number;
  readonly scene: Scene;
}

function breachesIn(pairs: readonly Pair[], atLeast: boolean, scene: Scene): Breach[] {
  const gaps = pairs.map((pair) => ({ ...pair, gap: atLeast ? pair.short : -pair.short })).filter(({ gap }) => gap > 0);
  const [first] = gaps;
  if (!first) return [];
  return [
    { worst: gaps.reduce((a, b) => (b.gap > a.gap ? b : a), first), count: gaps.length, tried: pairs.length, scene },
  ];
}

const RULES = {
  'at-least': { code: 'below-statutory-floor', wants: 'demands at least', than: 'less', remedy: 'Give more time' },
  'at-most': { code: 'above-statutory-ceiling', wants: 'allows at most', than: 'more', remedy: 'Give less time' },
} as const satisfies Record<string, { code: FindingCode; [word: string]: string }>;

function breach(
  own: LocatedClause,
  demand: LocatedClause,
  subject: Subject,
  { worst, count, tried, scene }: Breach,
): Finding {
  const { code, wants, than, remedy } = RULES[demand.clause.demands?.rule === 'at-most' ? 'at-most' : 'at-least'];
  const { sources } = subject.surroundings;
  const always = count === tried;
  const text = [
    `${cited(own)} gives ${timingOf(own, sources)}. ${cited(demand)} ${wants} ${timingOf(demand, sources)}.`,
    `The terms ${always ? 'always give' : 'give'} ${than}${always ? '' : ` ${onHowMany(count, tried)}`} (${gapInWords(worst.gap)} at the worst).`,
    `Example${underLaw(scene.law)}: ${example(own, demand, worst, scene)}`,
  ];
  return ofClause(code, own, {
    field: fieldOf(own),
    against: { name: nameOf(demand), clause: demand, field: fieldOf(demand) },
    text: text.join(' '),
    remedy: spared(remedy, demand),
  });
}

function gapInWords(gap: number): string {
  if (Number.isInteger(gap)) return days(gap);
  const hours = Math.round(gap * 24);
  return hours === 0 ? 'less than an hour' : `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** Which day, and where both lead. */
function example(
  own: LocatedClause,
  demand: LocatedClause,
  { counted, terms, statute, short }: Pair,
  scene: Scene,
): string {
  const [ownBack, theirBack] = [own, demand].map(({ clause }) => countsBackFrom(clause.period));
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
  if (!Number.isInteger(short)) {
    return `counted from ${on(counted)}, the terms end at ${instantText(terms.epoch)} and the statute at ${instantText(statute.epoch)}.`;
  }
  return `counted from ${on(counted)}, the last day is ${on(terms.date)} under the terms and ${on(statute.date)} under the statute.`;
}

function noPeriod(own: LocatedClause, demand: LocatedClause, { surroundings: { sources } }: Subject): Finding {
  const rule = demand.clause.demands?.rule ?? 'at-least';
  const wants = rule === 'reminder' ? 'demands a reminder' : RULES[rule].wants;
  const text = `${cited(own)} has no period to count. ${cited(demand)} ${wants} ${timingOf(demand, sources)}.`;
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
