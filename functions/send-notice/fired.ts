/** Why no rung fired. None of these is an error. */
export type Skipped =
  | 'no-deadline'
  | 'not-open'
  | 'another-revision'
  | 'already-fired'
  | 'nothing-next'
  | 'not-due'
  /** The recorded events have it otherwise than it was stored. It is stored as they have it, and nobody is told. */
  | 'brought-in-line';

interface FiredStep {
  readonly deadline: string;
  readonly step: string;
  /** How many notices were prepared. */
  readonly notices: number;
}

export type Fired =
  | {
      readonly notices: readonly string[];
      readonly lapsed: boolean;
      /** How many steps told a reader nothing in their time. */
      readonly missed: number;
      /** True if steps were over before they fired, and the next step is due as well. */
      readonly nextIsDue: boolean;
      /** The steps of other deadlines that fired with it. */
      readonly along?: readonly FiredStep[];
    }
  | {
      readonly skipped: Skipped;
      readonly notices: readonly string[];
      /** When the step is due (instant, UTC), if its schedule fired before. */
      readonly early?: string;
    }
  /** Not fired yet. The deadline `after` ends the contract at the same instant or before: it has to lapse first. */
  | { readonly after: string; readonly notices: readonly [] };

/** What came of one attempt. `unfinished`: changes remain that `settle` writes. */
export interface Attempt {
  readonly result: Fired;
  readonly unfinished: boolean;
}

export function skip(skipped: Skipped, notices: readonly string[] = []): Attempt {
  return { result: { skipped, notices }, unfinished: false };
}
