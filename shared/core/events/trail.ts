/** What an item says stood before it and stands after it; undefined where it does not say. */
interface Link<Item> {
  readonly before: (item: Item) => string | undefined;
  readonly after: (item: Item) => string | undefined;
}

/**
 * Items in the order in which each follows the one that left what it says stood before.
 *
 * @param items each once; where what stood before does not tell, they keep this order
 * @param stands what stood before all of them, where that is known
 * @example
 * // "none, then A", "A, then none" and "none, then B", in any order: B is the last
 */
export function inTrail<Item>(items: readonly Item[], stands: string | undefined, link: Link<Item>): Item[] {
  const left = new Set(items);
  const ordered: Item[] = [];
  for (let now = stands; left.size > 0; ) {
    const following = trailFrom(now, left, link);
    for (const next of following.length > 0 ? following : beginningOf(left, link)) {
      left.delete(next);
      ordered.push(next);
      now = link.after(next);
    }
  }
  return ordered;
}

/**
 * The items that follow one upon another from what stands. One value may stand several times in between, so that the next
 * item cannot be chosen by itself. A trail through all of them ends at the same value in whichever order they are looked at
 * (Hierholzer's algorithm).
 */
function trailFrom<Item>(stands: string | undefined, left: Iterable<Item>, { before, after }: Link<Item>): Item[] {
  const leaving = Map.groupBy(left, before);
  const trail: Item[] = [];
  const walk: { readonly at: string | undefined; readonly by?: Item }[] = [{ at: stands }];
  for (let last = walk.at(-1); last !== undefined; last = walk.at(-1)) {
    const next = last.at === undefined ? undefined : leaving.get(last.at)?.shift();
    if (next !== undefined) {
      walk.push({ at: after(next), by: next });
      continue;
    }
    if (last.by !== undefined) trail.push(last.by);
    walk.pop();
  }
  return trail.reverse();
}

/** What comes first where nothing that stood before leads on: what says nothing of before, or what the others do not lead to. */
function beginningOf<Item>(left: ReadonlySet<Item>, link: Link<Item>): Item[] {
  const all = [...left];
  const count = (value: string, side: (item: Item) => string | undefined) =>
    all.filter((item) => side(item) === value).length;
  const first = all.find((item) => {
    const former = link.before(item);
    return former === undefined || count(former, link.before) > count(former, link.after);
  });
  const begins = first ?? all[0];
  if (begins === undefined) return [];
  const former = link.before(begins);
  return former === undefined ? [begins] : trailFrom(former, left, link);
}
