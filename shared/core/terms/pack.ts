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
    clauses: written.clauses.map((clause) => withDefaults(written, clause)),
  };
}

/** What a pack says of a kind of its own; undefined if it does not declare the kind. */
export function declaredKind(
  { events }: Pick<Pack, 'events'>,
  kind: string,
): { readonly means: string; readonly mayPrecedeStart?: true; readonly beside?: string } | undefined {
  const declared = Object.hasOwn(events, kind) ? events[kind] : undefined;
  return typeof declared === 'string' ? { means: declared } : declared;
}

interface Revised {
  readonly version: string;
  readonly revision?: number | undefined;
}

/** `exoopus@2026-01`, and `exoopus@2026-01+2` for its second revision: tells packs apart. */
export function packLabel(pack: Revised & Pick<Pack, 'pack'>): string {
  return `${pack.pack}@${revisedVersion(pack)}`;
}

/** `exoopus@2026-01`, whichever revision of it: what a deadline and a letter say. */
export function versionLabel({ pack, version }: Pick<Pack, 'pack' | 'version'>): string {
  return `${pack}@${version}`;
}

/** `2026-01`, and `2026-01+2` for its second revision. A contract without a number is under the first. */
export function revisedVersion({ version, revision = 1 }: Revised): string {
  return revision === 1 ? version : `${version}+${revision}`;
}
