import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';

/** A request as it goes over the wire: a URL whose path and query are encoded, and the body's text. */
export interface PlainRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** No credentials were found, or those that were found cannot be used. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/**
 * The headers of a request with its signature (SigV4, service `execute-api`). Credentials come from the usual chain: the
 * environment, single sign-on, the shared configuration files, the role of the machine.
 * @throws CredentialsError
 */
export async function signedHeaders(
  { method, url, headers, body }: PlainRequest,
  { region, now }: { readonly region: string; readonly now: string },
): Promise<Readonly<Record<string, string>>> {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: await credentials(),
    sha256: Sha256,
  });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    },
    { signingDate: new Date(now) },
  );
  return signed.headers;
}

const chain = defaultProvider();

async function credentials() {
  try {
    return await chain();
  } catch (error) {
    throw new CredentialsError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** SHA-256, or with a key its HMAC, as the signer asks for it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
