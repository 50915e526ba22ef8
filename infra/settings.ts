import type { Node } from 'constructs';
import * as z from 'zod';

/** Addresses under this name reach nobody (RFC 2606), so they serve as defaults for synthesis and emulators. */
const UNREACHABLE = /\.example$/;

const settingsSchema = z
  .object({
    /** One deployment of everything; part of every name. */
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/, 'use 1 to 16 of a-z, 0-9 and -, starting with a letter'),
    /** The verified address notices come from. */
    fromAddress: z.email(),
    /** Where escalations and alarms go. */
    operationsAddress: z.email(),
    architecture: z.enum(['x86_64', 'arm64']),
  })
  .superRefine((settings, context) => {
    if (settings.stage === 'dev') return;
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
  const given = Object.fromEntries(Object.keys(settingsSchema.shape).map((key) => [key, node.tryGetContext(key)]));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`${problems.join('; ')}. Give each as -c key=value or in the context of cdk.json.`);
}
