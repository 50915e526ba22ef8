import type { Clause } from './clause.ts';
import type { CycleTerms } from './cycle.ts';
import { checkPack } from './pack-rules.ts';
import { withDefaults } from './with-defaults.ts';
import { packFields, type WrittenPack } from './written-pack.ts';

/** One version of one party's terms, or of a statute, as written in its file. */
export const packSchema = packFields.superRefine((pack, context) => {
  for (const { message, path } of checkPack(pack)) context.addIssue({ code: 'custom', message, path: [...path] });
});

/** A pack with its defaults filled into its clauses. */
export type Pack = Omit<WrittenPack, 'clauses' | 'provider' | 'timezone' | 'holidays' | 'cycles'> & {
  readonly provider: string;
  readonly timezone: string;
  readonly holidays: readonly string[];
  readonly cycles: Readonly<Record<string, CycleTerms>>;
  readonly clauses: readonly Clause[];
};

/** The pack with its defaults filled in. The zone and holidays of a statute are placeholders that nothing reads. */
export function completed(written: WrittenPack): Pack {
  const { provider = 'the provider', timezone = 'UTC', holidays = [], ...rest } = written;
  return {
    ...rest,
    provider,
    timezone,
    holidays,
    clauses: written.clauses.map((clause) => withDefaults(written.defaults, clause)),
  };
}

/** `exoopus@2026-01` */
export function packLabel(pack: Pick<Pack, 'pack' | 'version'>): string {
  return `${pack.pack}@${pack.version}`;
}
