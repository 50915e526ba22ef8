/**
 * What recording one more event costs: planning all of a contract's events and comparing the plan with what is stored.
 * A history is monthly billing under each of two packs; ten years of it are about 500 events.
 *
 *   npm run bench:plan
 */
import { compareDeadlines } from '../shared/core/deadlines/deadline-changes.ts';
import { liveUntil } from '../shared/core/deadlines/lapse-event.ts';
import { type PlanInput, plan } from '../shared/core/deadlines/plan.ts';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import type { PinnedContract } from '../shared/core/events/contract.ts';
import type { Fact } from '../shared/core/events/event.ts';
import { findPack } from '../shared/core/terms/catalog.ts';
import { currentTerms } from '../shared/runtime/terms.ts';

const GOAL_MS = 5;
const YEARS = [1.25, 2.5, 5, 10, 20];
const ROUNDS = 60;
const NOW = '2040-01-01T00:00:00Z';
const terms = currentTerms();

interface Measured {
  readonly events: number;
  readonly deadlines: number;
  readonly planMs: number;
  readonly compareMs: number;
}

/** Invoice, due date, sometimes a failed payment, and the payment, month after month. */
function billing(months: number): Fact[] {
  return Array.from({ length: months }, (_, month) => {
    const day = (n: number) => new Date(Date.UTC(2016, month, n)).toISOString().slice(0, 10);
    const invoice = { invoice: `in_${month}`, dueOn: day(15), amount: 4900, currency: 'EUR' };
    const at = (kind: string, occurredAt: string, data: Fact['data'] = invoice): Fact => ({
      id: `${kind}-${month}`,
      kind,
      occurredAt,
      data,
    });
    return [
      at('invoice.issued', `${day(1)}T08:00:00Z`),
      at('invoice.due', `${day(8)}T08:00:00Z`),
      ...(month % 6 === 0 ? [at('payment.failed', `${day(15)}T09:00:00Z`)] : []),
      at('payment.received', `${day(16)}T09:00:00Z`, { ...invoice, payment: `p_${month}` }),
    ];
  }).flat();
}

function contractUnder(pack: string): PinnedContract {
  const { version } = findPack(terms.catalog, pack);
  const customer = { email: 'nobody@customer.example', locale: 'en' };
  const place = { timezone: 'Europe/Bucharest', holidays: ['RO'] };
  const billed = { startsOn: '2016-01-31', billing: { cycle: '1 month', anchorDay: 31 } };
  return { id: 'bench', terms: pack, version, customer, ...place, ...billed };
}

/** The history as it is stored: with every lapse that the clock brought. */
function lived(pack: string, years: number): PlanInput {
  const input = { contract: contractUnder(pack), events: billing(Math.round(years * 12)), ...terms };
  const last = input.events.at(-1)?.occurredAt ?? NOW;
  return { ...input, events: liveUntil(last, input).events };
}

function measure(input: PlanInput): Measured {
  const stored: StoredDeadline[] = plan(input).deadlines.map((deadline) => ({
    ...structuredClone(deadline),
    revision: 1,
    run: 1,
    runStartedAt: NOW,
    done: [],
  }));
  const { deadlines } = plan(input);
  const planMs = median(() => plan(input));
  const compareMs = median(() => compareDeadlines(stored, deadlines, NOW));
  return { events: input.events.length, deadlines: deadlines.length, planMs, compareMs };
}

function median(work: () => unknown): number {
  for (let n = 0; n < ROUNDS; n += 1) work();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

/** 1 where the cost grows with the number of events, 2 where with its square; fitted over all sizes. */
function exponent(measured: readonly Measured[]): number {
  const points = measured.map(
    ({ events, planMs, compareMs }) => [Math.log(events), Math.log(planMs + compareMs)] as const,
  );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([a]) => a)), mean(points.map(([, b]) => b))];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return over / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

for (const pack of ['exoopus', 'exolyt']) {
  console.log(`\n${pack}: one more event on top of so many (median of ${ROUNDS} rounds)`);
  console.log('  years  events  deadlines   plan ms  compare ms  together');
  const rows = YEARS.map((years) => {
    const row = measure(lived(pack, years));
    const { events, deadlines, planMs, compareMs } = row;
    const numbers = [planMs, compareMs, planMs + compareMs].map((ms) => ms.toFixed(2).padStart(10));
    console.log(
      `  ${String(years).padStart(5)}  ${String(events).padStart(6)}  ${String(deadlines).padStart(9)}${numbers.join('')}`,
    );
    return row;
  });
  const tenYears = rows[YEARS.indexOf(10)] as Measured;
  const total = tenYears.planMs + tenYears.compareMs;
  console.log(
    `  ten years: ${total.toFixed(2)} ms for each event recorded (goal ${GOAL_MS} ms: ${total <= GOAL_MS ? 'met' : 'missed'})`,
  );
  console.log(`  the cost grows with the number of events to the power of ${exponent(rows).toFixed(2)}`);
}
