/** A planted fault: a text of one file, replaced. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The seeds that bring about a fault of this step are run first, since it needs one. */
  readonly step?: string;
  /** Why it breaks no rule: it changes nothing that can be told, or another part makes it good. Such a one is run only if it is named. */
  readonly breaksNothing?: string;
}
