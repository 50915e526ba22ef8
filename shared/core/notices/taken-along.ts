/** How many letters to one reader a day holds before they go out as one message. */
export const LETTERS_ALONE = 3;

/**
 * The steps, of `others`, that go out together with one that tells the readers `own`: each shares a reader with it, and leaves no reader
 * with so few letters that these go out alone.
 */
export function takenTogether<Other, Reader>(
  own: readonly Reader[],
  others: readonly Other[],
  readersOf: (other: Other) => readonly Reader[],
): Other[] {
  const all = [...own, ...others.flatMap(readersOf)];
  const isMany = (reader: Reader) => all.filter((one) => one === reader).length > LETTERS_ALONE;
  const left = others.filter((one) => {
    const readers = readersOf(one);
    return readers.every(isMany) && readers.some((reader) => own.includes(reader));
  });
  return left.length === others.length ? left : takenTogether(own, left, readersOf);
}
