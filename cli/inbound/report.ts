import * as z from 'zod';
import { StageError } from '../stage-client.ts';
import { wrap } from '../wrap.ts';

const text = z.string();
const person = z.looseObject({ by: text, reason: text, at: text });
const factSchema = z.looseObject({
  kind: text,
  state: text,
  reason: text.optional(),
  detail: text.optional(),
  contract: text.optional(),
  candidates: z.array(text).optional(),
});
const deliverySchema = z.looseObject({
  id: text,
  provider: text,
  type: text.nullable(),
  receivedAt: text,
  state: text,
  reason: text.optional(),
  detail: text.optional(),
  facts: z.array(factSchema),
});
const wholeSchema = deliverySchema.extend({
  account: text,
  mode: text,
  bytes: z.int(),
  attempts: z.int(),
  workedAt: text.optional(),
  replays: z.array(person.extend({ refused: text.optional() })),
  dismissed: person.optional(),
  other: z.looseObject({ hash: text, at: text }).optional(),
  body: text,
  mapping: z.looseObject({
    events: z.array(z.looseObject({ kind: text, occurredAt: text })).default([]),
    error: text.optional(),
  }),
});
const queuedSchema = z.looseObject({ delivery: text });
const dryRunSchema = z.looseObject({ count: z.int(), deliveries: z.array(deliverySchema), more: z.boolean() });
const jobSchema = z.looseObject({ id: text, state: text, done: z.int() });

type DeliveryRow = z.infer<typeof deliverySchema>;
type FactRow = z.infer<typeof factSchema>;

/** A row of the list: state, when it came in, what it is, its id; then what became of each fact. */
export function deliveryInBrief(row: unknown): string {
  const delivery = read(deliverySchema, row);
  const { state, receivedAt, type, provider, id, reason } = delivery;
  const head = `${state.padEnd(10)} ${receivedAt.padEnd(20)} ${type ?? `a message of ${provider}`}  ${id}`;
  return [head, ...(reason === undefined ? [] : [why('    ', delivery)]), ...delivery.facts.map(factLine)].join('\n');
}

/** What `show`, `dismiss` and `replay` of one webhook answer. */
export function deliveryReport(answer: unknown): string {
  const queued = queuedSchema.safeParse(answer);
  if (queued.success) {
    const { delivery } = queued.data;
    return `${delivery} is worked on again. See what becomes of it: clauseclock inbound show ${delivery}`;
  }
  const whole = wholeSchema.safeParse(answer);
  return whole.success ? inFull(whole.data) : deliveryInBrief(answer);
}

/** What a replay of many answers: its job, or with `--dry-run` what it would have worked on again. */
export function replayReport(answer: unknown): string {
  const job = jobSchema.safeParse(answer);
  if (job.success) return `Job ${job.data.id} has them worked on again. How far it is: GET /jobs/${job.data.id}`;
  const { count, deliveries, more } = read(dryRunSchema, answer);
  const rows = deliveries.map(deliveryInBrief);
  if (deliveries.length < count) rows.push('…');
  return [...rows, `${more ? 'At least ' : ''}${count} would be worked on again.`].join('\n');
}

function inFull(delivery: z.infer<typeof wholeSchema>): string {
  const { id, type, receivedAt, mode, account, bytes, attempts, workedAt, mapping, body } = delivery;
  const facts: readonly (readonly [string, string])[] = [
    ['Message', `${type ?? 'of a kind that cannot be read'}, ${bytes} bytes, of account ${account} (${mode})`],
    ['Received', receivedAt],
    ['State', delivery.state],
    [
      'Worked on',
      workedAt === undefined ? 'not yet' : `${attempts === 1 ? 'once' : `${attempts} times`}, last at ${workedAt}`,
    ],
    ...afterwards(delivery),
  ];
  return [
    id,
    ...facts.map(([name, value]) => wrap(value, `  ${name.padEnd(11)}`, ' '.repeat(13))),
    ...(delivery.reason === undefined ? [] : [why('  ', delivery)]),
    ...(delivery.facts.length === 0 ? [] : ['', 'What became of it:', ...delivery.facts.map(factLine)]),
    '',
    'What it means:',
    ...(mapping.error === undefined ? [] : [wrap(mapping.error, '    ')]),
    ...mapping.events.map((event) => `    ${JSON.stringify(event)}`),
    '',
    'Body:',
    body,
  ].join('\n');
}

/** What people did with it, and what else came under its id. */
function afterwards({ dismissed, replays, other }: z.infer<typeof wholeSchema>): (readonly [string, string])[] {
  return [
    ...(other ? [['Other body', anotherBody(other)] as const] : []),
    ...(dismissed ? [['Dismissed', said(dismissed)] as const] : []),
    ...replays.map(
      ({ refused, ...by }) => ['Replayed', refused ? `${said(by)} Refused: ${refused}` : said(by)] as const,
    ),
  ];
}

function anotherBody({ at, hash }: { readonly at: string; readonly hash: string }): string {
  return `came under the same id at ${at} (SHA-256 ${hash}). It is not kept; this one counts.`;
}

function factLine(fact: FactRow): string {
  const { kind, state, contract, candidates = [] } = fact;
  const whose = contract ?? candidates.join(' or ');
  const line = `    ${kind}: ${state}${whose === '' ? '' : `, ${whose}`}`;
  return fact.reason === undefined ? line : `${line}\n${why('      ', fact)}`;
}

function why(indent: string, { reason = '', detail }: Pick<DeliveryRow, 'reason' | 'detail'>): string {
  return wrap(detail === undefined ? reason : `${reason}: ${detail}`, indent);
}

function said({ by, reason, at }: z.infer<typeof person>): string {
  return `by ${by} at ${at}: ${reason}`;
}

function read<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new StageError(
    'The stage answers in a form that this release does not know. Use --json, or the release that the stage runs.',
  );
}
