import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import type { Contract, PinnedContract } from '../../shared/core/events/contract.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import { terms } from '../core/deadlines/planning.ts';
import type { Message, Narrator, ProviderName } from './narrator.ts';
import { paddleNarrator } from './paddle.ts';
import { stripeNarrator } from './stripe.ts';

/** A contract of a story, and what is to come of it at both providers. */
export interface Role {
  readonly contract: Omit<Contract, 'id' | 'customer'>;
  /** The number of its subscription; 1 when absent. */
  readonly subscription?: number;
  /** The number of the customer that it is known by as well; 1 when absent, null for none. */
  readonly customer?: number | null;
  /** What people record. */
  readonly own?: readonly Fact[];
  /** `<id> <state> <date>` of every deadline at the end, with Stripe's ids of invoices and disputes. */
  readonly ends: readonly string[];
  /** `<day> <step of deadline> to <party>` of every letter where each message comes when it is sent. */
  readonly letters: readonly string[];
}

/** What happens to one or several contracts, from their beginning until they are looked at. */
export interface Story {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly tell: (narrator: Narrator) => void;
  readonly until: string;
}

/** A story as one provider tells it. */
export interface Told {
  readonly story: Story;
  readonly provider: ProviderName;
  /** What stands in every id before its number. */
  readonly tag: string;
  readonly messages: readonly Message[];
  readonly contracts: readonly (PinnedContract & { readonly references: NonNullable<Contract['references']> })[];
}

const NARRATORS = { stripe: stripeNarrator, paddle: paddleNarrator };

/**
 * A story at one provider.
 *
 * @param tag stands in every id before its number, so that one stack can be told many stories; for letters and digits that
 * no other telling of the stack begins with
 */
export function toldAs(story: Story, provider: ProviderName, tag = ''): Told {
  const narrator = NARRATORS[provider](tag);
  story.tell(narrator);
  const contracts = story.roles.map((role) => pinned(role, provider, tag));
  return { story, provider, tag, messages: narrator.messages, contracts };
}

/** The stories, each at each provider. */
export function toldAtBoth(stories: readonly Story[]): Told[] {
  return stories.flatMap((story) => [toldAs(story, 'stripe'), toldAs(story, 'paddle')]);
}

/** `trial, converted, cancelled, at stripe` */
export function nameOf({ story, provider }: Told): string {
  return `${story.name}, at ${provider}`;
}

function pinned({ contract, subscription = 1, customer = 1 }: Role, provider: ProviderName, tag: string) {
  const ids =
    provider === 'stripe'
      ? [`sub_${tag}${subscription}`, ...(customer === null ? [] : [`cus_${tag}${customer}`])]
      : [`sub_${tag}0${subscription}`, ...(customer === null ? [] : [`ctm_${tag}0${customer}`])];
  const references = { [provider]: ids };
  const id = `${provider}-${tag}${subscription}`;
  const wanted = { ...contract, id, customer: { email: 'ana@acme.example', locale: 'en' }, references };
  const result = pinContract(wanted, terms.catalog, terms.holidays);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return { ...result.contract, references };
}

/** Deadlines as a story names its ends. */
export function endsOf({ tag }: Told, deadlines: readonly Deadline[]): string[] {
  const sums = (figure: Deadline['figure']) => (figure ?? []).map(({ currency, amount }) => ` ${currency} ${amount}`);
  return deadlines
    .map(({ id, state, date, figure }) => `${withStripeIds(id, tag)} ${state} ${date}${sums(figure).join('')}`)
    .sort();
}

/** Paddle's transaction is the invoice. */
export function withStripeIds(text: string, tag: string): string {
  return text.replaceAll('txn_', 'in_').replaceAll(`in_${tag}`, 'in_');
}
