import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { bundlingOf, entryOf, REPOSITORY } from './function-code.ts';
import { environmentFor } from './function-environment.ts';
import { statementsFor } from './permissions.ts';
import type { ServiceResources } from './service-resources.ts';

/** One Lambda made from its declaration: code, environment, role, logs. Its triggers are connected elsewhere. */
export class DeclaredFunction extends Construct {
  readonly declaration: FunctionDeclaration;
  readonly role: iam.Role;
  readonly function: NodejsFunction;

  constructor(scope: Construct, declaration: FunctionDeclaration, resources: ServiceResources) {
    super(scope, declaration.name);
    this.declaration = declaration;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: resources.names.functionLogs(declaration.name),
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      description: `Lambda ${resources.names.function(declaration.name)}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        declared: new iam.PolicyDocument({
          statements: statementsFor(declaration, resources, logGroup.logGroupArn),
        }),
      },
    });
    const { reservedConcurrency } = resources.settings;
    const isReserved = reservedConcurrency !== undefined && declaration.triggers.some(({ kind }) => kind === 'route');
    const recurring = declaration.triggers.some((trigger) => trigger.kind === 'recurring');
    this.function = new NodejsFunction(this, 'Function', {
      functionName: resources.names.function(declaration.name),
      description: declaration.description,
      entry: entryOf(declaration),
      handler: 'handler',
      projectRoot: REPOSITORY,
      depsLockFilePath: join(REPOSITORY, 'package-lock.json'),
      bundling: bundlingOf(declaration),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture:
        resources.settings.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
      timeout: Duration.seconds(declaration.timeoutSeconds),
      memorySize: declaration.memoryMb,
      ...(isReserved && { reservedConcurrentExecutions: reservedConcurrency }),
      environment: { ...environmentFor(declaration, resources) },
      // Constructs may not add permissions on their own: the declaration lists all of them.
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      // Lambda would stop a message that came sixteen times from a function to its own queue. A batch whose time runs out puts its
      // rest back, and works on one message at least each time, so this ends by itself.
      recursiveLoop: feedsItself(declaration) ? lambda.RecursiveLoop.ALLOW : lambda.RecursiveLoop.TERMINATE,
      // A rule invokes asynchronously, so the dead-letter queue for its events is set on the function.
      ...(recurring && { deadLetterQueue: resources.recurringDeadLetters }),
    });
  }
}

/** Whether a function sends to a queue that triggers it. */
function feedsItself({ triggers, access }: FunctionDeclaration): boolean {
  return access.some(
    (one) =>
      one.resource === 'queue' && triggers.some((trigger) => trigger.kind === 'queue' && trigger.queue === one.queue),
  );
}
