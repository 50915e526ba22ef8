import { describe, expect, it } from 'vitest';
import { contractUnder } from '../../harness/told-by-plan.ts';
import { deadlineOf, facts, inBucharest, planOf, until } from './planning.ts';

const ID = 'suspension~in_1';
const brief = (events: ReturnType<typeof facts>, id = ID) => {
  const { state, date, trigger } = deadlineOf(planOf(inBucharest, events), id);
  return { state, date, trigger };
};

describe('suspension for an unpaid invoice', () => {
  const fourMessages = facts(
    'invoice.issued@2026-10-18T08:00:00Z,id=m1,invoice=in_1,dueOn=2026-11-01',
    'invoice.due@2026-10-25T08:00:00Z,id=m2,invoice=in_1,dueOn=2026-11-01',
    'payment.failed@2026-11-01T08:00:00Z,id=m3,invoice=in_1,dueAt=2026-11-01T07:00:00Z',
    'invoice.overdue@2026-11-02T08:00:00Z,id=m4,invoice=in_1,dueOn=2026-11-01',
  );

  it('four messages about one invoice give one deadline, from the earliest of them', () => {
    const result = planOf(inBucharest, [...fourMessages].reverse());
    expect(result.deadlines).toHaveLength(1);
    expect(brief(fourMessages)).toEqual({ state: 'open', date: '2026-11-16', trigger: 'm1' });
  });

  it('a payment ends that invoice’s deadline only', () => {
    const other = facts('invoice.issued@2026-10-18,id=o1,invoice=in_2,dueOn=2026-11-01');
    const events = [...fourMessages, ...other, ...facts('payment.received@2026-11-10,invoice=in_1')];
    expect(brief(events).state).toBe('cancelled');
    expect(brief(events, 'suspension~in_2').state).toBe('open');
  });

  it('a payment before the invoice is called overdue ends it too, whatever was said first', () => {
    const paid = facts(
      'payment.received@2026-10-30,id=p,invoice=in_1',
      'invoice.overdue@2026-11-02,invoice=in_1,dueOn=2026-11-01',
    );
    expect(brief(paid)).toMatchObject({ state: 'cancelled', date: '2026-11-16' });
  });

  it('a payment of the last second prevents the right; its lapse falls when the payment turns up late', () => {
    const lapsed = until('2026-12-01T00:00:00Z', inBucharest, fourMessages);
    expect(brief(lapsed).state).toBe('lapsed');
    const paid = [...lapsed, ...facts('payment.received@2026-11-16T21:59:59Z,invoice=in_1')];
    expect(brief(paid).state).toBe('cancelled');
    expect(planOf(inBucharest, paid).fallen).toHaveLength(1);
  });

  it('a late payment ends the right that has arisen, and the lapse stays on record', () => {
    const lapsed = until('2026-12-01T00:00:00Z', inBucharest, fourMessages);
    const result = planOf(inBucharest, [...lapsed, ...facts('payment.received@2026-11-20,id=late,invoice=in_1')]);
    expect(result.fallen).toEqual([]);
    const { state, closedBy, steps } = deadlineOf(result, ID);
    expect({ state, closedBy }).toEqual({ state: 'cancelled', closedBy: 'late' });
    expect(steps.slice(-2).map(({ code }) => code)).toEqual(['arisen', 'ended']);
  });

  it('a voided invoice suspends nobody', () => {
    expect(brief([...fourMessages, ...facts('invoice.voided@2026-11-05,invoice=in_1')]).state).toBe('cancelled');
  });

  it('a later due date moves the deadline and says so', () => {
    const events = [...fourMessages, ...facts('invoice.due@2026-11-05,id=m5,invoice=in_1,dueOn=2026-12-01')];
    expect(brief(events)).toEqual({ state: 'open', date: '2026-12-16', trigger: 'm5' });
    const moved = { code: 'moved', kind: 'invoice.due', event: 'm5', day: '2026-11-05' };
    expect(deadlineOf(planOf(inBucharest, events), ID).steps.at(-1)).toEqual({
      ...moved,
      from: '2026-11-16',
      to: '2026-12-16',
    });
  });

  it('more time granted after the right arose takes the right back', () => {
    const lapsed = until('2026-12-01T00:00:00Z', inBucharest, fourMessages);
    const granted = [...lapsed, ...facts('invoice.due@2026-11-20,invoice=in_1,dueOn=2026-12-01')];
    expect(brief(granted)).toMatchObject({ state: 'open', date: '2026-12-16' });
    expect(brief(until('2027-01-01T00:00:00Z', inBucharest, granted)).state).toBe('lapsed');
  });

  it('of two due dates told at one moment the same one stands, whichever came in first', () => {
    const both = facts(
      'invoice.due@2026-10-20T08:00:00Z,id=x,invoice=in_1,dueOn=2026-11-01',
      'invoice.due@2026-10-20T08:00:00Z,id=y,invoice=in_1,dueOn=2026-11-08',
    );
    expect(brief(both)).toEqual(brief([...both].reverse()));
  });

  it('another due date for an invoice that is paid changes nothing', () => {
    const paid = [...fourMessages, ...facts('payment.received@2026-11-03,invoice=in_1')];
    const events = [...paid, ...facts('invoice.overdue@2026-11-10,invoice=in_1,dueOn=2026-11-05')];
    expect(brief(events)).toEqual(brief(paid));
  });

  it('an invoice without a due date is reported, also beside one that has its deadline', () => {
    const events = [...fourMessages, ...facts('invoice.issued@2026-11-02,id=n1,invoice=in_9')];
    expect(planOf(inBucharest, events).notStarted).toEqual([
      { clause: 'suspension', event: 'n1', missing: 'data.dueOn' },
    ]);
    const known = [...events, ...facts('invoice.due@2026-11-03,invoice=in_9,dueOn=2026-11-10')];
    expect(planOf(inBucharest, known).notStarted).toEqual([]);
  });

  it('the end of the contract ends what is still running, and starts nothing new', () => {
    const ended = [...fourMessages, ...facts('contract.terminated@2026-11-10')];
    expect(brief(ended).state).toBe('cancelled');
    const after = [...ended, ...facts('invoice.overdue@2026-11-12,invoice=in_3,dueOn=2026-11-11')];
    expect(planOf(inBucharest, after).deadlines.map(({ id }) => id)).not.toContain('suspension~in_3');
    const before = [
      ...until('2026-11-18T00:00:00Z', inBucharest, fourMessages),
      ...facts('contract.terminated@2026-11-20'),
    ];
    expect(brief(before).state).toBe('lapsed');
  });
});

describe('invoices that carry no id', () => {
  const january = facts('invoice.overdue@2026-01-10,id=a,dueOn=2026-01-10');
  const february = facts('invoice.overdue@2026-02-10,id=b,dueOn=2026-02-10');
  const both = [...january, ...february];
  const idsAndStates = (events: ReturnType<typeof facts>) =>
    planOf(inBucharest, events).deadlines.map(({ id, state }) => `${id} ${state}`);

  it('are told apart by their due dates, so that none is lost', () => {
    expect(idsAndStates(both)).toEqual(['suspension~~2026-01-10 open', 'suspension~~2026-02-10 open']);
  });

  it('a payment that names none ends the one that ends first', () => {
    expect(idsAndStates([...both, ...facts('payment.received@2026-02-12')])).toEqual([
      'suspension~~2026-01-10 cancelled',
      'suspension~~2026-02-10 open',
    ]);
  });

  it('an earlier payment does not end a later invoice', () => {
    expect(idsAndStates([...january, ...facts('payment.received@2026-01-12'), ...february])).toEqual([
      'suspension~~2026-01-10 cancelled',
      'suspension~~2026-02-10 open',
    ]);
  });

  it('an empty id is no id', () => {
    expect(idsAndStates(facts('invoice.overdue@2026-01-10,invoice=,dueOn=2026-01-10'))).toEqual([
      'suspension~~2026-01-10 open',
    ]);
  });
});

describe('claims that carry no id', () => {
  const contract = contractUnder('exolyt', { startsOn: '2025-01-01' });
  const observed = facts('claim.observed@2026-03-10T10:00:00Z,errorOn=2026-03-01');
  const absolute = (...told: ReturnType<typeof facts>) =>
    planOf(contract, [...observed, ...told]).deadlines.flatMap(({ id, state }) =>
      id.startsWith('dpa-claim-absolute') ? [`${id} ${state}`] : [],
    );

  it('one that names the day of another error is specified by itself, and leaves the first one open', () => {
    expect(absolute(...facts('claim.specified@2026-05-10T10:00:00Z,errorOn=2026-04-01'))).toEqual([
      'dpa-claim-absolute~~2026-03-01 open',
      'dpa-claim-absolute~~2026-04-01 met',
    ]);
  });

  it('the one of the named day is specified, also where another one ends first; without a day, the one that ends first', () => {
    const later = facts('claim.observed@2026-05-01T10:00:00Z,errorOn=2026-04-01');
    expect(absolute(...later, ...facts('claim.specified@2026-05-10T10:00:00Z,errorOn=2026-04-01'))).toEqual([
      'dpa-claim-absolute~~2026-03-01 open',
      'dpa-claim-absolute~~2026-04-01 met',
    ]);
    expect(absolute(...later, ...facts('claim.specified@2026-05-10T10:00:00Z'))).toEqual([
      'dpa-claim-absolute~~2026-03-01 met',
      'dpa-claim-absolute~~2026-04-01 open',
    ]);
  });
});
