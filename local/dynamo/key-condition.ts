import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UnknownExpressionError } from './expressions.ts';
import type { Walk } from './item-store.ts';

/** A query's key condition: one partition, and a range of its sort keys. */
export interface KeyRange extends Pick<Walk, 'from' | 'upTo' | 'below'> {
  readonly partition: string;
}

type Values = Readonly<Record<string, AttributeValue>> | undefined;

/**
 * `pk = :pk AND begins_with(sk, :prefix)`, or with `sk = :sk`, `sk <= :sk` or `sk BETWEEN :from AND :to`.
 * @throws UnknownExpressionError for anything else, also where the names are not those of the keys
 */
export function keyRange(
  { partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string },
  condition: string,
  values: Values,
): KeyRange {
  const [, name, equal, range = ''] = /^(\w+) = (:\w+) AND (.+)$/.exec(condition) ?? [];
  if (name !== partitionKey) throw new UnknownExpressionError('key condition', condition);
  const text = (value: string | undefined) => {
    const found = values?.[value ?? '']?.S;
    if (found === undefined) throw new TypeError(`${value} is no text`);
    return found;
  };
  const partition = text(equal);
  const [, begun, prefix] = /^begins_with\((\w+), (:\w+)\)$/.exec(range) ?? [];
  if (begun === sortKey) return { partition, from: text(prefix), below: following(text(prefix)) };
  const [, ranged, first, last] = /^(\w+) BETWEEN (:\w+) AND (:\w+)$/.exec(range) ?? [];
  if (ranged === sortKey) return { partition, from: text(first), upTo: text(last) };
  const [, compared, operator, other] = /^(\w+) (=|<=) (:\w+)$/.exec(range) ?? [];
  if (compared !== sortKey) throw new UnknownExpressionError('key condition', condition);
  return { partition, upTo: text(other), ...(operator === '=' && { from: text(other) }) };
}

const LAST_CHARACTER = 0x10_ffff;
const [FIRST_SURROGATE, LAST_SURROGATE] = [0xd800, 0xdfff];

/** The first text after all that begin so; none after the last character there is. */
function following(prefix: string): string | undefined {
  const characters = [...prefix];
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0) ?? 0;
    if (code === LAST_CHARACTER) continue;
    const next = code + 1 === FIRST_SURROGATE ? LAST_SURROGATE + 1 : code + 1;
    return `${characters.join('')}${String.fromCodePoint(next)}`;
  }
  return undefined;
}
