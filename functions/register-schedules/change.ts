import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import type { StepWork } from '../../shared/core/notices/work.ts';

const imageSchema = z.object({
  contract: z.string(),
  deadline: z.object({
    id: z.string(),
    revision: z.int().positive(),
    next: z.object({ step: z.string(), at: z.string() }).optional(),
  }),
});

/** A step that has, or should have, a schedule. */
export interface ScheduledRung {
  readonly work: StepWork;
  readonly at: string;
}

/** The step that was scheduled before a change of a deadline, and the one that should be after it. */
export interface Change {
  readonly before: ScheduledRung | undefined;
  readonly after: ScheduledRung | undefined;
}

/** Reads a record of the table's stream. Undefined for an item that is no deadline; throws where one cannot be read. */
export function readChange(record: DynamoDBRecord): Change | undefined {
  if (!record.dynamodb?.Keys?.sk?.S?.startsWith('deadline#')) return undefined;
  return { before: scheduledRungIn(record.dynamodb?.OldImage), after: scheduledRungIn(record.dynamodb?.NewImage) };
}

function scheduledRungIn(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): ScheduledRung | undefined {
  if (!image) return undefined;
  const { contract, deadline } = imageSchema.parse(unmarshall(image as Record<string, AttributeValue>));
  if (!deadline.next) return undefined;
  const { step, at } = deadline.next;
  return { work: { kind: 'step', contract, deadline: deadline.id, revision: deadline.revision, step }, at };
}
