import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pinContract } from '../../shared/core/agreement/pin-contract.ts';
import { addDays } from '../../shared/core/calendar/days.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { liveUntil } from '../../shared/core/deadlines/lapse-event.ts';
import { type PlanInput, plan } from '../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import type { EventData, Fact } from '../../shared/core/events/event.ts';
import { readGoldenCases } from '../../shared/desk/plans/golden-cases.ts';
import type { Effect, EventNamed, Prospect } from '../../shared/desk/prospects/prospect.ts';
import { prospectsOf } from '../../shared/desk/prospects/prospects.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { contractOn, facts, inBucharest, packOf, silent, terms } from '../core/deadlines/planning.ts';

function outlookOf(contract: PinnedContract, texts: readonly string[], asOf?: string, catalog = terms.catalog) {
  const input = { contract, events: facts(...texts), catalog, holidays: terms.holidays };
  const lived = asOf === undefined ? { events: input.events, plan: plan(input) } : liveUntil(asOf, input);
  return { ...lived, prospects: prospectsOf(lived.plan, { ...input, events: lived.events }) };
}

/** Effect and words of everything that would still change a deadline. */
function told(contract: PinnedContract, texts: readonly string[], id: string, asOf?: string) {
  return outlookOf(contract, texts, asOf)
    .prospects.ofDeadline(id)
    .map(({ effect, text }) => [effect, text]);
}

const eloomi: PinnedContract = { ...silent, id: 'learner', terms: 'eloomi', version: '5.9', term: '12 months' };
const exolyt: PinnedContract = {
  ...silent,
  id: 'monthly',
  terms: 'exolyt',
  version: '2023-01-01',
  startsOn: '2026-01-31',
  billing: { cycle: '1 month', anchorDay: 31 },
};
const ENDED = 'contract.terminated@2026-11-20T10:00:00+02:00';

describe('what would still change a deadline', () => {
  it('tells what meets a duty, and that it counts as not met otherwise', () => {
    expect(told(inBucharest, [ENDED], 'export-window')).toEqual([
      ['meets', 'data-export.delivered by the end of Tuesday 15 December 2026 meets it.'],
      ['lapses', 'Otherwise it counts as not met when Tuesday 15 December 2026 is over.'],
    ]);
  });

  it('carries the same as data', () => {
    const [meets] = outlookOf(inBucharest, [ENDED]).prospects.ofDeadline('export-window');
    expect(meets).toMatchObject({
      effect: 'meets',
      events: ['data-export.delivered'],
      until: '2026-12-15T22:00:00Z',
    });
    expect(meets).not.toHaveProperty('about');
    const [ends] = outlookOf(silent, ['invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15']).prospects.ofDeadline(
      'suspension~in_1',
    );
    expect(ends).toMatchObject({
      effect: 'ends',
      events: ['payment.received', 'invoice.voided'],
      about: { key: 'invoice', value: 'in_1' },
    });
    expect(ends).not.toHaveProperty('until');
  });

  it('a period may be suspended while it runs, and runs again once what stops it is lifted', () => {
    expect(told(inBucharest, [ENDED], 'deletion').map(([effect]) => effect)).toEqual(['meets', 'suspends', 'lapses']);
    expect(told(inBucharest, [ENDED, 'legal-hold.placed@2026-12-01,hold=h1'], 'deletion')).toEqual([
      ['meets', 'data.deleted while the period stands still, or in time afterwards, meets it.'],
      ['resumes', 'legal-hold.lifted lets the period run again; the last day moves by the time that it stood still.'],
    ]);
    const holds = ['legal-hold.placed@2026-12-01,hold=h1', 'legal-hold.placed@2026-12-02,hold=h2'];
    expect(told(inBucharest, [ENDED, ...holds], 'deletion').at(-1)?.[1]).toContain(
      'once each of the 2 suspensions in force is lifted, told apart by hold',
    );
  });

  it('a right can be ended before it arises and after, and moves with another due date', () => {
    const due = 'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15';
    expect(told(silent, [due], 'suspension~in_1')).toEqual([
      ['ends', 'payment.received or invoice.voided about invoice in_1 ends it, before the right arises or after.'],
      [
        'moves',
        'A later invoice.issued, invoice.due, invoice.overdue or payment.failed about invoice in_1 with another due date (dueOn) moves it.',
      ],
      ['lapses', 'Otherwise the right arises when Monday 30 November 2026 is over.'],
    ]);
    expect(told(silent, [due], 'suspension~in_1', '2026-12-24T00:00:00Z')[0]).toEqual([
      'ends',
      'payment.received or invoice.voided about invoice in_1 puts an end to the right, which has arisen.',
    ]);
  });

  it('names what leaves no next cycle, as long as it comes in time for that', () => {
    const changed = ['contract.commenced@2026-03-01', 'price.changed@2026-11-20,price=p1'];
    const ends = (...events: string[]) =>
      told(eloomi, [...changed, ...events], 'price-change~p1', '2026-12-01T00:00:00Z').filter(
        ([effect]) => effect === 'ends',
      );
    expect(ends()).toEqual([
      [
        'ends',
        'termination.noticed or cancellation.scheduled by the end of Sunday 31 January 2027 sets the end of the contract (“End of the subscription after notice”), so that no next cycle comes and nothing is left of it.',
      ],
    ]);
    expect(ends('termination.noticed@2026-11-25')).toEqual([]);
  });

  it('names the event that a lapse brings about, and what it opens and ends', () => {
    const commenced = 'contract.commenced@2026-03-01';
    expect(told(eloomi, [commenced], 'non-renewal-notice~2026-03-01')).toEqual([
      [
        'meets',
        'termination.noticed or cancellation.scheduled by the end of Sunday 31 January 2027 meets it, which opens “End of the subscription after notice”.',
      ],
      [
        'lapses',
        'Otherwise it closes unused when Sunday 31 January 2027 is over. That brings about term.renewed on Monday 1 March 2027. It is followed by “Notice not to renew” (Monday 31 January 2028).',
      ],
    ]);
    const noticed = outlookOf(eloomi, [
      commenced,
      'termination.noticed@2027-01-10',
      // Friday 26 February: the answer is due on Monday 1 March, after the end.
      'support.requested@2027-02-26T10:00:00Z,ticket=t1',
    ]).prospects;
    expect(noticed.ofDeadline('subscription-end~2026-03-01')).toMatchObject([
      { effect: 'ends', events: ['termination.withdrawn'] },
      {
        effect: 'lapses',
        brings: { kind: 'contract.terminated', occurredAt: '2027-02-28' },
        // Twenty Danish business days after 28 February 2027: Easter, 25 to 29 March, leaves out three of them.
        opens: [
          { clause: 'deletion-right', date: '2027-03-31' },
          { clause: 'export-window', date: '2027-03-31' },
        ],
        ends: [{ clause: 'support-response' }],
      },
    ]);
    expect(noticed.ofDeadline('non-renewal-notice~2026-03-01')).toMatchObject([{ effect: 'reopens' }]);
  });

  it('tells until when an extension may come, and to which day it leads', () => {
    const contract = { ...inBucharest, statutes: ['gdpr@2018-05-25'] };
    const request = 'subject-request.received@2026-03-05,request=r1';
    // A month from 5 March ends on a Sunday, a week before the Orthodox Easter; three months on Friday 5 June.
    expect(told(contract, [request], 'gdpr.subject-response~r1')[1]).toEqual([
      'extends',
      'subject-request.extended (role not processor) about request r1 by the end of Monday 6 April 2026 makes the whole period 3 months, to Friday 5 June 2026.',
    ]);
    const extended = [request, 'subject-request.extended@2026-03-20,request=r1'];
    expect(told(contract, extended, 'gdpr.subject-response~r1').map(([effect]) => effect)).toEqual(['meets', 'lapses']);
  });

  it('an extension that has to meet another clause comes in time only for that one', () => {
    const contract = { ...inBucharest, statutes: ['eu-data-act@2025-09-12'] };
    const [, extension] = outlookOf(contract, [
      'switching.noticed@2026-03-02',
      'switching.transition-started@2026-03-10',
    ]).prospects.ofDeadline('eu-data-act.switching-transition');
    // 14 working days after 2 March; seven months from 10 March end on Saturday 10 October.
    expect(extension).toMatchObject({
      effect: 'extends',
      until: '2026-03-20T22:00:00Z',
      extendedTo: { length: '7 months', date: '2026-10-12' },
    });
    const late = outlookOf(
      contract,
      ['switching.noticed@2026-03-02', 'switching.transition-started@2026-04-01'],
      '2026-04-02T00:00:00Z',
    ).prospects.ofDeadline('eu-data-act.switching-transition');
    expect(late.map(({ effect }) => effect)).toEqual(['meets', 'lapses']);
  });

  it('a longer cycle moves what counts on it', () => {
    expect(told(exolyt, [], 'renewal~2026-01-31').map(([effect]) => effect)).toEqual(['meets', 'extends', 'lapses']);
  });

  it('a count that each use begins again may begin again', () => {
    const started = ['trial.started@2026-01-31'];
    expect(told(eloomi, started, 'trial-inactivity')[1]).toEqual([
      'restarts',
      'Every further trial.started or account.active begins the count again.',
    ]);
    expect(told(eloomi, started, 'trial-inactivity', '2026-06-01T00:00:00Z')[1]?.[1]).toContain(
      'the right falls away until it has run out anew',
    );
  });

  it('what happens at once leaves no time for anything', () => {
    const contract: PinnedContract = { ...silent, terms: 'salexops', version: '2026-01' };
    expect(told(contract, ['termination.noticed@2026-11-02T18:00:00Z'], 'user-cancellation')).toEqual([
      [
        'lapses',
        'It happens at once, at 11:00 on Monday 2 November 2026 (America/Hermosillo). That brings about contract.terminated.',
      ],
    ]);
  });

  it('an outage before the allowance is used up brings that forward', () => {
    // 44 hours from midnight use up 43 hours 48 minutes at 19:48 of the second day.
    const outage = ['outage.started@2026-03-01T00:00:00Z,outage=o1', 'outage.ended@2026-03-02T20:00:00Z,outage=o1'];
    const { plan: planned, prospects } = outlookOf(silent, outage);
    expect(planned.deadlines[0]?.instant).toBe('2026-03-02T19:48:00Z');
    expect(prospects.ofDeadline('availability~2026')).toMatchObject([
      { effect: 'moves', events: ['outage.started', 'outage.ended'], until: '2026-03-02T19:48:00Z' },
      { effect: 'lapses', text: 'Otherwise the allowance is used up at 19:48 on Monday 2 March 2026 (UTC).' },
    ]);
    const earlier = ['outage.started@2026-02-01T00:00:00Z,outage=o0', 'outage.ended@2026-02-01T01:00:00Z,outage=o0'];
    const moved = outlookOf(silent, [...outage, ...earlier]);
    expect(moved.plan.deadlines[0]?.instant).toBe('2026-03-02T18:48:00Z');
    expect(outlookOf(silent, earlier).prospects.ofDeadline('availability~2026').at(-1)?.text).toBe(
      'Otherwise the year ends within its allowance when Thursday 31 December 2026 is over, and the clause is met.',
    );
  });

  it('nothing changes what is ended, or is a figure', () => {
    const paid = [
      'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15',
      'payment.received@2026-11-02,invoice=in_1',
      'breach.alleged@2026-11-03,breach=b1',
    ];
    expect(told(silent, paid, 'suspension~in_1')).toEqual([]);
    expect(told(silent, paid, 'liability-cap~b1')).toEqual([]);
    expect(told(silent, paid, 'no-such-deadline')).toEqual([]);
  });

  it('says so where what follows lies in a year that no holiday table covers', () => {
    const pack = packOf(`- id: first
  ref: "1"
  title: First
  means: It begins.
  nature: effect
  obligor: customer
  on: contract.commenced
  period: 30 days
  produces: { kind: test.second }
- id: second
  ref: "2"
  title: Second
  means: It goes on.
  nature: obligation
  obligor: provider
  on: test.second
  period: 15 business days`);
    const [contract, catalog] = contractOn(pack, { holidays: ['RO'] });
    const { prospects } = outlookOf(contract, ['contract.commenced@2040-11-25'], undefined, catalog);
    expect(prospects.ofDeadline('first').at(-1)?.text).toMatch(/What follows cannot be counted: .*2041/);
  });
});

describe('what would change the contract as a whole', () => {
  it('its end ends what does not outlive it, and opens what begins with it', () => {
    const { contract } = outlookOf({ ...inBucharest, statutes: ['gdpr@2018-05-25'] }, [
      'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15',
      'subject-request.received@2026-11-05,request=r1',
    ]).prospects;
    expect(contract[0]).toMatchObject({
      effect: 'ends',
      events: ['contract.terminated'],
      ends: [{ id: 'suspension~in_1' }],
      opens: [{ clause: 'export-window' }, { clause: 'deletion' }],
    });
    expect(contract[0]?.text).toContain('These go on: “Answer to a data subject”.');
    expect(contract[1]).toMatchObject({ effect: 'changes-terms', events: ['terms-change.effective'] });
  });

  it('nothing changes it once it has ended, unless that was a mistake', () => {
    expect(outlookOf(inBucharest, [ENDED]).prospects.contract).toEqual([]);
    const withdrawn = [`${ENDED},id=e1`, 'event.withdrawn@2026-11-21,event=e1'];
    expect(outlookOf(inBucharest, withdrawn).prospects.contract).toHaveLength(2);
  });
});

describe('what a deadline is about', () => {
  it.each([
    ['in_1', 'in_1'],
    ['A/17 ä', 'A/17 ä'],
    ['請求書'.repeat(40), '請求書'.repeat(40)],
  ])('is told as it was given: %s', (invoice, expected) => {
    const { plan: planned, prospects } = outlookOf(silent, [
      `invoice.due@2026-11-01,invoice=${invoice},dueOn=2026-11-15`,
    ]);
    expect(prospects.matterOf(planned.deadlines[0]?.id ?? '')).toBe(expected);
  });

  it('is no cycle, and nothing where no name was given', () => {
    expect(outlookOf(exolyt, []).prospects.matterOf('renewal~2026-01-31')).toBeUndefined();
    const { plan: planned, prospects } = outlookOf(silent, ['invoice.due@2026-11-01,dueOn=2026-11-15']);
    const id = planned.deadlines[0]?.id ?? '';
    expect(prospects.matterOf(id)).toBeUndefined();
    expect(prospects.ofDeadline(id)[0]?.text).toContain('that names no invoice');
  });
});

/** Every golden case of every pack, as it stands with the facts alone and with the lapses that the case takes in. */
const cases = [...terms.catalog.values()].flat().flatMap((pack) => {
  const file = `${sourceFolder()}/${pack.pack}/${pack.version}.cases.yaml`;
  return readGoldenCases(file, readFileSync(file, 'utf8')).map((golden) => {
    const own =
      pack.kind === 'terms'
        ? { terms: pack.pack, version: pack.version }
        : { terms: golden.terms ?? '', statutes: [`${pack.pack}@${pack.version}`] };
    const submitted = { id: 'case', customer: silent.customer, ...own, ...golden.contract };
    const pinned = pinContract(submitted, terms.catalog, terms.holidays);
    if (!('contract' in pinned)) throw new Error(JSON.stringify(pinned.faults));
    const input: PlanInput = { contract: pinned.contract, events: facts(...(golden.events ?? [])), ...terms };
    return { name: `${pack.pack}: ${golden.case}`, input, until: golden.until };
  });
});
const held = [ENDED, 'legal-hold.placed@2026-12-01'];
cases.push({
  name: 'a legal hold',
  input: { contract: inBucharest, events: facts(...held), ...terms },
  until: undefined,
});

/** What becomes of the deadline when the event comes. */
const SHOWS: Readonly<Partial<Record<Effect, (after: Deadline | undefined, before: Deadline) => boolean>>> = {
  meets: (after) => after?.state === 'met' && after.closedBy === 'probe',
  ends: (after) => after === undefined || (after.state === 'cancelled' && after.closedBy === 'probe'),
  reopens: (after) => after?.state !== 'met',
  suspends: (after) => after?.state === 'paused' && after.closedBy === 'probe',
  resumes: (after) => after?.state === 'open',
  extends: (after, before) => after !== undefined && after.date > before.date,
  moves: (after, before) => after?.instant !== before.instant,
  restarts: (after) => after?.trigger === 'probe',
};

describe('a prospect comes true', () => {
  const seen = new Set<Effect>();

  it.each(cases)('$name', ({ input, until }) => {
    const lived = until === undefined ? { events: input.events, plan: plan(input) } : liveUntil(until, input);
    const prospects = prospectsOf(lived.plan, { ...input, events: lived.events });
    const then = (deadline: Deadline, fact: Fact) =>
      plan({ ...input, events: [...lived.events, fact] }).deadlines.find(({ id }) => id === deadline.id);
    for (const deadline of lived.plan.deadlines) {
      for (const prospect of prospects.ofDeadline(deadline.id)) {
        const shows = SHOWS[prospect.effect];
        // What an outage does depends on the others; that has a test of its own.
        if (shows === undefined || deadline.clause === 'availability') continue;
        seen.add(prospect.effect);
        for (const event of prospect.events) {
          const inTime = probe(event, prospect, deadline, lastMoment(prospect, deadline, lived.events));
          expect(shows(then(deadline, inTime), deadline), `${prospect.text} ${JSON.stringify(inTime)}`).toBe(true);
          if (prospect.extendedTo) expect(then(deadline, inTime)?.date).toBe(prospect.extendedTo.date);
          if (prospect.until === undefined) continue;
          const tooLate = probe(event, prospect, deadline, prospect.until);
          expect(shows(then(deadline, tooLate), deadline), `${prospect.text} ${JSON.stringify(tooLate)}`).toBe(false);
          if (prospect.from === undefined) continue;
          const atOnce = probe(event, prospect, deadline, prospect.from);
          expect(shows(then(deadline, atOnce), deadline), prospect.text).toBe(true);
          const tooEarly = probe(event, prospect, deadline, shifted(prospect.from, -1000));
          expect(shows(then(deadline, tooEarly), deadline), prospect.text).toBe(false);
        }
      }
    }
  });

  it('for every effect that an event can have', () => {
    expect([...seen].sort()).toEqual(Object.keys(SHOWS).sort());
  });
});

/** The last second in which the event counts; where it always does, one after everything that is known. */
function lastMoment({ until }: Prospect, { instant }: Deadline, events: readonly Fact[]): string {
  if (until !== undefined) return shifted(until, -1000);
  const moments = events.map(({ occurredAt }) => Date.parse(occurredAt));
  return shifted(new Date(Math.max(Date.parse(instant), ...moments)).toISOString(), 86_400_000);
}

function shifted(instant: string, by: number): string {
  return new Date(Date.parse(instant) + by).toISOString().replace('.000Z', 'Z');
}

function probe(event: EventNamed, { effect, about, text }: Prospect, { date }: Deadline, occurredAt: string): Fact {
  const [kind, where] = typeof event === 'string' ? [event, {}] : [event.kind, event.where];
  const plain = Object.entries(where).filter(([, test]) => typeof test !== 'object') as [string, EventData[string]][];
  const isWanted = (test: unknown) => typeof test === 'object' && test !== null && 'set' in test && test.set === true;
  const moments = Object.keys(where).filter((key) => key.endsWith('At') && isWanted(where[key]));
  const [, day] = effect === 'moves' ? (/\((\w+On)\b/.exec(text) ?? []) : [];
  const data: EventData = {
    ...Object.fromEntries(plain),
    ...Object.fromEntries(moments.map((key) => [key, `${addDays(date, 400)}T12:00:00Z`])),
    ...(about?.value !== undefined && { [about.key]: about.value }),
    ...(day !== undefined && { [day]: addDays(date, 400) }),
    ...(kind === 'extension.granted' && { days: 5 }),
  };
  return { id: 'probe', kind, occurredAt, data };
}
