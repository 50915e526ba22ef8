import { SendEmailCommand, SendRawEmailCommand, type SendRawEmailRequest } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../../local/aws/faults.ts';
import { FakeMail, type FakeMailOptions } from '../../../local/aws/mail.ts';
import { FakeQueues } from '../../../local/aws/queues.ts';
import { publishToQueue } from '../../../local/aws/sns.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';
import { dataFolder } from './folder.ts';

interface SesEvent {
  readonly eventType: string;
  readonly mail: {
    readonly messageId: string;
    readonly destination: string[];
    readonly tags: Record<string, string[]>;
  };
  readonly [member: string]: unknown;
}

function stack(options: Partial<FakeMailOptions> = {}) {
  const clock = options.clock ?? new VirtualClock('2026-11-20T08:00:00Z');
  const published: { readonly at: string; readonly event: SesEvent }[] = [];
  const mail = new FakeMail({
    clock,
    configurationSets: ['events'],
    verified: ['provider.example'],
    publish: async (event) => {
      published.push({ at: clock.now(), event: JSON.parse(event) });
    },
    ...options,
  });
  return { clock, mail, published, engine: new Engine({ clock, sources: [mail] }) };
}

function compose(to: string, more: Record<string, unknown> = {}): Promise<Buffer> {
  const message = {
    from: 'Clauseclock <notices@provider.example>',
    to,
    subject: 'Suspendare în 15 zile – țineți minte',
    text: 'Plătiți până la 5 decembrie.\n',
    html: '<p>Plătiți până la <b>5 decembrie</b>.</p>',
    ...more,
  };
  return new MailComposer(message).compile().build();
}

async function request(to: string, changes: Partial<SendRawEmailRequest> = {}): Promise<SendRawEmailRequest> {
  return {
    Source: 'notices@provider.example',
    Destinations: [to],
    RawMessage: { Data: await compose(to) },
    ConfigurationSetName: 'events',
    Tags: [
      { Name: 'contract', Value: 'acme' },
      { Name: 'attempt', Value: '1' },
    ],
    ...changes,
  };
}

const send = async (mail: FakeMail, to: string, changes: Partial<SendRawEmailRequest> = {}) =>
  (await mail.send(new SendRawEmailCommand(await request(to, changes)))) as { readonly MessageId: string };

const types = (published: ReturnType<typeof stack>['published']) => published.map(({ event }) => event.eventType);

describe('inbox', () => {
  it('shows what the recipient reads, with tags, contract and time', async () => {
    const { mail } = stack();
    const { MessageId } = await send(mail, 'ana@acme.example');
    expect(mail.inbox()).toMatchObject([
      {
        to: 'ana@acme.example',
        subject: 'Suspendare în 15 zile – țineți minte',
        text: 'Plătiți până la 5 decembrie.',
        html: expect.stringContaining('<b>5 decembrie</b>'),
        tags: { contract: 'acme', attempt: '1' },
        contract: 'acme',
        sentAt: '2026-11-20T08:00:00Z',
        messageId: MessageId,
        outcome: 'delivered',
      },
    ]);
  });

  it('keeps a copy for each recipient, taken from the headers when there are no destinations', async () => {
    const { mail } = stack();
    const RawMessage = { Data: await compose('a@x.example, b@x.example', { cc: 'c@x.example' }) };
    await send(mail, '', { Destinations: [], RawMessage });
    expect(mail.inbox().map((message) => message.to)).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);
  });

  it('gives the same ids in a repeated run and different ones in one run', async () => {
    const ids = async () => {
      const { mail } = stack();
      return [await send(mail, 'a@x.example'), await send(mail, 'a@x.example')].map((answer) => answer.MessageId);
    };
    const [one, other] = await ids();
    expect(await ids()).toEqual([one, other]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^0102[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
  });
});

describe('validation', () => {
  const raw = (text: string) => ({ RawMessage: { Data: Buffer.from(text) } });
  const head = 'From: notices@provider.example\r\nTo: a@x.example\r\n';
  const tag = (Name: string, Value: string) => ({ Tags: [{ Name, Value }] });
  it.each<[string, Partial<SendRawEmailRequest>, string]>([
    ['more than 10 MB', raw(`${head}\r\n${'x'.repeat(10 * 1024 * 1024)}`), 'InvalidParameterValue'],
    ['no message', { RawMessage: { Data: Buffer.alloc(0) } }, 'InvalidParameterValue'],
    ['no From', raw('To: a@x.example\r\n\r\nx'), 'InvalidParameterValue'],
    ['two subjects', raw(`${head}Subject: a\r\nSubject: b\r\n\r\nx`), 'InvalidParameterValue'],
    ['no blank line after the header', raw(head), 'InvalidParameterValue'],
    ['a header line that is none', raw(`${head}nonsense\r\n\r\nx`), 'InvalidParameterValue'],
    ['a line of 999 characters', raw(`${head}\r\n${'x'.repeat(999)}\r\n`), 'InvalidParameterValue'],
    [
      'a multipart body without its boundary',
      raw(`${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\nx`),
      'InvalidParameterValue',
    ],
    [
      '51 recipients',
      { Destinations: Array.from({ length: 51 }, (_, n) => `a${n}@x.example`) },
      'InvalidParameterValue',
    ],
    ['a recipient without a domain', { Destinations: ['ana'] }, 'InvalidParameterValue'],
    ['a recipient outside ASCII', { Destinations: ['ană@x.example'] }, 'InvalidParameterValue'],
    ['a domain ending with a dot', { Destinations: ['ana@x.example.'] }, 'InvalidParameterValue'],
    ['a tag name with a colon', tag('a:b', 'x'), 'InvalidParameterValue'],
    ['a tag value with a dot', tag('a', 'x.y'), 'InvalidParameterValue'],
    ['an empty tag value', tag('a', ''), 'InvalidParameterValue'],
    ['a tag value of 257 characters', tag('a', 'x'.repeat(257)), 'InvalidParameterValue'],
    ['an unknown configuration set', { ConfigurationSetName: 'other' }, 'ConfigurationSetDoesNotExistException'],
    ['a sender that is not verified', { Source: 'x@elsewhere.example' }, 'MessageRejected'],
  ])('refuses %s', async (_, changes, name) => {
    const { mail, engine, published } = stack();
    await expect(send(mail, 'a@x.example', changes)).rejects.toMatchObject({
      name,
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    });
    await engine.advanceBy('P1D');
    expect(mail.inbox()).toEqual([]);
    expect(published).toEqual([]);
  });

  it('takes a line of 998 characters and a tag of 256', async () => {
    const { mail } = stack();
    await send(mail, 'a@x.example', { ...raw(`${head}\r\n${'x'.repeat(998)}\r\n`), ...tag('a', 'x'.repeat(256)) });
    expect(mail.inbox()).toHaveLength(1);
  });

  it('names a command it does not know', async () => {
    const command = new SendEmailCommand({
      Source: 'a',
      Destination: {},
      Message: { Subject: { Data: '' }, Body: {} },
    });
    await expect(stack().mail.send(command)).rejects.toThrow(/SendEmail/);
  });
});

describe('events', () => {
  it.each([
    ['success@simulator.amazonses.com', ['Send', 'Delivery']],
    ['success+acme@simulator.amazonses.com', ['Send', 'Delivery']],
    ['ana@acme.example', ['Send', 'Delivery']],
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce']],
    ['bounce+acme@simulator.amazonses.com', ['Send', 'Bounce']],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint']],
    ['suppressionlist@simulator.amazonses.com', ['Send', 'Bounce']],
    ['ooto@simulator.amazonses.com', ['Send', 'Delivery', 'Bounce']],
  ])('reports for %s %j', async (to, expected) => {
    const { mail, engine, published } = stack();
    const { MessageId } = await send(mail, to);
    await engine.advanceBy('P1D');
    expect(types(published)).toEqual(expected);
    for (const { event } of published) {
      expect(event.mail).toMatchObject({
        messageId: MessageId,
        destination: [to],
        tags: { contract: ['acme'], attempt: ['1'], 'ses:configuration-set': ['events'] },
      });
    }
  });

  it('tells hard, suppressed and automatic bounces apart', async () => {
    const bounceOf = async (local: string) => {
      const { mail, engine, published } = stack();
      await send(mail, `${local}@simulator.amazonses.com`);
      await engine.advanceBy('P1D');
      return published.at(-1)?.event.bounce;
    };
    expect(await bounceOf('bounce')).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'bounce@simulator.amazonses.com', action: 'failed', status: '5.1.1' }],
    });
    expect(await bounceOf('suppressionlist')).toMatchObject({ bounceType: 'Permanent', bounceSubType: 'Suppressed' });
    expect(await bounceOf('ooto')).toMatchObject({ bounceType: 'Transient', bounceSubType: 'General' });
  });

  it('publishes Send at once and Delivery two seconds later, with SES’s timestamps', async () => {
    const { mail, engine, published } = stack();
    await send(mail, 'ana@acme.example');
    await engine.drain();
    expect(types(published)).toEqual(['Send']);
    await engine.advanceBy('PT2S');
    expect(published[1]).toMatchObject({
      at: '2026-11-20T08:00:02Z',
      event: {
        mail: { timestamp: '2026-11-20T08:00:00.000Z' },
        delivery: {
          timestamp: '2026-11-20T08:00:02.000Z',
          recipients: ['ana@acme.example'],
          processingTimeMillis: 2000,
        },
      },
    });
  });

  it('reports a deferred, a full and a rejected message as told', async () => {
    const of = async (behaviour: 'deferred' | 'soft-bounced' | 'rejected') => {
      const { mail, engine, published } = stack({ behaviour: () => behaviour });
      await send(mail, 'ana@acme.example');
      await engine.advanceBy('P1D');
      return types(published);
    };
    expect(await of('deferred')).toEqual(['Send', 'DeliveryDelay', 'Delivery']);
    expect(await of('soft-bounced')).toEqual(['Send', 'Bounce']);
    expect(await of('rejected')).toEqual(['Send', 'Reject']);
  });

  it('publishes none without a configuration set', async () => {
    const { mail, engine, published } = stack();
    const { ConfigurationSetName: _, ...input } = await request('ana@acme.example');
    await mail.send(new SendRawEmailCommand(input));
    await engine.advanceBy('P1D');
    expect(published).toEqual([]);
  });

  it.each([
    [{ fault: 'lost' }, ['Send']],
    [{ fault: 'duplicate' }, ['Send', 'Delivery', 'Delivery']],
    [{ fault: 'delayed', seconds: 3600 }, ['Send', 'Delivery']],
  ])('can be disturbed: %o', async (fault, expected) => {
    const faults = new FaultPlan();
    faults.arm({ service: 'mail', operation: 'Delivery', ...fault });
    const { mail, engine, published } = stack({ faults });
    await send(mail, 'ana@acme.example');
    await engine.advanceBy('P1D');
    expect(types(published)).toEqual(expected);
    if (fault.fault === 'delayed') expect(published.at(-1)?.at).toBe('2026-11-20T09:00:02Z');
    await send(mail, 'ana@acme.example');
    await engine.advanceBy('P1D');
    expect(types(published)).toEqual([...expected, 'Send', 'Delivery']);
  });

  it('are tried again when they cannot be published', async () => {
    let failures = 2;
    const seen: string[] = [];
    const { mail, engine } = stack({
      publish: async (event) => {
        failures -= 1;
        if (failures >= 0) throw new Error('queue away');
        seen.push(JSON.parse(event).eventType);
      },
    });
    await send(mail, 'ana@acme.example');
    await engine.advanceBy('PT5M');
    expect(seen.sort()).toEqual(['Delivery', 'Send']);
  });

  it('reach a queue in the envelope of SNS', async () => {
    const clock = new VirtualClock('2026-11-20T08:00:00Z');
    const queues = new FakeQueues({ clock, queues: [{ name: 'deliveries' }] });
    const { mail, engine } = stack({ clock, publish: publishToQueue(queues, 'deliveries', clock) });
    await send(mail, 'ana@acme.example');
    await engine.drain();
    const envelope = JSON.parse(queues.messages('deliveries')[0]?.body ?? '{}');
    expect(envelope).toMatchObject({ Type: 'Notification', Timestamp: '2026-11-20T08:00:00.000Z' });
    expect(JSON.parse(envelope.Message).eventType).toBe('Send');
  });
});

describe('a new process on the same folder', () => {
  it('has the inbox, and publishes the events that were still to come', async () => {
    const folder = dataFolder();
    const before = stack({ folder });
    const first = await send(before.mail, 'ana@acme.example');
    await before.engine.drain();
    const after = stack({ folder, clock: before.clock });
    expect(after.mail.inbox()).toEqual(before.mail.inbox());
    await after.engine.advanceBy('P1D');
    expect(types(after.published)).toEqual(['Delivery']);
    expect((await send(after.mail, 'ana@acme.example')).MessageId).not.toBe(first.MessageId);
  });
});
