import { BRACES, DATA_PLACEHOLDER } from '../../core/terms/lead-placeholders.ts';
import { closingOf, daysIn, happensAtOnce, hasFirstDay } from '../../core/terms/shapes/questions.ts';
import { rungName } from '../../core/terms/written-clause.ts';
import { anchorsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { mayBeOne } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';
import { calledTrigger, mayCarry, startsOf, triggersOf } from './triggers.ts';
import { cited } from './words.ts';

/** Letters without a text or value they need, and clauses of which no step tells anybody. */
export function poorNotices(subject: Subject): Finding[] {
  return subject.clauses.flatMap((at) => [...untold(at, subject), ...withoutLead(at), ...leads(at, subject)]);
}

/** The pack’s own sentence is what tells the customer what the clause means for it. */
function withoutLead(at: LocatedClause): Finding[] {
  return at.clause.ladder.flatMap((rung, index): Finding[] => {
    if (rung.lead !== undefined || ![rung.to].flat().includes('customer')) return [];
    return [
      ofClause('no-lead', at, {
        field: ['ladder', index],
        text: `The step ${rungName(rung)} of ${cited(at)} writes to the customer with the standard sentence only, which knows nothing of what this clause is about.`,
        remedy: 'Add a lead that says what is going to happen, and what the customer can do.',
      }),
    ];
  });
}

function leads(at: LocatedClause, subject: Subject): Finding[] {
  return at.clause.ladder.flatMap((rung, index) => {
    const names = [...(rung.lead ?? '').matchAll(BRACES)].map(([, name = '']) => name);
    return [...new Set(names)].flatMap((name): Finding[] => {
      const lack = lackOf(name, at, subject);
      if (lack === undefined) return [];
      const { never, why } = lack;
      return [
        ofClause(never ? 'lead-never-used' : 'lead-may-be-left-out', at, {
          field: ['ladder', index, 'lead'],
          text: `The sentence of the step ${rungName(rung)} of ${cited(at)} names {${name}}: ${why}. ${never ? 'So the sentence is always left out' : 'Then the whole sentence is left out'}, and the letter goes without it.`,
          remedy: `Take {${name}} out of the sentence${never ? '' : ', or make sure that the event carries it'}.`,
        }),
      ];
    });
  });
}

interface Lack {
  readonly never: boolean;
  readonly why: string;
}

function lackOf(name: string, at: LocatedClause, subject: Subject): Lack | undefined {
  const { nature } = at.clause;
  if (name === 'opensOn') {
    return hasFirstDay(at.clause)
      ? undefined
      : { never: true, why: 'the clause opens no window, so there is no first day' };
  }
  if (name === 'figure') return nature === 'figure' ? undefined : { never: true, why: 'the clause gives no figure' };
  if (name === 'amount') return lackOfData(['amount', 'currency'], at, subject);
  const key = DATA_PLACEHOLDER.exec(name)?.[1];
  return key === undefined ? undefined : lackOfData([key], at, subject);
}

/**
 * The data that the clause's events may lack. Undefined also for kinds that only the pack defines, whose data is
 * unknown.
 */
function lackOfData(keys: readonly string[], at: LocatedClause, subject: Subject): Lack | undefined {
  const triggers = triggersOf(at, subject) ?? [];
  for (const key of keys) {
    const judged = triggers.map((trigger) => ({ trigger, has: mayCarry(key, trigger, subject) }));
    const lacking = judged.filter(({ has }) => has !== 'always');
    if (lacking.length === 0 || isCountedFrom(key, at)) continue;
    if (lacking.some(({ has }) => has === 'unknown')) return undefined;
    const never = judged.every(({ has }) => has === 'never');
    const names = listed([...new Set(lacking.map(({ trigger }) => calledTrigger(trigger)))], 'or');
    return { never, why: never ? `${names} has no data.${key}` : `${names} may come without data.${key}` };
  }
  return undefined;
}

/** A clause counted only from a day of the event exists only if the event carries that day. */
function isCountedFrom(key: string, { clause }: LocatedClause): boolean {
  if (happensAtOnce(clause)) return false;
  const counting = closingOf(clause);
  const anchors = counting ? singlesIn(counting).map(anchorsOf) : [daysIn(clause)];
  return anchors.length === 1 && anchors[0]?.length === 1 && anchors[0][0] === `data.${key}`;
}

const TOLD: ReadonlySet<string> = new Set(['obligation', 'window', 'right']);

/**
 * No step of the clause tells anybody. It is a mere note if another clause about the same subject, started by the same
 * event, has steps. A clause that refuses late announcements is left out: its refusal tells the sender.
 */
function untold(at: LocatedClause, { clauses }: Subject): Finding[] {
  const { nature, ladder, shape, refuseWhenMissed, about } = at.clause;
  if (shape.kind === 'none' || !TOLD.has(nature) || ladder.length > 0 || refuseWhenMissed) return [];
  const starts = startsOf(at);
  const others = clauses.some(
    (other) =>
      other !== at &&
      other.clause.ladder.length > 0 &&
      other.clause.about === about &&
      startsOf(other).some((start) => starts.some((own) => mayBeOne(own, start))),
  );
  const [text, severity] = others
    ? [`No step of ${cited(at)} tells anybody; other clauses that the same event starts do.`, 'note' as const]
    : [`No step of ${cited(at)} tells anybody, so it begins and ends unseen.`, 'warning' as const];
  return [
    ofClause('untold', at, {
      text,
      severity,
      remedy: 'Give it a ladder: at least a step for the party that has to act.',
    }),
  ];
}
