import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import type { Names } from '../names.ts';

export interface WebhookSecretsProps {
  readonly names: Names;
  readonly key: kms.IKey;
}

/**
 * One secret per payment provider, named `<prefix><provider>`: a signing secret, or a JSON list of those that are live
 * during a rotation. Its first value is random, so that no webhook verifies until the operator stores the provider’s
 * secret.
 */
export class WebhookSecrets extends Construct {
  readonly prefix: string;
  readonly secrets: readonly secretsmanager.Secret[];

  constructor(scope: Construct, id: string, { names, key }: WebhookSecretsProps) {
    super(scope, id);
    this.prefix = names.webhookSecretPrefix;
    this.secrets = PROVIDER_NAMES.map(
      (provider) =>
        new secretsmanager.Secret(this, provider, {
          secretName: `${this.prefix}${provider}`,
          description: `Signing secret of ${provider}'s webhooks, or a JSON list of the live ones`,
          encryptionKey: key,
          generateSecretString: { passwordLength: 64, excludePunctuation: true },
        }),
    );
  }
}
