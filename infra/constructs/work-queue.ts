import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionDeclaration, QueueName } from '../../shared/runtime/declaration.ts';
import { RECEIVES_BEFORE_DEAD, visibilitySeconds } from '../../shared/runtime/queue-limits.ts';
import type { DeadLetterName, Names } from '../names.ts';

export interface DeadLetterQueueProps {
  readonly name: DeadLetterName;
  readonly names: Names;
  readonly key: kms.IKey;
}

/** A queue nobody consumes: kept for fourteen days, the most SQS allows, for a person to look at. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, { name, names, key }: DeadLetterQueueProps) {
    super(scope, id, {
      queueName: names.deadLetters(name),
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }
}

export interface WorkQueueProps {
  readonly name: QueueName;
  readonly names: Names;
  readonly key: kms.IKey;
  readonly functions: readonly FunctionDeclaration[];
}

/** A queue with its dead letters, hidden long enough for the slowest function that consumes it. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { name, names, key, functions }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { name, names, key });
    this.queue = new sqs.Queue(this, 'Queue', {
      queueName: names.queue(name),
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(visibilitySeconds(slowestConsumer(name, functions))),
      // A dead letter keeps the age it had, so the source must expire well before the dead letters do.
      retentionPeriod: Duration.days(7),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_BEFORE_DEAD },
    });
  }
}

function slowestConsumer(name: QueueName, functions: readonly FunctionDeclaration[]): number {
  const consumers = functions.filter((each) =>
    each.triggers.some((trigger) => trigger.kind === 'queue' && trigger.queue === name),
  );
  if (consumers.length === 0) throw new Error(`Queue ${name} has no consumer: no declaration has it as a trigger.`);
  return Math.max(...consumers.map((each) => each.timeoutSeconds));
}
