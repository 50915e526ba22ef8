import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf, inboxOf, openSuspension, type Suspension, wrongSends } from '../../harness/notices.ts';
import { recordEvent } from '../../harness/samples.ts';
import { startTestStack, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const minutesAfter = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** The mail service takes nothing from a minute before a step until ten minutes after it. */
async function refuseAt(suspension: Suspension, step: 'reminder' | 'due' | 'lapsed') {
  const { engine, faults } = test.stack;
  await engine.advanceTo(minutesAfter(suspension.at(step), -1));
  faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
  await engine.advanceTo(minutesAfter(suspension.at(step), 10));
}

/** The payment is recorded, as of an instant; answers what withdraws it. */
async function pay({ contract }: Suspension, occurredAt = test.stack.clock.now()) {
  const { body } = await recordEvent(test, contract, 'payment.received', occurredAt, { invoice: 'in_1' });
  await test.stack.engine.advanceBy('PT2H');
  test.stack.faults.clear();
  const said = { event: body.event.id, by: 'ops', reason: 'never arrived' };
  return () => recordEvent(test, contract, 'event.withdrawn', test.stack.clock.now(), said);
}

const told = ({ contract }: Suspension) => inboxOf(test, contract, 'customer').map(({ tags }) => tags.step);

/** The letters of a step to the customer that were prepared, in order. */
async function prepared({ contract }: Suspension, step: string) {
  const entries = await evidenceOf(test, contract);
  const of = ({ type, facts }: (typeof entries)[number]) =>
    type === 'step.fired' ? facts.step === step : type === 'deadline.lapsed' && step === 'lapsed';
  const notices = entries.filter(of).flatMap(({ facts }) => facts.notices as Record<string, string>[]);
  return notices.filter(({ party }) => party === 'customer');
}

describe('a letter that was withdrawn before it went out, since a payment was recorded', () => {
  it('is told by another once the payment is withdrawn, with a record of both', async () => {
    const suspension = await openSuspension(test);
    await refuseAt(suspension, 'reminder');
    const withdraw = await pay(suspension);
    expect(told(suspension)).toEqual([]);
    await withdraw();
    await test.stack.engine.advanceBy('PT1H');
    expect(told(suspension)).toEqual(['reminder-7-days']);
    const [first, second, ...more] = await prepared(suspension, 'reminder-7-days');
    expect(more).toEqual([]);
    expect(second).toMatchObject({ insteadOf: first?.notice });
    expect(second?.notice).not.toBe(first?.notice);
    const [letter] = inboxOf(test, suspension.contract, 'customer');
    expect(letter?.tags.notice).toBe(second?.notice);
    // Its reader has never got the first one.
    expect(letter?.text).not.toContain(first?.notice?.slice(0, 12));
    await test.stack.engine.advanceTo(minutesAfter(suspension.at('lapsed'), 60));
    expect(told(suspension)).toEqual(['reminder-7-days', 'due', 'lapsed']);
    const [deadline] = (await test.stack.table.load(suspension.contract))?.deadlines ?? [];
    expect(deadline).not.toHaveProperty('withdrawn');
    expect(
      (await wrongSends(test, suspension.contract)).filter((wrong) => !wrong.includes(String(first?.notice))),
    ).toEqual([]);
    expect(await test.check()).toEqual([]);
  });

  it('as often as that happens, each with an id of its own', async () => {
    const suspension = await openSuspension(test);
    for (const _ of [1, 2]) {
      if (_ === 1) await refuseAt(suspension, 'reminder');
      const withdraw = await pay(suspension);
      test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'throttle', times: 100_000 });
      await withdraw();
      await test.stack.engine.advanceBy('PT10M');
    }
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('PT2H');
    expect(told(suspension)).toEqual(['reminder-7-days']);
    const letters = await prepared(suspension, 'reminder-7-days');
    expect(letters.map(({ insteadOf }) => insteadOf)).toEqual([...[undefined, letters[0]?.notice, letters[1]?.notice]]);
    expect(new Set(letters.flatMap(({ notice, sha256 }) => [notice, sha256])).size).toBe(6);
  });

  it('is left out if it was over by then, which is evidence', async () => {
    const suspension = await openSuspension(test);
    await refuseAt(suspension, 'reminder');
    const withdraw = await pay(suspension);
    await test.stack.engine.advanceTo(minutesAfter(suspension.at('due'), 60));
    await withdraw();
    await test.stack.engine.advanceBy('PT1H');
    expect(told(suspension)).toEqual(['due']);
    const types = (await evidenceOf(test, suspension.contract)).map(({ type }) => type);
    expect(types).toContain('step.late-known');
    expect(types).not.toContain('step.missed');
  });

  it('also that of a lapse, which is recorded once', async () => {
    const suspension = await openSuspension(test);
    await refuseAt(suspension, 'lapsed');
    const withdraw = await pay(suspension, minutesAfter(suspension.at('due'), 5));
    const before = told(suspension);
    expect(before).not.toContain('lapsed');
    await withdraw();
    await test.stack.engine.advanceBy('PT1H');
    expect(told(suspension)).toEqual([...before, 'lapsed']);
    const entries = await evidenceOf(test, suspension.contract);
    expect(entries.filter(({ type }) => type === 'deadline.lapsed')).toHaveLength(1);
    const again = entries.find(({ type, facts }) => type === 'step.fired' && facts.step === 'lapsed');
    const [first] = await prepared(suspension, 'lapsed');
    expect(again?.facts.notices).toContainEqual(
      expect.objectContaining({ party: 'customer', insteadOf: first?.notice }),
    );
  });
});
