import MailComposer from 'nodemailer/lib/mail-composer';

export interface Mailbox {
  readonly name?: string;
  /** ASCII `local@domain`. */
  readonly address: string;
}

export interface MimeMessage {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further headers by name, such as `X-SES-CONFIGURATION-SET`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the part boundaries unique to this message: the notice’s id. 1 to 40 letters and digits. */
  readonly boundarySeed: string;
}

/** A part of a message that mail cannot carry, or a header value that could end its header and begin another. */
export class InvalidMailError extends Error {
  override readonly name = 'InvalidMailError';
  readonly field: string;

  constructor(field: string, value: string, remedy: string) {
    super(`mail ${field} ${JSON.stringify(value)}: ${remedy}`);
    this.field = field;
  }
}

const MAILBOX = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,254}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;
/** Headers this function writes itself, and those the mail service sets. */
const RESERVED =
  /^(?:content-.*|mime-version|from|to|cc|bcc|sender|reply-to|subject|date|message-id|auto-submitted|x-auto-response-suppress)$/i;

/**
 * The message as the bytes to hand to the mail service: multipart/alternative of text and HTML, in UTF-8.
 *
 * The same input gives the same bytes, since their hash is committed before they are sent. So there is no Date and no
 * Message-ID, which SES sets on every message anyway, and the boundaries come from `boundarySeed`. They begin with `=_`,
 * which quoted-printable text cannot contain. Marked as automatic (RFC 3834), so that absence replies stay away.
 * @throws InvalidMailError naming the field
 */
export async function composeMime(message: MimeMessage): Promise<Uint8Array> {
  const { from, to, subject, text, html, headers = {}, boundarySeed } = message;
  checkMailbox('from', from);
  checkMailbox('to', to);
  checkValue('subject', subject);
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  if (!/^[A-Za-z0-9]{1,40}$/.test(boundarySeed)) {
    throw new InvalidMailError('boundarySeed', boundarySeed, 'use 1 to 40 letters and digits');
  }
  for (const [field, body] of Object.entries({ text, html })) {
    if (body.trim() === '') throw new InvalidMailError(field, body, 'must not be empty');
  }
  const composer = new MailComposer({
    from: named(from),
    to: named(to),
    subject: subject.toWellFormed(),
    text: lines(text),
    html: lines(html),
    headers: {
      ...headers,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      // The composer leaves out an empty value. An absent one it would fill from the clock and at random.
      Date: ' ',
      'Message-ID': { value: '' },
    },
    encoding: 'quoted-printable',
    textEncoding: 'base64',
    boundaryPrefix: '=_',
    baseBoundary: boundarySeed,
    newline: 'win',
    disableUrlAccess: true,
    disableFileAccess: true,
  });
  return new Uint8Array(await composer.compile().build());
}

function named({ name = '', address }: Mailbox): { name: string; address: string } {
  return { name: name.toWellFormed(), address };
}

/** Every kind of line end as `\n`; the composer writes CRLF. */
function lines(body: string): string {
  return body.toWellFormed().replace(/\r\n?/g, '\n');
}

function checkMailbox(field: string, { name, address }: Mailbox): void {
  if (name !== undefined) checkValue(`${field}.name`, name);
  if (!MAILBOX.test(address)) {
    throw new InvalidMailError(`${field}.address`, address, 'use one plain address such as ana@acme.example');
  }
}

function checkHeader(name: string, value: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,75}$/.test(name)) {
    throw new InvalidMailError(name, value, 'a header name has letters, digits and hyphens only');
  }
  if (RESERVED.test(name))
    throw new InvalidMailError(name, value, 'this header is set here or by the mail service; leave it out');
  checkValue(name, value);
}

/** Refuses CR, LF, NUL and other ASCII controls, as the contract schema does in names. */
function checkValue(field: string, value: string): void {
  if (/[^\P{Cc}\u0080-\u009f]/u.test(value)) {
    throw new InvalidMailError(field, value, 'must not hold line breaks or control characters');
  }
}
