import { pinContract } from '../../../../shared/core/agreement/pin-contract.ts';
import type { Deadline } from '../../../../shared/core/deadlines/deadline.ts';
import type { Contract } from '../../../../shared/core/events/contract.ts';
import type { Fact } from '../../../../shared/core/events/event.ts';
import { explained } from '../../../../shared/core/words/explanation.ts';
import { wordsOf } from '../../../../shared/core/words/words.ts';
import { recordedFrom } from '../../../stories/recorded.ts';
import { planOf, terms, until } from '../../deadlines/planning.ts';
import type { Json } from '../fixtures/stripe.ts';

/** One situation as both providers tell it, to a contract under the newest revision of its terms. */
export interface Fault {
  readonly contract: Omit<Contract, 'id' | 'customer'>;
  /** What people recorded. */
  readonly own?: readonly Fact[];
  readonly stripe: readonly Json[];
  readonly paddle: readonly Json[];
}

/** What comes of the messages: what was recorded, with every lapse until then, and what stands. */
export interface Story {
  readonly events: readonly Fact[];
  readonly kinds: readonly string[];
  deadline(id: string): Deadline | undefined;
  /** `<id> <state> <date>` of each deadline of these clauses. */
  standing(...clauses: readonly string[]): string[];
  /** The sentences of a deadline's explanation. */
  says(id: string): string;
}

type Telling = (until: string) => Story;

/** The situation at each provider, for a table of tests. */
export function atBoth(fault: Fault): [string, Telling][] {
  return [
    ['Stripe', (until) => tell('stripe', fault.stripe, fault, until)],
    ['Paddle', (until) => tell('paddle', fault.paddle, fault, until)],
  ];
}

/** The references by which the contract of a story is known at each provider. */
const REFERENCES = { stripe: ['sub_1', 'cus_1'], paddle: ['sub_01', 'ctm_01'] };

/** Records the messages that concern the contract. */
function tell(name: 'stripe' | 'paddle', messages: readonly Json[], fault: Fault, end: string): Story {
  const wanted = { id: 'f', customer: { email: 'x@f.example', locale: 'en' }, ...fault.contract };
  const pinned = pinContract(wanted, terms.catalog, terms.holidays);
  if ('faults' in pinned) throw new Error(JSON.stringify(pinned));
  const { contract } = pinned;
  const recorded = recordedFrom(name, messages, [{ id: contract.id, references: REFERENCES }]).get(contract.id) ?? [];
  const facts = [...(fault.own ?? []), ...recorded];
  const events = until(end, contract, facts);
  const { deadlines } = planOf(contract, events);
  const deadline = (id: string) => deadlines.find((one) => one.id === id);
  return {
    events,
    kinds: events.map(({ kind }) => kind),
    deadline,
    standing: (...clauses) =>
      deadlines
        .filter(({ clause }) => clauses.includes(clause))
        .map(({ id, state, date }) => `${id} ${state} ${date}`)
        .sort(),
    says: (id) => {
      const found = deadline(id);
      const sentences = found ? explained(found, wordsOf(terms.catalog)) : [];
      return sentences.map(({ text }) => text).join('\n');
    },
  };
}
