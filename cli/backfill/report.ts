import * as z from 'zod';
import { StageError } from '../stage-client.ts';

const jobSchema = z.object({
  id: z.string(),
  state: z.string(),
  asked: z.looseObject({ provider: z.string(), since: z.string(), until: z.string().optional() }).optional(),
  done: z.int(),
  failed: z.int(),
  counts: z.record(z.string(), z.int()),
  error: z.string().optional(),
});

const OUTCOMES: Readonly<Record<string, string>> = {
  stored: 'taken in: no webhook had brought them',
  missing: 'missing: without --dry-run they would be taken in',
  known: 'known: a webhook had brought them',
};

/** How far the job is, in plain words. */
export function jobReport(answer: unknown): string {
  const { data: job } = jobSchema.safeParse(answer);
  if (!job) throw new StageError('The answer is no job. Check that the stage has this release or a later one.');
  const { asked, counts } = job;
  const since = asked
    ? [`  ${asked.provider}, since ${asked.since}${asked.until ? `, until ${asked.until}` : ''}`]
    : [];
  return [
    `Job ${job.id}: ${job.state}.`,
    ...since,
    ...Object.entries(OUTCOMES).flatMap(([outcome, words]) =>
      counts[outcome] ? [`  ${counts[outcome]} ${words}`] : [],
    ),
    ...Object.keys(counts).flatMap(remarkOn),
    ...(job.failed > 0 ? [`  ${job.failed} given up; the job's failures name them`] : []),
    ...(job.error === undefined ? [] : [`  held up by: ${job.error}`]),
    ...(['finished', 'failed'].includes(job.state)
      ? []
      : [`  clauseclock backfill --job ${job.id} tells how far it is.`]),
  ].join('\n');
}

function remarkOn(outcome: string): string[] {
  if (outcome === 'beyond-list')
    return ['  The provider does not list as many days. What came before them cannot be had.'];
  if (!outcome.startsWith('no-key')) return [];
  const why = outcome.slice('no-key'.length).trim();
  return [
    `  Nothing was asked: no key of the provider can be used${why === '' ? '' : ` (${why})`}. docs/deploy.md says how to store one.`,
  ];
}
