import type * as z from 'zod/mini';

/** A route of the HTTP API. `signed` routes carry their own signature; every other one needs IAM when deployed. */
export interface RouteTrigger {
  readonly kind: 'route';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly auth: 'iam' | 'signed';
}

/** Messages of a queue, in batches with partial failures. */
export interface QueueTrigger {
  readonly kind: 'queue';
  readonly queue: QueueName;
  readonly batchSize: number;
  /** At most this many invocations at once: holds a burst to the rate the mail service allows. */
  readonly maxConcurrency: number;
}

/** Changes of the table, in batches with partial failures; only of items whose sort key begins with `sortKeyPrefix`. */
export interface StreamTrigger {
  readonly kind: 'stream';
  readonly sortKeyPrefix: string;
  readonly batchSize: number;
}

/** A recurring invocation with a fixed input. */
export interface RecurringTrigger {
  readonly kind: 'recurring';
  readonly name: string;
  /** EventBridge expression in UTC, `rate(5 minutes)` or `cron(17 2 * * ? *)`. */
  readonly schedule: string;
  readonly input: Readonly<Record<string, string>>;
}

export type Trigger = RouteTrigger | QueueTrigger | StreamTrigger | RecurringTrigger;

/** `notices`: rungs and notices to work on. `deliveries`: reports of the mail service. `inbound`: webhooks to work on. */
export type QueueName = 'notices' | 'deliveries' | 'inbound';

/** What a function may touch, beyond its own triggers. */
export type Access =
  /** `read-put`: it writes items and deletes none. */
  | { readonly resource: 'table'; readonly actions: 'read' | 'read-put' | 'read-write' }
  /** The ids of all contracts, by a scan of the table. */
  | { readonly resource: 'contracts'; readonly actions: 'list' }
  /** Only items whose partition key begins with `prefix`. */
  | { readonly resource: 'partitions'; readonly prefix: string; readonly actions: 'put' }
  | { readonly resource: 'queue'; readonly queue: QueueName; readonly actions: 'send' }
  | { readonly resource: 'schedules'; readonly actions: 'manage' }
  | { readonly resource: 'mail'; readonly actions: 'send' }
  | { readonly resource: 'webhook-secrets' | 'provider-keys'; readonly actions: 'read' };

/**
 * Everything a Lambda is: what starts it, what environment it needs, what it may read and write.
 * `infra` turns it into CDK and `local` into in-process wiring.
 */
export interface FunctionDeclaration {
  /** The folder's name; also the construct, log service and alarm prefix. */
  readonly name: string;
  readonly description: string;
  readonly triggers: readonly Trigger[];
  /** Keys name resources that `infra` and `local` know how to supply; an unknown key fails at synth. */
  readonly environment: z.ZodMiniObject;
  readonly access: readonly Access[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The terms packs and holiday tables travel in the bundle. */
  readonly needsTerms: boolean;
}
