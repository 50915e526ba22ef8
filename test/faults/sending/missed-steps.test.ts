import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf, openSuspension, preparedNotices, type Suspension } from '../../harness/notices.ts';
import { createContract, recordEvent } from '../../harness/samples.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const minutesAfter = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Nothing runs until then: no schedule, no sweep, no queue. */
function standStillUntil(instant: string): void {
  test.stack.clock.moveTo(Date.parse(instant));
}

const stepsTo = (contract: string, party: 'customer' | 'provider') =>
  inboxOf(test, contract, party).map(({ tags }) => tags.step);

async function missedOf({ contract }: Pick<Suspension, 'contract'>) {
  const entries = (await evidenceOf(test, contract)).filter(({ type }) => type === 'step.missed');
  return entries.flatMap(({ facts }) => (facts.steps as { step: string }[]).map(({ step }) => step));
}

describe('a deadline with reminder, due and lapsed for one reader, of which', () => {
  it('nothing ran from before the reminder until after the end: both are evidence and one escalation, and the lapse goes out', async () => {
    const suspension = await openSuspension(test);
    standStillUntil(minutesAfter(suspension.at('lapsed'), 60 * 24 * 3));
    await test.stack.engine.advanceBy('PT1H');
    expect(stepsTo(suspension.contract, 'customer')).toEqual(['lapsed']);
    // The lapse is told however late. More than a day late is evidence, too, for each of its readers.
    expect(await missedOf(suspension)).toEqual(['reminder-7-days', 'due', 'lapsed', 'lapsed']);
    const escalations = inboxOf(test, suspension.contract, 'provider').filter(({ subject }) =>
      subject.startsWith('Action needed: nothing went out in time to Acme SRL'),
    );
    expect(escalations).toHaveLength(1);
    expect(escalations[0]?.text).toContain('Step reminder-7-days to Acme SRL: due on');
    expect(escalations[0]?.text).toContain('Step due to Acme SRL: due on');
    expect(escalations[0]?.text.replaceAll(/\s+/g, ' ')).toMatch(
      /Step lapsed to Acme SRL: due on [^.]*, it goes out now\./,
    );
    await test.stack.engine.advanceBy('P10D');
    expect(await missedOf(suspension)).toHaveLength(4);
  });

  it('nothing ran until half a day after the end: the lapse is not missed', async () => {
    const suspension = await openSuspension(test);
    await test.stack.engine.advanceTo(minutesAfter(suspension.at('due'), 60));
    standStillUntil(minutesAfter(suspension.at('lapsed'), 60 * 12));
    await test.stack.engine.advanceBy('PT1H');
    expect(await missedOf(suspension)).toEqual([]);
  });

  it('nothing ran until the due day: one letter goes out as what it is, and the reminder is evidence and escalation', async () => {
    const suspension = await openSuspension(test);
    standStillUntil(minutesAfter(suspension.at('due'), 60));
    await test.stack.engine.advanceBy('PT15M');
    expect(stepsTo(suspension.contract, 'customer')).toEqual(['due']);
    expect(await missedOf(suspension)).toEqual(['reminder-7-days']);
    const [escalation, ...more] = inboxOf(test, suspension.contract, 'provider');
    expect(more).toEqual([]);
    expect(escalation?.subject).toMatch(/^Action needed: nothing went out in time to Acme SRL, last day/);
    expect(escalation?.text).toMatch(/the letter of the\s+latest\s+step\s+goes\s+out\s+now/);
  });

  it('nothing ran until a day after the reminder: it goes out late and says what time is left, and nothing is missed', async () => {
    const suspension = await openSuspension(test);
    standStillUntil(minutesAfter(suspension.at('reminder'), 60 * 24));
    await test.stack.engine.advanceBy('PT15M');
    expect(stepsTo(suspension.contract, 'customer')).toEqual(['reminder-7-days']);
    expect(await missedOf(suspension)).toEqual([]);
  });

  it('the mail service took nothing until the due day: the reminder is given up and escalated, the due letter goes out', async () => {
    const suspension = await openSuspension(test);
    const { engine, faults } = test.stack;
    await engine.advanceTo(minutesAfter(suspension.at('reminder'), -1));
    faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
    await engine.advanceTo(minutesAfter(suspension.at('due'), 60));
    faults.clear();
    await engine.advanceBy('PT2H');
    expect(stepsTo(suspension.contract, 'customer')).toEqual(['due']);
    const [reminder] = await preparedNotices(test, suspension.contract);
    const given = (await evidenceOf(test, suspension.contract)).find(({ type }) => type === 'notice.given-up');
    expect(given?.facts).toMatchObject({ notice: reminder?.notice, step: 'reminder-7-days', verdict: 'overtaken' });
    expect(inboxOf(test, suspension.contract, 'provider').map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Action needed: notice to Acme SRL did not go out in time/),
    ]);
  });

  it('the mail service took nothing until two days after the end: the lapse is escalated once, and goes out', async () => {
    const suspension = await openSuspension(test);
    const { engine, faults } = test.stack;
    await engine.advanceTo(minutesAfter(suspension.at('lapsed'), -1));
    faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
    await engine.advanceTo(minutesAfter(suspension.at('lapsed'), 60 * 48));
    faults.clear();
    await engine.advanceBy('PT2H');
    expect(stepsTo(suspension.contract, 'customer').at(-1)).toBe('lapsed');
    const told = inboxOf(test, suspension.contract, 'provider').map(({ subject }) => subject);
    expect(told.filter((subject) => subject.includes('notice to Acme SRL has not gone out yet'))).toHaveLength(1);
  });
});

describe('steps that were over before anything ran are evidence and one escalation, though a fact has since', () => {
  const escalations = (contract: string) =>
    inboxOf(test, contract, 'provider').filter(({ subject }) => subject.startsWith('Action needed: nothing went out'));

  it('closed the deadline: nobody else is told anything', async () => {
    const suspension = await openSuspension(test);
    const { contract } = suspension;
    standStillUntil(minutesAfter(suspension.at('due'), 60));
    await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    await test.stack.engine.advanceBy('PT30M');
    expect(await missedOf(suspension)).toEqual(['reminder-7-days']);
    expect(stepsTo(contract, 'customer')).toEqual([]);
    expect(escalations(contract)).toHaveLength(1);
    expect(escalations(contract)[0]?.text.replaceAll(/\s+/g, ' ')).toContain(
      'a fact was recorded that closed or moved it',
    );
    await test.stack.engine.advanceBy('P20D');
    expect(await missedOf(suspension)).toHaveLength(1);
    expect(inboxOf(test, contract)).toHaveLength(1);
    const [deadline] = (await test.stack.table.load(contract))?.deadlines ?? [];
    expect(deadline).toMatchObject({ state: 'cancelled' });
    expect(deadline).not.toHaveProperty('next');
    expect(deadline).not.toHaveProperty('missed');
  });

  it('ended the contract: what was over by then, and no more', async () => {
    const suspension = await openSuspension(test);
    const { contract } = suspension;
    standStillUntil(minutesAfter(suspension.at('due'), 60));
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now(), {});
    await test.stack.engine.advanceBy('P20D');
    expect(await missedOf(suspension)).toEqual(['reminder-7-days']);
    expect(escalations(contract)).toHaveLength(1);
  });

  it('closed it, and another opened it again before anybody was told', async () => {
    const suspension = await openSuspension(test);
    const { contract } = suspension;
    standStillUntil(minutesAfter(suspension.at('due'), 60));
    const paid = await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    const { id: event } = paid.body.event;
    const said = { event, by: 'ops', reason: 'never arrived' };
    await recordEvent(test, contract, 'event.withdrawn', test.stack.clock.now(), said);
    await test.stack.engine.advanceBy('PT1H');
    expect(await missedOf(suspension)).toEqual(['reminder-7-days']);
    expect(escalations(contract)).toHaveLength(1);
    expect(stepsTo(contract, 'customer')).toEqual(['due']);
    expect((await evidenceOf(test, contract)).filter(({ type }) => type === 'step.late-known')).toEqual([]);
  });
});

describe('a letter that was prepared, and that the mail service did not take until the next one was due,', () => {
  const refuseFrom = async (suspension: Suspension) => {
    const { engine, faults } = test.stack;
    await engine.advanceTo(minutesAfter(suspension.at('reminder'), -1));
    faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
    await engine.advanceTo(minutesAfter(suspension.at('reminder'), 60));
  };
  const fateOf = async ({ contract }: Suspension) => {
    const entries = await evidenceOf(test, contract);
    const fates = entries.filter(({ type }) => type === 'notice.given-up' || type === 'notice.cancelled');
    return fates.map(({ type, facts }) => ({ type, step: facts.step, verdict: facts.verdict }));
  };

  it.each([
    ['due', 'overtaken'],
    ['lapsed', 'too-late'],
  ] as const)('is missed though a fact closes the deadline after its step %s', async (step, verdict) => {
    const suspension = await openSuspension(test);
    const { contract } = suspension;
    await refuseFrom(suspension);
    if (step === 'lapsed') await test.stack.engine.advanceTo(minutesAfter(suspension.at('due'), 60));
    standStillUntil(minutesAfter(suspension.at(step), 60));
    await recordEvent(test, contract, 'payment.received', minutesAfter(suspension.at('due'), 10), { invoice: 'in_1' });
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('P2D');
    expect(stepsTo(contract, 'customer')).toEqual([]);
    expect(await fateOf(suspension)).toContainEqual(expect.objectContaining({ type: 'notice.given-up', verdict }));
    const told = inboxOf(test, contract, 'provider').findLast(({ subject }) =>
      subject.includes('did not go out in time'),
    );
    expect(told?.text.replaceAll(/\s+/g, ' ')).toContain(
      'Since its time was over, a fact was recorded that closed it.',
    );
  });

  it('is left out if the fact was recorded while it was of use', async () => {
    const suspension = await openSuspension(test);
    const { contract } = suspension;
    await refuseFrom(suspension);
    standStillUntil(minutesAfter(suspension.at('due'), -60));
    await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
    standStillUntil(minutesAfter(suspension.at('due'), 60));
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('P2D');
    expect(await fateOf(suspension)).toEqual([{ type: 'notice.cancelled', step: undefined, verdict: undefined }]);
    expect(inboxOf(test, contract)).toEqual([]);
  });
});

/** A contract that was recorded forty days before ten o’clock of this day. */
async function watched() {
  const contract = await createContract(test);
  await test.stack.engine.advanceBy('P40D');
  const next = new Date(test.stack.clock.epochMs() + 86_400_000).toISOString().slice(0, 10);
  await test.stack.engine.advanceTo(`${next}T08:00:00Z`);
  return { contract, now: test.stack.clock.now() };
}

describe('a deadline that is recorded', () => {
  it('on its last day sends one letter, and what was over by then is evidence without an escalation', async () => {
    const { contract, now } = await watched();
    const dueOn = new Date(Date.parse(now) - 15 * 86_400_000).toISOString().slice(0, 10);
    await recordEvent(test, contract, 'invoice.overdue', minutesAfter(now, -60 * 24 * 14), { invoice: 'in_1', dueOn });
    await test.stack.engine.advanceBy('PT3H');
    expect(stepsTo(contract, 'customer')).toEqual(['due']);
    const known = (await evidenceOf(test, contract)).filter(({ type }) => type === 'step.late-known');
    expect(known.map(({ facts }) => (facts.steps as { step: string }[]).map(({ step }) => step))).toEqual([
      ['reminder-7-days'],
    ]);
    expect(await missedOf({ contract })).toEqual([]);
    expect(stepsTo(contract, 'provider')).toEqual([]);
  });

  it('after its end is told as lapsed only, without an escalation', async () => {
    const { contract, now } = await watched();
    const dueOn = new Date(Date.parse(now) - 25 * 86_400_000).toISOString().slice(0, 10);
    await recordEvent(test, contract, 'invoice.overdue', minutesAfter(now, -60 * 24 * 24), { invoice: 'in_1', dueOn });
    await test.stack.engine.advanceBy('PT3H');
    expect(stepsTo(contract, 'customer')).toEqual(['lapsed']);
    expect(stepsTo(contract, 'provider')).toEqual(['lapsed']);
    expect(await missedOf({ contract })).toEqual([]);
  });
});

it('a step whose time passes while its payment is withdrawn again is not missed', async () => {
  const { contract, at } = await openSuspension(test);
  const { engine } = test.stack;
  const paid = await recordEvent(test, contract, 'payment.received', test.stack.clock.now(), { invoice: 'in_1' });
  await engine.advanceTo(minutesAfter(at('due'), 5));
  await recordEvent(test, contract, 'event.withdrawn', test.stack.clock.now(), {
    event: paid.body.event.id,
    by: 'ops',
    reason: 'never arrived',
  });
  await engine.advanceBy('PT1H');
  expect(stepsTo(contract, 'customer')).toEqual(['due']);
  expect(await missedOf({ contract })).toEqual([]);
});
