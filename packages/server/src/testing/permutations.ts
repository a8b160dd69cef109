/** Every order of some items. */
export function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length <= 1) yield items
  for (const [place, first] of items.length > 1 ? items.entries() : []) {
    for (const rest of permutations(items.toSpliced(place, 1))) yield [first, ...rest]
  }
}
