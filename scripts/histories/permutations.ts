export function factorial(count: number): number {
  return count <= 1 ? 1 : count * factorial(count - 1);
}

/** Every order of the numbers from 0 to below `count`. */
export function* permutations(count: number): Iterable<number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (const rest of permutations(count - 1)) {
    for (let place = 0; place < count; place += 1) yield rest.toSpliced(place, 0, count - 1);
  }
}

/** Their natural order with one of them moved to another place, for each of them and each place. */
export function* moved(count: number): Iterable<number[]> {
  const natural = Array.from({ length: count }, (_, place) => place);
  for (const from of natural) {
    for (const to of natural) if (to !== from) yield natural.toSpliced(from, 1).toSpliced(to, 0, from);
  }
}
