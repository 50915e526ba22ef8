import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { FakeSecrets } from '../../../local/aws/secrets.ts';

const secrets = new FakeSecrets(new Map([['webhook/stripe', 'whsec_local_stripe']]));

describe('secrets', () => {
  it('answers by name and by ARN', async () => {
    const byName = (await secrets.send(new GetSecretValueCommand({ SecretId: 'webhook/stripe' }))) as {
      readonly ARN: string;
    };
    expect(byName).toMatchObject({
      Name: 'webhook/stripe',
      SecretString: 'whsec_local_stripe',
      VersionStages: ['AWSCURRENT'],
    });
    expect(await secrets.send(new GetSecretValueCommand({ SecretId: byName.ARN }))).toEqual(byName);
  });

  it.each([
    [{ SecretId: 'webhook/other' }, 'ResourceNotFoundException'],
    [{ SecretId: 'webhook/stripe', VersionStage: 'AWSPREVIOUS' }, 'ResourceNotFoundException'],
    [{ SecretId: '' }, 'InvalidParameterException'],
  ])('refuses %o', async (input, name) => {
    await expect(secrets.send(new GetSecretValueCommand(input))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('names a command it does not know', async () => {
    const command = new PutSecretValueCommand({ SecretId: 'webhook/stripe', SecretString: 'x' });
    await expect(secrets.send(command)).rejects.toThrow(/PutSecretValue/);
  });
});
