import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { proposals } from '../../cli/proposals.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { invokeSweep } from '../functions/reconciling.ts';
import { corrected, termsInFirstEdition } from '../harness/editions.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { serveTestStack } from '../harness/served.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

const CAUSE = 'GB-ENG@2026.1..GB-ENG@2026.2';
const ENGLAND = { timezone: 'Europe/London', holidays: ['GB-ENG'], startsOn: '2022-01-15' };
const clock = '2022-09-12T10:00:00Z';
const folder = termsInFirstEdition({ from: 'without' });
const database = memoryDatabase();

let before: TestStack;
let served: Awaited<ReturnType<typeof serveTestStack>>;
let contract: string;
beforeAll(async () => {
  before = await startTestStack({ termsDirectory: folder, database, clock });
  contract = await createContract(before, ENGLAND);
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
        "    GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is a holiday (Queen Elizabeth's Funeral Day)",
        `    cause ${CAUSE}`,
      ].join('\n'),
      err: '',
    });
    expect(JSON.parse((await run(contract, '--json')).out)).toMatchObject({ deadline: 'export-window', edition: 2 });
    const accepted = await run('accept', contract, 'export-window', '--edition', '2', ...WHO);
    expect(accepted).toEqual({ code: 0, out: 'The proposal for export-window is accepted.', err: '' });
    expect(await run(contract)).toEqual({ code: 0, out: '', err: 'Nothing is proposed.' });
    const declined = await run('decline', contract, 'export-window', '--edition', '2', ...WHO);
    expect([declined.code, declined.err]).toEqual([
      1,
      expect.stringContaining('it was decided otherwise (deadline.rebound). Withdraw that first'),
    ]);
  });

  it('lists those of all contracts, and decides on all of a cause', async () => {
    const other = await createContract(before, ENGLAND);
    await recordEvent(before, other, 'contract.terminated', '2022-09-12T09:00:00+01:00');
    // The contract came in after the walk.
    const { stack } = served.test;
    await stack.table.proposals.setGoneOver({ edition: 1 });
    await invokeSweep({ test: served.test }, 'propose');
    await stack.engine.drain();
    const all = await run();
    expect([all.code, all.out]).toEqual([0, expect.stringContaining(`contract ${other}, export-window: 2022-10-03`)]);
    expect(await run('--cause', CAUSE)).toEqual(all);
    expect(JSON.parse((await run('--json')).out)).toMatchObject({ contract: other, cause: { name: CAUSE } });
    const declined = await run('decline', '--cause', CAUSE, ...WHO);
    expect([declined.code, declined.out]).toEqual([
      0,
      expect.stringMatching(/^Job decide-proposals-\w{16} declines them/),
    ]);
    await stack.engine.drain();
    expect(await run()).toEqual({ code: 0, out: '', err: 'Nothing is proposed.' });
    const unknown = await run('accept', '--cause', 'RO@2026.1..RO@2026.2', ...WHO);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('Nothing is proposed for this cause')]);
  });

  it.each([
    [['accept', 'c', 'd', '--edition', '2', '--by', 'Ana'], /--reason is missing/],
    [['accept', 'c', 'd', '--edition', 'two', ...WHO], /--edition two/],
    [['accept', 'c'], /Give accept with a contract and a deadline, or with --cause/],
    [['decline', 'c', 'd', '--cause', CAUSE], /Give decline with a contract and a deadline/],
    [['accept', 'c', '@terms', '--edition', '2', ...WHO], /@terms takes --cause, and no --edition/],
    [['c', '--cause', CAUSE], /Give one contract, or a cause/],
    [['c', 'd'], /Give one contract, or a cause/],
    [['--colour'], /--colour/],
  ])('is a wrong call with %j', async (argv, problem) => {
    const call = run(...argv);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(problem);
  });
});
