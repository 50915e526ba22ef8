import * as z from 'zod';

/** What a calendar makes difficult: each clause with a clock is shown in one of these at least. */
const AWKWARD = ['month-end', 'leap-day', 'clocks', 'holiday'] as const;

/** Everything else that a clause with a clock is shown in. */
const OTHERS = ['plain', 'late', 'early', 'withdrawn', 'wrong-party'] as const;

/** What golden cases show of each clause with a clock, unless it cannot be in it. */
export const CIRCUMSTANCES = ['plain', 'awkward', 'late', 'early', 'withdrawn', 'wrong-party'] as const;

export type Circumstance = (typeof CIRCUMSTANCES)[number];

const oneOrMore = <One extends z.ZodType>(one: One) => z.union([one, z.array(one).min(1)]);

/** `export-window: [plain, holiday]`: by clause, what a case shows it in. */
export const showsSchema = z.record(z.string(), oneOrMore(z.enum([...OTHERS, ...AWKWARD])));

/** `{ clause: liability-cap, circumstance: [late, early], why: … }`: in what a clause cannot be, and the reason. */
export const exclusionSchema = z.strictObject({
  clause: oneOrMore(z.string()),
  circumstance: oneOrMore(z.enum(CIRCUMSTANCES).exclude(['plain'])),
  why: z.string().min(1),
});

/** The parts of golden cases that tell of circumstances. */
interface Telling {
  readonly shows?: z.infer<typeof showsSchema> | undefined;
  readonly doesNotArise?: readonly z.infer<typeof exclusionSchema>[] | undefined;
}

/** In which circumstances cases show a clause, and in which they say that it cannot be. */
export interface Shown {
  readonly shown: ReadonlySet<Circumstance>;
  readonly excluded: ReadonlySet<Circumstance>;
}

/** @param clause as cases name it: `export-window`, `gdpr.subject-response` */
export function shownOf(clause: string, cases: readonly Telling[]): Shown {
  const shown = cases.flatMap(({ shows = {} }) => shows[clause] ?? []);
  const excluded = cases
    .flatMap(({ doesNotArise = [] }) => doesNotArise)
    .filter((one) => [one.clause].flat().includes(clause))
    .flatMap(({ circumstance }) => circumstance);
  const general = (one: string) => CIRCUMSTANCES.find((circumstance) => circumstance === one) ?? 'awkward';
  return { shown: new Set(shown.map(general)), excluded: new Set(excluded) };
}
