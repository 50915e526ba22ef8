import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const GOOD = {
  stage: 'prod',
  fromAddress: 'notices@acme.com',
  operationsAddress: 'ops@acme.com',
  architecture: 'arm64',
};

function read(context: Record<string, string>) {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return readSettings(node);
}

describe('settings', () => {
  const DEFAULTS = {
    inboundRetentionDays: 90,
    webhookAlarmHours: 72,
    requestsPerSecond: 100,
    requestsInBurst: 200,
    providerAccounts: [],
    sendWindow: '',
    digest: false,
    acceptTestData: false,
  };

  it('come from the context', () => expect(read(GOOD)).toEqual({ ...GOOD, ...DEFAULTS }));

  it('of webhooks come as texts from the command line', () => {
    const given = {
      inboundRetentionDays: '30',
      webhookAlarmHours: '24',
      providerAccounts: 'acct_1, acct_2',
      acceptTestData: 'true',
    };
    const expected = {
      inboundRetentionDays: 30,
      webhookAlarmHours: 24,
      providerAccounts: ['acct_1', 'acct_2'],
      acceptTestData: true,
    };
    expect(read({ ...GOOD, ...given })).toEqual({ ...GOOD, ...DEFAULTS, ...expected });
  });

  it('take test data on stage dev', () => expect(read({ ...GOOD, stage: 'dev' }).acceptTestData).toBe(true));

  it.each([
    ['a stage with capitals', { stage: 'Prod' }, /stage: use 1 to 16/],
    ['an address that is none', { fromAddress: 'notices' }, /fromAddress: use one e-mail address.*, not "notices"/],
    [
      'no time for webhooks to wait',
      { webhookAlarmHours: '0' },
      /webhookAlarmHours: use a whole number of hours from 1 to 8760, not "0"/,
    ],
    [
      'a time to keep webhooks for that is no number',
      { inboundRetentionDays: 'ten' },
      /inboundRetentionDays: use a whole number of days from 1 to 3650, not "ten"/,
    ],
    ['no request a second', { requestsPerSecond: '0' }, /requestsPerSecond: use a whole number of requests/],
    ['no execution', { reservedConcurrency: '0' }, /reservedConcurrency: use a whole number of executions/],
    ['an account that cannot be one', { providerAccounts: 'acct 1' }, /providerAccounts.*acct_1/],
    [
      'a send window that ends before it begins',
      { sendWindow: '18:00-08:00' },
      /sendWindow: use a time of day such as/,
    ],
    ['test data that is neither', { acceptTestData: 'perhaps' }, /acceptTestData: use true or false/],
    ['an unknown architecture', { architecture: 'riscv' }, /architecture: use x86_64 or arm64, not "riscv"/],
    [
      'the placeholder address on a stage other than dev',
      { fromAddress: 'a@clauseclock.example' },
      /reaches nobody; stage prod needs an address of your own/,
    ],
    ['a placeholder for escalations', { operationsAddress: 'a@clauseclock.example' }, /operationsAddress/],
  ])('refuse %s', (_, wrong, message) => expect(() => read({ ...GOOD, ...wrong })).toThrow(message));

  it('that are wrong end the app with a plain sentence, without a trace', () => {
    const context = { ...GOOD, fromAddress: 'notices@your.example' };
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) },
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^fromAddress: .*cdk\.json\.\n$/) });
  });

  it('say how to give what is missing', () => expect(() => read({})).toThrow(/stage.*-c key=value/s));
});
