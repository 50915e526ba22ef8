import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { hold, isHold, releaseHold } from '../../cli/holds.ts';
import { sending } from '../../cli/sending.ts';
import { createContract } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';
import { TEST_START } from '../harness/stack.ts';

let served: Awaited<ReturnType<typeof serveTestStack>>;
beforeAll(async () => {
  served = await serveTestStack();
});
afterAll(() => served.stop());

async function run(command: typeof hold, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const line = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await command([...argv, '--endpoint', served.url], line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const ANA = ['--by', 'Ana', '--reason', 'the dates are wrong'];
const idIn = (out: string) => /^hold-\S+/.exec(out)?.[0] ?? '';

describe('clauseclock hold and release', () => {
  it.each([
    { named: ['all'], told: 'all' },
    { named: ['pack', 'exoopus'], told: 'pack exoopus' },
    { named: ['pack', 'exoopus@2026-01'], told: 'pack exoopus@2026-01' },
    { named: ['clause', 'exoopus', 'suspension'], told: 'clause exoopus suspension' },
  ])('place a hold on $told, list it, and release it', async ({ named, told }) => {
    const placed = await run(hold, ...named, ...ANA);
    const id = idIn(placed.out);
    const lines = [`${id}  ${told}`, `    since ${TEST_START}, by Ana: the dates are wrong`, '    letters waiting: 0'];
    expect(placed).toEqual({ code: 0, out: lines.join('\n'), err: '' });
    expect((await run(hold)).out).toBe(lines.join('\n'));
    const released = await run(releaseHold, id, '--by', 'Ben', '--reason', 'corrected');
    expect(released.out).toContain(`    released ${TEST_START}, by Ben: corrected`);
    expect((await run(hold, 'list')).err).toBe('No hold is in force.');
    expect((await run(hold, 'list', '--released', '--json')).out).toContain(`"id":"${id}"`);
  });

  it('place one on a contract, until an instant', async () => {
    const contract = await createContract(served.test);
    const { out } = await run(hold, 'contract', contract, '--until', '2026-12-01T00:00:00Z', ...ANA);
    expect(out).toContain(`contract ${contract}\n`);
    expect(out).toContain('    until 2026-12-01T00:00:00Z');
    await run(releaseHold, idIn(out), ...ANA);
  });

  it('say what the stage refuses', async () => {
    expect(await run(hold, 'pack', 'nosuch', ...ANA)).toMatchObject({ code: 1, err: expect.stringContaining('pack') });
    expect((await run(releaseHold, 'hold-20261120T080000Z-000000000000', ...ANA)).code).toBe(1);
  });

  it.each([
    [hold, ['all']],
    [hold, ['all', '--by', 'Ana']],
    [hold, ['pack', ...ANA]],
    [hold, ['clause', 'exoopus', ...ANA]],
    [hold, ['everything', ...ANA]],
    [releaseHold, ANA],
    [sending, ['perhaps', ...ANA]],
    [sending, ['off']],
  ] as const)('refuse a wrong call', async (command, argv) => {
    await expect(run(command, ...argv)).rejects.toThrow(UsageError);
  });

  it('tell a hold from a version of a pack', () => {
    expect([isHold('hold-20261120T080000Z-0123456789ab'), isHold('exoopus@2026-01'), isHold(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('clauseclock sending', () => {
  it('shows what may be sent, and switches it for the stage or a pack', async () => {
    expect((await run(sending)).out).toMatch(/^the stage: on, since .*\nholds in force: 0\nletters waiting: 0$/);
    const { out } = await run(sending, 'operations-only', '--pack', 'exoopus', ...ANA);
    expect(out).toContain(`exoopus: operations-only, since ${TEST_START}, by Ana: the dates are wrong`);
    const answer = JSON.parse((await run(sending, 'off', '--json', ...ANA)).out);
    expect(answer).toMatchObject({ value: 'off', packs: [{ pack: 'exoopus', value: 'operations-only' }] });
  });
});
