import { describe, expect, it } from 'vitest';
import { contractOn, deadlineOf, facts, inBucharest, lapseOf, packOf, planOf, until } from './planning.ts';

const states = (result: ReturnType<typeof planOf>) =>
  Object.fromEntries(result.deadlines.map(({ id, state, date }) => [id, `${state} ${date}`]));

describe('a notice to end the contract that runs its course', () => {
  const noticed = facts('termination.noticed@2026-11-20T10:00:00+02:00');

  it('Friday 20 November noticed; Sunday 20 December over: the contract ends and what survives it starts', () => {
    const events = until('2026-12-20T22:00:00Z', inBucharest, noticed);
    expect(events[1]).toMatchObject({ kind: 'contract.terminated', occurredAt: '2026-12-20' });
    expect(states(planOf(inBucharest, events))).toEqual({
      'termination-notice': 'lapsed 2026-12-20',
      'export-window': 'open 2027-01-14',
      deletion: 'open 2027-03-20',
    });
  });

  it('a second before the last instant nothing has lapsed', () => {
    expect(until('2026-12-20T21:59:59Z', inBucharest, noticed)).toHaveLength(1);
  });

  it('a withdrawal that turns up late undoes the lapse and all that followed from it', () => {
    const events = until('2027-06-30T00:00:00Z', inBucharest, noticed);
    expect(events).toHaveLength(4);
    const withdrawn = facts('termination.withdrawn@2026-12-01');
    const result = planOf(inBucharest, [...events, ...withdrawn]);
    expect(states(result)).toEqual({ 'termination-notice': 'cancelled 2026-12-20' });
    expect(result.fallen).toHaveLength(3);
  });

  it('a withdrawal after the end changes nothing and is shown', () => {
    const events = until('2026-12-21T00:00:00Z', inBucharest, noticed);
    const result = planOf(inBucharest, [...events, ...facts('termination.withdrawn@2026-12-21')]);
    expect(deadlineOf(result, 'termination-notice').state).toBe('lapsed');
    expect(deadlineOf(result, 'termination-notice').steps.at(-1)).toMatchObject({ code: 'ended-late' });
  });

  it('a withdrawal after the end does not win because the lapse has not been recorded yet', () => {
    const result = planOf(inBucharest, [...noticed, ...facts('termination.withdrawn@2026-12-21')]);
    expect(deadlineOf(result, 'termination-notice').state).toBe('open');
  });

  it('a second notice changes nothing: the first one counts', () => {
    const result = planOf(inBucharest, [...noticed, ...facts('termination.noticed@2026-12-01')]);
    expect(states(result)).toEqual({ 'termination-notice': 'open 2026-12-20' });
    expect(deadlineOf(result, 'termination-notice').trigger).toBe(noticed[0]?.id);
  });

  it('a notice given again after it was withdrawn starts anew', () => {
    const again = facts('termination.withdrawn@2026-11-25', 'termination.noticed@2026-12-01');
    expect(states(planOf(inBucharest, [...noticed, ...again]))).toEqual({ 'termination-notice': 'open 2026-12-31' });
  });

  it('a withdrawal on a bare day takes back the notice of that day, and not the one that came after', () => {
    const withdrawn = facts('termination.withdrawn@2026-11-20');
    expect(states(planOf(inBucharest, [...noticed, ...withdrawn]))).toEqual({
      'termination-notice': 'cancelled 2026-12-20',
    });
    const earlier = facts('termination.noticed@2026-11-10');
    expect(states(planOf(inBucharest, [...earlier, ...withdrawn, ...noticed]))).toEqual({
      'termination-notice': 'open 2026-12-20',
    });
  });

  it('a termination before the notice has run ends the notice', () => {
    const result = planOf(inBucharest, [...noticed, ...facts('contract.terminated@2026-12-01')]);
    expect(states(result)).toMatchObject({
      'termination-notice': 'cancelled 2026-12-20',
      deletion: 'open 2027-03-01',
    });
  });

  it('a termination told of twice counts from the first', () => {
    const events = until('2026-12-20T22:00:00Z', inBucharest, noticed);
    const result = planOf(inBucharest, [...events, ...facts('contract.terminated@2026-12-22T09:00:00+02:00')]);
    expect(deadlineOf(result, 'deletion')).toMatchObject({ date: '2027-03-20', trigger: events[1]?.id });
  });
});

describe('a lapse and its place in time', () => {
  it('a deadline that was over before anybody knew of it lapses, and the lapse stands', () => {
    const known = facts('payment.failed@2026-12-20,invoice=in_1,dueOn=2026-11-01');
    const events = until('2026-12-21T00:00:00Z', inBucharest, known);
    expect(states(planOf(inBucharest, events))).toEqual({ 'suspension~in_1': 'lapsed 2026-11-16' });
    expect(planOf(inBucharest, events).fallen).toEqual([]);
  });

  it('an event at the very instant of the end comes too late', () => {
    const opened = facts('contract.terminated@2026-11-20');
    const events = until('2026-12-15T22:00:00Z', inBucharest, opened);
    const late = planOf(inBucharest, [...events, ...facts('data-export.delivered@2026-12-16')]);
    expect(deadlineOf(late, 'export-window').state).toBe('lapsed');
    const inTime = planOf(inBucharest, [...events, ...facts('data-export.delivered@2026-12-15T21:59:59Z')]);
    expect(deadlineOf(inTime, 'export-window').state).toBe('met');
    expect(inTime.fallen).toHaveLength(1);
  });

  it('a delivery on the day of the termination counts where its hour is not known', () => {
    const events = facts('contract.terminated@2026-11-20T10:00:00+02:00', 'data-export.delivered@2026-11-20');
    expect(deadlineOf(planOf(inBucharest, events), 'export-window').state).toBe('met');
    const before = facts(
      'contract.terminated@2026-11-20T10:00:00+02:00',
      'data-export.delivered@2026-11-20T09:59:59+02:00',
    );
    expect(deadlineOf(planOf(inBucharest, before), 'export-window').state).toBe('open');
  });

  it('a lapse of another instant than the deadline’s has fallen', () => {
    const [noticed] = facts('termination.noticed@2026-11-20');
    const lapse = lapseOf(deadlineOf(planOf(inBucharest, facts(noticed ?? '')), 'termination-notice'));
    const moved = { ...lapse, cause: { deadline: 'termination-notice', instant: '2026-12-19T22:00:00Z' } };
    const result = planOf(
      inBucharest,
      [noticed, moved].flatMap((fact) => fact ?? []),
    );
    expect(result.fallen).toEqual([lapse.id]);
    expect(deadlineOf(result, 'termination-notice').state).toBe('open');
  });

  it('what takes effect with the next day comes to nothing when the contract ends with the same day', () => {
    const events = facts(
      'termination.noticed@2026-11-20T10:00:00+02:00',
      'terms-change.announced@2026-11-01,change=c1,effectiveOn=2026-12-21,toVersion=2027-01',
    );
    const result = planOf(inBucharest, until('2026-12-31T00:00:00Z', inBucharest, events));
    expect(states(result)).toMatchObject({
      'termination-notice': 'lapsed 2026-12-20',
      'terms-change-exit~c1': 'cancelled 2026-12-20',
    });
    expect(result.unknownVersions).toEqual([]);
  });

  it('a duty whose last day is the contract’s last day still counts as missed', () => {
    const pack = packOf(`
- { id: notice, ref: r, title: t, means: m, nature: effect, obligor: customer, on: termination.noticed, period: 10 days, produces: { kind: contract.terminated } }
- { id: duty, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: termination.noticed, period: 10 days, satisfiedBy: data-export.delivered }
- { id: right, ref: r, title: t, means: m, nature: right, obligor: provider, on: termination.noticed, period: 10 days }`);
    const [contract, catalog] = contractOn(pack);
    const events = until('2027-01-01T00:00:00Z', contract, facts('termination.noticed@2026-11-02'), catalog);
    expect(states(planOf(contract, events, catalog))).toEqual({
      notice: 'lapsed 2026-11-12',
      duty: 'lapsed 2026-11-12',
      right: 'cancelled 2026-11-12',
    });
  });

  it('the contract’s end goes first, whatever else lapses with the same day', () => {
    const pack = packOf(`
- { id: notice, ref: r, title: t, means: m, nature: effect, obligor: customer, on: termination.noticed, period: 10 days, produces: { kind: contract.terminated } }
- { id: other, ref: r, title: t, means: m, nature: effect, obligor: provider, on: termination.noticed, period: 10 days, produces: { kind: access.closed } }`);
    const [contract, catalog] = contractOn(pack);
    const [noticed] = facts('termination.noticed@2026-11-02');
    const lapses = planOf(contract, facts(noticed ?? ''), catalog).deadlines.map(lapseOf);
    const result = planOf(contract, [...lapses, ...facts(noticed ?? '')], catalog);
    expect(states(result)).toEqual({ notice: 'lapsed 2026-11-12', other: 'cancelled 2026-11-12' });
  });

  it('what follows from a lapse that was known late begins when it was known', () => {
    const pack = packOf(`
- { id: first, ref: r, title: t, means: m, nature: effect, obligor: customer, on: invoice.overdue, about: invoice, period: { length: 10 days, from: data.dueOn }, produces: { kind: access.closed } }
- { id: second, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: access.closed, period: 60 days, ladder: [{ step: opened, to: customer }] }`);
    const [contract, catalog] = contractOn(pack);
    const known = facts('invoice.overdue@2026-12-01T10:00:00Z,invoice=i,dueOn=2026-11-02');
    const events = until('2026-12-02T00:00:00Z', contract, known, catalog);
    expect(deadlineOf(planOf(contract, events, catalog), 'second')).toMatchObject({
      date: '2027-01-11',
      ladder: [{ step: 'opened', at: '2026-12-01T10:00:00Z' }, { step: 'lapsed' }],
    });
  });

  it('a chain of lapses that are all past runs through', () => {
    const pack = packOf(`
- { id: a, ref: r, title: t, means: m, nature: effect, obligor: customer, on: trial.started, period: 10 days, produces: { kind: test.second, occurs: day-after } }
- { id: b, ref: r, title: t, means: m, nature: effect, obligor: customer, on: test.second, period: 72 hours, produces: { kind: contract.terminated } }
- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: contract.terminated, period: 5 business days, survivesTermination: true }`);
    const [contract, catalog] = contractOn(pack);
    const events = until('2027-01-01T00:00:00Z', contract, facts('trial.started@2026-11-02'), catalog);
    expect(states(planOf(contract, events, catalog))).toEqual({
      a: 'lapsed 2026-11-12',
      b: 'lapsed 2026-11-15',
      c: 'lapsed 2026-11-20',
    });
  });
});

describe('a deadline that comes back to a last instant whose lapse is on record', () => {
  it('has lapsed again, and a clock that brings lapses about comes to an end', () => {
    const pack = packOf(`- id: late
  ref: "1"
  title: Late
  means: Five days after the due date the bill is late.
  nature: right
  obligor: customer
  on: invoice.due
  about: invoice
  period: { length: 5 days, from: data.dueOn }`);
    const [contract, catalog] = contractOn(pack);
    const due = (at: string, day: string) => `invoice.due@${at},invoice=a,dueOn=${day}`;
    const told = facts(
      due('2026-11-01', '2026-11-01'),
      due('2026-11-10', '2026-11-20'),
      due('2026-11-12', '2026-11-01'),
    );
    const events = until('2026-12-01T00:00:00Z', contract, told, catalog);
    expect(deadlineOf(planOf(contract, events, catalog), 'late~a')).toMatchObject({
      state: 'lapsed',
      date: '2026-11-06',
    });
    expect(events.filter(({ cause }) => cause !== undefined)).toHaveLength(1);
  });
});
