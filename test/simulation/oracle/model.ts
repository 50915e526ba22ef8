import { businessDayAfter, dayOf, instantOf } from './calendar.ts';

/** What happened, as the workload has it. */
export interface Fact {
  readonly id: string;
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly data: Readonly<Record<string, string>>;
}

export interface Step {
  readonly step: string;
  readonly at: number;
  readonly to: readonly Reader[];
}

export type Reader = 'customer' | 'provider';

export interface Standing {
  readonly id: string;
  readonly trigger: string;
  /** The first instant that is too late. */
  readonly instant: number;
  readonly steps: readonly Step[];
  readonly survives: boolean;
  state: 'open' | 'met' | 'cancelled' | 'lapsed';
  /** When it ceased to be open. */
  closedAt?: number;
}

interface Clause {
  readonly id: string;
  readonly on: string;
  readonly about?: string;
  /** Calendar days; business days where it says so. */
  readonly days: number;
  readonly isBusiness?: true;
  readonly metBy: string;
  readonly endedBy?: string;
  readonly survives?: true;
  readonly endsContract?: true;
  readonly ladder: readonly (readonly [step: string, to: readonly Reader[], daysBefore?: number])[];
}

const customer = ['customer'] as const;
const provider = ['provider'] as const;
const both = ['customer', 'provider'] as const;

/** The clauses of `terms/sim/1.yaml`, read by eye. */
const CLAUSES: readonly Clause[] = [
  {
    ...{ id: 'payment', on: 'invoice.overdue', about: 'invoice', days: 15 },
    ...{ metBy: 'payment.received', endedBy: 'invoice.voided' },
    ladder: [
      ['opened', customer],
      ['reminder-7-days', customer, 7],
      ['due', customer],
      ['lapsed', both],
    ],
  },
  {
    ...{ id: 'cure', on: 'breach.alleged', about: 'breach', days: 30, metBy: 'breach.cured', endsContract: true },
    ladder: [
      ['opened', both],
      ['reminder-10-days', customer, 10],
      ['reminder-3-days', both, 3],
      ['due', customer],
      ['lapsed', both],
    ],
  },
  {
    ...{ id: 'reply', on: 'question.asked', about: 'question', days: 15, isBusiness: true },
    metBy: 'question.answered',
    ladder: [
      ['opened', customer],
      ['reminder-5-days', both, 5],
      ['due', provider],
      ['lapsed', both],
    ],
  },
  {
    ...{ id: 'answer', on: 'subject-request.received', about: 'request', days: 30 },
    ...{ metBy: 'subject-request.answered', survives: true },
    ladder: [
      ['reminder-5-days', provider, 5],
      ['due', provider],
      ['lapsed', provider],
    ],
  },
  {
    ...{ id: 'export', on: 'contract.terminated', days: 20, metBy: 'data-export.delivered', survives: true },
    ladder: [
      ['opened', customer],
      ['reminder-5-days', customer, 5],
      ['due', provider],
      ['lapsed', provider],
    ],
  },
  {
    ...{ id: 'storage', on: 'storage.exceeded', about: 'store', days: 10, metBy: 'storage.freed' },
    ladder: [['lapsed', provider]],
  },
  {
    ...{ id: 'support', on: 'support.requested', about: 'ticket', days: 10, metBy: 'support.answered' },
    ladder: [
      ['due', provider],
      ['lapsed', provider],
    ],
  },
];

const SEND_HOUR = 9;

export interface History {
  readonly zone: string;
  readonly facts: readonly Fact[];
  /** How far time has come, epoch milliseconds. */
  readonly until: number;
  /** Whether the lapse of a deadline at an instant is on record; all are when absent. */
  readonly isRecorded?: (deadline: string, instant: number) => boolean;
  /** The edition of the holidays with which a fact came on record; the first when absent. */
  readonly editionOf?: (fact: string) => number;
  /** The edition that a person had a deadline counted with. */
  readonly acceptedFor?: (deadline: string) => number | undefined;
}

/** Which deadlines these facts give, and what became of them. Time goes on fact by fact and lapse by lapse. */
export function standing(history: History): Map<string, Standing> {
  const { zone, facts, until, isRecorded = () => true, editionOf = () => 1, acceptedFor = () => 1 } = history;
  const all = new Map<string, Standing>();
  const withdrawn = new Set(facts.flatMap(({ kind, data }) => (kind === 'event.withdrawn' ? [data.event] : [])));
  const left = facts.filter(({ id, kind }) => !withdrawn.has(id) && kind !== 'event.withdrawn');
  let ended = false;
  const start = (clause: Clause, subject: string, at: number, trigger: string) => {
    const id = subject === '' ? clause.id : `${clause.id}~${subject}`;
    if (all.has(id) || (ended && clause.survives === undefined)) return;
    // The lowest of all that could have opened it: which of them does depends on what is told later.
    const openers = left.filter(({ kind, data }) => kind === clause.on && data[clause.about ?? ''] === subject);
    const lowest = Math.min(...openers.map((fact) => editionOf(fact.id)));
    const edition = Math.max(Number.isFinite(lowest) ? lowest : 1, acceptedFor(id) ?? 1);
    all.set(id, opened(clause, id, { at, trigger, zone, edition }));
  };
  const endContract = (at: number, trigger: string) => {
    if (ended) return;
    ended = true;
    // What ends at the same instant has lapsed.
    for (const one of all.values())
      if (one.state === 'open' && !one.survives && one.instant > at) close(one, 'cancelled', at);
    for (const clause of CLAUSES) if (clause.on === 'contract.terminated') start(clause, '', at, trigger);
  };
  const lapse = (one: Standing) => {
    close(one, 'lapsed', one.instant);
    if (clauseOf(one).endsContract) endContract(one.instant, `lapse of ${one.id}`);
  };
  const lapseUntil = (at: number) => {
    for (;;) {
      const next = firstToLapse([...all.values()], at, isRecorded);
      if (next === undefined) return;
      lapse(next);
    }
  };
  for (const fact of left.toSorted((a, b) => a.at - b.at)) {
    lapseUntil(fact.at);
    if (fact.kind === 'contract.terminated') endContract(fact.at, fact.id);
    for (const clause of CLAUSES) {
      const subject = clause.about === undefined ? '' : (fact.data[clause.about] ?? '');
      if (fact.kind === clause.on && clause.about !== undefined) start(clause, subject, fact.at, fact.id);
      const one = all.get(subject === '' ? clause.id : `${clause.id}~${subject}`);
      if (one?.state !== 'open' || fact.at >= one.instant) continue;
      if (fact.kind === clause.metBy) close(one, 'met', fact.at);
      if (fact.kind === clause.endedBy) close(one, 'cancelled', fact.at);
    }
  }
  lapseUntil(until);
  return all;
}

interface Opening {
  readonly at: number;
  readonly trigger: string;
  readonly zone: string;
  readonly edition: number;
}

function opened(clause: Clause, id: string, { at, trigger, zone, edition }: Opening): Standing {
  const first = dayOf(at, zone);
  const lastDay = clause.isBusiness ? businessDayAfter(first, clause.days, edition) : first + clause.days;
  const instant = instantOf(lastDay + 1, 0, zone);
  const timeOf = (step: string, daysBefore = 0) => {
    if (step === 'opened') return at;
    return step === 'lapsed' ? instant : instantOf(lastDay - daysBefore, SEND_HOUR, zone);
  };
  const steps = clause.ladder.map(([step, to, before]) => ({ step, to, at: timeOf(step, before) }));
  return { id, trigger, instant, steps, survives: clause.survives === true, state: 'open' };
}

/** An end of the contract goes before other ends at the same instant. */
function firstToLapse(
  all: readonly Standing[],
  until: number,
  isRecorded: (deadline: string, instant: number) => boolean,
): Standing | undefined {
  return all
    .filter(({ id, state, instant }) => state === 'open' && instant <= until && isRecorded(id, instant))
    .sort(
      (a, b) =>
        a.instant - b.instant || Number(clauseOf(b).endsContract === true) - Number(clauseOf(a).endsContract === true),
    )[0];
}

function clauseOf({ id }: Standing): Clause {
  const clause = CLAUSES.find((one) => one.id === id.split('~')[0]);
  if (clause === undefined) throw new Error(`no clause has made ${id}`);
  return clause;
}

function close(one: Standing, state: 'met' | 'cancelled' | 'lapsed', at: number): void {
  one.state = state;
  one.closedAt = at;
}
