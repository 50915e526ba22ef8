import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DeclaredFunction } from './constructs/declared-function.ts';
import type { ServiceStack } from './stacks/service-stack.ts';

interface Acknowledged {
  readonly at: IConstruct;
  readonly id: string;
  readonly reason: string;
}

/** Every finding of the checks that is accepted, and why. A finding that is not here stops the synthesis. */
export function acknowledgeFindings(service: ServiceStack): void {
  const { schedules, changesDeadLetters, webhookSecrets, providerKeys } = service.resources;
  const accepted: Acknowledged[] = [
    ...[schedules.deadLetters, changesDeadLetters].map((at) => ({
      at,
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is itself where dead letters go: schedules and the stream mapping name it as theirs.',
    })),
    ...webhookSecrets.secrets.map((at) => ({
      at,
      id: 'AwsSolutions-SMG4',
      reason: 'The payment provider issues the secret; docs/deploy.md says how it is rotated with two live at once.',
    })),
    ...providerKeys.secrets.map((at) => ({
      at,
      id: 'AwsSolutions-SMG4',
      reason: 'The payment provider issues the key; docs/deploy.md says how it is replaced.',
    })),
    ...service.entrance.routes
      .filter(({ trigger }) => trigger.auth === 'signed')
      .map(({ route }) => ({
        at: route,
        id: 'AwsSolutions-APIG4',
        reason: 'Payment providers cannot sign for IAM; the function verifies their own signature over the raw body.',
      })),
    ...service.functions.flatMap((declared) => forRole(declared, service)),
  ];
  for (const { at, id, reason } of accepted) Validations.of(at).acknowledge({ id, reason });
}

function forRole({ declaration, role }: DeclaredFunction, service: ServiceStack): Acknowledged[] {
  const manages = declaration.access.some(({ resource }) => resource === 'schedules');
  const streams = declaration.triggers.some(({ kind }) => kind === 'stream');
  const accepted: Acknowledged[] = [];
  if (manages || streams) {
    const actions = [manages ? 'scheduler:ListSchedules' : '', streams ? 'dynamodb:ListStreams' : ''].filter(Boolean);
    accepted.push({
      at: role,
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: `${actions.join(' and ')}: AWS knows no narrower resource for listing; nothing else is allowed on *.`,
    });
  }
  if (manages) {
    accepted.push({
      at: role,
      id: `AwsSolutions-IAM5[Resource::${written(service.resources.schedules.scheduleArns, service)}]`,
      reason: 'One schedule per deadline, named as deadlines come: the function manages all of its own stage’s group.',
    });
  }
  return accepted;
}

/** A value as the checks write it: references in angle brackets. */
function written(value: string, stack: Stack): string {
  const resolved: unknown = Stack.of(stack).resolve(value);
  if (typeof resolved === 'string') return resolved;
  const { 'Fn::Join': join } = resolved as { 'Fn::Join': [string, (string | { Ref: string })[]] };
  return join[1].map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join(join[0]);
}
