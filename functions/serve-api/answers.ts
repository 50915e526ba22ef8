import * as z from 'zod';
import { contractEventSchema } from '../../shared/core/events/event.ts';
import { SENDING_VALUES } from '../../shared/core/notices/sending.ts';
import { deliveryViewSchema, wholeDeliverySchema } from '../../shared/inbound/view.ts';
import { jobViewSchema } from '../../shared/jobs/view.ts';
import { taskSchema } from '../../shared/tasks/task.ts';
import type { RouteKey } from './routes.ts';

const next = z
  .string()
  .optional()
  .describe('Where the list goes on: give it as `cursor`, with the same path and filters. Absent on the last page.');

const step = z
  .looseObject({ code: z.string(), text: z.string() })
  .describe('`text` is the sentence; the facts beside it are those of its `code`.');

const deadline = z
  .looseObject({
    id: z.string(),
    clause: z.string(),
    state: z.string(),
    date: z.string(),
    instant: z.string(),
    lateKnown: z
      .literal(true)
      .optional()
      .describe('Present if it was over when the contract was recorded: its lapse is recorded, no letter tells of it.'),
    lateRead: z
      .literal(true)
      .optional()
      .describe('Present if it was over when the reading that brought it in was accepted; likewise.'),
    untrackedBefore: z
      .string()
      .optional()
      .describe(
        'Present for the first cycle that is tracked of a clause that had earlier ones: the first day of that cycle.',
      ),
    next: z
      .looseObject({
        step: z.string(),
        at: z.string(),
        dueAt: z.string().optional().describe('When it is due, if the send window has it go out only `at`.'),
      })
      .optional()
      .describe('The step that goes out next.'),
    steps: z.array(step).optional(),
  })
  .describe('With `steps`, the explanation, only where it was asked for.');

const end = z.strictObject({ date: z.string(), instant: z.string() });

const deadlineProposal = z.looseObject({
  deadline: z.string(),
  clause: z.string(),
  terms: z.string(),
  edition: z.int().describe('The edition that the deadline would be bound to.'),
  from: end.describe('As it stands.'),
  to: end.describe('As it would be.'),
  cause: z.looseObject({
    name: z.string().describe('By which all of a cause are decided on: the two versions of the holidays.'),
    days: z.array(z.looseObject({ day: z.string(), name: z.string(), change: z.enum(['added', 'removed']) })),
    text: z.string(),
  }),
});

const revisionProposal = z.looseObject({
  deadline: z.literal('@terms').describe('It is about the contract’s terms.'),
  terms: z.string().describe('As the contract is read.'),
  revised: z
    .looseObject({ version: z.string(), revision: z.int(), statutes: z.array(z.string()) })
    .describe('By which it would be read.'),
  changes: z
    .array(
      z.looseObject({
        deadline: z.string(),
        clause: z.string(),
        change: z.enum(['comes', 'goes', 'moves']),
        from: end.optional(),
        to: end.optional(),
      }),
    )
    .describe('The first 100 open or suspended deadlines that would stand otherwise.'),
  more: z.int().positive().optional().describe('How many others would. Absent if none.'),
  cause: z.looseObject({ name: z.string(), from: z.string(), to: z.string(), text: z.string() }),
});

const clauseReread = z.looseObject({
  terms: z.string(),
  clause: z.string(),
  ref: z.string(),
  title: z.string(),
  change: z.enum(['comes', 'goes', 'reads-otherwise']),
  differs: z.array(z.string()).optional(),
  from: z.string().optional().describe('What the clause means as it is read.'),
  to: z.string().optional().describe('What it means by the corrected reading.'),
});

const listed = { contract: z.string(), since: z.string() };

const entry = z.looseObject({
  seq: z.int(),
  type: z.string(),
  facts: z.record(z.string(), z.unknown()).describe('Those of its `type`.'),
  words: z
    .string()
    .optional()
    .describe(
      'The catalogue by which `text` is made on reading. Without it `text` is as recorded, and the hash covers it.',
    ),
  text: z.string(),
  prev: z.string(),
  hash: z.string(),
});

/** The deadlines that were changed. */
const notCounted = z
  .array(z.strictObject({ clause: z.string(), event: z.string(), field: z.string(), why: z.string() }))
  .describe(
    'The clauses of the contract whose end the calendar cannot count, such as in a year that no holiday table covers. They are tried again at each planning.',
  );

const changes = {
  deadlines: z.array(deadline).describe('The first of those that changed, with `change`, `why` and `steps`.'),
  more: z.int().positive().optional().describe('How many changed deadlines are not among them. Absent if none.'),
  notStarted: z.array(z.looseObject({})).describe('Clauses that do not start for want of a fact.'),
  notCounted,
  notApplied: z
    .array(z.looseObject({}))
    .describe('Clauses that do not apply to the contract, or whose matter the event does not name, and why.'),
};

const notLearned = z
  .array(z.strictObject({ provider: z.string(), reference: z.string(), contract: z.string(), why: z.string() }))
  .describe('Payments and invoices that the event names and that lead to another contract; their messages go there.');

const eventRecorded = z.strictObject({
  outcome: z.enum(['recorded', 'duplicate']),
  event: contractEventSchema,
  notLearned,
  ...changes,
});

const letters = z.int().nonnegative().describe('How many letters wait, counted up to 1,000.');
const switchSaid = {
  value: z.enum(SENDING_VALUES),
  by: z.string(),
  reason: z.string(),
  since: z.string(),
};
const sending = z.strictObject({
  ...switchSaid,
  packs: z
    .array(z.strictObject({ pack: z.string(), ...switchSaid }))
    .describe('The packs with a value of their own, by name. Of theirs and that of the stage the stricter holds.'),
  holds: z.int().nonnegative().describe('How many holds are in force.'),
  letters,
});
const hold = z.looseObject({
  ...{ id: z.string(), scope: z.string(), by: z.string(), reason: z.string(), at: z.string() },
  until: z.string().optional(),
  letters: letters.optional().describe('How many letters wait for it, counted up to 1,000. Absent once it is over.'),
  released: z.looseObject({ by: z.string(), reason: z.string(), at: z.string() }).optional(),
});

/** Schemas of the answers for the OpenAPI document: the fields that callers may rely on. */
export const ANSWERS = {
  'GET /contracts/{contract}': z.looseObject({
    id: z.string(),
    createdAt: z.string(),
    notCounted,
    events: z.array(contractEventSchema).describe('By id.'),
    next,
  }),
  'PATCH /contracts/{contract}': z.strictObject({
    outcome: z.enum(['amended', 'unchanged']),
    dryRun: z.literal(true).optional().describe('Present where nothing was stored, since it was only asked for.'),
    contract: z.looseObject({ id: z.string() }).describe('As it is from now on.'),
    event: contractEventSchema.optional().describe('Absent if nothing changed.'),
    ...changes,
  }),
  'POST /contracts/{contract}/events': eventRecorded,
  'GET /contracts/{contract}/proposals': z.strictObject({
    contract: z.string(),
    proposals: z
      .array(z.union([revisionProposal.extend({ clauses: z.array(clauseReread) }), deadlineProposal]))
      .describe('By deadline, after the one about the terms.'),
    next,
  }),
  'GET /proposals': z.strictObject({
    proposals: z
      .array(z.union([revisionProposal.extend(listed), deadlineProposal.extend(listed)]))
      .describe('Oldest first. `since`: since when it is proposed.'),
    next,
  }),
  'POST /proposals/accept': jobViewSchema.describe('The job that does it.'),
  'POST /proposals/decline': jobViewSchema.describe('The job that does it.'),
  'POST /contracts/{contract}/proposals/{deadline}/accept': eventRecorded,
  'POST /contracts/{contract}/proposals/{deadline}/decline': eventRecorded,
  'POST /contracts/{contract}/events/{event}/correct': z.strictObject({
    outcome: z.enum(['corrected', 'duplicate']),
    notLearned,
    event: contractEventSchema.describe('What is recorded instead.'),
    withdrawn: contractEventSchema,
    ...changes,
  }),
  'GET /contracts/{contract}/deadlines': z.strictObject({
    deadlines: z.array(deadline).describe('By last instant, then id.'),
    none: z.array(z.looseObject({})).optional().describe('The clauses without a period; on the first page.'),
    notCounted: notCounted.optional().describe('As of the contract; on the first page.'),
    next,
  }),
  'GET /contracts/{contract}/evidence': z.strictObject({
    contract: z.string(),
    head: z
      .strictObject({ seq: z.int(), hash: z.string() })
      .describe('The end of the chain. That of the last page is the hash of its last entry.'),
    entries: z.array(entry).describe('By `seq`.'),
    next,
  }),
  'GET /deadlines': z.strictObject({
    deadlines: z.array(deadline.extend({ contract: z.string() })).describe('By last instant, contract, id.'),
    next,
  }),
  'POST /inbound/backfill': jobViewSchema,
  'POST /contracts/{contract}/notices/{notice}/acknowledge': z.looseObject({
    contract: z.string(),
    notice: z.string(),
    state: z.string(),
    acknowledged: z.looseObject({ by: z.string(), reason: z.string(), at: z.string() }),
  }),
  'POST /contracts/{contract}/notices/{notice}/send-again': z.looseObject({
    contract: z.string(),
    notice: z.string().describe('The letter that goes out: the same, or one that takes its place.'),
    insteadOf: z.string().optional().describe('The letter that failed, where another takes its place.'),
    to: z.string(),
    state: z.string(),
    attempts: z.int(),
  }),
  'GET /inbound': z.strictObject({
    deliveries: z.array(deliveryViewSchema).describe('By when they were received, the latest first; then by id.'),
    next,
  }),
  'GET /inbound/{delivery}': wholeDeliverySchema,
  'POST /inbound/{delivery}/replay': z.strictObject({
    delivery: z.string(),
    state: z.string().describe('As it is until it is worked on.'),
  }),
  'POST /inbound/{delivery}/dismiss': deliveryViewSchema,
  'POST /inbound/replay': jobViewSchema.describe(
    'The job that does it. With `dryRun` 200 and `{ count, deliveries, more }`: how many it would be, the first of them, and whether not all could be looked at.',
  ),
  'POST /holds': hold.describe('The hold. 200 in place of 201 if the same one is in force already.'),
  'GET /holds': z.strictObject({ holds: z.array(hold).describe('Oldest first.'), next }),
  'POST /holds/{hold}/release': hold,
  'GET /sending': sending,
  'PUT /sending': sending,
  'GET /tasks': z.strictObject({ tasks: z.array(taskSchema).describe('Oldest first.'), next }),
  'GET /jobs/{job}': jobViewSchema,
} as const satisfies Partial<Record<RouteKey, z.ZodType>>;
