import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { operationOf } from '../../../local/aws/errors.ts';

/**
 * What a call does in the protocol, for counting: the function, and the operation or, of a transaction, the first thing
 * that it makes evidence.
 */
export function stepOf(name: string, command: unknown): string {
  if (command instanceof TransactWriteItemsCommand) {
    for (const { Put } of command.input.TransactItems ?? []) {
      const type = Put?.Item?.entry?.M?.type?.S;
      if (type !== undefined) return `${name} ${type}`;
    }
  }
  return `${name} ${operationOf(command)}`;
}
