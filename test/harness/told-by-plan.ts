import type { Deadline, Rung } from '../../shared/core/deadlines/deadline.ts';
import { lapseOf } from '../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { renderNotice } from '../../shared/core/notices/render.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { parseFact } from '../../shared/desk/plans/fact-text.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';

const { catalog, holidays } = sourceTerms();
const words = wordsOf(catalog);

/** A letter that the ladder of a deadline sends. */
export interface ToldLetter {
  readonly clause: string;
  /** `2026-12-15 opened of trial-cancellation to customer` */
  readonly line: string;
  /** Without its line breaks. */
  readonly text: string;
}

/** The newest reading of some terms for a contract. */
export function contractUnder(terms: string, more: Partial<PinnedContract> = {}): PinnedContract {
  const { version = '', revision } = catalog.get(terms)?.at(-1) ?? {};
  const customer = { name: 'Acme', email: 'ana@acme.example', locale: 'en' };
  return { id: 'acme', terms, version, ...(revision !== undefined && { revision }), customer, ...more };
}

/**
 * Every letter until an instant, with its text, by planning alone: no server, no queue. Each fact is known from the moment at
 * which it happened, and each step goes out when it is due, unless what it is about is settled by then.
 */
export function lettersUntil(
  until: string,
  contract: PinnedContract,
  ...told: readonly (string | Fact)[]
): ToldLetter[] {
  const facts = told.map((one) => (typeof one === 'string' ? parseFact(one) : one));
  const sent = new Map<string, ToldLetter>();
  const lapses: Fact[] = [];
  const planAt = (now: number) => {
    const known = facts.filter(({ occurredAt }) => Date.parse(occurredAt) <= now);
    const events = [...known, ...lapses];
    return { events, deadlines: plan({ contract, events, catalog, holidays }).deadlines };
  };
  let now = Math.min(...facts.map(({ occurredAt }) => Date.parse(occurredAt)));
  for (const end = Date.parse(until); now <= end; ) {
    const { deadlines, events } = planAt(now);
    const open = deadlines.filter(({ state }) => state === 'open');
    const due = open.flatMap((deadline) => deadline.ladder.map((rung) => ({ deadline, rung })));
    for (const { deadline, rung } of due) {
      if (rung.kind !== 'lapsed' && Date.parse(rung.at) <= now) note(sent, { contract, deadline, rung, events });
    }
    const lapsing = open.find(({ instant }) => Date.parse(instant) <= now);
    if (lapsing) {
      lapses.push(lapseOf(lapsing));
      const deadline = planAt(now).deadlines.find(({ id }) => id === lapsing.id) ?? lapsing;
      for (const rung of lapsing.ladder) if (rung.kind === 'lapsed') note(sent, { contract, deadline, rung, events });
      continue;
    }
    const coming = [...facts.map(({ occurredAt }) => occurredAt), ...due.map(({ rung }) => rung.at)].map(Date.parse);
    now = Math.min(...coming.filter((at) => at > now));
  }
  return [...sent.values()];
}

interface Sending {
  readonly contract: PinnedContract;
  readonly deadline: Deadline;
  readonly rung: Rung;
  readonly events: readonly Fact[];
}

function note(sent: Map<string, ToldLetter>, { contract, deadline, rung, events }: Sending): void {
  for (const party of rung.to) {
    const line = `${rung.at.slice(0, 10)} ${rung.step} of ${deadline.id} to ${party}`;
    if (sent.has(line)) continue;
    const lead = words.packs.lead(deadline.terms, deadline.clause, rung.step);
    const triggerData = events.find(({ id }) => id === deadline.trigger)?.data;
    const { text } = renderNotice({
      contract,
      providerName: 'Provider',
      deadline,
      rung,
      party,
      noticeId: '0'.repeat(32),
      words,
      ...(lead !== undefined && { lead }),
      ...(triggerData && { triggerData }),
    });
    sent.set(line, { clause: deadline.clause, line, text: text.replaceAll(/\s+/g, ' ') });
  }
}
