import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { invalidParameter, requireAddress } from './mail-address.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LINE = 1000;
const ONCE = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'message-id', 'date'];
/** Begins the test file every virus scanner knows; SES rejects a message that carries it. */
const VIRUS_TEST = 'STANDARD-ANTIVIRUS-TEST-FILE';

/** A raw message as far as SES looks at it. */
export interface ParsedMessage {
  readonly from: string | undefined;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly carriesVirus: boolean;
  /** SHA-256 of the raw bytes, hexadecimal. */
  readonly sha256: string;
}

/** Parses the raw bytes; throws InvalidParameterValue for what SES would not take. */
export async function parseMessage(data: Uint8Array | string | undefined): Promise<ParsedMessage> {
  const bytes = Buffer.from(data ?? '');
  if (bytes.length === 0) throw invalidParameter('Value null at rawMessage.data: Member must not be null');
  if (bytes.length > MAX_BYTES) throw invalidParameter(`Message length is more than ${MAX_BYTES} bytes long`);
  const source = bytes.toString('latin1');
  const head = /^([\s\S]*?)\r?\n\r?\n/.exec(source)?.[1];
  if (head === undefined) throw invalidParameter('Expected a header and a body, separated by a blank line');
  const headers = readHeaders(head);
  requireLines(source);
  requireBoundaries(headers, source);
  const email = await PostalMime.parse(bytes);
  return {
    from: email.from?.address,
    recipients: [...addressesOf(email.to), ...addressesOf(email.cc), ...addressesOf(email.bcc)],
    subject: email.subject ?? '',
    // The line end before a boundary belongs to the boundary.
    text: (email.text ?? '').trimEnd(),
    html: (email.html ?? '').trimEnd(),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    carriesVirus: carriesVirus(email),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function readHeaders(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name === '') throw invalidParameter(`Invalid header line '${line.slice(0, 60)}'`);
    const key = name.toLowerCase();
    if (headers.has(key) && ONCE.includes(key)) throw invalidParameter(`Duplicate header '${name}'.`);
    headers.set(key, value);
  }
  if (!headers.has('from')) throw invalidParameter("Missing required header 'From'.");
  return headers;
}

function requireLines(source: string): void {
  // RFC 5321 counts the line's end in.
  const tooLong = source.split(/\r?\n/).some((line) => line.length + 2 > MAX_LINE);
  if (tooLong) throw invalidParameter(`A line is longer than ${MAX_LINE} characters`);
}

function requireBoundaries(headers: ReadonlyMap<string, string>, source: string): void {
  const type = headers.get('content-type') ?? '';
  if (!/^multipart\//i.test(type)) return;
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined || !source.includes(`\n--${boundary}`)) {
    throw invalidParameter('Transaction failed: Missing start boundary');
  }
  if (!source.includes(`\n--${boundary}--`)) throw invalidParameter('Transaction failed: Missing final boundary');
}

function addressesOf(list: Email['to']): string[] {
  return (list ?? [])
    .flatMap((entry) => entry.group ?? [entry])
    .map((mailbox) => requireAddress(mailbox.address ?? ''));
}

function carriesVirus(email: Email): boolean {
  const parts = email.attachments.map(({ content }) =>
    typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('latin1'),
  );
  return [email.text ?? '', ...parts].some((part) => part.includes(VIRUS_TEST));
}
