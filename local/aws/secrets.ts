import {
  GetSecretValueCommand,
  type GetSecretValueRequest,
  InvalidParameterException,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import { clientFault, metadata, unknownCommand } from './errors.ts';

/** Secrets Manager over a fixed set of secrets, name to text. */
export class FakeSecrets {
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(secrets: ReadonlyMap<string, string>) {
    this.#secrets = secrets;
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    if (command instanceof GetSecretValueCommand) return this.#get(command.input);
    throw unknownCommand('FakeSecrets', command);
  }

  #get(input: GetSecretValueRequest): unknown {
    const id = input.SecretId ?? '';
    if (id === '' || id.length > 2048) {
      throw new InvalidParameterException({ message: 'SecretId must have 1 to 2048 characters.', ...clientFault(400) });
    }
    const name = id.startsWith('arn:')
      ? id
          .split(':')
          .slice(6)
          .join(':')
          .replace(/-[A-Za-z0-9]{6}$/, '')
      : id;
    const value = this.#secrets.get(name);
    if (value === undefined || (input.VersionStage ?? 'AWSCURRENT') !== 'AWSCURRENT' || input.VersionId !== undefined) {
      const message = "Secrets Manager can't find the specified secret.";
      throw new ResourceNotFoundException({ message, ...clientFault(400) });
    }
    return {
      ARN: `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}-local1`,
      Name: name,
      SecretString: value,
      VersionId: '00000000-0000-4000-8000-000000000001',
      VersionStages: ['AWSCURRENT'],
      $metadata: metadata(),
    };
  }
}
