export interface FromSource<Entry> {
  readonly entry: Entry;
  /** Which of the sources it comes from. */
  readonly source: number;
}

/** Merges sources, each in order, into one order. An entry is read from a source only when the one before it was taken. */
export async function* inOrder<Entry>(
  sources: readonly AsyncIterator<Entry, void>[],
  comesBefore: (a: Entry, b: Entry) => boolean,
): AsyncGenerator<FromSource<Entry>, void> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first: FromSource<Entry> | undefined;
    for (const [source, head] of heads.entries()) {
      if (head.done !== true && (!first || comesBefore(head.value, first.entry))) first = { entry: head.value, source };
    }
    if (!first) return;
    yield first;
    const source = sources[first.source];
    if (source) heads[first.source] = await source.next();
  }
}
