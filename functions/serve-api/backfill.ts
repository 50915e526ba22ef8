import * as z from 'zod';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import { startBackfill } from '../../shared/inbound/start-backfill.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import type { Respond } from './dependencies.ts';
import { instantSchema, parseInput, refused, statementSchema } from './parse.ts';

/** The body of `POST /inbound/backfill`. */
export const backfillBodySchema = z
  .strictObject({
    provider: z.enum(PROVIDER_NAMES, `use one of ${PROVIDER_NAMES.join(', ')}`),
    since: instantSchema.describe('The earliest event that is asked for.'),
    until: instantSchema.optional().describe('The latest; the newest when absent.'),
    dryRun: z.boolean().default(false).describe('`true` counts what is missing and takes in nothing.'),
    ...statementSchema.shape,
  })
  .refine(({ since, until }) => until === undefined || Date.parse(since) <= Date.parse(until), {
    path: ['until'],
    error: 'must not lie before `since`',
  });

/** Starts a job that takes in what a provider's webhooks did not bring. It is answered before anything is asked. */
export const postBackfill: Respond = async ({ jobs, clock, telemetry, inboundQueue }, request) => {
  const { until, ...asked } = parseInput(backfillBodySchema, parseJson(rawBody(request)));
  if (Date.parse(asked.since) > Date.parse(clock.now())) {
    const detail = `It lies after the present, ${clock.now()}. Give the beginning of the gap.`;
    throw refused('since', asked.since, detail);
  }
  const dependencies = { jobs, clock, telemetry, inbound: inboundQueue };
  const job = await startBackfill(dependencies, { ...asked, ...(until !== undefined && { until }) });
  return answer(202, viewOf(job));
};
