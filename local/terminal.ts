import { styleText } from 'node:util';
import { formatDay } from '../shared/core/words/days.ts';
import type { Scene } from './story/scenes.ts';
import type { TimelineEntry } from './timeline.ts';

const MARKS = { event: '•', deadline: '→', notice: '✉', delivery: '✓' } as const;
const COLOURS = { event: 'cyan', deadline: 'yellow', notice: 'magenta', delivery: 'green' } as const;
const FAILED = new Set(['notice.bounced', 'notice.complained', 'notice.suppressed', 'notice.rejected']);

/** Evidence between a notice and its delivery: shown in the console only. */
const BETWEEN = new Set(['step.fired', 'notice.attempt', 'notice.accepted', 'notice.sent']);

const CONTRACT_WIDTH = 14;
/** Where an entry's words begin: time, contract, mark. */
const INDENT = 7 + CONTRACT_WIDTH + 2 + 2;
const SILENCE_MS = 2000;

export interface Output {
  write(text: string): void;
  readonly columns?: number | undefined;
}

/** What the local stack tells on the terminal. */
export class Terminal {
  readonly #output: Output;
  #day = '';
  #linesSinceProgress = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  line(text = ''): void {
    this.#linesSinceProgress += 1;
    this.#output.write(`${text}\n`);
  }

  scene({ at, says }: Scene): void {
    this.#heading(at);
    const [first = '', ...rest] = wrap(says, this.width - 7);
    this.line(`${time(at)}  ${styleText('bold', first)}`);
    for (const line of rest) this.line(`${' '.repeat(7)}${styleText('bold', line)}`);
  }

  entry({ at, kind, type, contract, text, why = [] }: TimelineEntry): void {
    if (BETWEEN.has(type)) return;
    this.#heading(at);
    const [first = '', ...rest] = wrap(text, this.width - INDENT);
    const label = styleText('dim', shortened(contract, CONTRACT_WIDTH).padEnd(CONTRACT_WIDTH));
    const mark = FAILED.has(type) ? styleText('red', '✗') : styleText(COLOURS[kind], MARKS[kind]);
    this.line(`${time(at)}  ${label}  ${mark} ${first}`);
    const margin = ' '.repeat(INDENT);
    for (const line of rest) this.line(`${margin}${line}`);
    for (const step of why) {
      for (const line of wrap(step, this.width - INDENT)) this.line(`${margin}${styleText('dim', line)}`);
    }
  }

  /** Says where long work stands whenever nothing else has been said for two seconds. Returns how to end it. */
  progress(where: () => string): () => void {
    const timer = setInterval(() => {
      if (this.#linesSinceProgress === 0) this.line(styleText('dim', `… ${where()}`));
      this.#linesSinceProgress = 0;
    }, SILENCE_MS);
    return () => clearInterval(timer);
  }

  /** Columns to write in. */
  get width(): number {
    return Math.min(120, Math.max(60, this.#output.columns ?? 100));
  }

  #heading(at: string): void {
    const day = at.slice(0, 10);
    if (day === this.#day) return;
    this.#day = day;
    this.line();
    this.line(styleText('underline', formatDay(day)));
  }
}

function time(at: string): string {
  return styleText('dim', at.slice(11, 16));
}

export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
