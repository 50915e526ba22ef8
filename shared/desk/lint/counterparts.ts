import { clauseIn, eventsIn, kindsIn } from '../../core/terms/match.ts';
import { runs, takes } from '../../core/terms/shapes/questions.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';
import { cited } from './words.ts';

type Rule = (at: LocatedClause, subject: Subject) => readonly Finding[];

/** Clauses that lack the event which would close them, stop them or take them back. */
export function missingCounterparts(subject: Subject): Finding[] {
  return subject.clauses.flatMap((at) => RULES.flatMap((rule) => rule(at, subject)));
}

/** Obligations and options that no event can show to be done. */
function nothingMeets(at: LocatedClause): Finding[] {
  const { nature, satisfiedBy, endedBy, noticeFulfils } = at.clause;
  if (!runs(at.clause) || satisfiedBy !== undefined || noticeFulfils) return [];
  if (nature === 'obligation') {
    const end = endedBy === undefined ? 'so it always ends as missed' : 'so it ends as missed or is ended, never met';
    return [
      ofClause('nothing-meets', at, {
        text: `Nothing can meet the duty ${cited(at)}: it has no satisfiedBy, ${end}.`,
        remedy: 'Name the event that shows that it was done (satisfiedBy).',
        severity: endedBy === undefined ? 'error' : 'warning',
      }),
    ];
  }
  if (nature !== 'window') return [];
  return [
    ofClause('nothing-meets', at, {
      text: `Nothing shows that the window ${cited(at)} was used: it has no satisfiedBy, so it always runs to its end, and its last notice says that nothing on record shows use of it.`,
      remedy: 'Name the event by which it is used (satisfiedBy), or say why it stays open.',
      severity: 'warning',
    }),
  ];
}

function nothingEnds(at: LocatedClause): Finding[] {
  const { nature, satisfiedBy, endedBy, restarts } = at.clause;
  // Each further event restarts the count, so the right arises only if such events stop.
  if (restarts || !runs(at.clause) || nature !== 'right' || satisfiedBy !== undefined || endedBy !== undefined)
    return [];
  return [
    ofClause('nothing-ends', at, {
      text: `Nothing can prevent or end the right ${cited(at)}: it has neither endedBy nor satisfiedBy, so it always arises.`,
      remedy: 'Name the event that ends it (endedBy), such as a payment.',
    }),
  ];
}

/** An announced change may be given up. A notice that has gone out cannot. */
function noWithdrawal(at: LocatedClause): Finding[] {
  const { on, endedBy, noticeFulfils, produces } = at.clause;
  if (!runs(at.clause) || noticeFulfils || !kindsIn(eventsIn(on)).includes('terms-change.announced')) return [];
  if (kindsIn(endedBy).includes('terms-change.withdrawn')) return [];
  const brings = produces === undefined ? 'goes on as if nothing had happened' : `still brings about ${produces.kind}`;
  return [
    ofClause('no-withdrawal', at, {
      field: ['endedBy'],
      text: `A change of terms that is withdrawn does not end ${cited(at)}, which ${brings}.`,
      remedy: 'Add terms-change.withdrawn to endedBy.',
      severity: produces === undefined ? 'warning' : 'error',
    }),
  ];
}

/** A voided invoice is never paid, so what only a payment prevents would follow from it. */
function noVoid(at: LocatedClause): Finding[] {
  const { on, about, endedBy, satisfiedBy } = at.clause;
  const closing = [...kindsIn(endedBy), ...kindsIn(satisfiedBy)];
  const isOfInvoice = about === 'invoice' || kindsIn(eventsIn(on)).some((kind) => kind.startsWith('invoice.'));
  if (!isOfInvoice || !closing.includes('payment.received') || closing.includes('invoice.voided')) return [];
  return [
    ofClause('no-void', at, {
      field: [endedBy === undefined ? 'satisfiedBy' : 'endedBy'],
      text: `A payment closes ${cited(at)}, and the voiding of the invoice does not. A voided invoice is never paid, so the clause takes its course for it.`,
      remedy: 'Add invoice.voided to endedBy.',
    }),
  ];
}

function allowanceNeverEnds(at: LocatedClause): Finding[] {
  const { shape } = at.clause;
  if (shape.kind !== 'allowance') return [];
  const { from, to } = shape;
  const [begins, ends] = [from, to].map((kind) => kind.split('.')[0]);
  if (from !== to && begins === ends) return [];
  const why = from === to ? `${from} both begins and ends it` : `${to} is about something else than ${from}`;
  return [
    ofClause('allowance-never-ends', at, {
      field: ['allowance', 'to'],
      text: `What ${cited(at)} measures never ends: ${why}, so it goes on until the whole allowance is used up.`,
      remedy: `Name the event that ends it, such as ${begins}.ended.`,
    }),
  ];
}

/** Data that somebody has to keep for a court must not be erased because a period runs out. */
function erasureUnderHold(at: LocatedClause): Finding[] {
  const { topic, nature, satisfiedBy, endedBy, suspendedBy } = at.clause;
  if (!runs(at.clause) || (nature !== 'obligation' && nature !== 'right')) return [];
  // A duty that falls away once the data is deleted, such as one to hand it over, erases nothing.
  const closing = nature === 'right' ? [...kindsIn(satisfiedBy), ...kindsIn(endedBy)] : kindsIn(satisfiedBy);
  const erases = topic === 'data-erasure' || closing.includes('data.deleted');
  if (!erases || kindsIn(suspendedBy).includes('legal-hold.placed')) return [];
  const what = nature === 'right' ? 'right' : 'duty';
  const first = takes(at.clause, 'suspendedBy') ? 'Add' : 'Write it as a period, and add';
  return [
    ofClause('erasure-under-hold', at, {
      field: ['suspendedBy'],
      text: `A legal hold does not stop ${cited(at)}: the ${what} to erase data runs on although the data has to be kept.`,
      remedy: `${first} suspendedBy: legal-hold.placed, resumedBy: legal-hold.lifted and suspensionAbout: hold.`,
    }),
  ];
}

function holdsNotToldApart(at: LocatedClause): Finding[] {
  const { suspendedBy, suspensionAbout } = at.clause;
  if (suspensionAbout !== undefined || !kindsIn(suspendedBy).includes('legal-hold.placed')) return [];
  return [
    ofClause('holds-not-told-apart', at, {
      field: ['suspendedBy'],
      text: `${cited(at)} does not tell legal holds apart: once one of two is lifted it runs again, although the other is in force.`,
      remedy: 'Add suspensionAbout: hold.',
    }),
  ];
}

/** A notice given by mistake can be taken back with the other side’s consent; then what it started has to stop. */
function noTakingBack(at: LocatedClause, { clauses }: Subject): Finding[] {
  const { id, on, endedBy, satisfiedBy, reopenedBy, recurs } = at.clause;
  if (runs(at.clause) && endedBy === undefined && kindsIn(eventsIn(on)).includes('termination.noticed')) {
    return [
      ofClause('no-taking-back', at, {
        field: ['endedBy'],
        text: `A notice of termination starts ${cited(at)}, and nothing can take it back: it has no endedBy.`,
        remedy: 'Add an event such as termination.withdrawn to endedBy, and declare it under events.',
      }),
    ];
  }
  const follows = clauses.some(({ clause }) => {
    const parent = clauseIn(clause.on);
    return parent?.clause === id && parent.becomes === 'met';
  });
  const [given] = ['termination.noticed', 'cancellation.scheduled'].filter((kind) =>
    kindsIn(satisfiedBy).includes(kind),
  );
  if (!follows || given === undefined) return [];
  const rescinds = kindsIn(reopenedBy).includes('cancellation.rescinded');
  if (reopenedBy !== undefined && (rescinds || !kindsIn(satisfiedBy).includes('cancellation.scheduled'))) return [];
  const [what, kind] =
    reopenedBy === undefined
      ? [`${given} meets it for good`, 'cancellation.rescinded or termination.withdrawn']
      : [`a cancellation that the provider rescinds leaves it met`, 'cancellation.rescinded'];
  // Once a recurring deadline is met, its next occurrence is open, so the meeting cannot be withdrawn.
  const first = recurs === 'after-lapse-or-met' ? 'Let it recur after-lapse, and add' : 'Add';
  return [
    ofClause('no-taking-back', at, {
      field: ['reopenedBy'],
      text: `Nothing can take back the notice under ${cited(at)}: ${what}, and what follows from it stands.`,
      remedy: `${first} ${kind} to reopenedBy.`,
    }),
  ];
}

const RULES: readonly Rule[] = [
  nothingMeets,
  nothingEnds,
  noWithdrawal,
  noVoid,
  allowanceNeverEnds,
  erasureUnderHold,
  holdsNotToldApart,
  noTakingBack,
];
