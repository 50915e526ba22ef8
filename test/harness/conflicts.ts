import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { clientFault } from '../../local/aws/errors.ts';
import type { Database } from '../../local/dynamo/database.ts';

/** How long a transaction is under way. */
const UNDER_WAY_MS = 2;

export interface Conflicting extends Database {
  /** The transactions that were written, in order. */
  readonly written: readonly TransactWriteItemsCommand[];
  /** Those that were refused since another was under way. */
  readonly refused: readonly TransactWriteItemsCommand[];
}

/**
 * The same table, but a transaction is refused while another is under way that names one of its items, if only to check it: as
 * DynamoDB does, and the embedded table, which takes one after the other, does not.
 */
export function conflicting(database: Database): Conflicting {
  const { dynamodb } = database;
  const underWay = new Set<string>();
  const written: TransactWriteItemsCommand[] = [];
  const refused: TransactWriteItemsCommand[] = [];
  const send = async (command: unknown, ...rest: unknown[]) => {
    const call = () => (dynamodb.send as (...given: unknown[]) => Promise<unknown>).call(dynamodb, command, ...rest);
    if (!(command instanceof TransactWriteItemsCommand)) return call();
    const keys = keysOf(command);
    if (keys.some((key) => underWay.has(key))) {
      refused.push(command);
      throw conflict(keys, underWay);
    }
    for (const key of keys) underWay.add(key);
    try {
      await pause(UNDER_WAY_MS);
      const answer = await call();
      written.push(command);
      return answer;
    } finally {
      for (const key of keys) underWay.delete(key);
    }
  };
  const client = new Proxy(dynamodb, {
    get: (target, name) => (name === 'send' ? send : Reflect.get(target, name, target)),
  });
  return { ...database, dynamodb: client, written, refused };
}

function keysOf({ input: { TransactItems = [] } }: TransactWriteItemsCommand): string[] {
  return TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => {
    const { pk, sk } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
    return `${pk?.S} ${sk?.S}`;
  });
}

function conflict(keys: readonly string[], underWay: ReadonlySet<string>): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: keys.map((key) => ({ Code: underWay.has(key) ? 'TransactionConflict' : 'None' })),
    ...clientFault(400),
  });
}
