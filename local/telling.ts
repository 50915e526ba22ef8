import type { Deadline } from '../shared/core/deadlines/deadline.ts';
import type { ContractEvent } from '../shared/core/events/event.ts';
import type { ToldEntry } from '../shared/core/evidence/sentences.ts';
import { formatDay } from '../shared/core/words/days.ts';
import { briefExplanation } from '../shared/core/words/explanation.ts';
import type { Words } from '../shared/core/words/words.ts';
import type { changeFacts } from '../shared/recording/write.ts';

/** One line of the timeline. */
export interface Told {
  readonly kind: 'event' | 'deadline' | 'notice' | 'delivery';
  /**
   * Type of the evidence entry, such as `notice.delivered`; for a change or a notice in it, `deadline.<change>` or
   * `notice.prepared`.
   */
  readonly type: string;
  readonly text: string;
  /** For a new or moved deadline, how its day was counted. */
  readonly why?: readonly string[];
}

type Change = ReturnType<typeof changeFacts>[number];
type DeadlineOf = (id: string) => Deadline | undefined;

interface Facts {
  readonly event?: ContractEvent;
  readonly deadline?: string;
  readonly changes?: readonly Change[];
  /** With a subject: prepared by it. Without: one that told an earlier end. */
  readonly notices?: readonly { readonly party: string; readonly subject?: string }[];
  readonly party?: string;
  readonly detail?: string;
  readonly reason?: string;
}

/**
 * The timeline’s lines for an entry of the evidence: what happened, each deadline it changed, each notice it prepared.
 */
export function linesOf({ type, text, facts }: ToldEntry, deadlineOf: DeadlineOf, words: Words): Told[] {
  const told = facts as Facts;
  return [
    { type, kind: kindOf(type), text: wordsFor(type, text, told, deadlineOf) },
    ...(told.changes ?? []).flatMap((change) => linesOfChange(change, deadlineOf(change.deadline), words)),
    ...bySubject(told.notices ?? []).map(
      ([subject, parties]): Told => ({
        type: 'notice.prepared',
        kind: 'notice',
        text: `To the ${parties.join(' and the ')}: ${subject}`,
      }),
    ),
  ];
}

/** One notice to both parties is told once; only the reference in its subject differs. */
function bySubject(notices: NonNullable<Facts['notices']>): [subject: string, parties: string[]][] {
  const parties = new Map<string, string[]>();
  for (const { party, subject } of notices) {
    if (subject === undefined) continue;
    const words = withoutReference(subject);
    parties.set(words, [...(parties.get(words) ?? []), party]);
  }
  return [...parties];
}

/** The reference at a subject's end helps to find a message again, not to read it. */
export function withoutReference(subject: string): string {
  return subject.replace(/ \[ref [0-9a-f]+\]$/, '');
}

const REPORTS: Readonly<Record<string, string>> = {
  'notice.sent': 'Sent',
  'notice.delivered': 'Delivered',
  'notice.delayed': 'Put off by the receiving server',
  'notice.bounced': 'Turned away by the receiving server',
  'notice.transient-bounce': 'Temporary failure or automatic reply',
  'notice.complained': 'Reported as unwanted',
  'notice.suppressed': 'Withheld, because the address is suppressed',
  'notice.rejected': 'Refused by the mail service',
};

function kindOf(type: string): Told['kind'] {
  if (type in REPORTS) return 'delivery';
  if (type.startsWith('notice.') || type === 'step.fired') return 'notice';
  return type.startsWith('deadline') ? 'deadline' : 'event';
}

function wordsFor(
  type: string,
  text: string,
  { event, deadline, party, detail, reason }: Facts,
  deadlineOf: DeadlineOf,
): string {
  const report = REPORTS[type];
  if (report !== undefined && party !== undefined) {
    const said = detail === undefined || type === 'notice.delivered' ? '' : ` (${detail})`;
    return `${report}: notice to the ${party}${said}`;
  }
  if (type === 'notice.escalated') return `The notice did not do its work (${reason}), so the provider is told`;
  if (type === 'event.recorded' && event) return `${event.kind} on ${moment(event.occurredAt)}`;
  if (event?.cause && deadline !== undefined) {
    const brings = event.kind === 'deadline.lapsed' ? '' : `, which brings about ${event.kind}`;
    return `${deadlineOf(deadline)?.title ?? deadline}: the last day has passed${brings}`;
  }
  return text.replace(/\.$/, '');
}

/** `Friday 20 November 2026`, with the time where it is known. */
function moment(occurredAt: string): string {
  const day = formatDay(occurredAt.slice(0, 10));
  return occurredAt.length > 10 ? `${day}, ${occurredAt.slice(11, 16)} ${offsetOf(occurredAt)}` : day;
}

function offsetOf(instant: string): string {
  return instant.endsWith('Z') ? 'UTC' : instant.slice(-6);
}

function linesOfChange(change: Change, deadline: Deadline | undefined, words: Words): Told[] {
  const type = `deadline.${change.change}`;
  const text = `${deadline?.title ?? change.deadline}: ${outcomeOf(change)}`;
  if (change.change === 'restated') return [];
  const isNew = change.change === 'opened' || change.change === 'moved' || change.change === 'reopened';
  // The stored explanation may include facts of later changes.
  const why = isNew && deadline ? briefExplanation(deadline, change.state !== 'open', words).map(plain) : [];
  return [{ type, kind: 'deadline', text, ...(why.length > 0 && { why }) }];
}

function outcomeOf({ change, state, date, dateBefore }: Change): string {
  const day = formatDay(date);
  switch (change) {
    case 'opened':
      return state === 'open' ? `until ${day}` : `${state}, last day ${day}`;
    case 'moved':
      return `moved from ${formatDay(dateBefore ?? date)} to ${day}`;
    case 'reopened':
      return `runs again, until ${day}`;
    default:
      return `${state} (last day ${day})`;
  }
}

/** A sentence without the ids of events: they help to find an event, not to read about it. */
function plain(sentence: string): string {
  return sentence.replaceAll(/ \(event [^)]*\)/g, '');
}
