import type { Accepted } from '../cloud/letter.ts';
import type { Amendment } from '../workload/amendments.ts';
import type { StoredEvent, StoredNotice } from './items.ts';
import type { Report } from './violations.ts';

export const OPERATIONS = 'operations@provider.example';

interface Mailbox {
  readonly email: string;
  readonly name: string;
}

export interface AddressedContract extends Mailbox {
  readonly id: string;
}

/** To whom the letters of one contract go: the customer as the amendments on record have it when a letter is written. */
export class Addresses {
  readonly #asked: readonly Amendment[];
  readonly #report: Report;
  readonly #contract: string;
  readonly #of = new Map<string, Mailbox>();
  readonly #amended: Amendment[] = [];
  /** The addresses that were replaced, each by its event, and the letters that say so. */
  readonly #replaced = new Map<string, { readonly before: Mailbox; letters: number }>();
  #customer: Mailbox;

  constructor({ id, email, name }: AddressedContract, asked: readonly Amendment[], report: Report) {
    this.#contract = id;
    this.#customer = { email, name };
    this.#asked = asked.filter(({ contract }) => contract === id);
    this.#report = report;
  }

  /** Events came on record, with the notices of the same transaction after them. */
  record(events: readonly StoredEvent[], now: number): void {
    for (const event of events) if (event.kind === 'contract.amended') this.#amend(event, now);
  }

  #amend({ id, data }: StoredEvent, now: number): void {
    const { customer = {} } = (data.change ?? {}) as Partial<Amendment>;
    const one = this.#asked.find((each) => each.at <= now && isSame(each.customer, customer));
    if (one === undefined || this.#amended.includes(one))
      this.#report('invariant', 'I8', `${this.#contract} was amended by ${JSON.stringify(customer)}`);
    else this.#amended.push(one);
    const before = this.#customer;
    this.#customer = { ...before, ...customer };
    if (this.#customer.email !== before.email) this.#replaced.set(id, { before, letters: 0 });
  }

  /** A notice is stored for the first time. */
  prepared({ id, party, purpose, event = '' }: StoredNotice): void {
    if (party === 'provider') return;
    if (purpose !== 'address-changed') {
      this.#of.set(id, this.#customer);
      return;
    }
    const replaced = this.#replaced.get(event);
    if (replaced === undefined || replaced.letters > 0) {
      this.#report('invariant', 'I4', `${id} tells of an address that ${event} has not changed, or once more`);
      return;
    }
    replaced.letters += 1;
    this.#of.set(id, replaced.before);
  }

  accepted({ id, party, step, deadline }: StoredNotice, letter: Accepted): void {
    const about = `${step} of ${deadline ?? this.#contract}`;
    const { email, name } = this.#of.get(id) ?? { email: OPERATIONS, name: '' };
    if (letter.to !== email) this.#report('invariant', 'I4', `${about} went to ${letter.to}, and not to ${email}`);
    if (party === 'customer' && name !== '' && letter.name !== name)
      this.#report('invariant', 'I4', `${about} was written to ${letter.name}, and not to ${name}`);
  }

  /** In the end: every amendment was made, and every address that was replaced was told. */
  check(): void {
    const left = this.#asked.filter((one) => !this.#amended.includes(one));
    for (const { customer } of left)
      this.#report('invariant', 'I8', `${this.#contract} was never amended by ${JSON.stringify(customer)}`);
    for (const [event, { before, letters }] of this.#replaced)
      if (letters === 0) this.#report('silent', 'address-untold', `${before.email} was never told of ${event}`);
  }
}

function isSame(a: Amendment['customer'], b: Amendment['customer']): boolean {
  return a.email === b.email && a.name === b.name;
}
