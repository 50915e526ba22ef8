import { pairOf } from './cloud/faults.ts';
import { PAIRS } from './cloud/pairs.ts';
import { isKnownOpen, KNOWN_OPEN } from './known-open.ts';
import type { Violation, ViolationKind } from './oracle/violations.ts';
import type { RunResult } from './run.ts';

/** Sums over many seeds. */
export class Totals {
  seeds = 0;
  letters = 0;
  duplicates = 0;
  events = 0;
  cpuSeconds = 0;
  /** The seed that took longest. */
  longest = { seed: 0, cpuSeconds: 0 };
  readonly failed: number[] = [];
  /** How often each fault struck each step. */
  readonly struck = new Map<string, number>();
  readonly lateness: number[] = [];
  readonly #violations = new Map<string, number>();
  readonly #known = new Map<string, number>();

  add(result: RunResult): void {
    this.seeds += 1;
    this.letters += result.letters;
    this.duplicates += result.duplicates;
    this.events += result.events;
    this.cpuSeconds += result.cpuSeconds;
    if (result.cpuSeconds > this.longest.cpuSeconds) this.longest = result;
    this.lateness.push(...result.lateness);
    for (const strike of result.strikes) this.struck.set(pairOf(strike), (this.struck.get(pairOf(strike)) ?? 0) + 1);
    for (const violation of result.violations) {
      const [counts, key] = isKnownOpen(violation) ? [this.#known, violation.code] : [this.#violations, violation.kind];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    if (unexpected(result).length > 0) this.failed.push(result.seed);
  }

  count(kind: ViolationKind): number {
    return this.#violations.get(kind) ?? 0;
  }

  get hasFailed(): boolean {
    return this.failed.length > 0;
  }

  /** The pairs of step and fault that a run of many seeds has to meet and this one did not. */
  get unmet(): string[] {
    return PAIRS.map(({ step, fault }) => `${step} × ${fault}`).filter((pair) => !this.struck.has(pair));
  }

  /** What is known to be open and was met, a line each. */
  knownOpen(): string[] {
    return KNOWN_OPEN.flatMap(({ code, why }) => {
      const times = this.#known.get(code) ?? 0;
      return times === 0 ? [] : [`known open, ${times} times: ${code}. ${why}`];
    });
  }

  /** What the seeds had in them, and what they cost. */
  costLine(): string {
    const { seed, cpuSeconds } = this.longest;
    const mean = (this.cpuSeconds / this.seeds).toFixed(2);
    return `${this.events} events, ${this.letters} letters, ${mean} CPU-seconds a seed, most ${cpuSeconds.toFixed(1)} (seed ${seed})`;
  }

  /** How late letters went out, in seconds after they were due and known. */
  latenessLine(): string {
    const sorted = this.lateness.toSorted((a, b) => a - b);
    const at = (share: number) =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return `lateness in seconds: half ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, most ${at(1)}`;
  }

  /** The last line of the output. `duplicates`: letters that went out again after an unknown send. */
  line(years: number): string {
    const [missed, stale, early, silent] = (['missed', 'stale', 'early', 'silent'] as const).map((kind) =>
      this.count(kind),
    );
    const counts = `missed ${missed}, stale ${stale}, early ${early}, silent ${silent}`;
    return `${this.seeds} seeds × ${years} years: ${counts}, duplicates ${this.duplicates} (${per100000(this.duplicates, this.letters)} per 100,000)`;
  }

  /** The rate of duplicates with its 95 % interval (Wilson). */
  intervalLine(): string {
    const [low, high] = wilson(this.duplicates, this.letters).map((share) => Math.round(share * 100_000));
    return `duplicates per 100,000 letters: ${per100000(this.duplicates, this.letters)}, 95 % interval ${low} to ${high}`;
  }
}

export function unexpected({ violations }: Pick<RunResult, 'violations'>): Violation[] {
  return violations.filter((violation) => !isKnownOpen(violation));
}

function per100000(count: number, of: number): number {
  return of === 0 ? 0 : Math.round((count / of) * 100_000);
}

function wilson(count: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const share = count / of;
  const middle = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - spread) / whole), (middle + spread) / whole];
}
