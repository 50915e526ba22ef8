import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { explained } from '../../../shared/core/words/explanation.ts';
import { packWordsOf } from '../../../shared/core/words/pack-words.ts';
import { english } from '../../../shared/core/words/say.ts';
import { contractOn, facts, packOf, terms } from './planning.ts';

const [contract, catalog] = contractOn(
  packOf(
    `
- { id: cure, ref: "1", title: To cure, means: To cure., on: breach.alleged, about: breach, period: 10 days, satisfiedBy: breach.cured,
    nature: obligation, obligor: customer, produces: { kind: contract.terminated, occurs: as-it-ends }, ladder: [{ step: opened, to: customer }, { step: lapsed, to: customer }] }
- { id: reply, ref: "2", title: To reply, means: To reply., on: support.requested, about: ticket, period: 2 hours, satisfiedBy: support.answered,
    nature: obligation, obligor: provider, ladder: [{ step: due, to: provider }] }
- { id: close, ref: "3", title: Access closes, means: Access closes., on: payment.failed, atOnce: true, nature: effect, obligor: customer,
    produces: { kind: access.closed }, ladder: [{ step: opened, to: customer }, { step: lapsed, to: customer }] }
- { id: closed, ref: "4", title: After the closing, means: After the closing., on: access.closed, atOnce: true, nature: effect, obligor: customer,
    ladder: [{ step: lapsed, to: customer }] }
- { id: farewell, ref: "5", title: Farewell, means: Farewell., on: contract.terminated, atOnce: true, nature: effect, obligor: provider, survivesTermination: true,
    ladder: [{ step: lapsed, to: customer }] }
- { id: export, ref: "6", title: To export, means: To export., on: contract.terminated, period: 30 days, satisfiedBy: data-export.delivered,
    nature: obligation, obligor: provider, survivesTermination: true, ladder: [{ step: opened, to: customer }] }
- { id: pass-on, ref: "7", title: To pass on, means: To pass on., on: subject-request.received, about: request, atOnce: true, noticeFulfils: true,
    nature: obligation, obligor: provider, ladder: [{ step: opened, to: customer }] }
- { id: hand-over, ref: "8", title: To hand over, means: To hand over., on: contract.terminated, period: 2 days, satisfiedBy: keys.returned,
    nature: obligation, obligor: customer, survivesTermination: true, produces: { kind: keys.kept, occurs: as-it-ends }, ladder: [{ step: opened, to: customer }] }
- { id: deletion, ref: "9", title: To delete, means: To delete., on: keys.kept, period: 30 days, satisfiedBy: data.deleted,
    nature: obligation, obligor: provider, survivesTermination: true, ladder: [{ step: opened, to: customer }, { step: reminder, before: 29 days, to: customer }] }
`,
    '',
    'keys.returned: The keys are returned., keys.kept: The keys are kept.',
  ),
);

const RECORDED = '2026-12-03T10:00:00Z';

/** Every deadline as it stands once all that was over when the contract was recorded has lapsed. */
function lived(recordedAt: string | undefined, ...events: readonly string[]): readonly Deadline[] {
  const input = {
    contract,
    catalog,
    holidays: terms.holidays,
    events: facts(...events),
    ...(recordedAt && { recordedAt }),
  };
  return liveUntil(RECORDED, input).plan.deadlines;
}

const lateIn = (deadlines: readonly Deadline[]) =>
  deadlines.filter(({ lateKnown }) => lateKnown).map(({ id, state }) => `${id} ${state}`);

describe('what was over when the contract was recorded', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a period that ended days before',
      ['breach.alleged@2026-11-01,breach=b'],
      ['cure~b lapsed', 'farewell lapsed', 'hand-over lapsed'],
    ],
    ['a period that ended that morning', ['support.requested@2026-12-03T08:00:00Z,ticket=t'], ['reply~t lapsed']],
    ['not a period that ends a second later', ['support.requested@2026-12-03T08:00:01Z,ticket=t'], []],
    ['not one that was met in time', ['breach.alleged@2026-11-01,breach=b', 'breach.cured@2026-11-05,breach=b'], []],
    ['what happened at once days before', ['payment.failed@2026-12-01T10:00:00Z'], ['close lapsed', 'closed lapsed']],
    [
      'not what happened at once an hour before, nor what that brought about',
      ['payment.failed@2026-12-03T09:00:00Z'],
      [],
    ],
    [
      'what an end of days before brought about, not what it opened',
      ['breach.alleged@2026-11-20,breach=b'],
      ['cure~b lapsed', 'farewell lapsed'],
    ],
    [
      'what an end of that night brought about, although it happens within a day of the recording',
      ['breach.alleged@2026-11-22,breach=b'],
      ['cure~b lapsed', 'farewell lapsed'],
    ],
    ['not a letter that itself is the act', ['subject-request.received@2026-11-01,request=r'], []],
  ])('%s', (_, events, late) => {
    expect(lateIn(lived(RECORDED, ...events))).toEqual(late);
  });

  it('is nothing where no recorded contract is planned', () => {
    expect(lateIn(lived(undefined, 'breach.alleged@2026-11-01,breach=b'))).toEqual([]);
  });

  it('has its lapse as its only step, which tells nobody, and says why', () => {
    const events = facts('breach.alleged@2026-11-01,breach=b');
    const [cure, ...others] = plan({
      contract,
      catalog,
      holidays: terms.holidays,
      events,
      recordedAt: RECORDED,
    }).deadlines;
    expect(others).toEqual([]);
    expect(cure).toMatchObject({ id: 'cure~b', state: 'open', lateKnown: true });
    expect(cure?.ladder).toEqual([{ step: 'lapsed', kind: 'lapsed', at: '2026-11-12T00:00:00Z', to: [] }]);
    expect(cure && explained(cure, { say: english, packs: packWordsOf(catalog) }).at(-1)?.text).toBe(
      'It was over when the contract was recorded, on Thursday 3 December 2026, 10:00 (UTC): nobody watched it until then.',
    );
  });

  it('leaves the letters of what it opened, which still serve', () => {
    const exported = lived(RECORDED, 'breach.alleged@2026-11-20,breach=b').find(({ clause }) => clause === 'export');
    expect(exported).toMatchObject({ state: 'open', date: '2026-12-31' });
    expect(exported?.ladder.map(({ step, to }) => [step, ...to])).toEqual([['opened', 'customer'], ['lapsed']]);
  });

  /** When letters of a deadline go out, where the end of the cure was the given day. */
  const opening = (id: string, alleged: string, now: string) => {
    const input = { contract, catalog, holidays: terms.holidays, events: facts(`breach.alleged@${alleged},breach=b`) };
    const { deadlines } = liveUntil(now, { ...input, recordedAt: RECORDED }).plan;
    return deadlines.find((one) => one.id === id)?.ladder.find(({ step }) => step === 'opened')?.at;
  };

  it('has operations asked before letters of what it opened go out', () => {
    expect(opening('export', '2026-11-20', RECORDED)).toBe('2026-12-04T11:00:00Z');
  });

  it('lets letters go out at once of what is over before operations could answer, and waits with what follows from that', () => {
    // The cure ended with 30 November, so the keys are handed over by the 3rd, the day of the recording.
    expect(opening('hand-over', '2026-11-20', RECORDED)).toBe('2026-12-01T00:00:00Z');
    expect(opening('deletion', '2026-11-20', '2026-12-05T00:00:00Z')).toBe('2026-12-04T11:00:00Z');
  });

  it('holds up no letter of an end that was watched', () => {
    expect(opening('hand-over', '2026-11-28', '2026-12-09T00:00:00Z')).toBe('2026-12-09T00:00:00Z');
  });
});
