import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildClauseclock } from '../../infra/clauseclock.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

/** The properties of a resource, as the template has them. */
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no static shape.
export type Properties = Record<string, any>;

export interface BuildOptions {
  readonly context?: Record<string, string>;
  /** CloudFormation's own rules, which take seconds. */
  readonly validate?: boolean;
}

/** The stage of cdk.json, without bundling: assets are another test's matter. */
export function build({ context = {}, validate = false }: BuildOptions = {}) {
  const settings: { context: Record<string, unknown> } = JSON.parse(readFileSync(join(REPOSITORY, 'cdk.json'), 'utf8'));
  const app = new App({
    builtinCloudFormationValidation: validate,
    context: { ...settings.context, 'aws:cdk:bundling-stacks': [], ...context },
  });
  return { app, ...buildClauseclock(app) };
}

export interface Synthesized {
  readonly data: Template;
  readonly service: Template;
  readonly operations: Template;
}

const synthesized = new Map<string, Synthesized>();

/** The templates, of which each is made once: they are only read. */
export function synthesize(context: Record<string, string> = {}): Synthesized {
  const key = JSON.stringify(context);
  const known = synthesized.get(key);
  if (known) return known;
  const { data, service, operations } = build({ context });
  const made = {
    data: Template.fromStack(data),
    service: Template.fromStack(service),
    operations: Template.fromStack(operations),
  };
  synthesized.set(key, made);
  return made;
}

/** Logical id and properties of each resource of a type. */
export function resourcesOf(template: Template, type: string): readonly (readonly [string, Properties])[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => [id, resource.Properties ?? {}] as const);
}

/** The one resource of a type with that name in `property`. */
export function named(template: Template, type: string, property: string, name: string): Properties {
  const found = resourcesOf(template, type).filter(([, properties]) => properties[property] === name);
  const [only] = found;
  if (found.length !== 1 || !only) throw new Error(`${found.length} resources ${type} have ${property} ${name}`);
  return only[1];
}

/** A function's properties, by the name of its folder. */
export const functionNamed = (service: Template, name: string): Properties =>
  named(service, 'AWS::Lambda::Function', 'FunctionName', `clauseclock-dev-${name}`);

/** The logical id a `Ref` or `Fn::GetAtt` points to. */
export function target(reference: Properties): string {
  return reference.Ref ?? reference['Fn::GetAtt']?.[0];
}

/** A function's role. */
export function roleOf(service: Template, name: string): Properties {
  const id = target(functionNamed(service, name).Role);
  const role = resourcesOf(service, 'AWS::IAM::Role').find(([roleId]) => roleId === id);
  if (!role) throw new Error(`${name} has no role in the template`);
  return role[1];
}

/** Every statement of a role's inline policies, with actions and resources as lists. */
export function statementsOf(role: Properties): Properties[] {
  return (role.Policies ?? []).flatMap((policy: Properties) =>
    policy.PolicyDocument.Statement.map((statement: Properties) => ({
      ...statement,
      Action: [statement.Action].flat(),
      Resource: [statement.Resource].flat(),
    })),
  );
}

/** The one statement of a role with this id. */
export function statement(role: Properties, sid: string): Properties {
  const found = statementsOf(role).find((each) => each.Sid === sid);
  if (!found) throw new Error(`No statement ${sid}`);
  return found;
}
