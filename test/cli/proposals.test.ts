import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { proposals } from '../../cli/proposals.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { corrected, termsInFirstEdition } from '../harness/editions.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const clock = '2022-09-12T10:00:00Z';
const folder = termsInFirstEdition({ from: 'without' });
const database = memoryDatabase();

let before: TestStack;
let served: Awaited<ReturnType<typeof serveTestStack>>;
let contract: string;
beforeAll(async () => {
  before = await startTestStack({ termsDirectory: folder, database, clock });
  const england = { timezone: 'Europe/London', holidays: ['GB-ENG'], startsOn: '2022-01-15' };
  contract = await createContract(before, england);
  await recordEvent(before, contract, 'contract.terminated', '2022-09-12T09:00:00+01:00');
  served = await serveTestStack({ termsDirectory: corrected(folder, { from: 'without' }), database, clock });
});
afterAll(async () => {
  await served.stop();
  await before.stop();
});

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const line = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await proposals([...argv, '--endpoint', served.url], line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const WHO = ['--by', 'Ana', '--reason', 'It was proclaimed.'];

describe('clauseclock proposals', () => {
  it('lists what is proposed, and accepts it', async () => {
    expect(await run(contract)).toEqual({
      code: 0,
      out: [
        'export-window: 2022-10-03 → 2022-10-04 by edition 2',
        "    GB-ENG@2026.1 → GB-ENG@2026.2: 2022-09-19 (Queen Elizabeth's Funeral Day) added",
      ].join('\n'),
      err: '',
    });
    expect(JSON.parse((await run(contract, '--json')).out)).toMatchObject({ deadline: 'export-window', edition: 2 });
    const accepted = await run('accept', contract, 'export-window', '--edition', '2', ...WHO);
    expect(accepted).toEqual({ code: 0, out: 'The proposal for export-window is accepted.', err: '' });
    expect(await run(contract)).toEqual({ code: 0, out: '', err: 'Nothing is proposed.' });
    const declined = await run('decline', contract, 'export-window', '--edition', '2', ...WHO);
    expect([declined.code, declined.err]).toEqual([1, expect.stringContaining('nothing is proposed')]);
  });

  it.each([
    [['accept', 'c', 'd', '--edition', '2', '--by', 'Ana'], /--reason is missing/],
    [['accept', 'c', 'd', '--edition', 'two', ...WHO], /--edition two/],
    [['accept', 'c'], /Give a contract, or accept or decline/],
    [[], /Give a contract, or accept or decline/],
    [['--colour'], /--colour/],
  ])('is a wrong call with %j', async (argv, problem) => {
    const call = run(...argv);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(problem);
  });
});
