import type { SendMessageCommandOutput } from '@aws-sdk/client-sqs';

type ResponseMetadata = SendMessageCommandOutput['$metadata'];

interface Fault<Side> {
  readonly $fault: Side;
  readonly $metadata: ResponseMetadata;
}

/** The part of an SDK error that says who is at fault, with the HTTP status. */
export function clientFault(status: number): Fault<'client'> {
  return { $fault: 'client', $metadata: metadata(status) };
}

export function serverFault(status: number): Fault<'server'> {
  return { $fault: 'server', $metadata: metadata(status) };
}

/** `$metadata` of an answer. */
export function metadata(status = 200): ResponseMetadata {
  return { httpStatusCode: status, requestId: 'local', attempts: 1, totalRetryDelay: 0 };
}

/** The operation a command asks for, `CreateSchedule` of CreateScheduleCommand. */
export function operationOf(command: unknown): string {
  if (typeof command !== 'object' || command === null) return typeof command;
  return command.constructor.name.replace(/Command$/, '');
}

/** The error of a fake for a command that it does not implement. */
export function unknownCommand(fake: string, command: unknown): Error {
  return new Error(`${fake} does not know the command ${operationOf(command)}. Implement it there before using it.`);
}
