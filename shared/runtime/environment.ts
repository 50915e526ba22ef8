import * as z from 'zod/mini';
import { sendWindowOf } from './send-window.ts';

const name = z.string().check(z.minLength(1));
/** Provider accounts, divided by commas; empty where none is configured. */
const accounts = z.pipe(
  z
    .string()
    .check(
      z.regex(
        /^([A-Za-z0-9_.-]{1,64}(,[A-Za-z0-9_.-]{1,64})*)?$/,
        'write the accounts with commas and no blanks, such as acct_1,acct_2, or leave it empty',
      ),
    ),
  z.transform((text) => (text === '' ? [] : text.split(','))),
);
const days = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,3}$/, 'write a whole number of days from 1 to 9999, such as 90')),
  z.transform(Number),
);
const flag = z.pipe(
  z.enum(['true', 'false'], 'write true or false'),
  z.transform((text) => text === 'true'),
);
/** Empty for none. */
const sendWindow = z.pipe(
  z
    .string()
    .check(
      z.refine(
        (text) => text === '' || sendWindowOf(text) !== undefined,
        'write when letters go out, such as 08:00-18:00, the end after the beginning, or leave it empty',
      ),
    ),
  z.transform(sendWindowOf),
);
const queue = z.url('write the URL of the queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/inbound');
const address = z.email('write one e-mail address without a name, such as notices@example.com');

/** Each environment variable a function may ask for, defined once. `infra` and `local` supply them by these names. */
export const ENVIRONMENT = {
  /** Every function names it: its metrics are counted by it. */
  STAGE: name,
  TABLE_NAME: name,
  NOTICES_QUEUE_URL: queue,
  NOTICES_QUEUE_ARN: name,
  DELIVERIES_QUEUE_URL: queue,
  INBOUND_QUEUE_URL: queue,
  SCHEDULE_GROUP: name,
  SCHEDULER_ROLE_ARN: name,
  SCHEDULER_DLQ_ARN: name,
  CONFIGURATION_SET: name,
  /** The verified address notices come from. */
  FROM_ADDRESS: address,
  /** Where notices to the provider and escalations go. */
  OPERATIONS_ADDRESS: address,
  /** Secret `<prefix><provider>` holds the provider's signing secrets; `shared/aws/webhook-secrets.ts` says how. */
  WEBHOOK_SECRET_PREFIX: name,
  /** Secret `<prefix><provider>` holds the keys by which the provider is asked; `shared/providers/keys.ts` says how. */
  PROVIDER_KEY_PREFIX: name,
  /** The provider accounts whose messages are taken in under their own name. */
  PROVIDER_ACCOUNTS: accounts,
  /** Whether test data and messages of other accounts are recorded. */
  ACCEPT_TEST_DATA: flag,
  /** How many days a delivery is kept once it is at its end. */
  INBOUND_RETENTION_DAYS: days,
  /** The time of working days within which letters go out; empty for any time. */
  SEND_WINDOW: sendWindow,
  /** Whether a day's many letters to one reader go out as one message. */
  DIGEST: flag,
  /** Folder with the packs and holiday tables. */
  TERMS_DIRECTORY: name,
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENT;

/** The parsed environment of a function, by its declaration. */
export type EnvironmentOf<Declaration extends { readonly environment: z.ZodMiniObject }> = z.infer<
  Declaration['environment']
>;

/** A missing or malformed environment variable, named. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Most characters of a value that an error shows. */
const MOST_SHOWN = 200;

/**
 * Parses the process environment once, at start. Names every variable that is missing or malformed, with its value: no variable
 * holds a secret, and those that lead to secrets are never malformed, only missing or empty.
 *
 * @throws EnvironmentError such as `The environment of the function is not valid. INBOUND_RETENTION_DAYS is "0": write a whole
 * number of days from 1 to 9999, such as 90. …`
 */
export function parseEnvironment<Schema extends z.ZodMiniObject>(schema: Schema): z.infer<Schema> {
  const given = process.env;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  const problems = [...names].map((variable) => {
    const message = parsed.error.issues.find(({ path }) => path[0] === variable)?.message ?? '';
    return problemWith(variable, given[variable], message);
  });
  throw new EnvironmentError(
    `The environment of the function is not valid. ${problems.join(' ')} The deployment sets all of them: correct its settings and deploy again.`,
  );
}

function problemWith(variable: string, value: string | undefined, message: string): string {
  if (value === undefined) return `${variable} is missing.`;
  if (value === '') return `${variable} is empty.`;
  return `${variable} is ${JSON.stringify(value.slice(0, MOST_SHOWN))}: ${message}.`;
}

/**
 * The credentials of the function's role, which Lambda puts into its environment.
 * @throws EnvironmentError
 */
export function roleCredentials() {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new EnvironmentError('There are no credentials in the environment. Lambda supplies those of the role.');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** Where Lambda unpacked the bundle, or where the process was started. */
export function bundleDirectory(): string {
  return process.env.LAMBDA_TASK_ROOT ?? process.cwd();
}

/** True inside Lambda, where wiring belongs to the start of the process. */
export function startsInLambda(): boolean {
  return process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;
}

/** The stage that this process belongs to, by which its metrics are told from those of others; `local` outside AWS. */
export function stageName(): string {
  return process.env.STAGE || 'local';
}

/** The stage that the command line asks, where no option names one. */
export function stageEndpoint(): string | undefined {
  return process.env.CLAUSECLOCK_ENDPOINT || undefined;
}

/** The region of AWS set for this process. */
export function awsRegion(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}
