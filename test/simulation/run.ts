import { type Case, endOf, START } from './case.ts';
import { Cloud } from './cloud/cloud.ts';
import { Faults, type Strike } from './cloud/faults.ts';
import { EndlessError, Kernel } from './engine/kernel.ts';
import { Random } from './engine/random.ts';
import { Trace } from './engine/trace.ts';
import { checkAfterwards } from './oracle/afterwards.ts';
import { ScheduleWatch } from './oracle/schedules.ts';
import { StopWatch } from './oracle/stops.ts';
import { StoredStates } from './oracle/stored.ts';
import type { Report, Violation } from './oracle/violations.ts';
import { Watch } from './oracle/watch.ts';
import { simulationTerms } from './terms.ts';
import { Amender } from './workload/amender.ts';
import { Decider } from './workload/decider.ts';
import { Stopper } from './workload/stopper.ts';
import { Teller } from './workload/teller.ts';

/** How long everything works without a fault at the end. */
const CALM_MS = 30 * 86_400_000;

/** So long before the end the proposals are listed once more. */
const LAST_LOOK_MS = 3_600_000;

export interface RunResult {
  readonly seed: number;
  /** Of everything that happened. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly letters: number;
  readonly duplicates: number;
  readonly events: number;
  readonly strikes: readonly Strike[];
  /** How late each letter of a step went out, in seconds after it was due and known. */
  readonly lateness: readonly number[];
  readonly cpuSeconds: number;
}

/** Lives through one case: the same case gives the same trace. `write` gets every line of it. */
export async function run(one: Case, write?: (line: string) => void): Promise<RunResult> {
  const began = process.threadCpuUsage();
  const { seed, workload, rates, sendWindow, digest, strikes: only } = one;
  const kernel = new Kernel(START);
  const trace = new Trace(() => kernel.clock.now(), write);
  const faults = new Faults({ rates, random: new Random(`seed ${seed}`).fork('faults'), only });
  const violations: Violation[] = [];
  const report: Report = (kind, code, what) => {
    trace.add(`VIOLATION ${kind} (${code}): ${what}`);
    violations.push({ kind, code, what, at: kernel.clock.now() });
  };
  const { outages } = faults;
  const hasWindow = sendWindow !== undefined;
  const skewMs = 2 * rates.skewMs;
  const stops = new StopWatch(skewMs);
  const strikes = () => faults.strikes.length;
  const watch = new Watch({ kernel, report, workload, stops, skewMs, outages, strikes, hasWindow });
  const schedules = new ScheduleWatch({ kernel, report, outages, schedules: () => cloud.scheduler.schedules() });
  const stored = new StoredStates();
  const cloud: Cloud = await Cloud.open({
    ...{ kernel, faults, trace, terms: simulationTerms, sendWindow, digest },
    releaseAt: workload.releaseAt,
    onWrite: (changes) => {
      watch.onWrite(changes);
      schedules.onWrite(changes);
      stored.onWrite(changes);
    },
    onQueued: (bodies) => watch.stopped.onQueued(bodies),
    onAccepted: (letter) => {
      trace.add(`accepted ${letter.tags.notice} for ${letter.to} (${letter.fate})`);
      watch.onAccepted(letter);
    },
  });
  const teller = new Teller({ kernel, cloud, report, share: (key) => faults.shareOf(key) });
  teller.start(workload);
  const stopper = new Stopper({ kernel, cloud, report, stops, share: (key) => faults.shareOf(key) });
  stopper.start(workload.stops ?? []);
  const amender = new Amender({ kernel, cloud, report, share: (key) => faults.shareOf(key) });
  amender.start(workload.amendments ?? []);
  if (workload.releaseAt !== undefined)
    new Decider({ kernel, cloud, report, proposals: watch.proposals, share: (key) => faults.shareOf(key) }).start(
      workload.contracts,
      workload.releaseAt,
      endOf(one) + CALM_MS - LAST_LOOK_MS,
    );
  const live = async () => {
    await kernel.runUntil(endOf(one));
    faults.stop();
    trace.add('calm');
    await kernel.runUntil(endOf(one) + CALM_MS);
    if (teller.open > 0) report('invariant', 'liveness', `${teller.open} requests are not acknowledged`);
    if (stopper.open > 0) report('invariant', 'liveness', `${stopper.open} stops are not at their end`);
    if (amender.open > 0) report('invariant', 'liveness', `${amender.open} amendments are not acknowledged`);
    checkAfterwards(watch, cloud.mail.lostReports, report);
    for (const [id, contract] of watch.contracts) stored.check(id, contract.standingAt(kernel.now), report);
  };
  await live().catch((error: unknown) => {
    if (!(error instanceof EndlessError)) throw error;
    report('invariant', 'liveness', error.message);
  });
  return {
    ...{ seed, hash: trace.digest(), violations, letters: watch.letters, duplicates: watch.duplicates },
    ...{ events: workload.tellings.length, strikes: faults.strikes, lateness: watch.lateness },
    cpuSeconds: secondsSince(began),
  };
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1e6;
}
