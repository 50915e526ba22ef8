import * as z from 'zod';
import { inPlainWords } from '../../shared/core/events/fault-words.ts';

/** The services of AWS that are called by an SDK. */
export const SDK_SERVICES = ['table', 'scheduler', 'queue', 'mail', 'secrets'] as const;
export type SdkService = (typeof SDK_SERVICES)[number];

/** The services faults can be armed on. `provider`: the payment providers; an operation is such as ListEvents or GetCustomers. */
export const FAULT_SERVICES = [...SDK_SERVICES, 'provider'] as const;
export type FaultService = (typeof FAULT_SERVICES)[number];

const count = z.int().min(1).max(1_000_000).default(1);
const shared = {
  /** How many matching calls it strikes. */
  times: count,
  /** How many matching calls pass before the first one it strikes. */
  skip: z.int().min(0).max(1_000_000).default(0),
};
const operation = z.string().regex(/^[A-Z][A-Za-z]*$/, 'must be an API operation, such as TransactWriteItems');
const call = { service: z.enum(FAULT_SERVICES), operation: operation.optional(), ...shared };
const seconds = z
  .int()
  .min(1)
  .max(30 * 86_400);

/**
 * A fault armed for the next matching calls.
 *
 * - `throttle`, `error`: the service's throttling answer or 5xx, without effect.
 * - `refused`: the mail service refuses the message in these words, `Email address is not verified.` for instance.
 * - `conflict`: the table cancels a transaction because another one holds an item.
 * - `partial`: the last entry of a queue batch fails on the service's side.
 * - `crash-before`, `crash-after`: the calling invocation dies before the call, or after its effect.
 * - `timeout`: no answer in time; with `effect` (the default) the call did happen.
 * - `latency`: the answer takes `ms` of virtual time.
 * - `fire-twice`, `fire-late` (by `seconds`), `fire-never`: what a due schedule does.
 * - `lost`, `duplicate`, `delayed` (by `seconds`): what happens to a mail event; `operation` is its type, such as Delivery.
 * - `deliver-twice`: a queue message that was handled and deleted comes once more.
 */
const FAULT = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.enum(['throttle', 'error', 'crash-before', 'crash-after']), ...call }),
  z.strictObject({ fault: z.literal('conflict'), ...call, service: z.literal('table') }),
  z.strictObject({ fault: z.literal('timeout'), effect: z.boolean().default(true), ...call }),
  z.strictObject({ fault: z.literal('refused'), message: z.string().max(1000), ...call, service: z.literal('mail') }),
  z.strictObject({
    fault: z.literal('latency'),
    ms: z.int().min(1).max(900_000),
    ...call,
    service: z.enum(SDK_SERVICES),
  }),
  z.strictObject({
    fault: z.literal('partial'),
    service: z.literal('queue'),
    operation: z.enum(['SendMessageBatch', 'DeleteMessageBatch']).optional(),
    ...shared,
  }),
  z.strictObject({ fault: z.literal('deliver-twice'), service: z.literal('queue'), ...shared }),
  z.strictObject({ fault: z.enum(['fire-twice', 'fire-never']), service: z.literal('scheduler'), ...shared }),
  z.strictObject({ fault: z.literal('fire-late'), seconds, service: z.literal('scheduler'), ...shared }),
  z.strictObject({
    fault: z.enum(['lost', 'duplicate']),
    service: z.literal('mail'),
    operation: operation.optional(),
    ...shared,
  }),
  z.strictObject({
    fault: z.literal('delayed'),
    seconds,
    service: z.literal('mail'),
    operation: operation.optional(),
    ...shared,
  }),
]);
export type Fault = z.output<typeof FAULT>;

/** Where in a service's work a fault strikes. */
export type FaultPoint = 'call' | 'batch' | 'fire' | 'event' | 'delivery';

const POINTS: Record<Fault['fault'], FaultPoint> = {
  throttle: 'call',
  error: 'call',
  refused: 'call',
  conflict: 'call',
  'crash-before': 'call',
  'crash-after': 'call',
  timeout: 'call',
  latency: 'call',
  partial: 'batch',
  'fire-twice': 'fire',
  'fire-late': 'fire',
  'fire-never': 'fire',
  lost: 'event',
  duplicate: 'event',
  delayed: 'event',
  'deliver-twice': 'delivery',
};

/** A fault that cannot be armed; names the field. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field === '' ? 'fault' : field}: ${message}`);
    this.field = field;
  }
}

/** An armed fault; `times` and `skip` count down. */
export type ArmedFault = Fault & { readonly id: number };

/** Says which fault strikes at a point, if any. */
export interface FaultSource {
  /** `operation`: the API operation or mail event type. */
  take(point: FaultPoint, service: FaultService, operation: string): Fault | undefined;
}

/** The armed faults. Each strikes as many matching calls as it says, in the order of arming, and is then removed. */
export class FaultPlan implements FaultSource {
  #armed: ArmedFault[] = [];
  #nextId = 1;

  /** Arms a fault (checked, so a request's JSON will do). Throws FaultError naming the field that is wrong. */
  arm(fault: unknown): ArmedFault {
    return this.#add(parseFault(fault));
  }

  /** Arms several, or none of them when one is wrong. */
  armAll(faults: readonly unknown[]): readonly ArmedFault[] {
    return faults.map(parseFault).map((fault) => this.#add(fault));
  }

  #add(fault: Fault): ArmedFault {
    const armed = { ...fault, id: this.#nextId++ };
    this.#armed.push(armed);
    return { ...armed };
  }

  list(): readonly ArmedFault[] {
    return this.#armed.map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that strikes here now, if any; counts it. `operation`: the API operation or mail event type. */
  take(point: FaultPoint, service: FaultService, operation: string): Fault | undefined {
    for (const fault of this.#armed) {
      if (POINTS[fault.fault] !== point || fault.service !== service) continue;
      if ('operation' in fault && fault.operation !== undefined && fault.operation !== operation) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      const struck = { ...fault };
      this.#armed = this.#armed.filter((other) => other.times > 0);
      return struck;
    }
    return undefined;
  }
}

function parseFault(fault: unknown): Fault {
  const parsed = FAULT.safeParse(fault, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FaultError(issue?.path.join('.') ?? '', issue?.message ?? 'Invalid input');
}
