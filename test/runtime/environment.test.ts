import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENVIRONMENT, type EnvironmentName, parseEnvironment } from '../../shared/runtime/environment.ts';

const FUNCTIONS = [
  'receive-webhook',
  'record-delivery',
  'record-webhook',
  'register-schedules',
  'send-notice',
  'serve-api',
  'sweep-deadlines',
] as const;

const RIGHT: Readonly<Record<EnvironmentName, string>> = {
  STAGE: 'dev',
  TABLE_NAME: 'clauseclock-dev',
  NOTICES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/notices',
  NOTICES_QUEUE_ARN: 'arn:aws:sqs:eu-central-1:123456789012:notices',
  DELIVERIES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/deliveries',
  INBOUND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/inbound',
  SCHEDULE_GROUP: 'clauseclock-dev',
  SCHEDULER_ROLE_ARN: 'arn:aws:iam::123456789012:role/scheduler',
  SCHEDULER_DLQ_ARN: 'arn:aws:sqs:eu-central-1:123456789012:dead-letters',
  CONFIGURATION_SET: 'clauseclock-dev',
  FROM_ADDRESS: 'notices@provider.example',
  OPERATIONS_ADDRESS: 'operations@provider.example',
  WEBHOOK_SECRET_PREFIX: 'clauseclock/dev/webhook/',
  PROVIDER_KEY_PREFIX: 'clauseclock/dev/api/',
  PROVIDER_ACCOUNTS: 'acct_1,acct_2',
  ACCEPT_TEST_DATA: 'true',
  INBOUND_RETENTION_DAYS: '90',
  SEND_WINDOW: '08:00-18:00',
  DIGEST: 'false',
  TERMS_DIRECTORY: 'terms',
};

const WRONG: Partial<Record<EnvironmentName, readonly [value: string, remedy: string]>> = {
  NOTICES_QUEUE_URL: ['notices', 'write the URL of the queue'],
  DELIVERIES_QUEUE_URL: ['deliveries', 'write the URL of the queue'],
  INBOUND_QUEUE_URL: ['inbound', 'write the URL of the queue'],
  FROM_ADDRESS: ['Notices <notices@provider.example>', 'write one e-mail address without a name'],
  OPERATIONS_ADDRESS: ['operations', 'write one e-mail address without a name'],
  PROVIDER_ACCOUNTS: ['acct_1, acct_2', 'write the accounts with commas and no blanks'],
  ACCEPT_TEST_DATA: ['yes', 'write true or false'],
  INBOUND_RETENTION_DAYS: ['0', 'write a whole number of days from 1 to 9999'],
  DIGEST: ['yes', 'write true or false'],
  SEND_WINDOW: ['18:00-08:00', 'write when letters go out, such as 08:00-18:00'],
};

const MAY_BE_EMPTY: readonly string[] = ['PROVIDER_ACCOUNTS', 'SEND_WINDOW'];

/** Sets the environment to the right values, but for those given; null leaves a variable out. */
function given(changes: Partial<Record<EnvironmentName, string | null>> = {}): void {
  for (const [variable, value] of Object.entries({ ...RIGHT, ...changes })) vi.stubEnv(variable, value ?? undefined);
}

let starts = 0;

/** Loads a function's handler anew, as Lambda does at its first invocation; its error, if it does not start. */
async function startOf(name: (typeof FUNCTIONS)[number]): Promise<Error | undefined> {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', name);
  starts += 1;
  const url = new URL(`../../functions/${name}/handler.ts?start=${starts}`, import.meta.url);
  return import(url.href).then(
    () => undefined,
    (error: Error) => error,
  );
}

async function variablesOf(name: (typeof FUNCTIONS)[number]): Promise<EnvironmentName[]> {
  const { declaration } = await import(`../../functions/${name}/declaration.ts`);
  return Object.keys(declaration.environment.def.shape) as EnvironmentName[];
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(FUNCTIONS)('%s at its start', (name) => {
  it('names every variable that is wrong, with its value and what to write', async () => {
    const asked = await variablesOf(name);
    given(Object.fromEntries(Object.entries(WRONG).map(([variable, [value]]) => [variable, value])));
    const told = (await startOf(name))?.message;
    for (const [variable, [value, remedy]] of Object.entries(WRONG)) {
      const isAsked = asked.includes(variable as EnvironmentName);
      if (isAsked) expect(told).toContain(`${variable} is ${JSON.stringify(value)}: ${remedy}`);
      else expect(told ?? '').not.toContain(variable);
    }
    expect(told ?? 'deploy again').toContain('deploy again');
    expect(told ?? '').not.toMatch(/Invalid|input|expected/);
  });

  it('names every variable that is missing or empty', async () => {
    const asked = await variablesOf(name);
    for (const [value, words] of [
      [null, 'is missing.'],
      ['', 'is empty.'],
    ] as const) {
      given(Object.fromEntries(asked.map((variable) => [variable, value])));
      const told = (await startOf(name))?.message;
      for (const variable of asked) {
        if (MAY_BE_EMPTY.includes(variable) && value === '') continue;
        expect(told).toContain(`${variable} ${words}`);
      }
    }
  });
});

it('shows no more than the beginning of a long value', async () => {
  const { object } = await import('zod/mini');
  given({ INBOUND_RETENTION_DAYS: '9'.repeat(5000) });
  const schema = object({ INBOUND_RETENTION_DAYS: ENVIRONMENT.INBOUND_RETENTION_DAYS });
  expect(() => parseEnvironment(schema)).toThrow(/is "9{200}":/);
});

it('takes the values that a deployment sets', async () => {
  const { object } = await import('zod/mini');
  given();
  expect(parseEnvironment(object(ENVIRONMENT))).toMatchObject({
    PROVIDER_ACCOUNTS: ['acct_1', 'acct_2'],
    ACCEPT_TEST_DATA: true,
    INBOUND_RETENTION_DAYS: 90,
  });
});
