import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeMime, InvalidMailError, type MimeMessage } from '../../../shared/aws/mime.ts';
import { emailSchema, lineSchema } from '../../../shared/core/events/contract.ts';
import { SAMPLES } from './fixtures.ts';

const sample: MimeMessage = {
  from: { name: 'Exoopus', address: 'notices@exoopus.example' },
  to: { name: 'Ana Ștefănescu', address: 'ana@acme.example' },
  ...SAMPLES['suspension-reminder'](),
  headers: { 'X-SES-CONFIGURATION-SET': 'notices' },
  boundarySeed: '1a2b3c4d5e6f77889900aabbccddeeff',
};
const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const headersOf = (raw: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());

const HEADERS = [
  'x-ses-configuration-set',
  'auto-submitted',
  'x-auto-response-suppress',
  'from',
  'to',
  'subject',
  'mime-version',
  'content-type',
];

describe('a composed message', () => {
  it('has exactly these headers: no date, no message id, nothing by chance', async () => {
    expect(headersOf(decode(await composeMime(sample)))).toEqual(HEADERS);
  });

  it('has the same bytes for the same input', async () => {
    const [first, second] = [await composeMime(sample), await composeMime(structuredClone(sample))];
    expect(Buffer.compare(first, second)).toBe(0);
    const other = await composeMime({ ...sample, boundarySeed: '0' });
    expect(Buffer.compare(first, other)).not.toBe(0);
  });

  it('carries any Unicode unchanged, in lines mail may have, and lets no text become a header', async () => {
    const word = fc
      .string({ unit: 'binary', maxLength: 120 })
      .map((text) => text.replace(/[^\P{Cc}\u0080-\u009f]/gu, '').toWellFormed());
    // Runs of spaces at the ends of a header are not kept by mail, and oneLine() has already taken them out.
    const header = word.map((text) => text.replace(/\s+/g, ' ').trim());
    const body = fc
      .oneof(
        word,
        fc.string({ unit: 'binary', maxLength: 3000 }),
        fc.constantFrom('.', '..\n.\n', 'From x\nTo: y', '--=_-1a2b3c4d5e6f77889900aabbccddeeff-Part_1--'),
      )
      .map((text) => `x${text.toWellFormed().replace(/\r\n?/g, '\n')}\n`);
    await fc.assert(
      fc.asyncProperty(header, header, header, body, body, async (subject, fromName, toName, text, html) => {
        const message = {
          ...sample,
          subject,
          text,
          html,
          from: { ...sample.from, name: fromName },
          to: { ...sample.to, name: toName },
        };
        const bytes = await composeMime(message);
        const raw = decode(bytes);
        const parsed = await PostalMime.parse(bytes);
        expect(headersOf(raw)).toEqual(HEADERS.filter((name) => name !== 'subject' || subject !== ''));
        expect(parsed.subject ?? '').toBe(subject);
        expect(parsed.from).toEqual({ name: fromName, address: sample.from.address });
        expect(parsed.to).toEqual([{ name: toName, address: sample.to.address }]);
        // The parser ends every part with one line end more than the part has.
        expect(parsed.text).toBe(`${text}\n`);
        expect(parsed.html).toBe(`${html}\n`);
        for (const line of raw.split('\r\n')) {
          expect(line).not.toMatch(/[\r\n]/);
          expect(line.length).toBeLessThanOrEqual(998);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a name', () => {
  it.each(['half a pair \ud800', 'next\u0085line', 'separated\u2028lines'])(
    'that a contract may have can be written to: %j',
    async (name) => {
      const bytes = await composeMime({ ...sample, to: { ...sample.to, name: lineSchema.parse(name) } });
      expect(headersOf(decode(bytes))).toEqual(HEADERS);
      expect((await PostalMime.parse(bytes)).to).toEqual([{ name: name.toWellFormed(), address: sample.to.address }]);
    },
  );
});

describe('an address', () => {
  it('that a contract may have can be written to', async () => {
    const address = fc
      .oneof(
        fc.emailAddress({ size: 'large' }),
        fc.constantFrom("o'hara+x_y-z@a-b.co.example", `${'a'.repeat(70)}@acme.example`, 'Ana@ACME.Example'),
      )
      .filter((text) => emailSchema.safeParse(text).success);
    await fc.assert(
      fc.asyncProperty(address, async (to) => {
        const parsed = await PostalMime.parse(await composeMime({ ...sample, to: { address: to } }));
        expect(parsed.to?.map((mailbox) => mailbox.address?.toLowerCase())).toEqual([to.toLowerCase()]);
      }),
    );
  });
});

describe('refused', () => {
  const breaks = ['\r', '\n', '\r\n', '\0', '\u007f'];
  const everyBreak = (field: string, change: (text: string) => Partial<MimeMessage>) =>
    breaks.map((line) => [field, change(`x${line}Bcc: eve@evil.example`)] as const);

  it.each([
    ...everyBreak('subject', (subject) => ({ subject })),
    ...everyBreak('from.name', (name) => ({ from: { ...sample.from, name } })),
    ...everyBreak('to.name', (name) => ({ to: { ...sample.to, name } })),
    ...everyBreak('from.address', (address) => ({ from: { address } })),
    ...everyBreak('X-Case', (value) => ({ headers: { 'X-Case': value } })),
    ['to.address', { to: { address: 'ana@acme.example, eve@evil.example' } }],
    ['to.address', { to: { address: 'Ana <ana@acme.example>' } }],
    ['to.address', { to: { address: '' } }],
    ['Bcc', { headers: { Bcc: 'eve@evil.example' } }],
    ['content-type', { headers: { 'content-type': 'text/html' } }],
    ['X Y', { headers: { 'X Y': 'z' } }],
    ['X:\r\nBcc', { headers: { 'X:\r\nBcc': 'z' } }],
    ['boundarySeed', { boundarySeed: 'a"b' }],
    ['text', { text: ' \n' }],
    ['html', { html: '' }],
  ] as const)('%s %j', async (field, change) => {
    const error = await composeMime({ ...sample, ...change }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidMailError);
    expect(error).toMatchObject({ field });
  });
});
