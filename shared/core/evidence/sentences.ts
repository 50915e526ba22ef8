import { eventsInWords } from '../words/changes.ts';
import { titleOf } from '../words/ground-sentences.ts';
import { joined } from '../words/lists.ts';
import { toldNotApplied, toldNotStarted } from '../words/reports.ts';
import { catalogueNamed, sayIn } from '../words/say.ts';
import type { Words } from '../words/words.ts';
import type { EvidenceEntry } from './chain.ts';
import { EVIDENCE_FACTS, type EvidenceFacts, type EvidenceType } from './facts.ts';

/** An entry with its sentence. */
export type ToldEntry = EvidenceEntry & { readonly text: string };

/**
 * An entry with its sentence. If the sentence was recorded, the hash covers it and it is used. Otherwise it is made
 * from the facts by the catalogue that the entry names.
 */
export function told(entry: EvidenceEntry, words: Pick<Words, 'packs'>): ToldEntry {
  const recorded = entry.words === undefined ? entry.text : undefined;
  return { ...entry, text: recorded ?? sentenceOf(entry, words) };
}

function sentenceOf({ type, facts, words: name = '' }: EvidenceEntry, { packs }: Pick<Words, 'packs'>): string {
  const words = { say: sayIn(catalogueNamed(name)), packs };
  const read = isKnown(type) ? EVIDENCE_FACTS[type].safeParse(facts) : undefined;
  if (!read?.success) return words.say('evidence.other', { type });
  const sentence = SENTENCES[type as EvidenceType] as (facts: unknown, words: Words) => string;
  return sentence(read.data, words);
}

function isKnown(type: string): type is EvidenceType {
  return Object.hasOwn(EVIDENCE_FACTS, type);
}

type Sentences = { readonly [Type in EvidenceType]: (facts: EvidenceFacts<Type>, words: Words) => string };

const SENTENCES: Sentences = {
  'contract.created': ({ contract: { terms, version } }, { say }) =>
    say('evidence.contract-created', { terms: `${terms}@${version}` }),
  'event.recorded': ({ event, changes, ...gaps }, words) =>
    [words.say('evidence.event-recorded', { ...event, n: changes.length }), ...gapsIn(gaps, words)].join(' '),
  'contract.amended': ({ by, reason, fields, references }, { say }) => {
    const what = [
      ...fields.map(({ field, from, to }) => say('amendment.field', { field, from: from ?? '–', to: to ?? '–' })),
      ...references.map(({ reference, change, contract }) =>
        contract === undefined
          ? say('amendment.reference', { reference, change })
          : say('amendment.moved', { reference, change, contract }),
      ),
    ];
    return say('evidence.contract-amended', { by, reason, what: joined(what, say) });
  },
  'event.corrected': ({ by, reason, corrections, changes, ...gaps }, words) => {
    const from = eventsInWords(
      corrections.flatMap(({ withdrawn }) => withdrawn),
      words.say,
    );
    const to = eventsInWords(
      corrections.flatMap(({ recorded }) => recorded),
      words.say,
    );
    return [
      words.say('evidence.event-corrected', { by, reason, from, to, n: changes.length }),
      ...gapsIn(gaps, words),
    ].join(' ');
  },
  'deadlines.settled': ({ terms, changes }, { say }) => say('evidence.deadlines-settled', { terms, n: changes.length }),
  'inbound.set-aside': (facts, { say }) => say('evidence.inbound-set-aside', facts),
  'inbound.replayed': (facts, { say }) => say('evidence.inbound-replayed', facts),
  'step.fired': ({ step, date, notices, dueAt, movedTo, ...named }, { say, packs }) => {
    const facts = { step, date, title: titleOf(named, packs), n: notices.length };
    return dueAt === undefined || movedTo === undefined
      ? say('evidence.step-fired', facts)
      : say('evidence.step-fired-moved', { ...facts, dueAt, movedTo });
  },
  'step.missed': missed('evidence.step-missed'),
  'step.late-known': missed('evidence.step-late-known'),
  'deadline.met': ended,
  'deadline.lapsed': ended,
  'deadline.paused': ended,
  'deadline.superseded': ended,
  'deadline.cancelled': ended,
  'onboarding.told': ({ recordedAt, over, open }, { say }) =>
    say('evidence.onboarding-told', { recordedAt, over, open }),
  'notice.attempt': ({ notice, attempt, letters }, { say }) =>
    letters === undefined
      ? say('evidence.notice-attempt', { notice, attempt })
      : say('evidence.notice-attempt-together', { notice, attempt, n: letters - 1 }),
  'notice.resend-after-unknown': (facts, { say }) => say('evidence.notice-attempt-again', facts),
  'notice.accepted': (facts, { say }) => say('evidence.notice-accepted', facts),
  'notice.released': ({ detail, ...facts }, { say }) =>
    detail === undefined
      ? say('evidence.notice-released', facts)
      : say('evidence.notice-released-saying', { ...facts, detail }),
  'notice.unknown': ({ attempt, code, until }, { say }) => {
    if (code === undefined) return say('evidence.notice-cut-off', { attempt, until: until ?? '' });
    return until === undefined
      ? say('evidence.notice-unanswered', { attempt, code })
      : say('evidence.notice-unanswered-until', { attempt, code, until });
  },
  'notice.rejected': (facts, words) => ('at' in facts ? reported('rejected')(facts, words) : refused(facts, words)),
  'notice.held': ({ waitsFor, ...facts }, { say }) =>
    say(waitsFor === 'person' ? 'evidence.notice-held-undecided' : 'evidence.notice-held', facts),
  'notice.let-go': ({ waitsFor, ...facts }, { say }) =>
    say(waitsFor === 'person' ? 'evidence.notice-let-go-undecided' : 'evidence.notice-let-go', facts),
  'notice.cancelled': ({ notice, stateBefore, attempts, verdict }, { say }) => {
    if (verdict === 'overtaken') return say('evidence.notice-left-out', { notice });
    if (verdict === 'regrouped') return say('evidence.notice-regrouped', { notice });
    return stateBefore === 'UNKNOWN'
      ? say('evidence.notice-not-again', { notice, attempts })
      : say('evidence.notice-cancelled', { notice });
  },
  'notice.stopped': ({ notice, latest, ...stop }, { say }) =>
    say('evidence.notice-stopped', { notice, latest, ...stopped(stop) }),
  'notice.given-up': ({ notice, attempts, verdict, by = '', reason = '', ...stop }, { say }) => {
    if (verdict === 'stopped')
      return say('evidence.notice-stopped-over', { notice, ...stopped({ by, reason, ...stop }) });
    return verdict === 'overtaken'
      ? say('evidence.notice-overtaken', { notice, n: attempts })
      : say('evidence.notice-given-up', { notice, n: attempts, late: verdict === 'too-late' });
  },
  'notice.escalated': (facts, { say }) => say('evidence.notice-escalated', facts),
  'notice.acknowledged': (facts, { say }) => say('evidence.notice-acknowledged', facts),
  'notice.sent-again': ({ instead, notice, by, reason, to: _to }, { say }) =>
    instead === undefined
      ? say('evidence.notice-sent-again', { notice, by, reason })
      : say('evidence.notice-sent-instead', { notice, instead, by, reason }),
  'notice.sent': reported('sent'),
  'notice.delivered': reported('delivered'),
  'notice.delayed': reported('delayed'),
  'notice.undelivered': ({ notice, at }, { say }) => say('evidence.notice-undelivered', { notice, at }),
  'notice.suppressed': reported('suppressed'),
  'notice.complained': reported('complained'),
  'notice.bounced': reported('bounced'),
  'notice.transient-bounce': reported('transient'),
};

type Stopped = Omit<EvidenceFacts<'notice.stopped'>, 'notice' | 'latest'>;

function stopped({ by, reason, hold = '', sending = 'on', pack = '' }: Stopped) {
  const through = hold !== '' ? 'hold' : pack !== '' ? 'pack' : 'stage';
  return { by, reason, through, hold, sending, pack } as const;
}

function refused({ detail, ...facts }: EvidenceFacts<'notice.released'>, { say }: Words): string {
  return detail === undefined
    ? say('evidence.notice-refused', facts)
    : say('evidence.notice-refused-saying', { ...facts, detail });
}

function gapsIn(
  {
    notStarted = [],
    notCounted = [],
    notApplied = [],
  }: Pick<EvidenceFacts<'event.recorded'>, 'notStarted' | 'notCounted' | 'notApplied'>,
  words: Words,
): string[] {
  return [
    ...notStarted.map((report) => words.say('evidence.not-started', toldNotStarted(report, words))),
    ...notCounted.map((report) => words.say('evidence.not-counted', report)),
    ...notApplied.map((report) =>
      words.say(
        report.reason.because === 'unnamed' ? 'evidence.not-concerned' : 'evidence.not-applied',
        toldNotApplied(report, words),
      ),
    ),
  ];
}

function ended(
  { event, instant, lateKnown, lateRead, ...named }: EvidenceFacts<'deadline.lapsed'>,
  words: Words,
): string {
  const name = lateKnown
    ? 'evidence.deadline-late-known'
    : lateRead
      ? 'evidence.deadline-late-read'
      : 'evidence.deadline-ended';
  return words.say(name, { ...event, instant, title: titleOf(named, words.packs) });
}

/** The steps by name and reader: `reminder-7-days (customer)`. */
function missed(name: 'evidence.step-missed' | 'evidence.step-late-known') {
  return (
    { steps, before = 0, ...named }: EvidenceFacts<'step.late-known'> & { readonly before?: number },
    { say, packs }: Words,
  ) => {
    const which = steps.map(({ step, party }) => say('step-and-reader', { step, party }));
    return say(name, { steps: joined(which, say), n: before + steps.length, title: titleOf(named, packs) });
  };
}

type Report = 'sent' | 'delivered' | 'delayed' | 'rejected' | 'suppressed' | 'complained' | 'bounced' | 'transient';

function reported(report: Report) {
  return ({ at, detail }: EvidenceFacts<'notice.delivered'>, { say }: Words) =>
    detail === undefined
      ? say('evidence.report', { report, at })
      : say('evidence.report-detailed', { report, at, detail });
}
