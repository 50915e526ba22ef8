import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Door, Verification } from '../../shared/core/webhooks/door.ts';
import type { Delivery } from '../../shared/inbound/delivery.ts';
import { deliveryId, digest, isAccount } from '../../shared/inbound/delivery-id.ts';

/** What is kept of a header, in characters. */
export const LONGEST_HEADER = 1024;
const KEPT_HEADERS = ['content-type', 'user-agent'];

interface Received {
  readonly request: APIGatewayProxyEventV2;
  readonly body: Uint8Array;
  readonly verified: Extract<Verification, { ok: true }>;
  /** The accounts that are configured. */
  readonly accounts: readonly string[];
  readonly receivedAt: string;
}

/**
 * A verified webhook as it is stored. Its account is the one it names, if that is configured, else the name of the secret that
 * verified it. Whatever cannot be read makes no difference here: its event id is then the hash of the body.
 */
export function deliveryOf(
  door: Door,
  { request, body, verified, accounts, receivedAt }: Received,
): Omit<Delivery, 'parts'> {
  const { id: eventId, type, account: named, mode } = door.envelopeOf(readJson(body));
  const account = named !== null && accounts.includes(named) && isAccount(named) ? named : verified.secret;
  const hash = digest(body);
  return {
    id: deliveryId(door.name, account, eventId ?? hash),
    provider: door.name,
    account,
    eventId,
    type,
    mode,
    receivedAt,
    hash,
    bytes: body.byteLength,
    headers: headersOf(request, verified.signedAt),
    secret: verified.secret,
    revision: 1,
    state: 'stored',
    attempts: 0,
    facts: [],
    replays: [],
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(UTF_8.decode(body));
  } catch {
    return undefined;
  }
}

/** The headers that help to trace a webhook. Of the signature its time is kept. */
function headersOf({ headers, requestContext }: APIGatewayProxyEventV2, signedAt: string): Delivery['headers'] {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const kept = [
    ...given.filter(([name]) => KEPT_HEADERS.includes(name)),
    ['request-id', requestContext.requestId] as const,
    ['signed-at', signedAt] as const,
  ];
  return Object.fromEntries(
    kept.flatMap(([name, value]) => (value ? [[name, value.slice(0, LONGEST_HEADER).toWellFormed()]] : [])),
  );
}
