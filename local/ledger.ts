import { styleText } from 'node:util';
import type { InboxMessage } from './aws/mail.ts';
import { OPERATIONS_ADDRESS } from './environment.ts';
import { withoutReference } from './telling.ts';
import { type Terminal, wrap } from './terminal.ts';

const GOOD: ReadonlySet<string> = new Set(['delivered']);

/** Prints every message that was sent, oldest first, and how many had each outcome. */
export function printLedger(terminal: Terminal, messages: readonly InboxMessage[]): void {
  terminal.line();
  terminal.line(styleText('bold', `Ledger of notices: ${summary(messages)}`));
  if (messages.length === 0) return;
  const rows = messages.map(rowOf);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  for (const [sent, contract, to, outcome, subject] of rows) {
    const cells = [sent, contract, to].map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const colour = GOOD.has(outcome) ? 'green' : 'red';
    const [first = '', ...rest] = wrap(subject, Math.max(30, terminal.width - indent));
    terminal.line(`${cells.join('  ')}  ${styleText(colour, outcome.padEnd(widths[3] ?? 0))}  ${first}`);
    for (const line of rest) terminal.line(`${' '.repeat(indent)}${line}`);
  }
}

type Row = readonly [sent: string, contract: string, to: string, outcome: string, subject: string];

function rowOf({ sentAt, contract, to, outcome, tags, subject }: InboxMessage): Row {
  const again = tags.attempt === '1' || tags.attempt === undefined ? '' : ` (attempt ${tags.attempt})`;
  const party = to === OPERATIONS_ADDRESS ? 'provider' : 'customer';
  return [
    `${sentAt.slice(0, 10)} ${sentAt.slice(11, 16)}`,
    contract ?? '',
    party,
    outcome,
    `${withoutReference(subject)}${again}`,
  ];
}

/** `34 sent: 30 delivered, 4 bounced`. */
function summary(messages: readonly InboxMessage[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of messages) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const each = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  return messages.length === 0 ? 'none was sent' : `${messages.length} sent, ${each.join(', ')}`;
}
