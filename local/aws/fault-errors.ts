import {
  DynamoDBServiceException,
  InternalServerError,
  ThrottlingException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import * as scheduler from '@aws-sdk/client-scheduler';
import { SecretsManagerServiceException } from '@aws-sdk/client-secrets-manager';
import { SESServiceException } from '@aws-sdk/client-ses';
import { RequestThrottled, SQSServiceException } from '@aws-sdk/client-sqs';
import { clientFault, serverFault } from './errors.ts';
import type { SdkService } from './faults.ts';

/** The error with which the service turns a call away because there are too many. */
export function throttled(service: SdkService): Error {
  const message = 'Rate exceeded';
  switch (service) {
    case 'table':
      return new ThrottlingException({ message, ...clientFault(400) });
    case 'scheduler':
      return new scheduler.ThrottlingException({ message, Message: message, ...clientFault(429) });
    case 'queue':
      return new RequestThrottled({ message, ...clientFault(400) });
    case 'mail':
      return new SESServiceException({
        name: 'Throttling',
        message: 'Maximum sending rate exceeded.',
        ...clientFault(400),
      });
    case 'secrets':
      return new SecretsManagerServiceException({ name: 'ThrottlingException', message, ...clientFault(400) });
  }
}

/** The service's own failure, 5xx. */
export function serverError(service: SdkService): Error {
  const message = 'The service failed to process the request.';
  switch (service) {
    case 'table':
      return new InternalServerError({ message, ...serverFault(500) });
    case 'scheduler':
      return new scheduler.InternalServerException({ message, Message: message, ...serverFault(500) });
    case 'queue':
      return new SQSServiceException({ name: 'InternalError', message, ...serverFault(500) });
    case 'mail':
      return new SESServiceException({ name: 'ServiceUnavailable', message, ...serverFault(503) });
    case 'secrets':
      return new SecretsManagerServiceException({ name: 'InternalServiceError', message, ...serverFault(500) });
  }
}

/** What the SDK throws when no answer came in time. */
export function timedOut(operation: string): Error {
  const error = new Error(`${operation}: no answer in time`);
  return Object.assign(error, { name: 'TimeoutError', $metadata: { attempts: 1, totalRetryDelay: 0 } });
}

/** A transaction cancelled because another one holds an item; a single write meets TransactionConflictException. */
export function conflicted(operation: string, items: number): Error {
  const message = 'Transaction is ongoing for the item';
  if (!operation.startsWith('Transact')) {
    return new DynamoDBServiceException({ name: 'TransactionConflictException', message, ...clientFault(400) });
  }
  const CancellationReasons = Array.from({ length: Math.max(1, items) }, (_, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  const codes = CancellationReasons.map((reason) => reason.Code).join(', ');
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons,
    ...clientFault(400),
  });
}
