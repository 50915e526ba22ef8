import { localDay } from '../calendar/zone.ts';
import type { EventData } from '../events/event.ts';
import { formatDay } from '../words/days.ts';
import { formatMoney } from '../words/money.ts';

type Row = readonly [string, string];

/** The data key of an event's subject, and the word a reader knows it by. */
const NAMES: readonly Row[] = [
  ['invoice', 'Invoice'],
  ['change', 'Change'],
  ['toVersion', 'New version'],
  ['breach', 'Breach'],
  ['claim', 'Claim'],
  ['dispute', 'Dispute'],
  ['ticket', 'Request'],
  ['request', 'Request'],
];

/** The invoice, change or claim of a letter, with amount and day, so that the reader need not look it up. */
export function matterRows(data: EventData | undefined, timezone: string): readonly Row[] {
  if (data === undefined) return [];
  const { amount, currency, dueOn, dueAt, effectiveOn } = data;
  const due = typeof dueOn === 'string' ? dueOn : typeof dueAt === 'string' ? localDay(dueAt, timezone) : undefined;
  return [
    ...NAMES.flatMap(([key, name]): Row[] => (data[key] === undefined ? [] : [[name, String(data[key])]])),
    ...(typeof amount === 'number' && typeof currency === 'string'
      ? [['Amount', formatMoney({ amount, currency })] as const]
      : []),
    ...(due === undefined ? [] : [['Due date', formatDay(due)] as const]),
    ...(typeof effectiveOn === 'string' ? [['Takes effect', formatDay(effectiveOn)] as const] : []),
  ];
}
