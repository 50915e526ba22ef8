import type { Node } from 'constructs';
import * as z from 'zod';
import { sendWindowOf } from '../shared/runtime/send-window.ts';

/** Addresses under this name reach nobody (RFC 2606), so they serve as defaults for synthesis and emulators. */
const UNREACHABLE = /\.example$/;

const MOST_DAYS = 3650;
const MOST_HOURS = 24 * 365;
const MOST_REQUESTS = 10_000;
const MOST_EXECUTIONS = 1000;

/** A list in the context of `cdk.json`, or its entries divided by commas as `-c` gives them. */
const accounts = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((each) => each.trim()))])
  .transform((list) => list.filter((each) => each !== ''))
  .pipe(
    z.array(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'use the provider’s ids, such as acct_1, divided by commas')),
  );

/** `-c` gives texts. */
const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'use true or false',
);

function upTo(most: number, unit: string) {
  const wrong = `use a whole number of ${unit} from 1 to ${most}`;
  return z.coerce.number(wrong).int(wrong).min(1, wrong).max(most, wrong);
}

const address = z.email('use one e-mail address without a name, such as notices@example.com');

const DEV = 'dev';

const given = z.object({
  /** One deployment of everything; part of every name. */
  stage: z
    .string('give the stage’s name')
    .regex(/^[a-z][a-z0-9-]{0,15}$/, 'use 1 to 16 of a-z, 0-9 and -, starting with a letter'),
  /** The verified address notices come from. */
  fromAddress: address,
  /** Where escalations and alarms go. */
  operationsAddress: address,
  architecture: z.enum(['x86_64', 'arm64'], 'use x86_64 or arm64'),
  /** How many days a webhook is kept once it is recorded, of no use or dismissed. */
  inboundRetentionDays: upTo(MOST_DAYS, 'days').default(90),
  /** How many hours a webhook may wait, for its contract or for a person, before an alarm tells. */
  webhookAlarmHours: upTo(MOST_HOURS, 'hours').default(72),
  /** How many requests a second the API takes, and in a burst; callers get 429 beyond. */
  requestsPerSecond: upTo(MOST_REQUESTS, 'requests').default(100),
  requestsInBurst: upTo(MOST_REQUESTS, 'requests').default(200),
  /**
   * How many executions each function behind the API keeps for itself, and has at most. None unless given: a new account has ten
   * altogether, of which none may be reserved.
   */
  reservedConcurrency: upTo(MOST_EXECUTIONS, 'executions').optional(),
  /** The accounts at payment providers whose webhooks are taken in under their own name. */
  providerAccounts: accounts.default([]),
  /** The time of working days within which letters go out, by the clocks of their readers; empty for any time. */
  sendWindow: z
    .string()
    .refine(
      (text) => text === '' || sendWindowOf(text),
      'use a time of day such as 08:00-18:00, the end after the beginning',
    )
    .default(''),
  /** Whether more than three letters of a day to one reader go out as one message. */
  digest: flag.default(false),
  /** Whether test data, and webhooks of accounts that are not configured, are recorded. On stage dev they are. */
  acceptTestData: flag.optional(),
});

const settingsSchema = given
  .transform((settings) => ({ ...settings, acceptTestData: settings.acceptTestData ?? settings.stage === DEV }))
  .superRefine((settings, context) => {
    if (settings.stage === DEV) return;
    for (const key of ['fromAddress', 'operationsAddress'] as const) {
      if (!UNREACHABLE.test(settings[key])) continue;
      const message = `${settings[key]} reaches nobody; stage ${settings.stage} needs an address of your own`;
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

export type Settings = z.infer<typeof settingsSchema>;

/** A context value the app cannot be synthesized with. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads the deployment's settings from CDK context: cdk.json, or `-c key=value`. Throws `SettingsError`. */
export function readSettings(node: Node): Settings {
  const context = Object.fromEntries(Object.keys(given.shape).map((key) => [key, node.tryGetContext(key)]));
  const parsed = settingsSchema.safeParse(context);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ code, path: [name = ''], message }) => {
    const value = context[String(name)];
    const isTold = value === undefined || code === 'custom';
    return `${String(name)}: ${message}${isTold ? '' : `, not ${JSON.stringify(value)}`}`;
  });
  throw new SettingsError(`${problems.join('; ')}. Give each as -c key=value or in the context of cdk.json.`);
}
