import * as z from 'zod';
import type { Clock } from '../runtime/clock.ts';
import { PLAIN_ID } from './answers.ts';
import { type Asked, type ProviderObject, type ProviderPort, type Unanswered, unanswered } from './port.ts';

/** Questions put to a provider while one delivery is worked on. Answers that were kept do not count. */
export const MOST_QUESTIONS = 8;

/** Where answers are kept: `AnswerTable`. */
export interface Answers {
  read(delivery: string, question: string): Promise<{ readonly at: string; readonly value: unknown } | undefined>;
  keep(delivery: string, question: string, answer: { readonly at: string; readonly value: unknown }): Promise<boolean>;
}

export interface AskedOnceDependencies {
  readonly answers: Answers;
  readonly clock: Clock;
  /** What asks the account of the delivery; called when there is something to ask. */
  readonly port: () => Promise<Asked<ProviderPort>>;
}

/** `at`: when the provider was asked. */
export type Answered<T> = { readonly ok: true; readonly value: T; readonly at: string } | Unanswered;

const objectSchema = z.looseObject({ id: z.string() });
const subscriptionIdSchema = z.string().min(1).max(500);
const addressSchema = z.looseObject({ email: z.string().min(1) });

/**
 * What a delivery asks the provider. An answer that helps is kept beside the delivery and used again by its replay, which
 * then finds what the first work found. One that does not help, such as a customer without an address, is asked for again.
 */
export class AskedOnce {
  readonly #dependencies: AskedOnceDependencies;
  readonly #delivery: string;
  #questions = 0;

  constructor(dependencies: AskedOnceDependencies, delivery: string) {
    this.#dependencies = dependencies;
    this.#delivery = delivery;
  }

  customer(id: string): Promise<Answered<ProviderObject>> {
    const ask = (port: ProviderPort) => port.customer(id);
    return this.#once('customer', id, objectSchema, ask, (customer) => addressSchema.safeParse(customer).success);
  }

  subscriptionOfPayment(id: string): Promise<Answered<string | null>> {
    const ask = (port: ProviderPort) => port.subscriptionOfPayment(id);
    return this.#once('subscription-of', id, subscriptionIdSchema, ask, (found) => found !== null);
  }

  async #once<T>(
    what: string,
    id: string,
    schema: z.ZodType<NonNullable<T>>,
    ask: (port: ProviderPort) => Promise<Asked<T>>,
    helps: (value: T) => boolean,
  ): Promise<Answered<T>> {
    const { answers, clock, port } = this.#dependencies;
    if (!PLAIN_ID.test(id)) return unanswered('bad-id');
    const question = `${what}#${id}`;
    const kept = await answers.read(this.#delivery, question);
    const { data } = schema.safeParse(kept?.value);
    if (kept && data !== undefined) return { ok: true, value: data, at: kept.at };
    if (this.#questions >= MOST_QUESTIONS) return unanswered('too-many');
    this.#questions += 1;
    const reached = await port();
    if (!reached.ok) return reached;
    // What happens at the provider while the answer is on its way is later than the answer.
    const at = clock.now();
    const answer = await ask(reached.value);
    if (!answer.ok) return answer;
    if (helps(answer.value)) await answers.keep(this.#delivery, question, { at, value: answer.value });
    return { ...answer, at };
  }
}
