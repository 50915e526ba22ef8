/** One fault of an input: which field, its value where it may be shown, and what to do. */
export interface FieldFault {
  readonly field: string;
  readonly value?: unknown;
  readonly detail: string;
}

/** Why an input is not recorded. Nothing of it is stored. */
export interface Rejection {
  readonly outcome: 'rejected';
  readonly code: 'unknown-contract' | 'unknown-event' | 'invalid' | 'conflict' | 'not-countable' | 'unlawful';
  readonly faults: readonly FieldFault[];
}

export function rejected(code: Rejection['code'], ...faults: readonly FieldFault[]): Rejection {
  return { outcome: 'rejected', code, faults };
}

/** The same rejection of an input that was a part of another: `data.dueOn` of an event is `event.data.dueOn` then. */
export function within(part: string, { code, faults }: Rejection): Rejection {
  return rejected(code, ...faults.map((fault) => ({ ...fault, field: `${part}.${fault.field}` })));
}

/** Others kept writing to the same contract. Nothing was stored; the same request may be sent again. */
export class BusyContractError extends Error {
  override readonly name = 'BusyContractError';
  readonly contract: string;

  constructor(contract: string) {
    super(`Contract ${contract} is being written to by others. Send the request again.`);
    this.contract = contract;
  }
}

/** The delivery was written to by others since it was read. Nothing was stored; read it again and repeat. */
export class DeliveryMovedError extends Error {
  override readonly name = 'DeliveryMovedError';

  constructor(delivery: string) {
    super(`Delivery ${delivery} is being worked on by others.`);
  }
}

/** The reference by which a contract was found leads elsewhere by now. Nothing was stored; find the contract again. */
export class ReferenceMovedError extends Error {
  override readonly name = 'ReferenceMovedError';

  constructor(contract: string, reference: string) {
    super(`Contract ${contract} is no longer known by ${reference}.`);
  }
}
