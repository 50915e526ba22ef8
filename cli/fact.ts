import { contractEventSchema, type Fact } from '../shared/core/events/event.ts';
import { eventIdOf } from '../shared/recording/record-event.ts';
import { UsageError } from './command-line.ts';

/** Reads `kind@occurredAt[,key=value…]`. */
export function parseFact(text: string): Fact {
  const [head = '', ...pairs] = text.split(',');
  const [kind = '', occurredAt = ''] = head.split(/@(.*)/s);
  const data = Object.fromEntries(pairs.map((pair) => parsePair(text, pair)));
  const { id = eventIdOf({ kind, occurredAt, data }), ...rest } = data;
  const parsed = contractEventSchema.safeParse({
    id: String(id),
    kind,
    occurredAt,
    recordedAt: occurredAt,
    data: rest,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `--event ${text}: ${issue?.path.join('.') || 'it'}: ${issue?.message} Write kind@occurredAt[,key=value…].`,
  );
}

function parsePair(text: string, pair: string): [string, string | number | boolean] {
  const [key = '', value] = pair.split(/=(.*)/s);
  if (key === '' || value === undefined) throw new UsageError(`--event ${text}: "${pair}" is not key=value.`);
  return [key, readValue(key, value)];
}

/** Only what is a number in the data itself becomes one: an invoice called 00123 stays text. */
function readValue(key: string, value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return NUMERIC.has(key) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

const NUMERIC = new Set(['amount', 'usedBytes']);
