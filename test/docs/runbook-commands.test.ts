import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hold, releaseHold } from '../../cli/holds.ts';
import { inbound } from '../../cli/inbound/inbound.ts';
import { sending } from '../../cli/sending.ts';
import { tasks } from '../../cli/tasks.ts';
import { storeDelivery } from '../harness/deliveries.ts';
import { preparedNotices } from '../harness/notices.ts';
import { createContract, failedPayment, recordEvent } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';
import type { TestStack } from '../harness/stack.ts';

let served: Awaited<ReturnType<typeof serveTestStack>>;
let test: TestStack;
beforeAll(async () => {
  served = await serveTestStack();
  test = served.test;
});
afterAll(() => served.stop());
afterEach(() => vi.unstubAllEnvs());

const COMMANDS = { hold, inbound, release: releaseHold, sending, tasks };

/** The calls of the command line in a runbook, in order, as the arguments after `clauseclock`. */
function callsIn(runbook: string): string[][] {
  const text = readFileSync(new URL(`../../docs/runbooks/${runbook}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
  return blocks
    .filter((line) => line.startsWith('npx clauseclock '))
    .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(2));
}

/** Runs the commands of a runbook as it has them, with what it leaves open filled in. */
async function follow(runbook: string, open: Readonly<Record<string, readonly string[]>>) {
  vi.stubEnv('CLAUSECLOCK_ENDPOINT', served.url);
  const rest = Object.fromEntries(Object.entries(open).map(([name, values]) => [name, [...values]]));
  const said: string[] = [];
  for (const [name = '', ...argv] of callsIn(runbook)) {
    const filled = argv.map((word) => (/^<\w+>$/.test(word) ? (rest[word]?.shift() ?? word) : word));
    const err: string[] = [];
    const line = { out: (text: string) => said.push(text), err: (text: string) => err.push(text) };
    const code = await COMMANDS[name as keyof typeof COMMANDS](filled, line);
    expect([code, err], filled.join(' ')).toEqual([0, []]);
  }
  return said;
}

/** A webhook whose work failed, of a contract that can take it. */
async function failed() {
  const contract = await createContract(test);
  const now = test.stack.clock.now();
  const body = failedPayment(contract, 'in_1', now, now);
  return (await storeDelivery(test, { state: 'failed', reason: 'crashed', body })).id;
}

async function stateOf(id: string): Promise<string> {
  await test.stack.engine.drain();
  return (await test.get(`/inbound/${id}`)).body.state;
}

describe('the commands of a runbook', () => {
  it('for webhooks that wait show, replay and dismiss them', async () => {
    const [shown, replayed, dismissed] = [await failed(), await failed(), await failed()];
    const parked = await storeDelivery(test, { state: 'parked', facts: [{ reason: 'no-rule' }] });
    const said = await follow('waiting-webhooks', { '<id>': [shown, replayed, dismissed] });
    expect(said.join('\n')).toContain(`failed     ${test.stack.clock.now()} invoice.paid  ${shown}`);
    await test.stack.engine.advanceBy('PT6M');
    expect([await stateOf(replayed), await stateOf(dismissed)]).toEqual(['recorded', 'dismissed']);
    expect((await test.get(`/inbound/${parked.id}`)).body.replays).toHaveLength(1);
  });

  it('for webhooks whose work failed show and replay them', async () => {
    const id = await failed();
    await follow('failed-webhooks', { '<id>': [id, id] });
    expect(await stateOf(id)).toBe('recorded');
  });

  it('for letters that did not arrive send them again, list and acknowledge them', async () => {
    const customer = { name: 'Acme', email: 'bounce@simulator.amazonses.com' };
    const bounced = async () => {
      const contract = await createContract(test, { customer, startsOn: '2026-01-15' });
      await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
      await test.stack.engine.advanceBy('PT4H');
      const letters = await preparedNotices(test, contract);
      return { contract, letter: letters.find(({ party }) => party === 'customer')?.notice ?? '' };
    };
    const [one, other] = [await bounced(), await bounced()];
    const open = { '<contract>': [one.contract, other.contract], '<letter>': [one.letter, other.letter] };
    const said = (await follow('undeliverable-notices', open)).join('\n');
    expect(said).toContain(`Letter ${one.letter} goes to ${customer.email} once more.`);
    expect(said).toContain(`letter ${other.letter}, contract ${other.contract}\n    bounced`);
    expect((await test.stack.table.notice(other.contract, other.letter))?.notice.acknowledged?.by).toBe('Ana');
  });

  it('for letters that are to stop hold them all, then more narrowly, and let them go', async () => {
    const contract = await createContract(test);
    await test.post('/holds', { scope: 'pack', pack: 'eloomi', by: 'Ana', reason: 'before' });
    const ids = async () => (await test.get('/holds')).body.holds.map(({ id }: { id: string }) => id);
    const [first = ''] = await ids();
    // What is placed first is the wide hold; the runbook releases it, then another.
    const said = await follow('stopped-letters', { '<contract>': [contract], '<hold>': [first, first] });
    expect(said.join('\n')).toContain('the stage: on, since');
    const held = (await test.get('/holds')).body.holds.map(({ scope }: { scope: string }) => scope).sort();
    expect(held).toEqual(['all', 'clause', 'contract', 'pack']);
    for (const id of await ids()) await test.post(`/holds/${id}/release`, { by: 'Ana', reason: 'done' });
  });
});
