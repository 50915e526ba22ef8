import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { inbound } from '../../cli/inbound/inbound.ts';
import { tasks } from '../../cli/tasks.ts';
import { storeDelivery } from '../harness/deliveries.ts';
import { openSuspension, preparedNotices } from '../harness/notices.ts';
import { createContract, failedPayment } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';
import type { TestStack } from '../harness/stack.ts';

let served: Awaited<ReturnType<typeof serveTestStack>>;
let test: TestStack;
beforeAll(async () => {
  served = await serveTestStack();
  test = served.test;
});
afterAll(() => served.stop());

async function run(command: typeof inbound, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const line = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await command([...argv, '--endpoint', served.url], line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const WHO = ['--by', 'Ana', '--reason', 'The rule was missing.'];

describe('clauseclock inbound', () => {
  it('lists webhooks: state, time, what it is, its id, and what became of each fact', async () => {
    const contract = await createContract(test);
    const fact = { kind: 'payment.failed', reason: 'before-start', detail: 'Record it by hand.', contract };
    const { id } = await storeDelivery(test, { state: 'set-aside', facts: [fact], receivedAt: '2026-03-01T08:00:00Z' });
    const march = ['--from', '2026-03-01', '--to', '2026-03-01'];
    const listed = await run(inbound, 'list', ...march);
    expect(listed).toEqual({
      code: 0,
      out: [
        `set-aside  2026-03-01T08:00:00Z invoice.paid  ${id}`,
        `    payment.failed: set-aside, ${contract}`,
        '      before-start: Record it by hand.',
      ].join('\n'),
      err: '',
    });
    const { out } = await run(inbound, ...march, '--json');
    expect(JSON.parse(out)).toMatchObject({ id, state: 'set-aside', facts: [fact] });
    expect((await run(inbound, ...march, '--provider', 'paddle')).err).toBe('No webhook is found.');
  });

  it('lists as many as are asked for, over all pages, and says when there are more', async () => {
    for (let n = 0; n < 3; n += 1)
      await storeDelivery(test, { state: 'unused', receivedAt: `2026-03-02T08:00:0${n}Z` });
    const listed = await run(inbound, 'list', '--from', '2026-03-02', '--to', '2026-03-02', '--limit', '2');
    expect(listed.out.split('\n')).toHaveLength(2);
    expect(listed.err).toContain('more than 2');
  });

  it('shows one with its body and what it means', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const { delivery } = (await test.webhook('stripe', failedPayment(contract, 'in_1', now, now))).body;
    const { code, out } = await run(inbound, 'show', delivery);
    expect(code).toBe(0);
    expect(out).toContain(`payment.failed: recorded, ${contract}`);
    expect(out).toContain('"kind":"payment.failed"');
    expect(out).toContain('"type":"invoice.payment_failed"');
  });

  it('says that another body came under the id', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const event = failedPayment(contract, 'in_1', now, now);
    const { delivery } = (await test.webhook('stripe', event)).body;
    expect((await run(inbound, 'show', delivery)).out).not.toContain('Other body');
    await test.webhook('stripe', { ...event, api_version: 'other' });
    const { out } = await run(inbound, 'show', delivery);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/Other body came under the same id at \S+Z \(SHA-256 [0-9a-f]{64}\)/);
  });

  it('has one worked on again, and dismisses one', async () => {
    const contract = await createContract(test);
    const now = test.stack.clock.now();
    const body = failedPayment(contract, 'in_1', now, now);
    const { id } = await storeDelivery(test, { state: 'failed', reason: 'crashed', body });
    expect((await run(inbound, 'replay', id, ...WHO)).out).toContain(`${id} is worked on again.`);
    const { out } = await run(inbound, 'show', id);
    expect(out).toContain('Replayed   by Ana at ');
    expect(out).toContain(`payment.failed: recorded, ${contract}`);
    const { id: other } = await storeDelivery(test, { state: 'failed', reason: 'crashed' });
    expect((await run(inbound, 'dismiss', other, ...WHO)).out).toMatch(/^dismissed /);
    expect(await run(inbound, 'dismiss', other, ...WHO, '--json')).toMatchObject({ code: 0 });
  });

  it('has many worked on again, and tells before how many', async () => {
    for (let n = 0; n < 2; n += 1)
      await storeDelivery(test, { state: 'parked', receivedAt: `2026-03-03T08:00:0${n}Z` });
    const filters = ['--from', '2026-03-03', '--to', '2026-03-03'];
    expect((await run(inbound, 'replay', ...filters, '--dry-run', ...WHO)).out).toContain(
      '2 would be worked on again.',
    );
    expect((await run(inbound, 'replay', ...filters, ...WHO)).out).toMatch(/^Job replay-inbound-\w+ has them/);
  });

  it('says in plain words what the stage refuses, and that nobody answers', async () => {
    const unknown = await run(inbound, 'show', 'stripe~default~none');
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toMatch(
      /^The stage answered 404\. There is no such webhook\.\n {2}delivery "stripe~default~none": /,
    );
    const nobody = await inbound(['list', '--endpoint', 'http://localhost:1'], {
      out: () => undefined,
      err: () => undefined,
    });
    expect(nobody).toBe(1);
  });

  it.each([
    [['fetch'], 'There is no action fetch'],
    [['show'], 'show needs the ID'],
    [['show', 'a', 'b'], 'Give one ID'],
    [['list', 'a'], 'list takes no ID'],
    [['replay', 'a', '--by', 'Ana'], '--reason is missing'],
    [['dismiss', ...WHO], 'dismiss needs the ID'],
    [['replay', 'a', '--state', 'parked', ...WHO], 'not both'],
    [['list', '--limit', '0'], '--limit 0'],
    [['list', '--odd'], '--odd'],
  ])('%j is a wrong call', async (argv, why) => {
    const call = run(inbound, ...argv);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(why);
  });
});

describe('clauseclock tasks', () => {
  it('lists what waits for a person, and needs a contract, a letter and a reason to acknowledge', async () => {
    const { id } = await storeDelivery(test, {
      state: 'ambiguous',
      receivedAt: '2026-11-18T07:00:00Z',
      facts: [{ reason: 'several-contracts', detail: 'Record it by hand.', candidates: ['a', 'b'] }],
    });
    const { out } = await run(tasks);
    expect(out).toContain(`2 days     delivery ${id}\n    several-contracts: Record it by hand.`);
    const json = (await run(tasks, 'list', '--json')).out.split('\n').map((row) => JSON.parse(row));
    expect(json).toContainEqual(expect.objectContaining({ kind: 'delivery', id }));
    expect((await run(tasks, '--kind', 'delivery')).out).toContain(id);
    expect((await run(tasks, '--kind', 'proposal')).err).toContain('Nothing waits for a person.');
    expect(await run(tasks, '--kind', 'webhook')).toMatchObject({
      code: 1,
      err: expect.stringContaining('use delivery'),
    });
    for (const argv of [['acknowledge', 'a'], ['acknowledge', 'a', 'b'], ['list', 'a'], ['odd']]) {
      await expect(run(tasks, ...argv)).rejects.toThrow(UsageError);
    }
    expect((await run(tasks, 'acknowledge', 'a', 'b', ...WHO)).err).toContain('There is no such letter.');
  });

  it('has a letter sent again: the same one, another one at another address, a delivered one only anyway', async () => {
    const bounced = { name: 'Acme', email: 'bounce@simulator.amazonses.com' };
    const { contract, at } = await openSuspension(test, { customer: bounced });
    await test.stack.engine.advanceTo(at('reminder'));
    await test.stack.engine.advanceBy('PT10M');
    const [reminder] = await preparedNotices(test, contract);
    const letter = reminder?.notice ?? '';
    const again = (...more: string[]) => run(tasks, 'send-again', contract, letter, ...WHO, ...more);
    expect(await again()).toEqual({ code: 0, out: `Letter ${letter} goes to ${bounced.email} once more.`, err: '' });
    await test.stack.engine.advanceBy('PT10M');
    await test.patch(`/contracts/${contract}`, {
      ...{ change: { customer: { email: 'ana@acme.example' } }, by: 'Ana', reason: 'A further address.' },
    });
    expect((await again()).out).toMatch(
      new RegExp(`^Letter [0-9a-f]+ goes to ana@acme.example in the place of ${letter}\\.$`),
    );
    await expect(run(tasks, 'acknowledge', contract, letter, ...WHO, '--anyway')).rejects.toThrow('--anyway goes with');
    await expect(run(tasks, 'send-again', contract, letter, '--by', 'Ana')).rejects.toThrow('--reason is missing');
    expect((await run(tasks, 'send-again', contract, 'other', ...WHO)).code).toBe(1);
  });
});
