import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { unpack } from '../../shared/aws/table/pack.ts';
import type { StepWork } from '../../shared/core/notices/work.ts';

const imageSchema = z.object({
  contract: z.string(),
  deadline: z.object({
    id: z.string(),
    revision: z.int().positive(),
    next: z.object({ step: z.string(), at: z.string() }).optional(),
  }),
});

/** A rung that has, or should have, a schedule, and the instant (UTC) at which it is due. */
export interface ScheduledRung {
  readonly work: StepWork;
  readonly at: string;
}

/** The scheduled rung before and after a change of a deadline; undefined if there is none. */
export interface Change {
  readonly before: ScheduledRung | undefined;
  readonly after: ScheduledRung | undefined;
}

/**
 * Reads a record of the table’s stream. Undefined for an item that is no deadline.
 * @throws ZodError if a deadline lacks a field
 */
export function readChange(record: DynamoDBRecord): Change | undefined {
  if (!record.dynamodb?.Keys?.sk?.S?.startsWith('deadline#')) return undefined;
  return { before: scheduledRungIn(record.dynamodb?.OldImage), after: scheduledRungIn(record.dynamodb?.NewImage) };
}

/** Without the explanation and the ladder, which are the most of a deadline. */
function withoutMore({ contract, deadline }: Record<string, AttributeValue>) {
  const { id, revision, next } = deadline?.M ?? {};
  const of = (values: Record<string, AttributeValue | undefined>) =>
    unpack(Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))));
  return { ...of({ contract }), deadline: of({ id, revision, next }) };
}

function scheduledRungIn(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): ScheduledRung | undefined {
  if (!image) return undefined;
  const { contract, deadline } = imageSchema.parse(withoutMore(image as Record<string, AttributeValue>));
  if (!deadline.next) return undefined;
  const { step, at } = deadline.next;
  return { work: { kind: 'step', contract, deadline: deadline.id, revision: deadline.revision, step }, at };
}
