import { type SESClient, SESServiceException } from '@aws-sdk/client-ses';
import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { FakeMail } from '../../local/aws/mail.ts';
import { withFaults } from '../../local/aws/with-faults.ts';
import { motionlessTimer, VirtualClock } from '../../local/time/clock.ts';
import { Mailer } from '../../shared/aws/mailer.ts';
import { composeMime } from '../../shared/aws/mime.ts';
import { withoutAddresses } from '../../shared/aws/refusals.ts';

const FROM = 'notices@provider.example';

async function mailTo(to: string) {
  const bytes = await composeMime({
    from: { name: 'Provider', address: FROM },
    to: { address: to },
    subject: 'Reminder',
    text: 'Text',
    html: '<p>Text</p>',
    boundarySeed: 'a1',
  });
  return { from: FROM, to, bytes, tags: { contract: 'acme', notice: 'n-1', attempt: '1' } };
}

function setUp(verified?: readonly string[]) {
  const clock = new VirtualClock('2026-11-20T08:00:00Z');
  const faults = new FaultPlan();
  const events: string[] = [];
  const mail = new FakeMail({
    clock,
    faults,
    configurationSets: ['set'],
    publish: async (event) => void events.push(event),
    ...(verified && { verified }),
  });
  const mailer = new Mailer(withFaults(mail, 'mail', faults, clock) as unknown as SESClient, 'set', motionlessTimer);
  return { mail, mailer, faults };
}

/** A service that answers every call with this error. */
function failing(error: unknown): Mailer {
  return new Mailer({ send: () => Promise.reject(error) } as unknown as SESClient, 'set', motionlessTimer);
}

const answered = (name: string, httpStatusCode: number) =>
  new SESServiceException({ name, message: 'no', $fault: 'client', $metadata: { httpStatusCode } });

describe('sending a message', () => {
  it('hands over exactly its bytes, with its tags', async () => {
    const { mail, mailer } = setUp();
    const message = await mailTo('ana@acme.example');
    const result = await mailer.send(message);
    const [received] = mail.inbox();
    expect(result).toEqual({ outcome: 'accepted', messageId: received?.messageId });
    expect(received).toMatchObject({ to: 'ana@acme.example', subject: 'Reminder', tags: message.tags });
  });

  it('that the service refuses for what it is, is rejected', async () => {
    const { mailer } = setUp();
    const result = await mailer.send({ ...(await mailTo('ana@acme.example')), to: `${'x'.repeat(65)}@acme.example` });
    expect(result).toEqual({ outcome: 'rejected', code: 'InvalidParameterValue', detail: 'Illegal address' });
  });

  it('that the service refuses for its sender is released, with the service’s words', async () => {
    const unverified = setUp(['other.example']).mailer;
    expect(await unverified.send(await mailTo('ana@acme.example'))).toMatchObject({
      outcome: 'unavailable',
      code: 'MessageRejected',
      detail: expect.stringContaining('Email address is not verified.'),
    });
  });

  it('that could not be sent for a cause that passes, is released', async () => {
    const { mailer, faults, mail } = setUp();
    faults.arm({ service: 'mail', fault: 'throttle' });
    expect(await mailer.send(await mailTo('ana@acme.example'))).toMatchObject({
      outcome: 'unavailable',
      code: 'Throttling',
    });
    expect(mail.inbox()).toEqual([]);
  });

  it.each([
    ['AccountSendingPausedException', 400],
    ['ConfigurationSetDoesNotExistException', 400],
    ['MailFromDomainNotVerifiedException', 400],
    ['SignatureDoesNotMatch', 403],
    ['RequestExpired', 400],
    ['SomethingNew', 429],
    ['ServiceUnavailable', 503],
  ])('that the service answers with %s (%i) was not sent, and may be later', async (name, status) => {
    expect(await failing(answered(name, status)).send(await mailTo('a@b.example'))).toEqual({
      outcome: 'unavailable',
      code: name,
      detail: 'no',
    });
  });

  it.each([
    ['a server’s error', answered('InternalFailure', 500), 'InternalFailure'],
    ['an answer of a server in between', answered('BadGateway', 502), 'BadGateway'],
    ['a time-out on the server’s side', answered('RequestTimeout', 408), 'RequestTimeout'],
    ['an answer without a status', answered('Odd', 0), 'Odd'],
    ['no answer in time', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'TimeoutError'],
    ['an aborted wait', Object.assign(new Error('x'), { name: 'AbortError' }), 'AbortError'],
    ['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['what is no error', 'x', 'Unknown'],
  ])('that ends with %s may have been sent', async (_, error, code) => {
    expect(await failing(error).send(await mailTo('a@b.example'))).toMatchObject({ outcome: 'unknown', code });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('that never left (%s) was not sent', async (code) => {
    const error = Object.assign(new Error('x'), { code });
    expect(await failing(error).send(await mailTo('a@b.example'))).toMatchObject({ outcome: 'unavailable', code });
  });

  it('without a message id in the answer may have been sent', async () => {
    const silent = new Mailer({ send: async () => ({}) } as unknown as SESClient, 'set', motionlessTimer);
    expect(await silent.send(await mailTo('a@b.example'))).toEqual({ outcome: 'unknown', code: 'NoMessageId' });
  });
});

describe('a refusal with status 400', () => {
  const refusing = (name: string, message: string) =>
    failing(new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: 400 } }));

  it.each([
    ['MessageRejected', 'Email address is not verified. The following identities failed the check: a@header.example'],
    ['MessageRejected', 'Sending paused for this account. For more information, please check your email.'],
    ['MessageRejected', 'Sending suspended for this account. For more information, please check your email.'],
    ['MessageRejected', 'Something that nobody has read before.'],
    ['InvalidParameterValue', 'Could not find an identity for the given source.'],
    ['InvalidParameterValue', 'Configuration set name is invalid.'],
    ['AccessDenied', 'User is not authorized to perform ses:SendRawEmail on this resource.'],
  ])('%s: %s is not final', async (name, message) => {
    const result = await refusing(name, message).send(await mailTo('a@b.example'));
    expect(result).toEqual({ outcome: 'unavailable', code: name, detail: message });
  });

  it.each([
    ['MessageRejected', 'Message length is more than 10485760 bytes long.'],
    ['MessageRejected', 'Address blacklisted.'],
    ['MessageRejected', 'Illegal attachment name.'],
    ['InvalidParameterValue', 'Missing final @domain'],
    ['InvalidParameterValue', 'Local address contains control or whitespace'],
    ['ValidationError', 'Value too long.'],
  ])('%s: %s is final, being about the message', async (name, message) => {
    const result = await refusing(name, message).send(await mailTo('a@b.example'));
    expect(result).toEqual({ outcome: 'rejected', code: name, detail: message });
  });

  it('is kept in one line of at most a thousand characters, and without addresses for logs', async () => {
    const result = await refusing('MessageRejected', `No\n  <ana@acme.example> ${'x'.repeat(2000)}`).send(
      await mailTo('a@b.example'),
    );
    const detail = 'detail' in result ? result.detail : '';
    expect(detail).toHaveLength(1000);
    expect(detail).toMatch(/^No <ana@acme.example> x/);
    expect(withoutAddresses(detail ?? '')).toMatch(/^No <<address>> x/);
  });
});
