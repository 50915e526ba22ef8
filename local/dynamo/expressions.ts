import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

/** `:name` and what it stands for. */
type Values = Readonly<Record<string, AttributeValue>> | undefined;

/** An expression that the table in memory does not implement. */
export class UnknownExpressionError extends Error {
  override readonly name = 'UnknownExpressionError';

  constructor(kind: string, expression: string) {
    super(
      `The table in memory does not know the ${kind} expression "${expression}". Implement it there before using it.`,
    );
  }
}

type Test = (item: Item | undefined, values: Values) => boolean;

/** What was compiled, by its text: the adapters write few expressions, each of them very often. */
const compiled = new Map<string, readonly Test[]>();

/**
 * Whether an item fulfils a condition, a key condition or a filter: tests that are joined by AND.
 * @throws UnknownExpressionError
 */
export function fulfils(item: Item | undefined, expression: string, values: Values): boolean {
  let tests = compiled.get(expression);
  if (tests === undefined) {
    tests = testsIn(expression).map(testOf);
    compiled.set(expression, tests);
  }
  return tests.every((test) => test(item, values));
}

/** `a BETWEEN :b AND :c` is one test. */
function testsIn(expression: string): string[] {
  return expression.replaceAll(/( BETWEEN :\w+) AND /g, '$1 and ').split(' AND ');
}

function testOf(test: string): Test {
  const [, not, tested] = /^attribute_(not_)?exists\((\w+)\)$/.exec(test) ?? [];
  if (tested !== undefined) return (item) => (item?.[tested] === undefined) === (not !== undefined);
  const [, begun, prefix] = /^begins_with\((\w+), (:\w+)\)$/.exec(test) ?? [];
  if (begun !== undefined) {
    return (item, values) => item?.[begun]?.S?.startsWith(textOf(values, prefix)) === true;
  }
  const [, ranged, from, to] = /^(\w+) BETWEEN (:\w+) and (:\w+)$/.exec(test) ?? [];
  if (ranged !== undefined) {
    return (item, values) => {
      const text = item?.[ranged]?.S;
      return text !== undefined && !isLess(text, textOf(values, from)) && !isLess(textOf(values, to), text);
    };
  }
  const [, compared, operator, other] = /^([\w.]+) (=|<=) (:\w+)$/.exec(test) ?? [];
  if (compared === undefined) throw new UnknownExpressionError('condition', test);
  const path = compared.split('.');
  if (operator === '=') return (item, values) => isSame(valueAt(item, path), given(values, other));
  return (item, values) => {
    const text = valueAt(item, path)?.S;
    return text !== undefined && !isLess(textOf(values, other), text);
  };
}

/**
 * The item after `SET a = :a, b = :b` and `REMOVE c, d`, one or both.
 * @throws UnknownExpressionError
 */
export function updated(item: Item, expression: string, values: Values): Item {
  const [, set, remove] = /^(?:SET (.+?))?(?:(?:^| )REMOVE (.+))?$/.exec(expression) ?? [];
  if (set === undefined && remove === undefined) throw new UnknownExpressionError('update', expression);
  const result: Record<string, AttributeValue> = { ...item };
  for (const assignment of set?.split(', ') ?? []) {
    const [, name, value] = /^(\w+) = (:\w+)$/.exec(assignment) ?? [];
    if (name === undefined) throw new UnknownExpressionError('update', expression);
    result[name] = given(values, value);
  }
  for (const name of remove?.split(', ') ?? []) delete result[name];
  return result;
}

/** `head`, `revision`: a member of a map. */
function valueAt(item: Item | undefined, [first = '', ...rest]: readonly string[]): AttributeValue | undefined {
  let value = item?.[first];
  for (const name of rest) value = value?.M?.[name];
  return value;
}

function textOf(values: Values, name: string | undefined): string {
  const { S } = given(values, name);
  if (S === undefined) throw new TypeError(`${name} is no text`);
  return S;
}

function given(values: Values, name = ''): AttributeValue {
  const value = values?.[name];
  if (value === undefined) throw new TypeError(`${name} is not given`);
  return value;
}

function isSame(a: AttributeValue | undefined, b: AttributeValue): boolean {
  if (a === undefined) return false;
  if (a.S !== undefined && b.S !== undefined) return a.S === b.S;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** From here on the order of UTF-16 is not that of the bytes of UTF-8. */
const BEYOND = /[\ud800-\uffff]/;

/** DynamoDB orders text by its bytes. */
export function isLess(a: string, b: string): boolean {
  if (BEYOND.test(a) || BEYOND.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  return a < b;
}
