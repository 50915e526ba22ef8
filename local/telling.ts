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
}

/** What an entry of the evidence tells: what happened, each deadline it changed, each notice it prepared. */
export function tell({ type, text, facts }: EvidenceEntry, stepsOf: StepsOf): Told[] {
  const told = facts as Facts;
  return [
    { type, kind: kindOf(type), text: wordsFor(type, text, told, stepsOf) },
    ...(told.changes ?? []).flatMap((change) => tellChange(change, stepsOf)),
    ...(told.notices ?? []).map(
      ({ party, subject }): Told => ({ type: 'notice.prepared', kind: 'notice', text: `To the ${party}: ${subject}` }),
    ),
  ];
}

const REPORTS: Readonly<Record<string, string>> = {
  'notice.sent': 'Sent',
  'notice.delivered': 'Delivered',
  'notice.delayed': 'Put off by the receiving server',
  'notice.bounced': 'Turned away by the receiving server',
  'notice.complained': 'Reported as unwanted',
  'notice.suppressed': 'Withheld, because the address is suppressed',
  'notice.rejected': 'Refused by the mail service',
};

function kindOf(type: string): Told['kind'] {
  if (type in REPORTS) return 'delivery';
  if (type.startsWith('notice.') || type === 'step.fired') return 'notice';
  return type.startsWith('deadline') ? 'deadline' : 'event';
}

function wordsFor(type: string, text: string, { event, deadline, party, detail }: Facts, stepsOf: StepsOf): string {
  const report = REPORTS[type];
  if (report !== undefined && party !== undefined) {
    const said = detail === undefined || type === 'notice.delivered' ? '' : ` (${detail})`;
    return `${report}: notice to the ${party}${said}`;
  }
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
  const why = isNew ? steps.filter(({ code }) => COUNTING.has(code)).map(plain) : [];
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

/** The steps of an explanation that lead to the day. What the clause says and assumes is in the console. */
const COUNTING: ReadonlySet<string> = new Set([
  'fact-day',
  'window',
  'resumed',
  'extended',
  'look-back',
  'allowance-used',
  'allowance-left',
  'cut-off',
  'count-days',
  'count-months',
  'count-business-days',
  'count-hours',
  'latest-start',
  'clear',
  'min-working-days',
  'roll',
  'roll-hours',
  'day-after',
  'combine',
  'cycle-end',
  'met',
  'met-late',
  'ended',
]);

function plain({ text }: ExplanationStep): string {
  return text.replaceAll(/ \(event [^)]*\)/g, '');
}

function titleOf(steps: readonly ExplanationStep[], deadline: string): string {
  const title = steps.find(({ code }) => code === 'clause')?.title;
  return typeof title === 'string' ? title : deadline;
}
