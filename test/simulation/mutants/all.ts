import { AMENDING } from './amending.ts';
import { CLAIMS } from './claims.ts';
import { COMMITS } from './commits.ts';
import { DIGEST } from './digest.ts';
import type { Mutant } from './mutant.ts';
import { PROPOSING } from './proposing.ts';
import { REPORTS } from './reports.ts';
import { RUNS } from './runs.ts';
import { SENDS } from './sends.ts';
import { SETTLES } from './settles.ts';
import { STEPS } from './steps.ts';
import { STOPPING } from './stopping.ts';
import { SWEEPS } from './sweeps.ts';
import { WINDOW } from './window.ts';

/** All planted faults, by where they are planted. */
export const MUTANTS: readonly (Mutant & { readonly place: string })[] = Object.entries({
  claims: CLAIMS,
  steps: STEPS,
  sends: SENDS,
  reports: REPORTS,
  sweeps: SWEEPS,
  commits: COMMITS,
  settles: SETTLES,
  runs: RUNS,
  window: WINDOW,
  digest: DIGEST,
  stopping: STOPPING,
  amending: AMENDING,
  proposing: PROPOSING,
}).flatMap(([place, mutants]) => mutants.map((mutant) => ({ ...mutant, place })));
