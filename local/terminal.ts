import { styleText } from 'node:util';
import type { InboxMessage } from './aws/mail.ts';
import type { Scene } from './story/scenes.ts';
import type { TimelineEntry } from './timeline.ts';

const WIDTH = 100;
const INDENT = 26;

const MARKS = { event: '•', deadline: '→', notice: '✉', delivery: '✓' } as const;
const COLOURS = { event: 'cyan', deadline: 'yellow', notice: 'magenta', delivery: 'green' } as const;

/** Steps between a notice and its delivery: in the console and the evidence, too much for a terminal. */
const BETWEEN = new Set(['step.fired', 'notice.attempt', 'notice.accepted', 'notice.sent']);

/** What the local stack tells on the terminal. */
export class Terminal {
  readonly #write: (text: string) => void;
  #day = '';

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  line(text = ''): void {
    this.#write(`${text}\n`);
  }

  scene({ at, says }: Scene): void {
    this.#heading(at);
    this.line(`${time(at)}  ${styleText('bold', says)}`);
  }

  entry({ at, kind, type, contract, text }: TimelineEntry): void {
    if (BETWEEN.has(type)) return;
    this.#heading(at);
    const [first = '', ...rest] = wrap(text, WIDTH - INDENT);
    const label = styleText('dim', contract.slice(0, 14).padEnd(14));
    this.line(`${time(at)}  ${label}  ${styleText(COLOURS[kind], MARKS[kind])} ${first}`);
    for (const line of rest) this.line(`${' '.repeat(INDENT)}${line}`);
  }

  ledger(messages: readonly InboxMessage[]): void {
    this.line();
    this.line(styleText('bold', `Ledger of notices (${messages.length})`));
    for (const { sentAt, contract, to, subject, outcome, tags } of messages) {
      this.line(`${sentAt}  ${(contract ?? '').padEnd(14)}  ${to}  attempt ${tags.attempt}  ${outcome}`);
      this.line(`${' '.repeat(22)}${subject}`);
    }
  }

  #heading(at: string): void {
    const day = at.slice(0, 10);
    if (day === this.#day) return;
    this.#day = day;
    this.line();
    this.line(styleText('underline', dayName(day)));
  }
}

function time(at: string): string {
  return styleText('dim', at.slice(11, 19));
}

function dayName(day: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(`${day}T00:00:00Z`));
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
