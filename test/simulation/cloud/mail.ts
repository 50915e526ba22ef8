import { createHash } from 'node:crypto';
import { MessageRejected, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { clientFault, metadata, unknownCommand } from '../../../local/aws/errors.ts';
import { uuidOf } from '../../../local/aws/ids.ts';
import type { Kernel } from '../engine/kernel.ts';
import { drawFate } from './fates.ts';
import type { Faults } from './faults.ts';
import type { Accepted } from './letter.ts';
import { reportsOf } from './reports.ts';

const MOST_A_SECOND = 14;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const RETRY_MS = 20_000;
const LEAST_LATE_MS = 1_000;
const MOST_LATE_MS = 3 * 86_400_000;

export interface MailOptions {
  readonly kernel: Kernel;
  readonly faults: Faults;
  /** Hands a report on to its queue; rejects while the queue is out. */
  readonly publish: (report: string) => Promise<void>;
  readonly onAccepted: (letter: Accepted) => void;
}

/** SES at the SDK's `send`: takes letters at its rate, decides what becomes of them, and reports it. */
export class SimulatedMail {
  readonly inbox: Accepted[] = [];
  /** Ids of messages of which a report was lost. */
  readonly lostReports = new Set<string>();
  readonly #options: MailOptions;
  #second = 0;
  #inSecond = 0;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  async send(command: unknown): Promise<unknown> {
    if (!(command instanceof SendRawEmailCommand)) throw unknownCommand('SimulatedMail', command);
    const { Destinations = [], RawMessage, Tags = [] } = command.input;
    this.#limit();
    const [to = ''] = Destinations;
    if (Destinations.length !== 1)
      throw new MessageRejected({ message: 'one recipient is expected', ...clientFault(400) });
    for (const { Name = '', Value = '' } of Tags) {
      if (!TAG.test(Name) || !TAG.test(Value))
        throw new SESServiceException({ name: 'InvalidParameterValue', message: 'tag', ...clientFault(400) });
    }
    const { kernel, faults, onAccepted } = this.#options;
    const tags = Object.fromEntries(Tags.map(({ Name = '', Value = '' }) => [Name, Value]));
    const key = `${tags.notice} ${tags.attempt}`;
    const letter: Accepted = {
      messageId: `0102-${uuidOf(`letter ${this.inbox.length + 1}`)}`,
      at: kernel.now,
      ...{ to, tags, name: nameIn(RawMessage?.Data) },
      sha256: createHash('sha256')
        .update(RawMessage?.Data ?? '')
        .digest('hex'),
      fate:
        (this.inbox.length === 0 ? faults.rates.fate : undefined) ??
        drawFate((what) => faults.shareOf(`${key} ${what}`), faults.rates.troubled, faults.rates.fate),
    };
    this.inbox.push(letter);
    onAccepted(letter);
    for (const { at, report, json } of reportsOf(letter, (what) => faults.shareOf(`${key} ${what}`)))
      this.#report(letter, at, report, json);
    return { MessageId: letter.messageId, $metadata: metadata() };
  }

  #limit(): void {
    const second = Math.floor(this.#options.kernel.now / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    if (this.#inSecond <= MOST_A_SECOND) return;
    const message = 'Maximum sending rate exceeded.';
    throw new SESServiceException({ name: 'Throttling', message, ...clientFault(400) });
  }

  #report({ messageId }: Accepted, at: number, report: string, json: string): void {
    const { faults } = this.#options;
    const step = `report ${report}`;
    if (faults.strike(step, 'report-lost')) {
      this.lostReports.add(messageId);
      return;
    }
    const isLate = faults.strike(step, 'report-late');
    const late = isLate ? LEAST_LATE_MS * (MOST_LATE_MS / LEAST_LATE_MS) ** faults.share(`${step} report-late`) : 0;
    this.#publishAt(at + late, json);
    if (faults.strike(step, 'report-doubled'))
      this.#publishAt(at + late + faults.share(`${step} report-doubled`) * 3_600_000, json);
  }

  #publishAt(at: number, json: string): void {
    const { kernel, publish } = this.#options;
    kernel.at(at, () => {
      publish(json).catch(() => this.#publishAt(kernel.now + RETRY_MS, json));
      kernel.settle();
    });
  }
}

/** Most bytes of a letter in which the header is looked for. */
const HEADERS = 2_000;

/** The reader's name as the header `To` has it. */
function nameIn(data: Uint8Array | undefined): string {
  const [, name = ''] = /^To: "?([^"<]*?)"? </m.exec(new TextDecoder().decode(data?.subarray(0, HEADERS))) ?? [];
  return name;
}
