import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));
/** Provider accounts, divided by commas; empty where none is configured. */
const accounts = z.pipe(
  z.string().check(z.regex(/^([A-Za-z0-9_.-]{1,64}(,[A-Za-z0-9_.-]{1,64})*)?$/)),
  z.transform((text) => (text === '' ? [] : text.split(','))),
);
const days = z.pipe(z.string().check(z.regex(/^[1-9]\d{0,3}$/)), z.transform(Number));
const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

/** Each environment variable a function may ask for, defined once. `infra` and `local` supply them by these names. */
export const ENVIRONMENT = {
  STAGE: name,
  TABLE_NAME: name,
  NOTICES_QUEUE_URL: z.url(),
  NOTICES_QUEUE_ARN: name,
  INBOUND_QUEUE_URL: z.url(),
  SCHEDULE_GROUP: name,
  SCHEDULER_ROLE_ARN: name,
  SCHEDULER_DLQ_ARN: name,
  CONFIGURATION_SET: name,
  /** The verified address notices come from. */
  FROM_ADDRESS: z.email(),
  /** Where notices to the provider and escalations go. */
  OPERATIONS_ADDRESS: z.email(),
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

/** Parses the process environment once, at start. Names every variable that is missing or malformed. */
export function parseEnvironment<Schema extends z.ZodMiniObject>(schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(
    `The environment is incomplete. ${problems.join('; ')}. Set these variables on the function.`,
  );
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

/** The stage that the command line asks, where no option names one. */
export function stageEndpoint(): string | undefined {
  return process.env.CLAUSECLOCK_ENDPOINT || undefined;
}

/** The region of AWS set for this process. */
export function awsRegion(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}
