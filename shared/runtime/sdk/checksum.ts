import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Data = string | Uint8Array;

/** In place of the SDK's hashes, which bring an arithmetic of their own for a Node that has none. */
class NodeHash {
  readonly #begin: () => Hash | Hmac;
  #hash: Hash | Hmac;

  constructor(begin: () => Hash | Hmac) {
    this.#begin = begin;
    this.#hash = begin();
  }

  update(data: Data): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return Uint8Array.from(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#begin();
  }
}

/** With a secret, an HMAC. */
export class Sha256 extends NodeHash {
  constructor(secret?: Data) {
    super(() => (secret === undefined ? createHash('sha256') : createHmac('sha256', secret)));
  }
}

export class Md5 extends NodeHash {
  constructor() {
    super(() => createHash('md5'));
  }
}
