import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { OptionsError, readOptions } from '../../local/options.ts';
import { contractBody, failedPayment } from '../harness/samples.ts';
import { startLocal } from './process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Copies what the local stack runs on, with another file of terms; its entry point. */
function copyOfSources(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ['local', 'shared', 'functions', 'terms', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
  const changed = join(folder, 'terms', file);
  writeFileSync(changed, change(readFileSync(changed, 'utf8')));
  return join(folder, 'local', 'main.ts');
}

describe('npm start', () => {
  it('plays the sample story to a day, prints the ledger, and ends with 0', async () => {
    const { code, stdout, stderr } = await startLocal(['--until', '2027-03-01T00:00:00Z', '--exit']).ended;
    expect(stderr).toBe('');
    expect(stdout).toContain('Friday 20 November 2026');
    expect(stdout).toContain('Export of the customer’s data: until Tuesday 15 December 2026');
    expect(stdout).toMatch(/Counting 15 business days \(Monday to Friday, holidays: RO\) after Friday 20/);
    expect(stdout).toMatch(/Ledger of notices: \d+ sent, \d+ delivered, \d+ bounced/);
    expect(stdout).toContain('All is consistent at 2027-03-01T00:00:00Z');
    expect(code).toBe(0);
  });

  it('refuses what it cannot do with exit code 2, and says what is right', async () => {
    const { code, stdout, stderr } = await startLocal(['--until', '2026-11-01T00:00:00Z']).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("--until 2026-11-01T00:00:00Z lies before the clock's 2026-11-20T08:00:00Z.");
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await startLocal(['--empty', '--port', String(port)]).ended;
    other.close();
    expect(stderr).toBe(`Port ${port} is taken. Choose another with --port, or 0 for a free one.\n`);
    expect(code).toBe(1);
  });

  it.each([
    [
      'a holiday table that no edition stands for',
      'calendars/editions.json',
      (text: string) => text.replace('"RO":"2026.1",', ''),
      /editions\.json: edition 1 does not name RO.*npm run edition/,
    ],
    [
      'a pack that cannot be read',
      'exoopus/2026-01.yaml',
      (text: string) => text.replace('clauses:', 'clause:'),
      /exoopus\/2026-01\.yaml.*clause/s,
    ],
  ])('says in plain words what to do about %s, without a trace', async (_, file, change, words) => {
    const main = copyOfSources(file, change);
    const { code, stdout, stderr } = await startLocal(['--empty', '--exit'], {}, main).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('ends a long move of the clock on Ctrl-C, cleanly and not with 0', async () => {
    const local = startLocal(['--until', '2030-01-01T00:00:00Z', '--exit']);
    await local.says('Friday 20 November 2026');
    const { code, stderr, stdout } = await local.kill('SIGINT');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).not.toContain('All is consistent');
  });
});

describe('options', () => {
  it.each([
    [['--until', 'tomorrow'], '--until: "tomorrow" is not an instant'],
    [['--clock', '2026-11-20'], '--clock: "2026-11-20" is not an instant'],
    [['--port', 'http'], '--port http: use a number from 0 to 65535.'],
    [['--port', '65536'], '--port 65536: use a number from 0 to 65535.'],
    [['--data', ''], '--data: give a folder.'],
    [['--speed', '2'], "Unknown option '--speed'"],
    [['story'], "Unexpected argument 'story'"],
  ])('%j: says what is right', (args, message) => {
    expect(() => readOptions(args)).toThrow(OptionsError);
    expect(() => readOptions(args)).toThrow(message);
    expect(() => readOptions(args)).toThrow('usage: npm start');
  });

  it('names a secret in the environment that cannot be read', () => {
    vi.stubEnv('WEBHOOK_SECRET_STRIPE', '["one"');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(() => readOptions([])).toThrow(
      'The webhook secret WEBHOOK_SECRET_STRIPE cannot be read: it begins like JSON',
    );
  });
});

describe('webhooks by the virtual clock and by the real one', () => {
  it('takes both, refuses stale ones, and every live secret of the environment', async () => {
    const secrets = { WEBHOOK_SECRET_STRIPE: '["whsec_new","whsec_old"]' };
    const local = startLocal(['--empty', '--clock', '2026-11-20T08:00:00Z'], secrets);
    await local.post('/contracts', contractBody('acme'));
    const body = failedPayment('acme', 'in_1', '2026-11-22T09:00:00Z', '2026-11-20T08:00:00Z', 'evt_1');
    const send = async (signing: { at?: string; secret: string }) =>
      (await local.webhook('stripe', body, signing)).status;
    expect(await send({ secret: 'whsec_new' })).toBe(200);
    expect(await send({ secret: 'whsec_old', at: '2026-11-20T08:04:00Z' })).toBe(200);
    expect(await send({ secret: 'whsec_local_stripe' })).toBe(401);
    expect(await send({ secret: 'whsec_new', at: '2026-11-20T07:50:00Z' })).toBe(401);
    const paddle = { event_id: 'evt_2', event_type: 'price.created', occurred_at: '2026-11-20T08:00:00Z', data: {} };
    expect((await local.webhook('paddle', paddle)).status).toBe(200);
    await local.says('Ctrl-C ends it.');
    const { stdout } = await local.kill('SIGTERM');
    expect(stdout).toContain('/webhooks/stripe (secret from WEBHOOK_SECRET_STRIPE)');
    expect(stdout).toContain('/webhooks/paddle (secret whsec_local_paddle)');
    expect(stdout).not.toContain('whsec_new');
  });
});
