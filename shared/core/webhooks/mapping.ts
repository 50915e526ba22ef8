import type { EventKind } from '../events/kinds.ts';
import { contractEvent, type Draft, distinct, type MappedEvent, type Message } from './mapped-event.ts';

/** One kind of fact that a message may tell, read as `Read`. */
export interface Rule<Read> {
  readonly kind: EventKind;
  /** When a message tells it, in words; absent where it always does. */
  readonly when?: string;
  /** The data keys it may carry, beside those that follow from the draft: `effectiveAt`, `dueAt`, `amount`, `currency`. */
  readonly carries: readonly string[];
  /** Undefined or empty where this message does not tell it. */
  readonly tell: (read: Read) => Draft | readonly Draft[] | undefined;
}

/** What one type of message becomes. `informational` where none of its rules has anything to tell. */
export interface Mapping<Sent extends Message = never> {
  readonly rules: readonly Pick<Rule<never>, 'kind' | 'when' | 'carries'>[];
  readonly map: (message: Sent) => MappedEvent[];
}

/** Declares a rule; the compiler holds its drafts to the data keys it names. */
export function rule<Read, const Key extends string>(declared: {
  readonly kind: EventKind;
  readonly when?: string;
  readonly carries: readonly Key[];
  readonly tell: (read: Read) => Told<NoInfer<Key>>;
}): Rule<Read> {
  return declared;
}

type Told<Key extends string> = Draft<Key> | readonly Draft<Key>[] | undefined;

/** Reads a message once and tells what each rule finds in it, in the order of the rules. */
export function mapping<Sent extends Message, Read>(
  read: (message: Sent) => Read,
  rules: readonly Rule<Read>[],
): Mapping<Sent> {
  return {
    rules,
    map: (message) => {
      const content = read(message);
      return distinct(
        rules.flatMap(({ kind, tell }) =>
          [tell(content) ?? []].flat().map((draft) => contractEvent(message, kind, draft)),
        ),
      );
    },
  };
}
