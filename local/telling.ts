import { formatDay } from '../shared/core/calendar/days.ts';
import type { ExplanationStep } from '../shared/core/calendar/types.ts';
import type { ContractEvent } from '../shared/core/events/event.ts';
import type { EvidenceEntry } from '../shared/core/evidence/chain.ts';
import type { changeFacts } from '../shared/recording/write.ts';

/** One line of the timeline. */
export interface Told {
  readonly kind: 'event' | 'deadline' | 'notice' | 'delivery';
  /** The evidence's type, such as `notice.delivered`; for what it holds, `deadline.<change>` and `notice.prepared`. */
  readonly type: string;
  readonly text: string;
  /** For a new or moved deadline, how its day was counted. */
  readonly why?: readonly string[];
}

type Change = ReturnType<typeof changeFacts>[number];
type StepsOf = (deadline: string) => readonly ExplanationStep[];

interface Facts {
  readonly event?: ContractEvent;
  readonly deadline?: string;
  readonly changes?: readonly Change[];
  readonly notices?: readonly { readonly party: string; readonly subject: string }[];
  readonly party?: string;
  readonly detail?: string;
  readonly reason?: string;
}

/** What an entry of the evidence tells: what happened, each deadline it changed, each notice it prepared. */
export function tell({ type, text, facts }: EvidenceEntry, stepsOf: StepsOf): Told[] {
  const told = facts as Facts;
  return [
    { type, kind: kindOf(type), text: wordsFor(type, text, told, stepsOf) },
    ...(told.changes ?? []).flatMap((change) => tellChange(change, stepsOf)),
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
  stepsOf: StepsOf,
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
    return `${titleOf(stepsOf(deadline), deadline)}: the last day has passed${brings}`;
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

function tellChange(change: Change, stepsOf: StepsOf): Told[] {
  const { deadline } = change;
  const type = `deadline.${change.change}`;
  const steps = stepsOf(deadline);
  const text = `${titleOf(steps, deadline)}: ${outcomeOf(change)}`;
  if (change.change === 'restated') return [];
  const isNew = change.change === 'opened' || change.change === 'moved' || change.change === 'reopened';
  // The explanation may have gone further by now than this change.
  const isTold = (code: string) => !BESIDE_THE_COUNT.has(code) && (change.state !== 'open' || !CLOSING.has(code));
  const why = isNew ? steps.filter(({ code }) => isTold(code)).map(plain) : [];
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

/** What an explanation says beyond the count itself: the clause, what is assumed, the moments in UTC. The console has it all. */
const BESIDE_THE_COUNT: ReadonlySet<string> = new Set([
  'clause',
  'assumption',
  'fact',
  'basis',
  'anchor-day',
  'anchor-moment',
  'allowance',
  'ends',
]);

const CLOSING: ReadonlySet<string> = new Set([
  'met',
  'met-late',
  'ended',
  'arisen',
  'contract-ended',
  'lapsed',
  'paused',
]);

function plain({ text }: ExplanationStep): string {
  return text.replaceAll(/ \(event [^)]*\)/g, '');
}

function titleOf(steps: readonly ExplanationStep[], deadline: string): string {
  const title = steps.find(({ code }) => code === 'clause')?.title;
  return typeof title === 'string' ? title : deadline;
}
