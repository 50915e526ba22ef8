import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

const MONTHS = 'cycles: { month: { every: 1 month } }\n';
const EXTENDED = 'cycles: { month: { every: 1 month, extendedBy: { kind: extension.granted, days: days } } }\n';
const STARTS = { startsOn: '2026-03-02' };
const EACH = 'cycle: month\nperiod: { length: 3 days, from: cycle.end, direction: before }\n';
const HELD = 'suspendedBy: hold.on\nresumedBy: hold.off\n';
const FROM_DUE = 'on: [invoice.issued, invoice.due]\nabout: invoice\nperiod: { length: 9 days, from: data.dueOn }\n';
const NEXT = `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met\n`;

/** A notice that ends the contract after so many days. */
const ends = (id: string, on: string, days: number, more = 'endedBy: termination.withdrawn') =>
  clause(id, 'effect', `on: ${on}\n${more}\nproduces: { kind: contract.terminated }\nperiod: ${days} days`);

/** Each month renews the contract, unless its end is stated; then it ends with that month. */
const RENEWS = clause(
  'a',
  'effect',
  'cycle: month\nperiod: { length: 0 days, from: cycle.end }\nrecurs: after-lapse\nsatisfiedBy: cancellation.scheduled\nreopenedBy: cancellation.rescinded\nproduces: { kind: term.renewed }',
);
const ENDS_THEN = clause(
  'b',
  'effect',
  'on: { clause: a, becomes: met }\nperiod: { length: 0 days, from: deadline }\nproduces: { kind: contract.terminated }',
);

/** What Stripe tells of the end of one of its subscriptions. */
const stripe = (id: string, day: string, subscription: string, effectiveOn: string): Fact => ({
  ...{ id, kind: 'cancellation.scheduled', occurredAt: day, data: { subscription, effectiveOn } },
  source: { provider: 'stripe', eventId: id, type: 'customer.subscription.updated' },
});

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'a stated end ahead, of which something was to be done within days',
    {
      at: '2026-03-20T00:00:00Z',
      head: MONTHS,
      contract: STARTS,
      clauses: [RENEWS, ENDS_THEN, clause('c', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 2 days')],
      events: ['cancellation.scheduled@2026-03-03,id=e1,effectiveOn=2026-06-02', 'work.asked@2026-03-10,id=e2'],
    },
    `
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-05 date=2026-03-05 id=c~2026-05-02 state=lapsed trigger=e1
    = date=2026-04-01 id=a~2026-03-02 lapse=term.renewed 2026-04-01  state=open trigger=contract-start
    met day=2026-03-03 event=e1 kind=cancellation.scheduled
    = closedBy=e1 closing=met cancellation.scheduled 2026-03-03 date=2026-06-01 id=a~2026-05-02 lapse=term.renewed 2026-06-01  state=met trigger=contract-start
    = date=2026-06-01 id=b~2026-05-02 lapse=contract.terminated 2026-06-01  state=open trigger=e1
    `,
  ],
  [
    'a stated end that falls into another cycle once days are granted',
    {
      head: EXTENDED,
      contract: STARTS,
      clauses: [RENEWS, ENDS_THEN],
      events: [
        'cancellation.scheduled@2026-03-03,id=e1,effectiveOn=2026-06-02',
        'extension.granted@2026-03-10,id=e2,days=10',
      ],
    },
    `
    cycle-extended event=e2 from=2026-04-01 kind=extension.granted n=10 opensOn=2026-03-02 to=2026-04-11
    = date=2026-04-11 id=a~2026-03-02 lapse=term.renewed 2026-04-11  state=open trigger=contract-start
    met day=2026-03-03 event=e1 kind=cancellation.scheduled
    = closedBy=e1 closing=met cancellation.scheduled 2026-03-03 date=2026-06-11 id=a~2026-05-12 lapse=term.renewed 2026-06-11  state=met trigger=contract-start
    = date=2026-06-11 id=b~2026-05-12 lapse=contract.terminated 2026-06-11  state=open trigger=e1
    `,
  ],
  [
    'ends that are stated of this cycle, and of one ahead, the earlier of which is taken back',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [RENEWS, ENDS_THEN],
      events: [
        {
          id: 'e1',
          kind: 'cancellation.scheduled',
          occurredAt: '2026-03-03',
          data: { effectiveOn: '2026-06-02', subscription: 's1' },
        },
        {
          id: 'e2',
          kind: 'cancellation.scheduled',
          occurredAt: '2026-03-04',
          data: { effectiveOn: '2026-04-02', subscription: 's2' },
        },
        {
          id: 'e3',
          kind: 'cancellation.rescinded',
          occurredAt: '2026-03-05',
          data: { subscription: 's2', snapshot: true },
        },
      ],
    },
    `
    reopened day=2026-03-05 event=e3 kind=cancellation.rescinded
    = date=2026-04-01 id=a~2026-03-02 lapse=term.renewed 2026-04-01  state=open trigger=contract-start
    met day=2026-03-03 event=e1 kind=cancellation.scheduled
    = closedBy=e1 closing=met cancellation.scheduled 2026-03-03 date=2026-06-01 id=a~2026-05-02 lapse=term.renewed 2026-06-01  state=met trigger=contract-start
    = date=2026-06-01 id=b~2026-05-02 lapse=contract.terminated 2026-06-01  state=open trigger=e1
    `,
  ],
  [
    'cancellations for a window, for a fee at the end of a trial, and a notice with a day of its own',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('w', 'window', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: cancellation.scheduled'),
        clause(
          'f',
          'effect',
          'on: trial.started\nabout: trial\nperiod: { length: 0 days, from: data.endsOn }\nsatisfiedBy: cancellation.scheduled\nproduces: { kind: notice.given }',
        ),
        clause('n', 'obligation', `${EACH}recurs: after-lapse-or-met\nsatisfiedBy: termination.noticed`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        'trial.started@2026-03-02,id=e2,trial=t,endsOn=2026-03-15',
        'cancellation.scheduled@2026-03-03,id=e3,trial=t,effectiveOn=2026-04-02',
        'trial.started@2026-03-02,id=e4,trial=u,endsOn=2026-03-15',
        'cancellation.scheduled@2026-03-04,id=e5,trial=u,effectiveOn=2026-03-15',
        'termination.noticed@2026-03-05,id=e6,effectiveOn=2026-12-02',
      ],
    },
    `
    met day=2026-03-03 event=e3 kind=cancellation.scheduled
    = closedBy=e3 closing=met cancellation.scheduled 2026-03-03 date=2026-03-11 id=w state=met trigger=e1
    = date=2026-03-15 id=f~t lapse=notice.given 2026-03-15  state=open trigger=e2
    met day=2026-03-04 event=e5 kind=cancellation.scheduled
    = closedBy=e5 closing=met cancellation.scheduled 2026-03-04 date=2026-03-15 id=f~u lapse=notice.given 2026-03-15  state=met trigger=e4
    met day=2026-03-05 event=e6 kind=termination.noticed
    = closedBy=e6 closing=met termination.noticed 2026-03-05 date=2026-03-29 id=n~2026-03-02 state=met trigger=contract-start
    = date=2026-04-28 id=n~2026-04-02 state=open trigger=contract-start
    `,
  ],
  [
    'a cycle that is held as the one before is met',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          `cycle: month\nrecurs: after-lapse-or-met\nperiod: { length: 9 days, from: cycle.start }\nsatisfiedBy: work.done\n${HELD}`,
        ),
      ],
      events: ['hold.on@2026-03-03,id=e1', 'work.done@2026-03-04,id=e2', 'hold.off@2026-04-05,id=e3'],
    },
    `
    paused event=e1 from=2026-03-03 kind=hold.on
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-03-11 id=a~2026-03-02 state=met trigger=contract-start
    resumed event=e3 from=2026-04-02 kind=hold.off until=2026-04-05
    extended from=2026-04-11 n=3 to=2026-04-14 unit=days
    = date=2026-04-14 id=a~2026-04-02 state=open trigger=contract-start
    `,
  ],
  [
    'what comes too late for the cycle before, and is not said of the one before that',
    {
      at: '2026-05-10T00:00:00Z',
      head: MONTHS,
      contract: STARTS,
      clauses: [clause('a', 'obligation', `${EACH}recurs: after-lapse\nsatisfiedBy: work.done`)],
      events: ['work.done@2026-05-08,id=e1'],
    },
    `
    lapsed event=lapse instant=2026-03-30T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-29 date=2026-03-29 id=a~2026-03-02 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-04-29T00:00:00Z produces=deadline.lapsed
    met-late date=2026-04-28 day=2026-05-08 event=e1 kind=work.done
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-04-28 date=2026-04-28 id=a~2026-04-02 state=lapsed trigger=contract-start
    met day=2026-05-08 event=e1 kind=work.done
    = closedBy=e1 closing=met work.done 2026-05-08 date=2026-05-29 id=a~2026-05-02 state=met trigger=contract-start
    `,
  ],
  [
    'what was open, held, over, met or set aside as that from which it follows was met and the contract ended',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause('b', 'obligation', `on: { clause: a, becomes: open }\nperiod: 9 days\n${HELD}`),
        clause('c', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 1 days'),
        clause('d', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 9 days\nsatisfiedBy: work.moved'),
        clause('e', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 9 days\nendedBy: work.moved'),
        clause('f', 'right', 'on: work.asked\nperiod: 9 days'),
        clause('g', 'obligation', 'on: { clause: b, becomes: open }\nperiod: 9 days'),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        'hold.on@2026-03-03,id=e2',
        'work.moved@2026-03-04,id=e3',
        'work.done@2026-03-05,id=e4',
        'contract.terminated@2026-03-12,id=e5',
      ],
    },
    `
    = date=2026-03-03 id=c state=open trigger=e1
    met day=2026-03-05 event=e4 kind=work.done
    = closedBy=e4 closing=met work.done 2026-03-05 date=2026-03-11 id=a state=met trigger=e1
    paused event=e2 from=2026-03-03 kind=hold.on
    parent-settled clause=a day=2026-03-05 event=e4 kind=work.done terms=test@1
    = closedBy=e4 closing=parent-settled work.done 2026-03-05 date=2026-03-11 id=b state=cancelled trigger=e1
    met day=2026-03-04 event=e3 kind=work.moved
    = closedBy=e3 closing=met work.moved 2026-03-04 date=2026-03-11 id=d state=met trigger=e1
    ended day=2026-03-04 event=e3 kind=work.moved
    = closedBy=e3 closing=ended work.moved 2026-03-04 date=2026-03-11 id=e state=cancelled trigger=e1
    = date=2026-03-11 id=f state=open trigger=e1
    parent-settled clause=b day=2026-03-03 event=e2 kind=hold.on terms=test@1
    = closedBy=e2 closing=parent-settled hold.on 2026-03-03 date=2026-03-11 id=g state=cancelled trigger=e1
    `,
  ],
  [
    'what follows from a lapse, from an opening that lapsed, and from the taking back of what met it',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nreopenedBy: work.undone'),
        clause('b', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 12 days'),
        clause(
          'c',
          'obligation',
          'on: { clause: a, becomes: lapsed }\nperiod: 3 days\nproduces: { kind: notice.given }',
        ),
        clause('d', 'obligation', 'on: notice.given\nperiod: 30 days'),
      ],
      events: ['work.asked@2026-03-02,id=e1', 'work.done@2026-03-04,id=e2', 'work.undone@2026-03-05,id=e3'],
    },
    `
    reopened day=2026-03-05 event=e3 kind=work.undone
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a state=lapsed trigger=e1
    lapsed event=lapse instant=2026-03-15T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-14 date=2026-03-14 id=b state=lapsed trigger=e1
    lapsed event=lapse instant=2026-03-15T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-14 date=2026-03-14 id=c lapse=notice.given 2026-03-14  state=lapsed trigger=lapse
    = date=2026-04-13 id=d state=open trigger=lapse
    `,
  ],
  [
    'a day that is moved by what meets it, and moved to after what had come too late',
    {
      clauses: [
        clause('a', 'obligation', `${FROM_DUE}satisfiedBy: invoice.due`),
        clause('b', 'obligation', `${FROM_DUE}satisfiedBy: work.done`),
        clause('c', 'right', `${FROM_DUE}endedBy: work.done\nstartsAgain: false`),
      ],
      events: [
        'invoice.issued@2026-03-02,id=e1,invoice=i,dueOn=2026-03-05',
        'invoice.due@2026-03-04,id=e2,invoice=i,dueOn=2026-03-10',
        'invoice.due@2026-03-06,id=e3,invoice=i,dueOn=2026-03-12',
        'invoice.issued@2026-03-02,id=f1,invoice=j,dueOn=2026-03-05',
        'work.done@2026-03-16,id=f2,invoice=j',
        'work.done@2026-03-16,id=f3,invoice=other',
        'invoice.issued@2026-03-17,id=f4,invoice=j,dueOn=2026-03-10',
      ],
    },
    `
    arisen instant=2026-03-15T00:00:00Z
    ended day=2026-03-16 event=f2 kind=work.done
    = closedBy=f2 closing=ended work.done 2026-03-16 date=2026-03-14 id=c~j state=cancelled trigger=f1
    moved day=2026-03-17 event=f4 from=2026-03-14 kind=invoice.issued to=2026-03-19
    = date=2026-03-19 id=a~j state=open trigger=f4
    moved day=2026-03-17 event=f4 from=2026-03-14 kind=invoice.issued to=2026-03-19
    met day=2026-03-16 event=f2 kind=work.done
    = closedBy=f2 closing=met work.done 2026-03-16 date=2026-03-19 id=b~j state=met trigger=f4
    moved day=2026-03-04 event=e2 from=2026-03-14 kind=invoice.due to=2026-03-19
    moved day=2026-03-06 event=e3 from=2026-03-19 kind=invoice.due to=2026-03-21
    met day=2026-03-06 event=e3 kind=invoice.due
    = closedBy=e3 closing=met invoice.due 2026-03-06 date=2026-03-21 id=a~i state=met trigger=e3
    moved day=2026-03-04 event=e2 from=2026-03-14 kind=invoice.due to=2026-03-19
    moved day=2026-03-06 event=e3 from=2026-03-19 kind=invoice.due to=2026-03-21
    = date=2026-03-21 id=b~i state=open trigger=e3
    moved day=2026-03-04 event=e2 from=2026-03-14 kind=invoice.due to=2026-03-19
    moved day=2026-03-06 event=e3 from=2026-03-19 kind=invoice.due to=2026-03-21
    = date=2026-03-21 id=c~i state=open trigger=e3
    `,
  ],
  [
    'ends that are corrected, and one of them taken back',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 30 days\nsatisfiedBy: [cancellation.scheduled, termination.noticed]\nreopenedBy: cancellation.rescinded',
        ),
        clause('b', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 10 days'),
        clause('c', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 40 days'),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        stripe('e2', '2026-03-03', 's1', '2026-05-01'),
        stripe('e3', '2026-03-04', 's1', '2026-05-02'),
        stripe('e4', '2026-03-05', 's2', '2026-06-01'),
        stripe('e5', '2026-03-06', 's2', '2026-06-02'),
        stripe('e6', '2026-03-07', 's3', '2026-07-01'),
        { ...stripe('e7', '2026-03-08', 's1', '2026-05-02'), kind: 'cancellation.rescinded' },
        'termination.noticed@2026-03-09,id=e8',
        'termination.noticed@2026-03-10,id=e9',
      ],
    },
    `
    = date=2026-03-16 id=b state=open trigger=e5
    reopened day=2026-03-08 event=e7 kind=cancellation.rescinded
    met day=2026-03-06 event=e5 kind=cancellation.scheduled
    met-again day=2026-03-07 event=e6 kind=cancellation.scheduled
    met-again day=2026-03-09 event=e8 kind=termination.noticed
    met-again day=2026-03-10 event=e9 kind=termination.noticed
    = alsoMetBy=[e6, e8, e9] closedBy=e5 closing=met cancellation.scheduled 2026-03-06 date=2026-04-01 id=a state=met trigger=e1
    parent-settled clause=a day=2026-03-06 event=e5 kind=cancellation.scheduled terms=test@1
    = closedBy=e5 closing=parent-settled cancellation.scheduled 2026-03-06 date=2026-04-11 id=c state=cancelled trigger=e1
    `,
  ],
  [
    'an end that is corrected, and stands',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 30 days\nsatisfiedBy: cancellation.scheduled\nreopenedBy: cancellation.rescinded',
        ),
        clause('b', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 10 days'),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        stripe('e2', '2026-03-03', 's1', '2026-05-01'),
        stripe('e3', '2026-03-04', 's1', '2026-05-02'),
        'cancellation.scheduled@2026-03-05,id=e4,effectiveOn=2026-05-03',
      ],
    },
    `
    = date=2026-03-13 id=b state=open trigger=e2
    met day=2026-03-04 event=e3 kind=cancellation.scheduled
    met-again day=2026-03-05 event=e4 kind=cancellation.scheduled
    = alsoMetBy=[e4] closedBy=e3 closing=met cancellation.scheduled 2026-03-04 date=2026-04-01 id=a state=met trigger=e1
    `,
  ],
  [
    'a plan that only one kind of event changes',
    {
      head: 'plans: { pro: Pro., free: Free. }\n',
      contract: { plan: 'free' },
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nabout: work\nperiod: 9 days\nappliesIf: { contract: plan, is: [pro], ifSilent: applies }',
        ),
        clause('b', 'obligation', 'on: { clause: a, becomes: open }\nperiod: 2 days'),
        clause('c', 'obligation', 'on: work.asked\nabout: work\nperiod: 9 days'),
      ],
      events: [
        { id: 'e1', kind: 'work.moved', occurredAt: '2026-03-02', data: { to: 'pro' } },
        { id: 'e2', kind: 'plan.changed', occurredAt: '2026-03-02', data: {} },
        { id: 'e3', kind: 'plan.changed', occurredAt: '2026-03-02', data: { to: 'pro', snapshot: true } },
        'work.asked@2026-03-03,id=e4,work=none',
        { id: 'e5', kind: 'plan.changed', occurredAt: '2026-03-04', data: { to: 'pro' } },
        'work.asked@2026-03-05,id=e6,work=ended',
        { id: 'e7', kind: 'plan.changed', occurredAt: '2026-03-06', data: { to: 'pro' } },
        { id: 'e8', kind: 'plan.changed', occurredAt: '2026-03-07', data: { to: 'free' } },
        'work.asked@2026-03-08,id=e9,work=none-again',
      ],
    },
    `
    parent-settled clause=a day=2026-03-07 event=e8 kind=plan.changed terms=test@1
    = closedBy=e8 closing=parent-settled plan.changed 2026-03-07 date=2026-03-07 id=b~ended state=cancelled trigger=e6
    = date=2026-03-12 id=c~none state=open trigger=e4
    ended day=2026-03-07 event=e8 kind=plan.changed
    = closedBy=e8 closing=ended plan.changed 2026-03-07 date=2026-03-14 id=a~ended state=cancelled trigger=e6
    = date=2026-03-14 id=c~ended state=open trigger=e6
    = date=2026-03-17 id=c~none-again state=open trigger=e9
    notApplied clause=a event=e4 reason=elsewhere plan [pro] free
    notApplied clause=a event=e9 reason=elsewhere plan [pro] free
    `,
  ],
  [
    'the earliest of several ends, and what is no end of the contract',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', NEXT),
        ends('b', 'termination.noticed', 20),
        ends('c', 'notice.given', 10),
        ends('d', 'work.asked', 9, 'endedBy: [termination.withdrawn, trial.started]'),
        clause('e', 'effect', 'on: termination.noticed\nperiod: 5 days\nproduces: { kind: notice.given }'),
        clause('f', 'obligation', 'on: termination.noticed\nperiod: 5 days\nproduces: { kind: contract.terminated }'),
      ],
      events: ['termination.noticed@2026-03-04,id=e1', 'notice.given@2026-03-06,id=e2', 'work.asked@2026-03-07,id=e3'],
    },
    `
    = date=2026-03-09 id=e lapse=notice.given 2026-03-09  state=open trigger=e1
    = date=2026-03-09 id=f lapse=contract.terminated 2026-03-09  state=open trigger=e1
    = date=2026-03-16 id=c lapse=contract.terminated 2026-03-16  state=open trigger=e2
    = date=2026-03-16 id=d lapse=contract.terminated 2026-03-16  state=open trigger=e3
    = date=2026-03-24 id=b lapse=contract.terminated 2026-03-24  state=open trigger=e1
    no-next-cycle clause=c date=2026-03-16 day=2026-03-06 event=e2 kind=notice.given terms=test@1
    = closedBy=e2 closing=no-next-cycle notice.given 2026-03-06 date=2026-03-29 id=a~2026-03-02 state=cancelled trigger=contract-start
    `,
  ],
  [
    'an end that stands still, and what was set aside and whose own day has passed',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [clause('a', 'obligation', NEXT), ends('b', 'termination.noticed', 20, HELD.trimEnd())],
      events: ['termination.noticed@2026-03-04,id=e1', 'hold.on@2026-03-05,id=e2', 'work.asked@2026-03-30,id=e3'],
    },
    `
    paused event=e2 from=2026-03-05 kind=hold.on
    = closedBy=e2 date=2026-03-24 id=b lapse=contract.terminated 2026-03-24  paused=2026-03-05 1 state=paused trigger=e1
    no-next-cycle clause=b date=2026-03-24 day=2026-03-04 event=e1 kind=termination.noticed terms=test@1
    = closedBy=e1 closing=no-next-cycle termination.noticed 2026-03-04 date=2026-03-29 id=a~2026-03-02 state=cancelled trigger=contract-start
    `,
  ],
  [
    'an end that a trial may avert',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', NEXT),
        ends('b', 'work.asked', 9, 'endedBy: [termination.withdrawn, trial.started]'),
      ],
      events: ['work.asked@2026-03-07,id=e1'],
    },
    `
    = date=2026-03-16 id=b lapse=contract.terminated 2026-03-16  state=open trigger=e1
    no-next-cycle clause=b date=2026-03-16 day=2026-03-07 event=e1 kind=work.asked terms=test@1
    = closedBy=e1 closing=no-next-cycle work.asked 2026-03-07 date=2026-03-29 id=a~2026-03-02 state=cancelled trigger=contract-start
    `,
  ],
  [
    'periods that are billed for one day, in the past, without an end, and of a subscription that none was billed for',
    {
      head: 'cycles: { month: { every: contract.billing } }\n',
      contract: { ...STARTS, billing: { cycle: '1 month' } },
      clauses: [clause('a', 'obligation', `on: work.asked\nabout: work\n${EACH}`)],
      events: [
        'payment.received@2026-03-03,id=e1,subscription=s2',
        'payment.received@2026-03-10,id=e2,subscription=s1,periodStartsOn=2026-02-09,periodEndsOn=2026-03-09',
        'payment.received@2026-03-11,id=e3,subscription=s1,periodStartsOn=2026-03-11',
        'payment.received@2026-03-12,id=e4,subscription=s1,periodStartsOn=2026-04-05,periodEndsOn=2026-03-30',
        'payment.received@2026-03-13,id=e5,subscription=s1,periodStartsOn=2026-03-13,periodEndsOn=2026-03-14',
        'work.asked@2026-03-14,id=e6,work=u',
      ],
    },
    `
    = date=2026-04-10 id=a~u state=open trigger=e6
    `,
  ],
];

describe('a plan of what follows from what', () => {
  it.each(CASES)('with %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});
