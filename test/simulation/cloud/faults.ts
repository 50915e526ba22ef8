import type { Fault, FaultPoint, FaultService, FaultSource } from '../../../local/aws/faults.ts';
import type { Random } from '../engine/random.ts';
import { CALL_FAULTS, type CallFault, type OtherFault } from './fault-names.ts';
import { calm, type Outage, type Rates, type Service } from './rates.ts';

/** A fault that struck, as `send-notice SendRawEmail #3 × lost-reply`: the third time that the step was taken. */
export type Strike = string;

export interface FaultsOptions {
  readonly rates: Rates;
  readonly random: Random;
  /** If given, these faults strike and no others. */
  readonly only?: readonly Strike[] | undefined;
}

/** Decides by chance, or by a list, what goes wrong, and keeps what did. */
export class Faults implements FaultSource {
  rates: Rates;
  readonly outages: readonly Outage[];
  readonly strikes: Strike[] = [];
  readonly #random: Random;
  readonly #only: ReadonlySet<Strike> | undefined;
  /** The pairs of step and fault that have come about. */
  readonly #struck = new Set<string>();
  readonly #times = new Map<string, number>();
  #isOver = false;

  constructor({ rates, random, only }: FaultsOptions) {
    this.rates = rates;
    this.outages = rates.outages;
    this.#random = random;
    this.#only = only && new Set(only);
  }

  /** From now on nothing goes wrong. */
  stop(): void {
    this.#isOver = true;
    this.rates = calm(this.rates);
  }

  /** The fault of a call at a step of the protocol, if any. */
  ofCall(step: string, operation: string): CallFault | undefined {
    const time = this.#timeOf(step);
    for (const fault of CALL_FAULTS) {
      if (fault === 'conflict' && !operation.startsWith('Transact')) continue;
      if (this.#strikes(`${time} × ${fault}`, this.#rate(step, fault, this.rates.calls[fault]))) return fault;
    }
    return undefined;
  }

  strike(step: string, fault: OtherFault): boolean {
    const rate = this.#rate(step, fault, this.rates.others[fault]);
    return this.#strikes(`${this.#timeOf(`${step} ${fault}`, step)} × ${fault}`, rate);
  }

  /** A share, from 0 to 1, that belongs to a step’s latest time. */
  share(step: string, what = ''): number {
    return this.shareOf(`${step} ${this.#times.get(step)} ${what}`);
  }

  /** A share, from 0 to 1, the same for the same key. */
  shareOf(key: string): number {
    return this.#random.of(key);
  }

  /** The outage of a service at an instant. */
  outageOf(service: Service, now: number): Outage | undefined {
    if (this.#isOver) return undefined;
    return this.outages.find((one) => one.service === service && one.from <= now && now < one.to);
  }

  take(point: FaultPoint, service: FaultService): Fault | undefined {
    const shared = { times: 1, skip: 0 };
    if (point === 'fire' && service === 'scheduler') {
      if (this.strike('schedule', 'fire-never')) return { fault: 'fire-never', service, ...shared };
      if (this.strike('schedule', 'fire-twice')) return { fault: 'fire-twice', service, ...shared };
      if (this.strike('schedule', 'fire-late')) {
        const seconds = Math.ceil(this.#random.spread(60, 86_400, this.share('schedule fire-late')));
        return { fault: 'fire-late', seconds, service, ...shared };
      }
    }
    if (point === 'batch' && this.strike('queue', 'partial-send'))
      return { fault: 'partial', service: 'queue', ...shared };
    return undefined;
  }

  /** Seconds after its instant at which a schedule fires; before it where that is negative. */
  fireDelay(): number {
    const early = this.strike('schedule', 'fire-early');
    const share = this.share('schedule fire-early');
    return early ? -Math.ceil(share * 120) : Math.floor(share * 60);
  }

  /** How likely a fault is at a step: certain at the first time of one that is to come about. */
  #rate(step: string, fault: CallFault | OtherFault, usual: number): number {
    const focus = this.rates.focus.find((one) => one.step === step && one.fault === fault);
    if (focus === undefined) return usual;
    return this.#struck.has(`${step} × ${fault}`) ? focus.rate : 1;
  }

  #timeOf(key: string, step = key): string {
    const time = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, time);
    return `${step} #${time}`;
  }

  #strikes(strike: Strike, rate: number): boolean {
    if (this.#isOver) return false;
    const does = this.#only ? this.#only.has(strike) : this.#random.chance(rate);
    if (does) {
      this.strikes.push(strike);
      this.#struck.add(pairOf(strike));
    }
    return does;
  }
}

/** The step and the fault of a strike, without which time it was. */
export function pairOf(strike: Strike): string {
  return strike.replace(/ #\d+ /, ' ');
}
