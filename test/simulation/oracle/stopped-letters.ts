import type { Outage } from '../cloud/rates.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { StoredEvidence, StoredNotice } from './items.ts';
import type { StopWatch } from './stops.ts';
import type { Report } from './violations.ts';

const MINUTE_MS = 60_000;
/** Letters that run out are taken up so long before their end, beside those that are let go. */
const TAKEN_UP_BEFORE_MS = 15 * MINUTE_MS;
/** A person is told of one that nobody can be told later so long before its end at the latest, if nothing goes wrong. */
const TOLD_BEFORE_MS = MINUTE_MS;
/** And of one that is sent however late so long after it. */
const TOLD_AFTER_MS = 15 * MINUTE_MS;
/** Nothing may have gone wrong for so long before a person is told. */
const UNDISTURBED_MS = 40 * MINUTE_MS;

export interface StoppedLettersOptions {
  readonly kernel: Kernel;
  readonly stops: StopWatch;
  readonly outages: readonly Outage[];
  /** How many faults have struck. */
  readonly strikes: () => number;
  readonly report: Report;
  /** As stored now. */
  readonly noticeOf: (id: string) => StoredNotice | undefined;
}

/** What has to become of letters while they are stopped, and as they are let go. */
export class StoppedLetters {
  readonly #options: StoppedLettersOptions;
  /** By what each letter was stopped last, as the evidence has it. */
  readonly #stoppedBy = new Map<string, string>();

  constructor(options: StoppedLettersOptions) {
    this.#options = options;
  }

  /** By what a letter was stopped is evidence once. */
  onEvidence({ type, facts }: StoredEvidence): void {
    const id = String(facts.notice);
    if (type !== 'notice.stopped') return;
    const by = JSON.stringify([facts.hold, facts.sending, facts.pack]);
    if (this.#stoppedBy.get(id) === by)
      this.#options.report('invariant', 'stopped', `${id} was stopped twice by ${by}`);
    this.#stoppedBy.set(id, by);
  }

  /** What was queued together: of the letters that are let go those come first that have the least time left. */
  onQueued(bodies: readonly string[]): void {
    const { noticeOf, report } = this.#options;
    const waiting = bodies.flatMap((body) => {
      const notice = noticeOf(noticeIn(body));
      return notice?.state === 'PENDING' && notice.heldBy !== undefined ? [notice] : [];
    });
    for (const [index, { id, latest }] of waiting.entries()) {
      const next = waiting[index + 1];
      if (next && Date.parse(next.latest) + TAKEN_UP_BEFORE_MS < Date.parse(latest))
        report(
          'invariant',
          'order',
          `${id}, of use until ${latest}, is let go before ${next.id}, until ${next.latest}`,
        );
    }
  }

  /** A letter came on record: what is stopped until its latest moment is not left waiting, or a person is told. */
  expectTold({ id, purpose, step, latest }: StoredNotice, isTold: () => boolean): void {
    const { kernel, strikes, stops, report, noticeOf } = this.#options;
    const isNeverOver = purpose !== 'step' || step === 'lapsed';
    const by = Date.parse(latest) + (isNeverOver ? TOLD_AFTER_MS : -TOLD_BEFORE_MS);
    const from = by - UNDISTURBED_MS;
    if (from <= kernel.now) return;
    const waiting = () => {
      const notice = noticeOf(id);
      return notice?.state === 'PENDING' && notice.heldBy !== undefined ? notice : undefined;
    };
    kernel.at(from, () => {
      const before = strikes();
      if (!waiting()) return;
      kernel.at(by, () => {
        const notice = waiting();
        const goesOn = notice !== undefined && stops.isStoppedAllOf(notice, from, by);
        if (!goesOn || isTold() || strikes() > before || this.#isOut(from, by)) return;
        report('silent', 'stopped-untold', `${id} (${step}) is stopped, and its latest moment was ${latest}`);
      });
    });
  }

  #isOut(from: number, to: number): boolean {
    return this.#options.outages.some((outage) => outage.from < to && from < outage.to);
  }
}

/** The notice that a message of the queue is about. */
function noticeIn(body: string): string {
  try {
    const { kind, notice } = JSON.parse(body) as { kind?: unknown; notice?: unknown };
    return kind === 'notice' ? String(notice) : '';
  } catch {
    return '';
  }
}
