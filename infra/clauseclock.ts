import {
  type App,
  DefaultStackSynthesizer,
  type Environment,
  type IStackSynthesizer,
  type StackProps,
  Tags,
} from 'aws-cdk-lib';
import { acknowledgeFindings } from './acknowledgements.ts';
import { FUNCTIONS } from './functions.ts';
import { namesFor } from './names.ts';
import { readSettings } from './settings.ts';
import { DataStack } from './stacks/data-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

export interface Clauseclock {
  readonly data: DataStack;
  readonly service: ServiceStack;
  readonly operations: OperationsStack;
}

/**
 * Builds one stage: three stacks, and what they acknowledge to the checks. Settings come from the app's context.
 * Without an account and region the templates fit any.
 */
export function buildClauseclock(app: App, env?: Environment): Clauseclock {
  const settings = readSettings(app.node);
  const names = namesFor(settings.stage);
  const common = (purpose: string): StackProps => ({
    ...(env && { env }),
    description: `Clauseclock ${settings.stage}: ${purpose}`,
    // The CLI itself compares the version before it deploys; the template needs no parameter for it.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
  });
  const data = new DataStack(app, names.stack('data'), { ...common('table'), names });
  const service = new ServiceStack(app, names.stack('service'), {
    ...common('functions, queues, schedules'),
    settings,
    names,
    table: data.table,
    tableKey: data.tableKey,
    functions: FUNCTIONS,
  });
  const operations = new OperationsStack(app, names.stack('operations'), {
    ...common('dashboard and alarms'),
    settings,
    names,
    messageKey: service.resources.messageKey,
    apiId: service.entrance.api.apiId,
    functions: FUNCTIONS,
  });
  Tags.of(app).add('application', 'clauseclock');
  Tags.of(app).add('stage', settings.stage);
  acknowledgeFindings(service);
  return { data, service, operations };
}
