import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteTrigger } from '../../shared/runtime/declaration.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import type { DeclaredFunction } from './declared-function.ts';

/** Fields of the access log. No path, which names a contract; no address or body, which name people. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  responseBytes: '$context.responseLength',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API. Each function has one integration, each route of its declaration one authorization. */
export class HttpEntrance extends Construct {
  readonly api: api.HttpApi;
  readonly url: string;
  readonly routes: { readonly trigger: RouteTrigger; readonly route: api.HttpRoute }[] = [];
  readonly #iam = new HttpIamAuthorizer();
  readonly #signed = new api.HttpNoneAuthorizer();

  constructor(scope: Construct, id: string, names: Names, settings: Settings) {
    super(scope, id);
    this.api = new api.HttpApi(this, 'Api', {
      apiName: names.api,
      description: 'Webhooks of payment providers; contracts and their deadlines',
      createDefaultStage: false,
    });
    const accessLogs = new logs.LogGroup(this, 'AccessLogs', {
      logGroupName: names.accessLogs,
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new api.HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      // Beyond it callers get 429; payment providers send again for hours.
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestsInBurst },
      accessLogSettings: {
        destination: new api.LogGroupLogDestination(accessLogs),
        format: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    this.url = this.api.apiEndpoint;
  }

  connect(declared: DeclaredFunction, routes: readonly RouteTrigger[]): void {
    const integration = new HttpLambdaIntegration(declared.declaration.name, declared.function, {
      payloadFormatVersion: api.PayloadFormatVersion.VERSION_2_0,
      scopePermissionToRoute: false,
    });
    for (const trigger of routes) {
      const routeKey = api.HttpRouteKey.with(trigger.path, api.HttpMethod[trigger.method]);
      const route = new api.HttpRoute(this, routeKey.key, {
        httpApi: this.api,
        routeKey,
        integration,
        authorizer: trigger.auth === 'iam' ? this.#iam : this.#signed,
      });
      this.routes.push({ trigger, route });
    }
  }
}
