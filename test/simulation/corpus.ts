import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Case } from './case.ts';
import { FATES } from './cloud/fates.ts';
import { calm, SERVICES } from './cloud/rates.ts';

import { SEND_WINDOW } from './oracle/window.ts';

const FOLDER = fileURLToPath(new URL('corpus', import.meta.url));

const fact = z.strictObject({
  id: z.string(),
  kind: z.string(),
  at: z.int(),
  data: z.record(z.string(), z.string()),
});

const stop = z.strictObject({
  at: z.number(),
  to: z.number(),
  scope: z.strictObject({
    readers: z.array(z.enum(['customer', 'provider'])),
    contract: z.string().exactOptional(),
    clause: z.string().exactOptional(),
  }),
  path: z.enum(['/holds', '/sending']),
  body: z.record(z.string(), z.string()),
  until: z.number().exactOptional(),
  softensAt: z.number().exactOptional(),
  againAfterMs: z.number().exactOptional(),
});

const amendment = z.strictObject({
  contract: z.string(),
  at: z.number(),
  customer: z.strictObject({ name: z.string().exactOptional(), email: z.string().exactOptional() }),
});

/** A case as its file has it: what was broken once, and must not break again. */
const storedSchema = z.strictObject({
  /** The rule that was broken, and how. */
  code: z.string(),
  what: z.string(),
  seed: z.int(),
  years: z.int(),
  workload: z.strictObject({
    contracts: z.array(z.strictObject({ id: z.string(), zone: z.string(), email: z.string(), at: z.int() })),
    tellings: z.array(z.strictObject({ contract: z.string(), fact, at: z.number() })),
    stops: z.array(stop).exactOptional(),
    amendments: z.array(amendment).exactOptional(),
    releaseAt: z.number().exactOptional(),
  }),
  rates: z.strictObject({
    skewMs: z.number(),
    lagMs: z.number(),
    latencyMs: z.number(),
    troubled: z.number(),
    fate: z.enum(FATES).exactOptional(),
    outages: z.array(z.strictObject({ service: z.enum(SERVICES), from: z.number(), to: z.number() })),
  }),
  sendWindow: z.literal(SEND_WINDOW).exactOptional(),
  digest: z.literal(true).exactOptional(),
  strikes: z.array(z.string()),
});
type Stored = z.infer<typeof storedSchema>;

/** The cases of the corpus, by the names of their files. */
export function corpus(): readonly (readonly [name: string, one: Case])[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { rates, ...stored } = storedSchema.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));
      return [name, { ...stored, rates: { ...calm(rates), ...rates } }];
    });
}

/** Adds a case that breaks a rule. Answers its file. */
export function addToCorpus(one: Case, { code, what }: Pick<Stored, 'code' | 'what'>): string {
  const { seed, years, workload, sendWindow, digest, strikes = [] } = one;
  const { skewMs, lagMs, latencyMs, troubled, fate, outages } = one.rates;
  const rates = { skewMs, lagMs, latencyMs, troubled, outages, ...(fate !== undefined && { fate }) };
  const settings = { ...(sendWindow !== undefined && { sendWindow }), ...(digest && { digest }) };
  const stored = storedSchema.parse({ code, what, seed, years, workload, rates, ...settings, strikes });
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${code}-${seed}.json`);
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`);
  return file;
}
