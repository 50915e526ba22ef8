import type { Outcome } from '../aws/table/outcomes.ts';
import { sameJson } from '../core/events/canonical.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import type { AskedOnce } from '../providers/asked-once.ts';
import { DeliveryMovedError } from '../recording/rejection.ts';
import { type Delivery, type FactOutcome, isKept, isOpen, tellingOf } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { withoutLastTry } from './last-try.ts';
import { outcomeOf, shortened, withFact, withFacts } from './outcome.ts';

/** States in which nothing of a delivery counts as decided but what is recorded. */
const TO_DECIDE: ReadonlySet<Delivery['state']> = new Set(['stored', 'failed']);

/** A delivery while it is worked on: as it is stored, and what is decided of its facts. */
export class Progress {
  readonly #dependencies: InboundDependencies;
  readonly #open: readonly MappedEvent[];
  readonly #isWhole: boolean;
  readonly #attempts: number;
  #delivery: Delivery;
  #facts: readonly FactOutcome[];
  /** Absent where the provider may not be asked. */
  readonly asking: AskedOnce | undefined;
  readonly #remarks = new Map<string, string>();

  constructor(dependencies: InboundDependencies, delivery: Delivery, tellings: readonly MappedEvent[]) {
    this.#dependencies = dependencies;
    this.#delivery = delivery;
    this.asking = dependencies.askFor?.(delivery);
    this.#isWhole = TO_DECIDE.has(delivery.state);
    this.#attempts = delivery.attempts + 1;
    const ids = new Set(tellings.map(({ id }) => id));
    this.#facts = delivery.facts.filter((fact) => ids.has(tellingOf(fact)) || isKept(fact));
    this.#open = tellings.filter(({ id }) => this.#isOpen(this.known(id)));
  }

  /** As it is stored. */
  get delivery(): Delivery {
    return this.#delivery;
  }

  /** The facts that are to be decided. */
  get open(): readonly MappedEvent[] {
    return this.#open;
  }

  known(telling: string): FactOutcome | undefined {
    return this.#facts.find((fact) => tellingOf(fact) === telling);
  }

  isRecorded({ id }: MappedEvent): boolean {
    return this.known(id)?.state === 'recorded';
  }

  /** What is to be said of a fact if it waits. */
  remark(event: string, text: string): void {
    this.#remarks.set(event, text);
  }

  /** A fact that waits, with what is to be said of it. */
  remarked(fact: FactOutcome): FactOutcome {
    const remark = this.#remarks.get(fact.event);
    return remark === undefined ? fact : { ...fact, detail: shortened(`${fact.detail ?? ''} ${remark}`.trim()) };
  }

  /** Decides a fact without writing it: it is written with the next one, or at the end. */
  note(fact: FactOutcome): void {
    if (!sameJson(this.known(fact.event), fact)) this.#facts = withFact(this.#facts, fact);
  }

  /** The write that decides a fact. Tell `written` once it is through. */
  deciding(fact: FactOutcome): Outcome {
    return this.#outcome(withFact(this.#facts, fact), this.#open.at(-1)?.id !== fact.event);
  }

  written({ delivery }: Outcome): void {
    this.#delivery = delivery;
    this.#facts = delivery.facts;
  }

  /** @throws DeliveryMovedError */
  async write(outcome: Outcome): Promise<void> {
    if (!(await this.#dependencies.deliveries.decide(outcome))) {
      throw new DeliveryMovedError(outcome.delivery.id);
    }
    this.written(outcome);
  }

  /** Writes what is decided and not written. @throws DeliveryMovedError */
  async finish(): Promise<void> {
    const { state, facts, lastTryAt } = this.#delivery;
    const outcome = this.#outcome(this.#facts, false);
    const isSame = outcome.delivery.state === state && lastTryAt === undefined && facts.length === this.#facts.length;
    if (!isSame || this.#facts.some((fact, place) => fact !== facts[place])) await this.write(outcome);
  }

  /** A process that dies at its last try loses nothing once all is decided, by whomever. */
  #outcome(facts: readonly FactOutcome[], unfinished: boolean): Outcome {
    const { clock } = this.#dependencies;
    const workedOn = { attempts: this.#attempts, workedAt: clock.now() };
    const before = unfinished ? this.#delivery : withoutLastTry(this.#delivery);
    const changed = { ...withFacts(before, facts, unfinished && this.#isWhole), ...workedOn };
    return outcomeOf(this.#dependencies, this.#delivery, changed);
  }

  #isOpen(known: FactOutcome | undefined): boolean {
    if (known === undefined) return this.#isWhole || !this.#facts.some(isKept);
    return this.#isWhole ? !isKept(known) : isOpen(known);
  }
}
