import { expect, it as row } from 'vitest';
import type { Fact } from '../../shared/core/events/event.ts';
import { paddle } from '../../shared/core/webhooks/paddle.ts';
import { facts, planOf } from '../core/deadlines/planning.ts';
import { item, paddleEvent, subscription } from '../core/webhooks/fixtures/paddle.ts';
import { type Json, subscription as ofStripe, stripeEvent } from '../core/webhooks/fixtures/stripe.ts';
import { contractUnder, lettersUntil } from '../harness/told-by-plan.ts';
import { recordedFrom } from '../stories/recorded.ts';

// What the sentences of the documents mean, by planning alone: who is told what, and what is not said. The days are worked out by
// hand; Helsinki is two hours ahead of UTC in winter and three in summer.

const monthly = contractUnder('exolyt', { startsOn: '2026-12-01', billing: { cycle: '1 month' } });
const lines = (letters: ReturnType<typeof lettersUntil>, ...clauses: string[]) =>
  letters.filter(({ clause }) => clauses.length === 0 || clauses.includes(clause)).map(({ line }) => line);
const TRIAL = 'trial.started@2026-12-01T09:00:00Z,endsOn=2026-12-15';

/** The letters after a cancellation in the trial, which are the same by whichever kind it comes. */
function expectEndWithTrial(cancelled: string) {
  const letters = lettersUntil('2026-12-31T00:00:00Z', monthly, TRIAL, cancelled, 'data.deleted@2026-12-16T09:00:00Z');
  expect(lines(letters)).toEqual([
    '2026-12-05 opened of trial-cancellation to customer',
    '2026-12-05 opened of trial-cancellation to provider',
    '2026-12-15 lapsed of trial-cancellation to customer',
    '2026-12-15 lapsed of trial-cancellation to provider',
    '2026-12-15 opened of dpa-end to customer',
  ]);
  const said = letters.map(({ text }) => text).join();
  expect(said).toContain(
    'It ends with the trial, on Tuesday 15 December 2026. No subscription fee is charged if it was',
  );
  expect(said).not.toMatch(/If you do not want that|has begun|31 December/);
}

row(
  'exolyt/trial-cancellation: cancelled as Paddle schedules it, it ends with 15 December and nothing is charged',
  () => {
    expectEndWithTrial('cancellation.scheduled@2026-12-05T09:00:00Z,effectiveAt=2026-12-15T10:00:00Z');
  },
);
row('exolyt/trial-cancellation: cancelled by API without a day, the same', () => {
  expectEndWithTrial('cancellation.scheduled@2026-12-05T09:00:00Z');
});
row('exolyt/trial-cancellation: ended by notice, the same', () => {
  expectEndWithTrial('termination.noticed@2026-12-05T09:00:00Z');
});
row('exolyt/trial-cancellation: told as a cancelled trial, the same', () => {
  expectEndWithTrial('trial.cancelled@2026-12-05T09:00:00Z');
});

row(
  'exolyt/trial-pause: a trial that ends in a pause is told to nobody as charged or ended, and operations is asked',
  () => {
    const paused = ['contract.suspended@2026-12-15T10:00:00Z'];
    const letters = lettersUntil('2027-03-01T00:00:00Z', monthly, TRIAL, ...paused);
    expect(lines(letters)).toEqual([
      '2026-12-08 reminder-7-days of trial-end to customer',
      '2026-12-13 reminder-2-days of trial-end to customer',
      '2026-12-15 lapsed of trial-pause to provider',
    ]);
    expect(letters.at(-1)?.text).toContain('If it is not resumed, record its end as contract.terminated.');
  },
);
row(
  'exolyt/trial-end: a trial that Stripe pauses and resumes before its last day is reminded of that day again',
  () => {
    const seconds = (instant: string) => Date.parse(instant) / 1000;
    const [began, ends] = [seconds('2026-12-01T10:00:00Z'), seconds('2026-12-15T10:00:00Z')];
    const period = { current_period_start: began, current_period_end: ends };
    const trial = { created: began, start_date: began, trial_start: began, trial_end: ends, items: { data: [period] } };
    const at = (instant: string, type: string, more: Json, previous?: Json) =>
      stripeEvent(`customer.subscription.${type}`, ofStripe({ ...trial, ...more }), {
        ...{ id: `evt_${instant}_${type}`, created: seconds(instant) },
        ...(previous && { previous }),
      });
    const lettersOfTrial = (whilePaused: Json) => {
      const bodies = [
        at('2026-12-01T10:00:00Z', 'created', { status: 'trialing' }),
        at('2026-12-03T10:00:00Z', 'paused', { status: 'paused' }),
        at('2026-12-04T10:00:00Z', 'updated', { status: 'paused', ...whilePaused }, { cancel_at: null }),
        at('2026-12-05T10:00:00Z', 'updated', { status: 'trialing', ...whilePaused }, { status: 'paused' }),
        at('2026-12-05T10:00:00Z', 'resumed', { status: 'trialing', ...whilePaused }),
      ];
      const told = recordedFrom('stripe', bodies, [{ id: 'c', references: { stripe: ['sub_1'] } }]).get('c') ?? [];
      return lines(lettersUntil('2026-12-14T00:00:00Z', monthly, ...told));
    };
    const asked = '2026-12-03 lapsed of trial-pause to provider';
    expect(lettersOfTrial({})).toEqual([
      asked,
      '2026-12-08 reminder-7-days of trial-end to customer',
      '2026-12-13 reminder-2-days of trial-end to customer',
    ]);
    expect(lettersOfTrial({ cancel_at: ends })).toEqual([
      asked,
      '2026-12-05 opened of trial-cancellation to customer',
      '2026-12-05 opened of trial-cancellation to provider',
    ]);
  },
);

row('exolyt/trial-end: a trial that ended in a pause is charged as it is resumed, which no letter calls an end', () => {
  const resumed = [
    'contract.resumed@2027-02-12T10:00:00Z',
    'trial.converted@2027-02-12T10:00:00Z,periodStartsOn=2027-02-12',
  ];
  const letters = lettersUntil(
    '2027-03-01T00:00:00Z',
    monthly,
    TRIAL,
    'contract.suspended@2026-12-15T10:00:00Z',
    ...resumed,
  );
  expect(lines(letters, 'trial-end', 'trial-cancellation', 'dpa-end').at(-1)).toBe(
    '2026-12-13 reminder-2-days of trial-end to customer',
  );
});

row(
  'exolyt/trial-cancellation: cancelled on its last day, on which it is charged, no letter says that it is not',
  () => {
    const letters = lettersUntil('2026-12-31T00:00:00Z', monthly, TRIAL, 'cancellation.scheduled@2026-12-15T12:00:00Z');
    const told = letters.filter(({ clause }) => clause === 'trial-cancellation');
    expect(lines(told).at(0)).toBe('2026-12-15 opened of trial-cancellation to customer');
    expect(told[0]?.text).toContain(
      'if it was cancelled before that day; in the course of that day it may have been charged already.',
    );
    expect(told.map(({ text }) => text).join()).not.toContain('and no subscription fee is charged');
  },
);

/** What Paddle’s messages about a subscription become. */
function toldByPaddle(...messages: readonly (readonly [string, Record<string, unknown>])[]): Fact[] {
  return messages.flatMap(([type, data], index) => {
    const more = { event_id: `evt_${index}`, occurred_at: '2026-12-30T09:00:05Z' };
    const told = paddle.map(paddleEvent(`subscription.${type}`, subscription(data), more));
    return told.map(({ id, kind, occurredAt, effectiveAt, data: of }) => {
      const takesEffect = effectiveAt !== null && effectiveAt !== occurredAt ? { effectiveAt } : {};
      const source = { provider: 'paddle', eventId: `evt_${index}`, type };
      return { id, kind, occurredAt, source, data: { ...of, ...takesEffect } as Fact['data'] };
    });
  });
}

row(
  'exolyt/renewal: as Paddle tells a trial from 16 December, the cycles run from 30 December, when it is billed',
  () => {
    const [starts, ends] = ['2026-12-16T09:00:00Z', '2026-12-30T09:00:00Z'];
    const items = [item({ trial_dates: { starts_at: starts, ends_at: ends } })];
    const common = { started_at: starts, created_at: starts, next_billed_at: ends, items };
    const trial = { starts_at: starts, ends_at: ends };
    const trialing = { ...common, status: 'trialing', first_billed_at: null, current_billing_period: trial };
    const first = { starts_at: ends, ends_at: '2027-01-30T09:00:00Z' };
    const active = { ...common, first_billed_at: ends, current_billing_period: first };
    const contract = contractUnder('exolyt', { startsOn: '2026-12-16', billing: { cycle: '1 month' } });
    const standing = (events: readonly Fact[]) =>
      planOf(contract, events)
        .deadlines.filter(({ state }) => state !== 'cancelled')
        .map(({ id, state, date }) => `${id} ${state} ${date}`);
    const changed = facts('price.changed@2026-12-30T10:00:00Z,price=p');
    expect(standing([...toldByPaddle(['created', trialing], ['activated', active]), ...changed]).sort()).toEqual([
      'fee-change~p open 2027-01-29',
      'renewal~2026-12-30 open 2027-01-29',
    ]);
    const cancelled = { ...trialing, scheduled_change: { action: 'cancel', effective_at: ends } };
    expect(standing(toldByPaddle(['created', trialing], ['updated', cancelled])).sort()).toEqual([
      'trial-cancellation open 2026-12-30',
      'trial-end met 2026-12-30',
    ]);
  },
);

row(
  'exolyt/fee-change: announced as the trial is charged, the fees change after the first billing cycle, 29 January',
  () => {
    const contract = contractUnder('exolyt', { startsOn: '2026-12-16', billing: { cycle: '1 month' } });
    const letters = lettersUntil(
      '2027-02-01T00:00:00Z',
      contract,
      'trial.started@2026-12-16T09:00:00Z,endsOn=2026-12-30',
      'trial.converted@2026-12-30T09:00:00Z',
      'price.changed@2026-12-30T10:00:00Z,price=p',
    );
    expect(lines(letters, 'fee-change')).toEqual([
      '2026-12-30 opened of fee-change~p to customer',
      '2027-01-22 reminder-7-days of fee-change~p to customer',
      '2027-01-29 lapsed of fee-change~p to customer',
      '2027-01-29 lapsed of fee-change~p to provider',
    ]);
    expect(letters.find(({ clause }) => clause === 'fee-change')?.text).toContain(
      'change after Friday 29 January 2027',
    );
  },
);

row('exolyt/outage-extension: an outage of exactly 24 hours gives no right, and nobody is told of one', () => {
  const outage = (end: string) =>
    lettersUntil(
      '2026-02-12T00:00:00Z',
      contractUnder('exolyt'),
      'outage.started@2026-02-10T06:00:00Z,outage=o',
      `outage.ended@${end},outage=o`,
    );
  expect(lines(outage('2026-02-11T06:00:00Z'))).toEqual([]);
  expect(lines(outage('2026-02-11T06:00:01Z'))).toEqual([
    '2026-02-11 lapsed of outage-extension~o to customer',
    '2026-02-11 lapsed of outage-extension~o to provider',
  ]);
});

row(
  'exolyt/dpa-claim-specified: six months from the observation of the damage on 15 October, not of the error on 31 August',
  () => {
    const letters = lettersUntil(
      '2027-04-20T00:00:00Z',
      contractUnder('exolyt'),
      'claim.observed@2026-08-31T09:00:00Z,claim=c,errorOn=2026-01-01,damageObservedOn=2026-10-15',
    );
    expect(lines(letters, 'dpa-claim-specified')).toEqual([
      '2026-08-31 opened of dpa-claim-specified~c to customer',
      '2027-03-15 reminder-1-month of dpa-claim-specified~c to customer',
      '2027-04-08 reminder-7-days of dpa-claim-specified~c to customer',
      '2027-04-15 lapsed of dpa-claim-specified~c to customer',
      '2027-04-15 lapsed of dpa-claim-specified~c to provider',
    ]);
    expect(letters.find(({ clause }) => clause === 'dpa-claim-specified')?.text).toContain('by Thursday 15 April 2027');
  },
);

const request = (more: string) => `subject-request.received@2026-03-05T08:00:00Z,request=r${more}`;
const ofTheRequest = (...events: string[]) =>
  lettersUntil('2026-03-06T00:00:00Z', contractUnder('exolyt'), ...events).filter(({ clause }) =>
    clause.startsWith('dpa-'),
  );

row('exolyt/dpa-subject-request: a request about the provider’s own data is not shown to the customer', () => {
  expect(lines(ofTheRequest(request(',role=controller')))).toEqual([]);
  expect(lines(ofTheRequest(request(',role=processor')))).toEqual([
    '2026-03-05 lapsed of dpa-subject-request~r to customer',
  ]);
});

row(
  'exolyt/dpa-immediate-request: an authority that demands an answer at once has it before the customer is told',
  () => {
    const demanded = request(',role=processor,immediate=true');
    const answered = 'subject-request.answered@2026-03-05T10:00:00Z,request=r,role=processor';
    expect(lines(ofTheRequest(demanded))).toEqual([]);
    const [letter, ...others] = ofTheRequest(demanded, answered);
    expect(letter?.line).toBe('2026-03-05 lapsed of dpa-immediate-request~r to customer');
    expect(letter?.text).toContain('We have answered it, and tell you of it as soon as that is done.');
    expect(others).toEqual([]);
    expect(
      lines(ofTheRequest(request(',role=controller,immediate=true'), answered.replace('processor', 'controller'))),
    ).toEqual([]);
  },
);

row('exolyt/dpa-immediate-request: before the answer the law’s month for a data subject is told nobody either', () => {
  const demanded = request(',role=processor,immediate=true');
  expect(lines(lettersUntil('2026-05-06T00:00:00Z', contractUnder('exolyt'), demanded))).toEqual([]);
  const asked = request(',role=processor,from=authority');
  expect(lines(lettersUntil('2026-05-06T00:00:00Z', contractUnder('exolyt'), asked))).toEqual([
    '2026-03-05 lapsed of dpa-subject-request~r to customer',
  ]);
});

row('exolyt/dpa-end: data that was returned alone is still to be deleted, and the reminder says so', () => {
  const letters = lettersUntil(
    '2026-12-22T00:00:00Z',
    contractUnder('exolyt'),
    'contract.terminated@2026-11-20T09:00:00Z',
    'data-export.delivered@2026-11-25T09:00:00Z',
  );
  expect(lines(letters, 'dpa-end')).toEqual([
    '2026-11-20 opened of dpa-end to customer',
    '2026-12-13 reminder-7-days of dpa-end to provider',
    '2026-12-20 due of dpa-end to provider',
    '2026-12-20 lapsed of dpa-end to provider',
  ]);
  expect(letters[1]?.text).toContain('No deletion is on record; a return alone is not enough.');
});

row(
  'exolyt/dpa-return: data that the customer asked for is to be returned, and operations is reminded until it was',
  () => {
    const asked = 'data-export.requested@2026-11-18T09:00:00Z';
    const ended = 'contract.terminated@2026-11-20T09:00:00Z';
    const told = (...events: string[]) =>
      lines(lettersUntil('2026-12-22T00:00:00Z', contractUnder('exolyt'), asked, ended, ...events), 'dpa-return');
    expect(told()).toEqual([
      '2026-11-20 opened of dpa-return to provider',
      '2026-12-13 reminder-7-days of dpa-return to provider',
      '2026-12-20 lapsed of dpa-return to provider',
    ]);
    expect(told('data-export.delivered@2026-11-25T09:00:00Z')).toEqual(['2026-11-20 opened of dpa-return to provider']);
  },
);

const listed = planOf(contractUnder('exolyt'), []).none.map(({ clause, ref }) => `${clause}: ${ref}`);
const AGREEMENT = 'Agreement on the processing of personal data';
const DUTIES = `${AGREEMENT}, General rights and obligations of the processor`;

row('exolyt/trial-offer: no period to count, and the plan says where', () => {
  expect(listed).toContain('trial-offer: 6, paragraph 4');
});
row('exolyt/account-data: no period to count, and the plan says where', () => {
  expect(listed).toContain('account-data: 13, paragraph 1');
});
row('exolyt/security-notice: no period to count, and the plan says where', () => {
  expect(listed).toContain('security-notice: 13, paragraph 2');
});
row('exolyt/liability-cap: no time to look back over, and the plan says where', () => {
  expect(listed).toContain('liability-cap: 20');
});
row('exolyt/provider-termination: no period to count, and the plan says where', () => {
  expect(listed).toContain('provider-termination: 21, paragraph 1');
});
row('exolyt/service-change: no period to count, and the plan says where', () => {
  expect(listed).toContain('service-change: 23');
});
row('exolyt/dpa-instruction-exception: no period to count, and the plan says where', () => {
  expect(listed).toContain(`dpa-instruction-exception: ${DUTIES}, c)`);
});
row('exolyt/dpa-corrections: no period to count, and the plan says where', () => {
  expect(listed).toContain(`dpa-corrections: ${DUTIES}, h)`);
});
row('exolyt/dpa-audit: no period to count, and the plan says where', () => {
  expect(listed).toContain(`dpa-audit: ${AGREEMENT}, Audits, paragraph 2`);
});
row('exolyt/dpa-damage-claim: no period to count, and the plan says where', () => {
  expect(listed).toContain(`dpa-damage-claim: ${AGREEMENT}, Limitations of liability, paragraph 4`);
});
