import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header for a body; several secrets sign as Stripe does while one is rolled. */
export function signStripe(
  body: string | Uint8Array,
  secret: string | readonly string[],
  timestampSeconds: number,
): string {
  return [`t=${timestampSeconds}`, ...signatures('v1', '.', body, secret, timestampSeconds)].join(',');
}

/** The `Paddle-Signature` header for a body. */
export function signPaddle(
  body: string | Uint8Array,
  secret: string | readonly string[],
  timestampSeconds: number,
): string {
  return [`ts=${timestampSeconds}`, ...signatures('h1', ':', body, secret, timestampSeconds)].join(';');
}

function signatures(
  key: string,
  separator: string,
  body: string | Uint8Array,
  secret: string | readonly string[],
  timestampSeconds: number,
): string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  return secrets.map((each) => {
    const signature = createHmac('sha256', each).update(`${timestampSeconds}${separator}`).update(body).digest('hex');
    return `${key}=${signature}`;
  });
}
