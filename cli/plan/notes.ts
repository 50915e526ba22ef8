import type { Plan } from '../../shared/core/deadlines/plan.ts';
import { eventIdOf } from '../../shared/core/events/event-id.ts';
import { toldReports } from '../../shared/core/words/reports.ts';
import { plainDay } from './rows.ts';
import type { PlanView } from './view.ts';

/** A heading and sentences about what a plan reports besides its deadlines. */
export interface Note {
  readonly about: 'refused' | 'not-counted' | 'not-countable' | 'idle' | 'not-applied' | 'terms-missing' | 'no-period';
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Everything that is not among the deadlines, and why; empty sections are left out. */
export function notesOf(view: PlanView): Note[] {
  const { unknownVersions, none, version } = view.plan;
  const { refused, notStarted, notCounted: uncountable, notApplied } = toldReports(view.plan, view.words);
  const named = namer(view);
  const notes: Note[] = [
    {
      about: 'refused',
      heading: 'Refused: these events have no effect',
      lines: refused.map(({ event, text }) => `${named(event)}. ${text}`),
    },
    {
      about: 'not-counted',
      heading: 'Not counted: something is missing',
      lines: grouped(notStarted, ({ missing }) => missing).map(({ clause, detail, events }) =>
        notCounted(clause, detail, events.map(named)),
      ),
    },
    {
      about: 'not-countable',
      heading: 'Not counted: the calendar cannot',
      lines: grouped(uncountable, ({ field, why }) => `${field}: ${why}`).map(
        ({ clause, detail, events }) => `${clause}: ${detail} (${listOf(events.map(named))}).`,
      ),
    },
    {
      about: 'idle',
      heading: 'Without effect: nothing that stands rests on these facts',
      lines: [...Map.groupBy(view.idle, ({ why }) => why)].map(
        ([why, facts]) => `${listOf(facts.map(({ event }) => named(event)))}: ${why}.`,
      ),
    },
    {
      about: 'not-applied',
      heading: 'Not applied: these clauses are not for this contract',
      lines: grouped(notApplied, ({ why }) => why).map(
        ({ clause, detail, events }) => `${clause}: ${detail} (${listOf(events.map(named))}).`,
      ),
    },
    {
      about: 'terms-missing',
      heading: 'Terms that are not at hand',
      lines: unknownVersions.map(unknownVersion(version, named)),
    },
    {
      about: 'no-period',
      heading: 'No period to count',
      lines: none.map(({ title, ref, reason }) => `${title} (${ref}): ${reason}`),
    },
  ];
  return notes.filter(({ lines }) => lines.length > 0);
}

/** Whether a note applies to every case under these terms. */
export function saysNothingOfCase({ about }: Note): boolean {
  return about === 'no-period';
}

/** Whether a note names what a reader of the deadlines would miss among them: the exit code is 1. */
export function isOfGaps({ about }: Note): boolean {
  return ['refused', 'not-counted', 'not-countable', 'terms-missing'].includes(about);
}

interface Group {
  readonly clause: string;
  readonly detail: string;
  readonly events: readonly string[];
}

/** One note for each clause and reason. */
function grouped<Item extends { clause: string; event: string }>(
  items: readonly Item[],
  detailOf: (item: Item) => string,
): Group[] {
  const groups = Map.groupBy(items, (item) => `${item.clause}\n${detailOf(item)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const events = [...new Set(group.map(({ event }) => event))];
    return first === undefined ? [] : [{ clause: first.clause, detail: detailOf(first), events }];
  });
}

/** The missing value in words: of the event's data, an earlier event, or a field of the contract. */
function notCounted(clause: string, missing: string, events: readonly string[]): string {
  const are = events.length === 1 ? 'is' : 'are';
  if (!missing.startsWith('contract.')) return `${clause}: ${listOf(events)} ${are} without ${missing}.`;
  const start = events.length === 1 ? 'starts' : 'start';
  return `${clause}: the contract does not say its ${missing.slice('contract.'.length)}, so ${listOf(events)} ${start} nothing.`;
}

const MOST_NAMED = 3;

/** `invoice.due m1 of 1 Nov 2026; invoice.due m2 of 1 Dec 2026 and 9 more` */
function listOf(facts: readonly string[]): string {
  const more = facts.length - MOST_NAMED;
  return `${facts.slice(0, MOST_NAMED).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A fact by kind, id (if it was given one) and day: `invoice.due m1 of 1 Nov 2026`. */
function namer({ events, plan: { agreement } }: Pick<PlanView, 'events' | 'plan'>): (id: string) => string {
  const byId = new Map(events.map((fact) => [fact.id, fact]));
  return (id) => {
    const fact = byId.get(id);
    if (fact === undefined) return id;
    const given = fact.cause === undefined && id !== eventIdOf(fact) ? ` ${id}` : '';
    return `${fact.kind}${given} of ${plainDay(agreement.dayOf(fact.occurredAt))}`;
  };
}

function unknownVersion(version: string, named: (id: string) => string) {
  return ({ event, toVersion }: Plan['unknownVersions'][number]) =>
    `${named(event)} puts ${toVersion === undefined ? 'other terms, without saying which version,' : `version ${toVersion}`} into force, for which there is no pack. What comes after it is counted under version ${version}.`;
}
