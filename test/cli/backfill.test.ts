import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backfill } from '../../cli/backfill/backfill.ts';
import { UsageError } from '../../cli/command-line.ts';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { LocalRoutes } from '../../local/routes.ts';
import { type LocalServer, serve } from '../../local/server.ts';
import { Timeline } from '../../local/timeline.ts';
import { failedPayment } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
let server: LocalServer;
beforeAll(async () => {
  test = await startTestStack({ providerKeys: PROVIDER_KEYS });
  const local = new LocalRoutes(test.stack, new Timeline(() => undefined));
  const onFailure = (error: unknown) => {
    throw error;
  };
  server = await serve(0, { api: test.api, local, waiting: () => 0, engine: test.stack.engine, onFailure });
});
afterAll(async () => {
  await server.close();
  await test.stop();
});

async function run(...argv: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const line = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await backfill([...argv, '--endpoint', server.url], line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const ASKED = ['--provider', 'stripe', '--since', '2026-11-20T07:00:00Z', '--by', 'ana', '--reason', 'an outage'];

/** The commands of the runbook, each an argument list without the program and the endpoint. */
function commandsOfRunbook(): string[][] {
  const text = readFileSync('docs/runbooks/webhook-gap.md', 'utf8').replaceAll('\\\n', ' ');
  return [...text.matchAll(/^npx clauseclock backfill --endpoint "\$API_URL" (.*)$/gm)].map(([, options = '']) =>
    [...options.matchAll(/"([^"]*)"|<([^>]*)>|(\S+)/g)].map(
      ([, quoted, named, plain]) => quoted ?? named ?? plain ?? '',
    ),
  );
}

describe('backfill', () => {
  it('has a gap counted and then closed, as the runbook says', async () => {
    const event = failedPayment('nobody', 'in_1', '2026-11-10T08:00:00Z', '2026-11-20T08:00:00Z', 'evt_gap');
    const headers = { 'content-type': 'application/json' };
    const told = { method: 'POST', headers, body: JSON.stringify({ provider: 'stripe', event }) };
    expect((await fetch(`${server.url}/_local/providers`, told)).status).toBe(200);
    const [dryRun = [], look = []] = commandsOfRunbook();
    expect(dryRun).toContain('--dry-run');
    const started = await run(...dryRun);
    const id = /^Job (\S+):/.exec(started.out)?.[1] ?? '';
    expect(started).toMatchObject({ code: 0, err: '' });
    expect(started.out).toContain(`clauseclock backfill --job ${id} tells how far it is.`);
    const counted = await run(...look.slice(0, -1), id);
    expect(counted.out).toBe(
      [
        `Job ${id}: finished.`,
        '  stripe, since 2026-11-20T08:00:00Z',
        '  1 missing: without --dry-run they would be taken in',
      ].join('\n'),
    );
    const closed = await run(...dryRun.filter((option) => option !== '--dry-run'));
    const job = /^Job (\S+):/.exec(closed.out)?.[1] ?? '';
    expect((await run('--job', job)).out).toContain('  1 taken in: no webhook had brought them');
    expect(JSON.parse((await run('--job', job, '--json')).out)).toMatchObject({ id: job, counts: { stored: 1 } });
  });

  it('says in plain words what the stage refuses', async () => {
    const { code, out, err } = await run(...ASKED.with(3, '2030-01-01T00:00:00Z'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('since "2030-01-01T00:00:00Z": It lies after the present');
    expect((await run('--job', 'backfill-none')).code).toBe(1);
  });

  it.each([
    [['--provider', 'stripe'], 'Give --since.'],
    [[...ASKED, '--job', 'x'], 'Give --job alone'],
    [[...ASKED, '--sicne', 'x'], '--sicne'],
  ])('tells how it is called: %j', async (argv, why) => {
    await expect(run(...argv)).rejects.toThrow(UsageError);
    await expect(run(...argv)).rejects.toThrow(why);
  });

  it('tells its options', async () => {
    expect((await run('--help')).out).toContain('--dry-run');
  });
});
