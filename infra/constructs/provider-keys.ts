import { SecretValue } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import type { Names } from '../names.ts';

export interface ProviderKeysProps {
  readonly names: Names;
  readonly key: kms.IKey;
}

/** No account has a key, so that nothing is asked until the operator stores one. It is no secret. */
const NO_KEYS = '{}';

/** One secret per payment provider, named `<prefix><provider>`: a restricted key, or a JSON object of one for each account. */
export class ProviderKeys extends Construct {
  readonly prefix: string;
  readonly secrets: readonly secretsmanager.Secret[];

  constructor(scope: Construct, id: string, { names, key }: ProviderKeysProps) {
    super(scope, id);
    this.prefix = names.providerKeyPrefix;
    this.secrets = PROVIDER_NAMES.map(
      (provider) =>
        new secretsmanager.Secret(this, provider, {
          secretName: `${this.prefix}${provider}`,
          description: `Restricted key of ${provider}'s API, or a JSON object of one for each account`,
          encryptionKey: key,
          secretStringValue: SecretValue.unsafePlainText(NO_KEYS),
        }),
    );
  }
}
