/**
 * Plans histories by the sources of one checkout, as the process that started this one asks: one message a request, one
 * an answer. `node bench/plan-rounds.ts FOLDER`
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import { billing, contractUnder } from './plan-histories.ts';

export interface Asked {
  readonly pack: string;
  readonly years: number;
  readonly rounds: number;
}

export interface Measured {
  readonly events: number;
  readonly deadlines: number;
  /** Medians, of processor time. */
  readonly planMs: number;
  readonly compareMs: number;
}

const NOW = '2040-01-01T00:00:00Z';
const [, , root = ''] = process.argv;
const source = (path: string) => import(pathToFileURL(join(root, path)).href);

const { plan }: typeof import('../shared/core/deadlines/plan.ts') = await source('shared/core/deadlines/plan.ts');
const { liveUntil }: typeof import('../shared/core/deadlines/lapse-event.ts') = await source(
  'shared/core/deadlines/lapse-event.ts',
);
const { compareDeadlines }: typeof import('../shared/core/deadlines/deadline-changes.ts') = await source(
  'shared/core/deadlines/deadline-changes.ts',
);
const { findPack }: typeof import('../shared/core/terms/catalog.ts') = await source('shared/core/terms/catalog.ts');
const { loadTerms }: typeof import('../shared/runtime/terms.ts') = await source('shared/runtime/terms.ts');
const terms = loadTerms(join(root, 'terms'));

/** The history as it is stored: with every lapse that the clock brought. */
function lived(pack: string, years: number) {
  const contract = contractUnder(pack, findPack(terms.catalog, pack).version);
  const input = { contract, events: billing(Math.round(years * 12)), ...terms };
  const last = input.events.at(-1)?.occurredAt ?? NOW;
  return { ...input, events: liveUntil(last, input).events };
}

function measure({ pack, years, rounds }: Asked): Measured {
  const input = lived(pack, years);
  const stored: StoredDeadline[] = plan(input).deadlines.map((deadline) => ({
    ...structuredClone(deadline),
    revision: 1,
    run: 1,
    runStartedAt: NOW,
    done: [],
  }));
  const { deadlines } = plan(input);
  const planMs = median(rounds, () => plan(input));
  const compareMs = median(rounds, () => compareDeadlines(stored, deadlines, NOW));
  return { events: input.events.length, deadlines: deadlines.length, planMs, compareMs };
}

/** Of the processor's time, which another process on the machine does not lengthen as it does the clock's. */
function median(rounds: number, work: () => unknown): number {
  for (let n = 0; n < rounds; n += 1) work();
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

process.on('message', (asked: Asked) => process.send?.(measure(asked)));
