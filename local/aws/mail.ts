import {
  ConfigurationSetDoesNotExistException,
  MessageRejected,
  type MessageTag,
  SendRawEmailCommand,
  type SendRawEmailRequest,
} from '@aws-sdk/client-ses';
import type { VirtualClock } from '../time/clock.ts';
import { DueIndex } from '../time/due-index.ts';
import type { WorkSource } from '../time/engine.ts';
import { instantText } from '../time/instant.ts';
import { clientFault, metadata, unknownCommand } from './errors.ts';
import type { FaultPlan } from './faults.ts';
import { uuidOf } from './ids.ts';
import { JournaledStore } from './journal.ts';
import { invalidParameter, requireAddress } from './mail-address.ts';
import { type Behaviour, simulatedBehaviour } from './mail-behaviour.ts';
import { DEFAULT_DELAYS, type MailDelays, type MailEvent, mailEvents } from './mail-events.ts';
import { type ParsedMessage, parseMessage } from './mail-message.ts';

/** One recipient's copy of a message that SES accepted. */
export interface InboxMessage {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly tags: Readonly<Record<string, string>>;
  /** UTC instant text. */
  readonly sentAt: string;
  /** The tag `contract`, or null. */
  readonly contract: string | null;
  readonly messageId: string;
  /** Outcome of the delivery. With some outcomes the recipient never sees the message. */
  readonly outcome: Behaviour;
  /** SHA-256 of the raw bytes sent, hexadecimal. */
  readonly sha256: string;
}

export interface FakeMailOptions {
  readonly clock: VirtualClock;
  readonly configurationSets: readonly string[];
  /** Receives each event's JSON when it is due; a rejection is tried again 20 s later. */
  readonly publish: (event: string) => Promise<void>;
  /** Addresses and domains that may send; all when absent. */
  readonly verified?: readonly string[];
  /** What becomes of a message to an address; the mailbox simulator's answer when absent. */
  readonly behaviour?: (address: string) => Behaviour;
  readonly delays?: Partial<MailDelays>;
  /** Where messages and events to come are kept; in memory when absent. */
  readonly folder?: string | undefined;
  readonly faults?: FaultPlan;
}

const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const MAX_RECIPIENTS = 50;
const PUBLISH_RETRY_MS = 20_000;

/** SES's SendRawEmail and its event publishing, with the inboxes of all recipients as the ground truth. */
export class FakeMail implements WorkSource {
  readonly name = 'mail';
  readonly #options: FakeMailOptions;
  readonly #delays: MailDelays;
  readonly #store: JournaledStore<{ message: InboxMessage; event: MailEvent; counter: number }>;
  readonly #due = new DueIndex();

  constructor(options: FakeMailOptions) {
    this.#options = options;
    this.#delays = { ...DEFAULT_DELAYS, ...options.delays };
    this.#store = new JournaledStore({ name: 'mail', folder: options.folder, tables: ['message', 'event', 'counter'] });
    for (const [key, event] of this.#store.entries('event')) this.#due.set(key, event.at);
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    if (command instanceof SendRawEmailCommand) return this.#sendRaw(command.input);
    throw unknownCommand('FakeMail', command);
  }

  /** Every message accepted, in the order of sending. */
  inbox(): readonly InboxMessage[] {
    return [...this.#store.entries('message')].map(([, message]) => message);
  }

  async nextAt(): Promise<number | undefined> {
    return this.#due.first()?.at;
  }

  /** Publishes the first event that is due. */
  async runAt(nowMs: number): Promise<string> {
    const key = this.#due.takeDue(nowMs);
    const event = key === undefined ? undefined : this.#store.get('event', key);
    if (key === undefined || event === undefined) return 'nothing due';
    const fault = this.#options.faults?.take('event', 'mail', event.type);
    if (fault?.fault === 'delayed') {
      this.#postpone(key, event, fault.seconds * 1000);
      return `${event.type} is delayed by ${fault.seconds} s`;
    }
    if (fault?.fault === 'lost') {
      this.#store.write(['event', key, null]);
      return `${event.type} is lost`;
    }
    try {
      for (let left = fault?.fault === 'duplicate' ? 2 : 1; left > 0; left -= 1)
        await this.#options.publish(event.json);
    } catch (error) {
      this.#postpone(key, event, PUBLISH_RETRY_MS);
      return `${event.type} could not be published (${String(error)})`;
    }
    this.#store.write(['event', key, null]);
    return `${event.type} is published`;
  }

  #postpone(key: string, event: MailEvent, ms: number): void {
    const at = this.#options.clock.epochMs() + ms;
    this.#store.write(['event', key, { ...event, at }]);
    this.#due.set(key, at);
  }

  async #sendRaw(input: SendRawEmailRequest): Promise<unknown> {
    const tags = requireTags(input.Tags ?? []);
    const configurationSet = this.#requireConfigurationSet(input.ConfigurationSetName);
    const message = await parseMessage(input.RawMessage?.Data);
    const source = requireAddress(input.Source ?? message.from ?? '');
    const recipients = requireRecipients(input.Destinations, message);
    this.#requireVerified(source, requireAddress(message.from ?? ''));
    const behaviours = new Map(recipients.map((address) => [address, this.#behaviour(address, message)]));
    return this.#accept({ message, source, recipients, behaviours, tags, configurationSet });
  }

  #accept(accepted: {
    readonly message: ParsedMessage;
    readonly source: string;
    readonly recipients: readonly string[];
    readonly behaviours: ReadonlyMap<string, Behaviour>;
    readonly tags: Readonly<Record<string, string>>;
    readonly configurationSet: string | undefined;
  }): unknown {
    const { message, source, recipients, behaviours, tags, configurationSet } = accepted;
    const sentAt = this.#options.clock.epochMs();
    const number = (this.#store.get('counter', 'messages') ?? 0) + 1;
    const messageId = `0102${sentAt.toString(16).padStart(12, '0')}-${uuidOf(`mail ${number}`)}-000000`;
    const copies = recipients.map((to) => {
      const { subject, text, html, sha256 } = message;
      const outcome = behaviours.get(to) ?? 'delivered';
      const contract = tags.contract ?? null;
      const copy = { to, from: source, subject, text, html, tags, sentAt: instantText(sentAt), contract };
      return ['message', `${messageId} ${to}`, { ...copy, messageId, outcome, sha256 }] as const;
    });
    const { headers, subject } = message;
    const mail = { messageId, source, destinations: recipients, tags, headers, subject, sentAt };
    // Without a configuration set SES publishes no events.
    const events =
      configurationSet === undefined ? [] : mailEvents({ ...mail, configurationSet }, behaviours, this.#delays);
    const keyed = events.map((event, index) => ['event', `${messageId} ${index}`, event] as const);
    this.#store.write(['counter', 'messages', number], ...copies, ...keyed);
    for (const [, key, event] of keyed) this.#due.set(key, event.at);
    return { MessageId: messageId, $metadata: metadata() };
  }

  #behaviour(address: string, message: ParsedMessage): Behaviour {
    if (message.carriesVirus) return 'rejected';
    return (this.#options.behaviour ?? simulatedBehaviour)(address);
  }

  #requireConfigurationSet(name: string | undefined): string | undefined {
    if (name === undefined || this.#options.configurationSets.includes(name)) return name;
    const message = `Configuration set <${name}> does not exist.`;
    throw new ConfigurationSetDoesNotExistException({ message, ConfigurationSetName: name, ...clientFault(400) });
  }

  #requireVerified(...addresses: readonly string[]): void {
    const verified = this.#options.verified?.map((identity) => identity.toLowerCase());
    if (verified === undefined) return;
    const isVerified = (address: string) =>
      verified.some(
        (identity) => identity === address.toLowerCase() || identity === address.toLowerCase().split('@')[1],
      );
    const failed = addresses.filter((address) => !isVerified(address));
    if (failed.length === 0) return;
    const message = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${[...new Set(failed)].join(', ')}`;
    throw new MessageRejected({ message, ...clientFault(400) });
  }
}

function requireTags(tags: readonly MessageTag[]): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const { Name = '', Value = '' } of tags) {
    if (!TAG.test(Name))
      throw invalidParameter(`Invalid tag name <${Name}>: only A-Z, a-z, 0-9, '_' and '-', 1 to 256 of them.`);
    if (!TAG.test(Value)) {
      throw invalidParameter(
        `Invalid tag value <${Value}> of ${Name}: only A-Z, a-z, 0-9, '_' and '-', 1 to 256 of them.`,
      );
    }
    if (entries.some(([name]) => name === Name)) throw invalidParameter(`Duplicate tag name <${Name}>.`);
    entries.push([Name, Value]);
  }
  return Object.fromEntries(entries);
}

function requireRecipients(destinations: readonly string[] | undefined, message: ParsedMessage): readonly string[] {
  const given = destinations === undefined || destinations.length === 0 ? message.recipients : destinations;
  if (given.length === 0) throw invalidParameter("Missing required header 'To'.");
  if (given.length > MAX_RECIPIENTS) throw invalidParameter(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  return [...new Set(given.map(requireAddress))];
}
