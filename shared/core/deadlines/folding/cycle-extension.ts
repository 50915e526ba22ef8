import { dayOf, type Fact } from '../../events/event.ts';
import type { CycleExtension } from '../../terms/cycle.ts';
import type { ClauseInForce } from '../../terms/in-force.ts';
import { count } from '../counting/counting.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { basisOf } from './basis.ts';
import { type Fold, gridOf } from './fold.ts';
import type { Timed } from './occurrence.ts';
import type { Past } from './past.ts';
import { shift } from './standing.ts';

const DAY_MS = 86_400_000;

/** Makes the cycles longer that the event extends, and moves every deadline that counts on them. */
export function extendCycles(fold: Fold, { fact }: Timed): void {
  if (fold.terminated) return;
  const extended = new Set<CycleGrid>();
  for (const rule of fold.terms.clauses) {
    const extension = extensionOf(rule);
    if (extension?.kind !== fact.kind) continue;
    const grid = gridOf(fold, rule);
    if (grid === undefined || 'missing' in grid || extended.has(grid)) continue;
    const days = daysGranted(extension, fact, fold.past);
    if (days === undefined) {
      const missing = `data.${extension.days}`;
      fold.notStarted.push({ report: { clause: rule.key, event: fact.id, missing }, deadline: undefined });
      continue;
    }
    extended.add(grid);
    if (days > 0) grid.extend(dayOf(fact.occurredAt, rule.context.timezone), days, { event: fact.id, kind: fact.kind });
  }
  if (extended.size > 0) countAnew(fold, extended);
}

export function extensionOf({ cycle }: ClauseInForce): CycleExtension | undefined {
  return cycle === undefined || 'missing' in cycle ? undefined : cycle.extendedBy;
}

/** A stretch of time that an event named only by what it was about. */
export interface Lasted {
  readonly from: string;
  readonly to: string | undefined;
  /** Whole days; a part of one counts as one. Undefined while it goes on. */
  readonly days: number | undefined;
}

/** How long what an extension makes up for has lasted; undefined where it has not begun. */
export function lasted({ asLongAs }: CycleExtension, about: string, past: Past): Lasted | undefined {
  if (asLongAs === undefined) return undefined;
  const [begun] = past.about([asLongAs.from], asLongAs.about, about);
  if (begun === undefined) return undefined;
  const ended = past.about([asLongAs.to], asLongAs.about, about).find(({ epoch }) => epoch >= begun.epoch);
  const days = ended && Math.ceil((ended.epoch - begun.epoch) / DAY_MS);
  return { from: begun.at, to: ended?.at, days };
}

/** The number the event names, else as long as what it makes up for lasted; never more than the terms allow. */
function daysGranted(extension: CycleExtension, fact: Fact, past: Past): number | undefined {
  const { days: key, asLongAs, atMostDays = Number.POSITIVE_INFINITY } = extension;
  const named = fact.data[key];
  if (typeof named === 'number' && Number.isInteger(named) && named >= 0) return Math.min(named, atMostDays);
  const about = asLongAs && fact.data[asLongAs.about];
  const days = about === undefined ? undefined : lasted(extension, String(about), past)?.days;
  return days === undefined ? undefined : Math.min(days, atMostDays);
}

function countAnew(fold: Fold, extended: ReadonlySet<CycleGrid>): void {
  for (const standing of fold.standings.values()) {
    if (standing.state !== 'open' && standing.state !== 'paused') continue;
    const basis = basisOf(fold, standing);
    if (basis.grid === undefined || 'missing' in basis.grid || !extended.has(basis.grid)) continue;
    const counted = count(basis);
    if ('missing' in counted || counted.instant === standing.base.instant) continue;
    shift(standing, counted);
    fold.touched.add(standing);
  }
}
