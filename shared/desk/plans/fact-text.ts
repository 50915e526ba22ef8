import { contractEventSchema, type Fact } from '../../core/events/event.ts';
import { eventIdOf } from '../../core/events/event-id.ts';

const FORM = 'Write kind@occurredAt[,key=value…], such as invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15.';

/** A fact in words that cannot be read. The message names what is wrong. */
export class FactTextError extends Error {
  override readonly name = 'FactTextError';
}

/** Reads `kind@occurredAt[,key=value…]`. @throws FactTextError naming what cannot be read */
export function parseFact(text: string): Fact {
  const [head = '', ...pairs] = text.split(',');
  const [kind = '', occurredAt = ''] = head.split(/@(.*)/s);
  const entries = pairs.map((pair) => parsePair(text, pair));
  const repeated = entries.find(([key], index) => entries.findIndex(([other]) => other === key) !== index);
  if (repeated) throw new FactTextError(`${text}: ${repeated[0]} is given twice. Keep one of them.`);
  const data = Object.fromEntries(entries);
  const { id = eventIdOf({ kind, occurredAt, data }), ...rest } = data;
  const parsed = contractEventSchema.safeParse({
    id: String(id),
    kind,
    occurredAt,
    recordedAt: occurredAt,
    data: rest,
  });
  if (parsed.success) {
    const { recordedAt: _recordedAt, ...fact } = parsed.data;
    return fact;
  }
  const [issue] = parsed.error.issues;
  throw new FactTextError(`${text}: ${issue?.path.join('.') || 'it'}: ${issue?.message}. ${FORM}`);
}

function parsePair(text: string, pair: string): [string, string | number | boolean] {
  const [key = '', value] = pair.split(/=(.*)/s);
  if (key === '' || value === undefined) throw new FactTextError(`${text}: "${pair}" is not key=value. ${FORM}`);
  return [key, readValue(key, value)];
}

/** Only what is a number in the data itself becomes one: an invoice called 00123 stays text. */
function readValue(key: string, value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return NUMERIC.has(key) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

const NUMERIC = new Set(['amount', 'remaining', 'amountPaid', 'amountCredited', 'usedBytes', 'days']);
